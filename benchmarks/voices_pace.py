"""Whether a rate in words a minute means the same for every engine: what each voice makes of it.

All phrases of 3 to 14 words of the shipped drills are spoken at each rate, and their silence is cut from both ends.
What is printed is words / seconds / 1.107, for eSpeak NG, whose rates the others follow, comes out 10.7 % quicker than
the rate that it is given.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import figure, heading
from drillvoice.app.prepare import open_library
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.timing import needed_sounds
from drillvoice.language import load_language
from drillvoice.voice.engine import ENGINES, Engine, open_engine

RATES = (120, 140, 165, 190, 220)
OF_ESPEAK = 1.107
FEWEST_WORDS, MOST_WORDS = 3, 14
MOST_OFF = 0.06
"""Nobody hears less."""


def phrases_of_drills() -> list[str]:
    """Every phrase of that length which a shipped drill says, in an order that is always the same."""
    language = load_language()
    library = open_library(None, language)
    found: set[str] = set()
    for name, drill in library.items():
        if isinstance(drill, Programme):
            continue
        for level in range(1, max(1, len(drill.all_levels)) + 1):
            options = Options(level=level if drill.all_levels else None, attended=True, safety=True, cadence=100)
            found |= {
                sound.text for sound in needed_sounds(make_choices(name, drill, library, options, language.phrases))
            }
    return sorted(text for text in found if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS)


def pace(engine: Engine, phrases: Iterable[str]) -> float:
    """Words a minute, as eSpeak NG counts them."""
    words, seconds = 0, 0.0
    for text in phrases:
        clip = engine.speak(text)
        words += len(text.split())
        seconds += len(clip.samples) / clip.rate
    return words / seconds * 60 / OF_ESPEAK


def main(voices: Sequence[str], share: int) -> bool:
    """Print the pace of each voice at each rate; whether each is near it."""
    phrases = phrases_of_drills()[::share]
    heading(f"Pace of {len(phrases)} phrases; target: within {100 * MOST_OFF:.0f} % of the rate")
    fine = True
    for voice in voices or [each for each in ENGINES if open_engine(each).is_installed]:
        for rate in RATES:
            with closing(open_engine(voice, rate)) as engine:
                found = pace(engine, phrases)
            near = abs(found / rate - 1) <= MOST_OFF
            fine &= near
            figure(f"{voice}, {rate} words a minute", f"{found:.1f}", f"{rate}", met=near)
    return fine


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="*", metavar="VOICE", help="natural:emma, piper:FILE.onnx; each engine's own")
    parser.add_argument("--share", type=int, default=1, metavar="N", help="only every N-th phrase")
    arguments = parser.parse_args()
    sys.exit(0 if main(arguments.voices, arguments.share) else 1)
