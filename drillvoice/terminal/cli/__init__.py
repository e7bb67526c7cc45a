"""The command line: arguments, and what a command prints."""
