"""A session shown in letters to read from afar."""
