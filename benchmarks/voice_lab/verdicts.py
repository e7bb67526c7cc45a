"""What counts as understood, and how the figures of hearing are printed."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import figure, shares
from benchmarks.speakers import Utterance
from benchmarks.voice_lab.listeners import Drillvoice, Found, Listener

NAMED = 12
"""So many false commands are named."""

SELDOM = 0.5
"""Who is understood no more often than this is not helped by averages."""
Heard = dict[str, list[Found]]
"""By file."""


@dataclass(frozen=True)
class Target:
    """What must hold of a group of utterances, as shares."""

    understood_least: float
    wrong_most: float


def result(listener: Listener, name: str, value: str, target: str = "", *, met: bool = True) -> None:
    """A figure of one listener. Only the program has targets."""
    has_targets = isinstance(listener, Drillvoice) and listener.is_measured
    figure(f"{listener.name}: {name}", value, target if has_targets else "", met=met)


def by_file(found: Iterable[Found]) -> Heard:
    """Commands by the file in which they were heard."""
    files: Heard = defaultdict(list)
    for one in found:
        files[one.file].append(one)
    return files


def grouped(spoken: Iterable[Utterance], kind: str) -> dict[str, list[Utterance]]:
    """Utterances by one of their fields."""
    groups: dict[str, list[Utterance]] = defaultdict(list)
    for utterance in spoken:
        groups[getattr(utterance, kind)].append(utterance)
    return groups


def verdict(meant: str, heard: Sequence[Found]) -> str:
    """One utterance counts once: as wrong if any other command was heard in it, even beside the right one."""
    if any(found.command != meant for found in heard):
        return "wrong"
    return "understood" if heard else "missed"


def tally(
    listener: Listener, name: str, group: Sequence[Utterance], heard: Heard, target: Target | None = None
) -> None:
    """How much of a group was understood, and how much was taken for something else."""
    verdicts = Counter(_verdicts(group, heard))
    understood, wrong, total = verdicts["understood"], verdicts["wrong"], len(group)
    if target is None:
        result(listener, name, f"{shares(understood, total)}, wrong {wrong}")
        return
    least, most = f"{100 * target.understood_least:.0f} % at least", f"{100 * target.wrong_most:.0f} % at most"
    enough, few = understood / total >= target.understood_least, wrong / total <= target.wrong_most
    result(listener, f"{name}, understood", shares(understood, total), least, met=enough)
    result(listener, f"{name}, wrong", shares(wrong, total), most, met=few)


def seldom_understood(listener: Listener, spoken: Sequence[Utterance], heard: Heard) -> None:
    """How many voices are understood half the time or less, and which."""
    voices = grouped(spoken, "voice")
    share = {voice: _verdicts(group, heard).count("understood") / len(group) for voice, group in voices.items()}
    seldom = [f"{voice} {100 * share[voice]:.0f} %" for voice in share if share[voice] <= SELDOM]
    named = f" ({', '.join(seldom)})" if seldom else ""
    result(listener, "voices understood half the time or less", f"{len(seldom)} of {len(voices)}{named}")


def _verdicts(group: Sequence[Utterance], heard: Heard) -> list[str]:
    return [verdict(utterance.command, heard.get(utterance.file, [])) for utterance in group]


def latencies(listener: Listener, spoken: Sequence[Utterance], heard: Heard) -> None:
    """How long after the word's end each command was known."""
    for command, group in grouped(spoken, "command").items():
        first = [(heard[utterance.file][0], utterance.word_end_s) for utterance in group if heard.get(utterance.file)]
        delays(listener, [(found, end_s) for found, end_s in first if found.command == command], command)


def delays(listener: Listener, decided: Sequence[tuple[Found, float]], name: str = "") -> None:
    """The delays of some commands against the ends of their words."""
    values = sorted(found.decided_s - end_s for found, end_s in decided)
    if values:
        late = values[min(len(values) - 1, int(0.95 * len(values)))]
        text = f"median {statistics.median(values):.2f}, 95 % {late:.2f} s of {len(values)}"
        result(listener, f"{name} from the word's end".strip(), text)


def name_false(false: Sequence[Found]) -> None:
    """Which commands were heard where there was none."""
    for found in false[:NAMED]:
        print(f'      "{found.phrase}" in {Path(found.file).name} at {found.word_end_s:.1f} s')
    if len(false) > NAMED:
        print(f"      and {len(false) - NAMED} more")
