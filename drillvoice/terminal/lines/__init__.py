"""A session shown as printed lines."""
