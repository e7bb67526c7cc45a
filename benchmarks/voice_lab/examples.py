"""How the figures of people who have taught the program by example are worked out and printed."""

import importlib.util
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from multiprocessing import Pool
from pathlib import Path

from benchmarks.common import figure, shares
from benchmarks.speakers import NORMAL
from benchmarks.voice_lab.taught import TAUGHT, Outcome, Person, false_in, person_of, taught_by
from benchmarks.voice_lab.voices import UNSEEN, VOICES, missing_engines
from drillvoice.core.hearing.taught_voice import TaughtVoice

LEAST, MOST_WRONG, MOST_OTHER = 0.95, 0.02, 0.003
FALSE_BY = 2
"""So many people's examples are tried against reading and noise, which takes the longest."""
PROCESSES = 2


def measure_taught(
    recordings: Callable[[str], list[Path]], noises: Path | None, manners: Sequence[str], count: int | None
) -> None:
    """Teach and try unseen voices in some manners, and print what came of it."""
    missing = missing_engines() or (
        "" if importlib.util.find_spec("pyworld") else "there is no pyworld: pip install pyworld 'setuptools<81'"
    )
    if missing:
        print(f"  skipped: {missing}")
        return
    voices = [voice for voice in VOICES if voice.split == UNSEEN and not voice.whispers][:count]
    with Pool(PROCESSES) as pool:
        for manner in manners:
            _tell_of_manner(manner, pool.map(partial(person_of, manner=manner, noises=noises), voices, chunksize=1))
        usual = pool.map(partial(taught_by, manner=NORMAL, noises=noises), voices[:FALSE_BY], chunksize=1)
        for kind in ("noise", "speech"):
            before, *after = pool.map(partial(false_in, recordings(kind)), [TaughtVoice(), *usual], chunksize=1)
            figure(f"{kind}, untaught", _listed(before))
            for voice, commands in zip(voices, after, strict=False):
                more = Counter(commands) - Counter(before)
                figure(f"{kind}, beyond that, taught by {voice.key}", _listed(more.elements()), "none", met=not more)


def _tell_of_manner(manner: str, people: Sequence[Person]) -> None:
    outcomes = [outcome for person in people for outcome in person.outcomes]
    asked = [outcome for outcome in outcomes if outcome.phrase in TAUGHT]
    print(f"  {manner}, {len(people)} voices", flush=True)
    for name, heard in (("untaught", _untaught), ("taught", _taught)):
        right = sum(heard(outcome) == outcome.meant for outcome in asked)
        wrong = sum(_is_wrong(heard(outcome), outcome.meant) for outcome in asked)
        is_taught = heard is _taught
        target = f"{100 * LEAST:.0f} % at least" if is_taught else ""
        figure(f"{name}: understood", shares(right, len(asked)), target, met=right >= LEAST * len(asked))
        target = f"{100 * MOST_WRONG:.0f} % at most" if is_taught else ""
        figure(f"{name}: mistaken", shares(wrong, len(asked)), target, met=wrong <= MOST_WRONG * len(asked))
        figure(f"{name}: voices understood half the time or less", str(_lost(asked, heard)))
        others = [outcome for outcome in outcomes if outcome.meant and outcome.phrase not in TAUGHT]
        kept = sum(heard(outcome) == outcome.meant for outcome in others)
        figure(f"{name}: commands that nobody taught", shares(kept, len(others)))
    _tell_of_other_words([outcome for outcome in outcomes if not outcome.meant])


def _tell_of_other_words(outcomes: Sequence[Outcome]) -> None:
    before = sum(bool(outcome.untaught) for outcome in outcomes)
    more = [outcome for outcome in outcomes if outcome.taught and not outcome.untaught]
    figure("other words of the same voices obeyed, untaught", shares(before, len(outcomes)))
    met = len(more) <= MOST_OTHER * len(outcomes)
    figure("and because of what was taught", shares(len(more), len(outcomes)), "0.3 % at most", met=met)
    for outcome in more:
        print(f'      "{outcome.phrase}" as {outcome.taught} ({outcome.voice})')


def _untaught(outcome: Outcome) -> str:
    return outcome.untaught


def _taught(outcome: Outcome) -> str:
    return outcome.taught


def _is_wrong(heard: str, meant: str) -> bool:
    return any(command != meant for command in heard.split())


def _lost(asked: Sequence[Outcome], heard: Callable[[Outcome], str]) -> int:
    by_voice: dict[str, list[bool]] = defaultdict(list)
    for outcome in asked:
        by_voice[outcome.voice].append(heard(outcome) == outcome.meant)
    return sum(statistics.mean(right) <= 0.5 for right in by_voice.values())


def _listed(commands: Iterable[str]) -> str:
    return ", ".join(f"{command} {count}" for command, count in Counter(commands).most_common()) or "none"
