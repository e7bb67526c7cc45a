"""The dialogue that finds out how well a voice is understood, and own words for commands."""
