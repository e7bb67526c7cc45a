"""Trials that start the program, many times over, each in a folder of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.misfortunes.kinds import STOP_LIMIT_S, Outcome


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of the program."""

    chance: Random
    folder: Path


def repeated(attempt: Callable[[Trial], float | None]) -> Callable[[int, Random, Path], Outcome]:
    """Make a trial a kind: so many runs, and each stop, where it has one, within its limit."""

    def run(count: int, chance: Random, folder: Path) -> Outcome:
        outcome = Outcome(tries=count)
        for number in range(count):
            own = folder / f"{attempt.__name__}-{number}"
            own.mkdir()
            try:
                note_stop(outcome, number, attempt(Trial(Random(chance.random()), own)))
            except Exception as error:
                outcome.problems.append(f"run {number}: {type(error).__name__}: {str(error)[:600]}")
        return outcome

    return run


def note_stop(outcome: Outcome, number: int, took_s: float | None) -> None:
    """Keep how long a stop took, and whether that was too long."""
    if took_s is None:
        return
    outcome.stops_s.append(took_s)
    if took_s > STOP_LIMIT_S:
        outcome.problems.append(f"run {number}: the stop took {took_s:.2f} s")
