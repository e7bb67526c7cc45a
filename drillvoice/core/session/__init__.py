"""The session: a state machine that is fed the time and commands, and answers with timed effects.

May import `core.plan`, `core.drill`, and `core` itself.
"""
