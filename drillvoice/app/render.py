"""A session into a sound file, faster than real time."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from drillvoice.audio.mixer import Mixer
from drillvoice.audio.recording import Recording
from drillvoice.core.clips import Clip, Samples
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


def sound_blocks(
    session: Session, clips: Callable[[Sound], Clip], mixer: Mixer, watch: Callable[[Fact], None]
) -> Iterator[Samples]:
    """All that sounds in an undisturbed session, block by block, with a moment of silence at its end."""
    frames_per_tick = mixer.rate // TICKS_PER_SECOND
    now = 0
    while not session.is_over:
        for effect in session.advance(now, now + STEP_TICKS):
            frame = effect.at * frames_per_tick
            if isinstance(effect, Speak):
                mixer.play(clips(effect.line.sound), frame)
            if isinstance(effect, Beat):
                mixer.beat(frame, effect.beats)
            if isinstance(effect, Speak | Note):
                watch(effect.fact)
        yield mixer.mix(STEP_TICKS * frames_per_tick)
        now += STEP_TICKS
    yield mixer.mix(END_SILENCE_S * mixer.rate)


def cut_blocks(blocks: Iterable[Samples], cuts: Sequence[int]) -> Iterator[tuple[int, Samples]]:
    """The same sound cut at some frames, each piece with the number of the part that it belongs to."""
    part = position = 0
    for block in blocks:
        left = block
        while part < len(cuts) and position + len(left) >= cuts[part]:
            room = cuts[part] - position
            yield part, left[:room]
            left, position, part = left[room:], cuts[part], part + 1
        yield part, left
        position += len(left)


def render_session(
    session: Session, clips: Callable[[Sound], Clip], mixer: Mixer, recording: Recording, watch: Callable[[Fact], None]
) -> float:
    """Write the undisturbed session to a file; answers its length in seconds.

    Raises:
        AudioError: the file cannot be written.

    """
    with recording:
        for block in sound_blocks(session, clips, mixer, watch):
            recording.write(block)
    return mixer.position / mixer.rate
