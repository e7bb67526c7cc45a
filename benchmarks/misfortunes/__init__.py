"""The kinds of bad luck that bad_luck.py tries: each module makes random members of some, and says what has to hold."""
