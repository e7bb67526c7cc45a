"""10,000 mutated drill files in one process: exceptions that are not ours, and the slowest file.

Bytes, words and lines of the shipped files are changed, dropped, doubled or moved, seeded. Each file is read from the
disk as `drillvoice check` reads it; what is still a drill is planned as well. tests/test_mutations.py looks for the
same with hypothesis.
"""

import argparse
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import figure, heading, scratch
from drillvoice.app.library import Library
from drillvoice.core.drill.rules import estimated_s
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.timing import lay_out
from drillvoice.core.ticks import to_ticks
from drillvoice.errors import DrillError, UsageError
from drillvoice.language import load_language
from drillvoice.places import shipped_drills

HANG_S = 10.0
MOST = 4
"""A file is changed in one to four places."""
TOKENS = (
    *(
        b"",
        b'"',
        b"'",
        b'"""',
        b"[",
        b"]",
        b"[[",
        b"]]",
        b"{",
        b"}",
        b"=",
        b".",
        b",",
        b"\n",
        b"\r",
        b"#",
        b"\\",
        b"\0",
    ),
    *(b"0", b"-1", b"1e400", b"nan", b"-inf", b"0.1", b"60", b"61", b"9" * 5000, b"0x1f", b"true", b"1979-05-27"),
    *(
        b"[" * 2000,
        b"{a=" * 2000,
        b"a." * 2000,
        b'"{}"',
        b'"{n!r:>999999}"',
        b'"Stop"',
        b'""',
        b"\xff",
        b"\xef\xbb\xbf",
    ),
    *(b'kind = "programme"\n', b'kind = "holds"\n', b"[[levels]]\n", b"[framing]\nbouts = 60\n", b"max_run = 1\n"),
    *(
        b"repetitions = 60\n",
        b"gap_s = [0.5, 300.0]\n",
        b"bout_s = 0.5\n",
        b"max_minutes = 0.1\n",
        "\u202e\U0001f9d3".encode(),
    ),
)
WORD = re.compile(rb"[\w.-]+|[^\w\s]")


class Hang(BaseException):
    """A file took too long; nothing catches this by mistake."""


def change_bytes(data: bytes, chance: Random) -> bytes:
    """Replace, drop or insert a few bytes."""
    place, width = chance.randrange(len(data) + 1), chance.randrange(4)
    return data[:place] + chance.randbytes(chance.randrange(4)) + data[place + width :]


def change_word(data: bytes, chance: Random) -> bytes:
    """Put a fragment, or another word of the file, in place of a word."""
    words = list(WORD.finditer(data))
    if not words:
        return chance.choice(TOKENS)
    word = chance.choice(words)
    other = chance.choice(words).group() if chance.random() < 0.3 else chance.choice(TOKENS)
    return data[: word.start()] + other + data[word.end() :]


def change_line(data: bytes, chance: Random) -> bytes:
    """Drop, double or move a line."""
    lines = data.split(b"\n")
    line = lines[chance.randrange(len(lines))]
    if chance.random() < 0.6:
        lines.remove(line)
    if chance.random() < 0.6:
        lines.insert(chance.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (change_bytes, change_word, change_line)


def mutated(originals: list[bytes], chance: Random) -> bytes:
    """A shipped file, changed."""
    data = chance.choice(originals)
    for _ in range(chance.randint(1, MOST)):
        data = chance.choice(CHANGES)(data, chance)
    return data


@contextmanager
def no_hang() -> Iterator[None]:
    """Raise Hang after a while."""

    def give_up(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, HANG_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def length(sound: Sound) -> int:
    """About as long as it would be."""
    return to_ticks(estimated_s(sound.text))


def take(path: Path, phrases: Phrases) -> str:
    """Read a file and plan it; answers what became of it."""
    library = Library([shipped_drills()], phrases)
    try:
        drill = library[library.add(path)]
    except DrillError:
        return "refused"
    cadence = 110 if getattr(drill, "gap_steps", None) else None
    try:
        lay_out(make_choices(path.stem, drill, library, Options(cadence=cadence), phrases), length)
    except (DrillError, UsageError):
        return "refused when planned"
    return "planned"


def try_all(count: int, seed: int, folder: Path) -> tuple[Counter[str], list[float]]:
    """Take so many files; answers what became of them, and the processor time of each."""
    chance, phrases = Random(seed), load_language().phrases
    originals = [path.read_bytes() for path in sorted(shipped_drills().glob("*.toml"))]
    outcomes: Counter[str] = Counter()
    times = []
    for number in range(count):
        path = folder / "mutated.toml"
        path.write_bytes(mutated(originals, chance))
        began = time.process_time()
        try:
            with no_hang():
                outcomes[take(path, phrases)] += 1
        except (Exception, Hang) as error:
            outcomes[type(error).__name__] += 1
            path.rename(folder / f"{number}.toml")
            print(f"  file {number}: {traceback.format_exc(limit=-3).strip()}")
        times.append(time.process_time() - began)
    return outcomes, times


def main() -> None:
    """Take the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    heading(f"{asked.count:,} mutated drill files, seed {asked.seed}")
    with scratch() as folder:
        outcomes, times = try_all(asked.count, asked.seed, folder)
    expected = {"refused", "refused when planned", "planned"}
    for outcome, number in outcomes.most_common():
        figure(outcome, f"{number:,}")
    others = sum(number for outcome, number in outcomes.items() if outcome not in expected)
    figure("other exceptions and hangs", str(others), "0", met=others == 0)
    figure("slowest file, processor time", f"{max(times) * 1000:.0f} ms")
    figure("all together, processor time", f"{sum(times):.0f} s")


if __name__ == "__main__":
    main()
