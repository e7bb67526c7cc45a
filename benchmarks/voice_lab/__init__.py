"""What the benchmarks of hearing are made of: voices, sounds, rooms and scenes, who listens to them, and verdicts.

Nothing here is a command; those lie beside this package. May import `benchmarks.common`, and `benchmarks.speakers`,
which makes the spoken commands and is a command itself.
"""
