"""Texts spoken ahead: the engine, its worker process, and the clips kept on disk.

May import `core` and `errors`.
"""
