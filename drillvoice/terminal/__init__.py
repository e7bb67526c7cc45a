"""The terminal as a front: keys, lines, the screen and the command line.

May import everything.
"""
