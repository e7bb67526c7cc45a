"""Drill files: what may stand in them, reading them, and the rules they keep.

May import `core` itself and `errors`.
"""
