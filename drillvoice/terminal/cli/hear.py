"""`drillvoice hear`: recordings through the very path that the microphone takes."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from drillvoice.app.settings import own_words
from drillvoice.app.taught import read_taught
from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.plan.options import OverCues
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.canceller import Quality
from drillvoice.errors import AudioError
from drillvoice.listening.ear import Ear
from drillvoice.listening.microphone_feed import MicrophoneFeed
from drillvoice.listening.open_ears import Hearing, open_ears
from drillvoice.speech_models.find import find_model
from drillvoice.terminal.printing import print_line, print_text
from drillvoice.voice.soundfiles import open_sound

READ_FRAMES = SPEECH_RATE
LONGEST_S = 4 * 3600
"""As long as the longest session."""
END_S = 1.0
"""Silence after a recording, in which its last word can be decided on."""


def hear_files(files: Sequence[Path], reference: Path | None, model: Path | None, wake: str) -> bool:
    """Print the commands that recordings contain, as JSON lines; whether all files could be read."""
    found = find_model(model)
    if found.note:
        print_text(found.note, err=True)
    own = own_words(lambda sentence: print_text(sentence, err=True))
    taught = read_taught(lambda sentence: print_text(sentence, err=True))
    hearing = Hearing(
        found.path, headphones=reference is None, over_cues=OverCues.ALL, wake=wake, own=own, taught=taught
    )
    fresh = open_ears(hearing)
    well = True
    for path in files:
        try:
            ear = fresh()
            for heard in _hear_recording(path, reference, ear):
                print_text(json.dumps(_command_record(path, heard)))
            if reference:
                print_line(f"{path}: {describe_quality(ear.quality)}", err=True)
        except AudioError as error:
            print_line(str(error), err=True)
            well = False
    return well


def _command_record(path: Path, heard: Spotted) -> dict[str, Any]:
    return {
        "file": str(path),
        "command": heard.command.value,
        "phrase": heard.phrase,
        "word_end_s": round(heard.word_end_s, 2),
        "decided_s": round(heard.decided_s, 2),
    }


def describe_quality(quality: Quality) -> str:
    """How well our own voice was taken out, in a sentence."""
    if not quality.trusted:
        return "the loudspeaker's voice could not be taken out; nothing was heard while it spoke."
    return (
        f"the loudspeaker's voice was made {quality.erle_db:.0f} dB quieter; it came {1000 * quality.delay_s:.0f} ms "
        f"late, and its clock is off by {quality.drift_ppm:z.0f} ppm."
    )


def _hear_recording(path: Path, reference: Path | None, ear: Ear) -> Iterator[Spotted]:
    played = _Played(_read_blocks(reference) if reference else iter(()))
    for microphone in _read_blocks(path):
        yield from ear.feed_frames(microphone, played.take_samples(len(microphone)))


class _Played:
    """What the loudspeaker played, in pieces of any length; silence after its end."""

    def __init__(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self._rest = np.zeros(0, dtype=np.float32)

    def take_samples(self, count: int) -> Samples:
        """The next samples."""
        while len(self._rest) < count:
            block = next(self._blocks, np.zeros(count, dtype=np.float32))
            self._rest = np.concatenate([self._rest, block])
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken


def _read_blocks(path: Path) -> Iterator[Samples]:
    """A recording at the ear's rate, in blocks of whole frames, with silence after it.

    Raises:
        AudioError: it cannot be read.

    """
    try:
        with open_sound(path) as file:
            if file.frames > LONGEST_S * file.samplerate:
                raise AudioError(f"{path} lasts longer than {LONGEST_S // 3600} hours; give the part that matters.")
            feed = MicrophoneFeed(file.samplerate)
            for block in file.blocks(READ_FRAMES, dtype="float32", always_2d=True):
                yield feed.whole_frames(np.nan_to_num(block, posinf=0.0, neginf=0.0).mean(axis=1))[1]
    except (OSError, RuntimeError) as error:
        raise AudioError(f"{path} cannot be read as sound ({error}); give WAV, FLAC, OGG or MP3 files.") from error
    yield feed.last_frames(END_S)
