"""The door to the figures of a paragraph, which are read in helpers.figures."""

from helpers.figures.explain import clauses, explain
from helpers.figures.rows import extract

__all__ = ["clauses", "explain", "extract"]
