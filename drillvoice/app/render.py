"""A session into a sound file, faster than real time."""

from collections.abc import Callable, Iterable
from pathlib import Path

from drillvoice.audio.mixer import Mixer
from drillvoice.audio.recording import Recording
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.effects import Beat, Note, Speak
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.machine import Session
from drillvoice.core.ticks import TICKS_PER_SECOND

STEP_TICKS = TICKS_PER_SECOND
"""A second at a time: memory stays bounded whatever the length."""
END_SILENCE_S = 1


def undisturbed_records(session: Session) -> Iterable[Fact]:
    """The facts of a session that nobody disturbs, in order."""
    now = 0
    while not session.is_over:
        for effect in session.advance(now, now + STEP_TICKS):
            if isinstance(effect, Speak | Note):
                yield effect.fact
        now += STEP_TICKS


def render_session(
    session: Session, clips: Callable[[Sound], Clip], mixer: Mixer, path: Path, watch: Callable[[Fact], None]
) -> float:
    """Write the undisturbed session to a file; answers its length in seconds.

    Raises:
        UsageError: the file's ending names no format.
        AudioError: the file cannot be written.

    """
    frames_per_tick = mixer.rate // TICKS_PER_SECOND
    now = 0
    with Recording(path, mixer.rate) as recording:
        while not session.is_over:
            for effect in session.advance(now, now + STEP_TICKS):
                frame = effect.at * frames_per_tick
                if isinstance(effect, Speak):
                    mixer.play(clips(effect.line.sound), frame)
                if isinstance(effect, Beat):
                    mixer.beat(frame, effect.beats)
                if isinstance(effect, Speak | Note):
                    watch(effect.fact)
            recording.write(mixer.mix(STEP_TICKS * frames_per_tick))
            now += STEP_TICKS
        recording.write(mixer.mix(END_SILENCE_S * mixer.rate))
    return mixer.position / mixer.rate
