"""What the levels of a voice and a room mean, in words."""

from collections.abc import Sequence
from statistics import median

from drillvoice.core.voice_check.attempts import Attempt
from drillvoice.core.voice_check_phrases import VoiceCheck

QUIET_DB = -55.0
LOUD_DB = -40.0
LOW_MARGIN_DB = 10.0
"""Commands are heard from 6 dB on, but not each time."""
FAR_DB = -48.0
"""So soft a voice is far from the microphone, or very soft; it is made louder then (`usual_loudness`)."""


def room_verdict(noise_db: float, texts: VoiceCheck) -> str:
    """The noise of a room."""
    if noise_db < QUIET_DB:
        return texts.room_quiet
    return texts.room_fair if noise_db < LOUD_DB else texts.room_loud


def level_problem(attempts: Sequence[Attempt], texts: VoiceCheck) -> str:
    """What is wrong with the level; empty where nothing is, or nothing is known."""
    if not attempts:
        return ""
    heard = [attempt for attempt in attempts if attempt.has_voice]
    if not heard:
        return texts.voice_none
    if sum(attempt.clipped for attempt in heard) * 2 >= len(heard):
        return texts.voice_loud
    margin = _margin(heard)
    return texts.voice_low.format(margin=margin) if margin < LOW_MARGIN_DB else ""


def good_level(attempts: Sequence[Attempt], texts: VoiceCheck) -> str:
    """Praise for a level that has no problem, or a word of a microphone that is far away; empty where none is known."""
    heard = [attempt for attempt in attempts if attempt.has_voice]
    if not heard:
        return ""
    if median(attempt.voice_db for attempt in heard) < FAR_DB:
        return texts.voice_far
    return texts.voice_good.format(margin=_margin(heard))


def usual_loudness(attempts: Sequence[Attempt]) -> float | None:
    """How loud a voice usually is, in dBFS; None where there was none."""
    heard = [attempt.voice_db for attempt in attempts if attempt.has_voice]
    return median(heard) if heard else None


def _margin(heard: Sequence[Attempt]) -> int:
    return round(median(attempt.margin_db for attempt in heard))
