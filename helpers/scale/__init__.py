"""A corpus built in parts, by one process or by many, on one machine or on several."""
