"""Taking the program's own sound out of what the microphone hears.

May import `audio`, `core` and `errors`.
"""
