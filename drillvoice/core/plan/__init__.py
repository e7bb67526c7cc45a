"""From a drill and options to all that a session will say and when."""
