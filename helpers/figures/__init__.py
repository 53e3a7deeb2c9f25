"""From a clean paragraph to rows of figures: value, unit, bound, what is measured, where and when."""
