"""Make the natural voice's clips of all that the shipped drills can say: script/make-clips.

Needs the extra `natural`. The same engine gives the same clips; tests/voice/test_ready_clips.py compares them.
"""

import argparse
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from drillvoice.core.clips import Clip
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.language import load_language
from drillvoice.voice.engine import Engine, open_engine
from drillvoice.voice.piecing import PAUSES_S
from drillvoice.voice.ready_clips import ready_clips_folder, write_ready_clips
from script.shipped_texts import shipped_pieces

QUALITY = 0.94
"""About 28 kbit/s. Whisper understands as many as without (benchmarks/voices_heard.py, and the same with --fresh)."""


def as_spoken(piece: str) -> str:
    """A piece as it is given to the voice: one that ends within a phrase is spoken as if more followed."""
    return piece if piece[-1:] in PAUSES_S else f"{piece},"


def make_clips(engine: Engine, pieces: Iterable[str]) -> Mapping[str, Clip]:
    """The clips of some pieces, by name."""
    return {piece: engine.speak(as_spoken(piece)) for piece in pieces}


def main() -> None:
    """Make them, and say how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ready_clips_folder(), help="where to (default: %(default)s)")
    folder = parser.parse_args().folder
    with closing(open_engine("natural", DEFAULT_RATE)) as engine:
        clips = make_clips(engine, shipped_pieces(load_language()))
        size = write_ready_clips(folder, clips, f"{engine.id} {engine.version}", DEFAULT_RATE, QUALITY)
    minutes = sum(len(clip.samples) / clip.rate for clip in clips.values()) / 60
    print(f"{len(clips)} pieces, {minutes:.0f} minutes, {size / 1e6:.1f} MB in {folder}")


if __name__ == "__main__":
    main()
