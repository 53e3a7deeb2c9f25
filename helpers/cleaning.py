"""The door to cleaning, whose steps are in helpers.texts.cleaning."""

from helpers.texts.cleaning import clean

__all__ = ["clean"]
