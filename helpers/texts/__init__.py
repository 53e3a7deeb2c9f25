"""From files on disk to clean paragraphs that know where each of their characters stands in the raw file."""
