"""The record of practice: an SQLite file, what is asked of it, and what is shown.

May import `core` and `errors`.
"""
