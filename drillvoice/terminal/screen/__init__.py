"""A session shown in letters to read from afar.

May import `terminal.lines`, `terminal` itself, `app` and below; neither speech nor sound.
"""
