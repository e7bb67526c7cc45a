"""The natural voice's clips that come with the program, so that no engine is needed for what its own drills say.

They are made by script/make-clips: one file with the sound of every piece (Ogg Opus, one stream after the other), and
an index that says where each begins, and how long it is, so that a plan is laid out without decoding anything.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from drillvoice.core.clips import Clip, Samples, silence, with_loudness
from drillvoice.core.loudness import loudness_lufs
from drillvoice.errors import SpeechError
from drillvoice.places import shipped_models
from drillvoice.voice.piecing import pause_after_s, pieces_of

INDEX = "index.json"
SOUND = "pieces.opus"
FORMAT = 1


def ready_clips_folder() -> Path:
    """Where they are."""
    return shipped_models() / "natural-clips"


@dataclass(frozen=True, slots=True)
class ReadyPiece:
    """Where a piece is."""

    offset: int
    """In bytes."""
    size: int
    """In bytes."""
    frames: int


@dataclass(frozen=True, slots=True)
class ReadyClips:
    """All pieces of one voice at one rate."""

    folder: Path
    made_by: str
    """The engine and its version."""
    rate: int
    """Words a minute."""
    sample_rate: int
    pieces: Mapping[str, ReadyPiece]

    def frames_of(self, text: str) -> int | None:
        """How long a text is, in frames; None where it cannot be put together."""
        names = self._names(text)
        if names is None:
            return None
        return sum(self.pieces[name].frames for name in names) + sum(map(self._pause_frames, names[:-1]))

    def clip(self, text: str) -> Clip | None:
        """The clip of a text; None where it cannot be put together.

        Raises:
            SpeechError: the file is damaged.

        """
        names = self._names(text)
        if names is None:
            return None
        parts = [self.piece(names[0])]
        for before, name in pairwise(names):
            parts += [silence(pause_after_s(before), self.sample_rate), self.piece(name)]
        return Clip(np.concatenate(parts), self.sample_rate)

    def _names(self, text: str) -> tuple[str, ...] | None:
        return pieces_of(text, self.pieces.__contains__)

    def _pause_frames(self, name: str) -> int:
        return len(silence(pause_after_s(name), self.sample_rate))

    def piece(self, name: str) -> Samples:
        """The sound of one piece.

        Raises:
            SpeechError: the file is damaged.

        """
        import soundfile

        piece = self.pieces[name]
        try:
            with (self.folder / SOUND).open("rb") as file:
                file.seek(piece.offset)
                samples, _ = soundfile.read(io.BytesIO(file.read(piece.size)), dtype="float32")
        except (OSError, RuntimeError) as error:
            raise SpeechError(f"The natural voice's clips are damaged ({error}); install drillvoice again.") from error
        if len(samples) != piece.frames:
            raise SpeechError(f'The natural voice\'s clip of "{name}" is damaged; install drillvoice again.')
        return np.asarray(samples, dtype=np.float32)


@cache
def load_ready_clips(folder: Path | None = None) -> ReadyClips | None:
    """The clips that come with the program; None where there are none, or they cannot be read."""
    folder = folder or ready_clips_folder()
    try:
        whole: dict[str, Any] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        if whole["format"] != FORMAT:
            return None
        pieces = {name: ReadyPiece(*where) for name, where in whole["pieces"].items()}
        return ReadyClips(folder, whole["made_by"], whole["rate"], whole["sample_rate"], pieces)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_ready_clips(folder: Path, clips: Mapping[str, Clip], made_by: str, rate: int, quality: float) -> int:
    """Write them; answers how many bytes they have.

    Args:
        folder: where to; it is made.
        clips: by the names of their pieces, all of one sample rate.
        made_by: the engine and its version.
        rate: words a minute.
        quality: what libsndfile calls the compression level, from 0 (large) to 1 (small).

    """
    folder.mkdir(parents=True, exist_ok=True)
    pieces: dict[str, tuple[int, int, int]] = {}
    offset = 0
    with (folder / SOUND).open("wb") as file:
        for name, clip in sorted(clips.items()):
            data = _encoded_as_loud(clip, quality)
            file.write(data)
            pieces[name] = (offset, len(data), len(clip.samples))
            offset += len(data)
    sample_rate = next(iter(clips.values())).rate
    whole = {"format": FORMAT, "made_by": made_by, "rate": rate, "sample_rate": sample_rate, "pieces": pieces}
    (folder / INDEX).write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return offset


def _encoded_as_loud(clip: Clip, quality: float) -> bytes:
    """Opus takes away some of the high sounds, and of short words with them up to 1.5 dB: as much is added before."""
    import soundfile

    heard, _ = soundfile.read(io.BytesIO(_encoded(clip.samples, clip.rate, quality)), dtype="float32")
    meant = loudness_lufs(clip.samples, clip.rate)
    taken_db = meant - loudness_lufs(heard, clip.rate)
    return _encoded(with_loudness(clip.samples, clip.rate, meant + taken_db), clip.rate, quality)


def _encoded(samples: Samples, rate: int, quality: float) -> bytes:
    import soundfile

    blob = io.BytesIO()
    soundfile.write(blob, samples, rate, format="OGG", subtype="OPUS", compression_level=quality)
    return blob.getvalue()
