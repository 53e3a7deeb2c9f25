"""Checks of reported figures: do stated figures follow from each other, are they possible, do articles agree."""
