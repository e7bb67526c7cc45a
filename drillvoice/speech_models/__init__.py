"""Speech models: which there are, and whether one can be used.

May import `store`, `core` and `errors`.
"""
