"""Execute the notebooks, compare their outputs with the committed ones and render them as pages."""
