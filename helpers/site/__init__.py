"""The collection as a static site: pages of notebooks and tables, search, no script or file from elsewhere."""
