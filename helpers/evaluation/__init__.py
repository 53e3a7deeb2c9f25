"""How much of the machine's reading is right: annotated figures, and one scorer."""
