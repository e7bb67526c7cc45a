"""The application: a request becomes a prepared session that runs on devices, with its record and its voice control.

May import everything but `terminal`. Knows no command line, no terminal and no page.
"""
