"""How the third opinion, a person's own example, joins the other two: it speaks for one command and against the others,
and where the second has nothing against it, it may decide alone.

The figures were chosen on logs of the benchmarks' tuning voices, soft, slow, flat or trembling, in rooms, 10 or 15 dB
above the noise: the words that each had taught, 41 other words of their own, and 12 that were chosen for their likeness
to commands ("health", "nest"). With them 415 of 420 taught words are understood, 1 of 1,722 other words is obeyed more
than without teaching, and 99 of 504 like commands. With `AGREES` at 0.3 it was 416, 13 and 115: a sound that the other
opinions had been in doubt about was taken for whatever it was nearest to.
"""

from collections.abc import Mapping

from drillvoice.core.hearing.command_spotter import UNTIRING, Meaning
from drillvoice.core.hearing.hypotheses import NEVER
from drillvoice.core.hearing.templates import Likeness
from drillvoice.core.session.commands import Command

RIVAL_SHARE = 0.3
"""What is far from every other command may be a little further from its own."""
DOUBT = 0.4
"""So much further is what the second opinion finds as unlikely as can be: "off" is very like "pause"."""
MOST, MOST_WHERE_IT_MOVES = 0.08, 0.06
"""A command is so near, by example alone; and one that moves the drill."""
AGREES = 0.15
"""What somebody else has heard too may be so far away."""
AGREES_BESIDE = 0.12
"""The same beside our own voice, whose rest may be like anything."""
LIKELY = -0.1
"""What the third opinion agrees to is so likely, as the logarithm of a probability."""
AGAINST = -4.0
"""So much less likely is each other command then."""


def doubt_of(likeness: Likeness, likely: Mapping[str, float], form: str) -> float:
    """How much speaks against the command that a sound is nearest to.

    Args:
        likeness: the third opinion.
        likely: the second opinion: the logarithm of the probability of each phrase that it knows.
        form: what the person says for that command; empty for a sound of their own.

    """
    second = DOUBT * max(NEVER, likely[form]) / NEVER if form in likely else 0.0
    return likeness.distance - RIVAL_SHARE * likeness.rival_distance + second


def most_doubt(command: Meaning) -> float:
    """How much may speak against a command that is decided on by example alone."""
    return MOST if command in UNTIRING else MOST_WHERE_IT_MOVES


def join_opinions(likely: Mapping[str, float], forms: Mapping[str, Meaning], command: Command) -> Mapping[str, float]:
    """The second opinion and the third: how likely each phrase is by both.

    Args:
        likely: the second opinion.
        forms: what may be said, and what each phrase means.
        command: what it is by the third, which is near enough to agree with somebody else (`AGREES`).

    """
    joined = {phrase: value + AGAINST for phrase, value in likely.items()}
    return joined | {phrase: LIKELY for phrase, meaning in forms.items() if meaning is command}
