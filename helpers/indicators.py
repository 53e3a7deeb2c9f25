"""The door to the figures of a paragraph, which are read in helpers.figures."""

from helpers.figures.explain import explain
from helpers.figures.rows import extract

__all__ = ["explain", "extract"]
