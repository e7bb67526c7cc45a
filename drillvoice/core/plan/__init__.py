"""From a drill and options to all that a session will say and when.

May import `core.drill`, and `core` itself.
"""
