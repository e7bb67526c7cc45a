"""The command line: arguments, and what a command prints.

May import everything; nothing imports it.
"""
