"""What is installed besides the program, speech models and voices: downloaded, checked, and whole or not there at all.

May import `places` and `errors`.
"""
