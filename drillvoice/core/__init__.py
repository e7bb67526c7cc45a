"""The pure part: drills, plans, the session, what was heard. No clock, thread, device or file.

May import itself and `errors`.
"""
