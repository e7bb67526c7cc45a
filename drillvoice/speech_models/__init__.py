"""Speech models: found, checked, installed and removed.

May import `core` and `errors`.
"""
