"""Execute the notebooks, compare their outputs with the committed ones, and run them on texts of one's own."""
