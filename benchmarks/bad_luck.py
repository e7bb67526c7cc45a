"""Bad luck of every kind that was ever seen, with random members of each: what breaks, and how long a stop takes.

Most tries take place in this process. A sleep is a kind like the others (`slept-session`, by an injected clock). Kinds
that start the program take seconds a try, so that --runs says how many of each there are. Those in the virtual room
(loudspeaker-unplugged, microphone-unplugged, frozen-listener) run only where they are named.
"""

import argparse
import resource
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import figure, heading, scratch
from benchmarks.misfortunes import (
    files,
    inputs,
    printing,
    programs,
    records,
    rooms,
    sounds,
    supply,
    together,
    unheard,
)
from benchmarks.misfortunes.kinds import Ground, Outcome, ProgramKind, QuickKind, somebody
from benchmarks.mutations import Hang, no_hang

QUICK: tuple[QuickKind, ...] = (
    *inputs.KINDS,
    *printing.KINDS,
    *files.KINDS,
    *sounds.KINDS,
    *records.KINDS,
    *unheard.KINDS,
    *supply.KINDS,
)
WITH_PROGRAM: tuple[ProgramKind, ...] = (*programs.KINDS, *together.KINDS)
IN_ROOM: tuple[ProgramKind, ...] = rooms.KINDS
TRY_LIMIT_S = 2.0
"""Of processor time: nothing that a person may name or own takes longer to be read or refused."""
MEMORY_LIMIT_MB = 200
MOST_SHOWN = 5
"""So many problems of a kind are printed."""


def try_quick_kind(kind: QuickKind, count: int, seed: int, folder: Path) -> Outcome:
    """Try a kind so many times."""
    outcome = Outcome(tries=count)
    for number in range(count):
        problem = _problem_of_try(kind, Random(f"{seed} {kind.name} {number}"), folder)
        if problem:
            outcome.problems.append(f"{kind.name} {number}: {problem}")
    return outcome


def _problem_of_try(kind: QuickKind, chance: Random, folder: Path) -> str:
    """What is wrong; empty where nothing is."""
    began = time.process_time()
    with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as own:
        try:
            with no_hang():
                kind.attempt(Ground(chance, Path(own)))
        except Hang:
            return "it hangs"
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__}: {str(error)[:400]} ({Path(where.filename).name}:{where.lineno})"
    took_s = time.process_time() - began
    return f"it takes {took_s:.1f} s" if took_s > TRY_LIMIT_S else ""


def shares_of(count: int, kinds: Sequence[QuickKind]) -> list[tuple[QuickKind, int]]:
    """So many tries, shared out over kinds."""
    return [(kind, count // len(kinds) + (index < count % len(kinds))) for index, kind in enumerate(kinds)]


def print_outcome(name: str, before: str, outcome: Outcome) -> None:
    """One line of the table, and what was wrong below it."""
    stops = f"worst stop {max(outcome.stops_s) * 1000:.0f} ms" if outcome.stops_s else ""
    print(f"  {name:<22}{outcome.tries:>6}{len(outcome.problems):>7}   {stops:<20}{before}", flush=True)
    for problem in outcome.problems[:MOST_SHOWN]:
        print(f"      {problem}")


def count_of_kind(text: str) -> tuple[str, int]:
    """`KIND=N`."""
    name, _, count = text.partition("=")
    return name, int(count)


def parsed_arguments() -> argparse.Namespace:
    """What was asked for; `wanted` has the kinds that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="tries in this process, over all kinds (default: 2000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="only these")
    parser.add_argument("--runs", type=int, default=4, help="runs of the program, of each kind (default: 4)")
    parser.add_argument(
        "--counts", nargs="+", type=count_of_kind, default=[], metavar="KIND=N", help="so many tries of these kinds"
    )
    asked = parser.parse_args()
    asked.counts = dict(asked.counts)
    asked.wanted = [*(asked.kinds or ()), *asked.counts]
    harder_kinds = (*WITH_PROGRAM, *IN_ROOM)
    known = [*(kind.name for kind in QUICK), *(kind.name for kind in harder_kinds)]
    unknown = set(asked.wanted) - set(known)
    if unknown:
        parser.error(f"no such kinds: {', '.join(sorted(unknown))}")
    return asked


def main() -> None:
    """Try all of them."""
    asked = parsed_arguments()
    wanted, counts = asked.wanted, asked.counts
    quick = [kind for kind in QUICK if not wanted or kind.name in wanted]
    heading(f"Bad luck, seed {asked.seed}")
    print(f"  {'kind':<22}{'tries':>6}{'failed':>7}   {'':<20}state 2a6bb17")
    outcomes = []
    with scratch() as folder, somebody(folder):
        for kind, count in shares_of(asked.count, quick) if quick else ():
            outcomes.append(try_quick_kind(kind, counts.get(kind.name, count), asked.seed, folder))
            print_outcome(kind.name, kind.before, outcomes[-1])
        for harder in (
            WITH_PROGRAM if not wanted else (kind for kind in (*WITH_PROGRAM, *IN_ROOM) if kind.name in wanted)
        ):
            runs = counts.get(harder.name, asked.runs)
            if runs:
                outcomes.append(harder.run(runs, Random(f"{asked.seed} {harder.name}"), folder))
                print_outcome(harder.name, harder.before, outcomes[-1])
    failed = sum(len(outcome.problems) for outcome in outcomes)
    figure("tries", str(sum(outcome.tries for outcome in outcomes)))
    figure("failures", str(failed), "0", met=not failed)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figure("most memory", f"{memory_mb:.0f} MB", f"under {MEMORY_LIMIT_MB} MB", met=memory_mb < MEMORY_LIMIT_MB)


if __name__ == "__main__":
    main()
