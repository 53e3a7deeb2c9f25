"""A corpus and what is known of the collection, in the forms that other programs read."""
