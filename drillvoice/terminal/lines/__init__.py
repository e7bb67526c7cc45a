"""A session shown as printed lines.

May import `terminal` itself, `app` and below.
"""
