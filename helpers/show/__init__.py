"""Show what was counted: tables, figures in one style, and panels to explore with."""
