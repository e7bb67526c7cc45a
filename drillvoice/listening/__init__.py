"""Spoken commands: the process that listens, the recogniser and the second opinion in it, and its client.

May import `echo`, `audio`, `speech_models`, `core` and `errors`.
"""
