"""From what a recogniser heard to a command, and whether it was a voice at all."""
