"""The dialogue that finds out how well a voice is understood, and own words for commands.

May import `core.hearing` and what that may.
"""
