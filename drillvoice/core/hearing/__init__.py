"""From what a recogniser heard to a command, and whether it was a voice at all.

May import `core.session` and what that may.
"""
