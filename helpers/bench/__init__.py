"""How long everything takes, and how much memory, on copies of a corpus; nothing here asserts a time."""
