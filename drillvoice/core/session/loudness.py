"""How loud a session can be made while it goes on."""

STEPS = (12, 18, 25, 35, 50, 70, 100)
"""In per cent, 3 dB apart: the least step that everybody hears. The softest is still heard in a quiet room."""


def louder_than(percent: int) -> int:
    """The next step up; the same where there is none."""
    return next((step for step in STEPS if step > percent), percent)


def softer_than(percent: int) -> int:
    """The next step down; the same where there is none, so that no command makes it silent."""
    return next((step for step in reversed(STEPS) if step < percent), percent)
