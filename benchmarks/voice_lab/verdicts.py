"""What counts as understood, and how the figures of hearing are printed."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.common import figure, shares
from benchmarks.speakers import Utterance
from benchmarks.voice_lab.listeners import Drillvoice, Found, Listener

UNDERSTOOD_LEAST, WRONG_MOST = 0.95, 0.01
NAMED = 12
"""So many false commands are named."""

Heard = dict[str, list[Found]]
"""By file."""


def result(listener: Listener, name: str, value: str, target: str = "", *, met: bool = True) -> None:
    """A figure of one listener. Only the program has targets."""
    figure(f"{listener.name}: {name}", value, target if isinstance(listener, Drillvoice) else "", met=met)


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


def tally(listener: Listener, name: str, group: Sequence[Utterance], heard: Heard, *, targets: bool = False) -> None:
    """How much of a group was understood, and how much was taken for something else."""
    verdicts = Counter(verdict(utterance.command, heard.get(utterance.file, [])) for utterance in group)
    understood, wrong, total = verdicts["understood"], verdicts["wrong"], len(group)
    if not targets:
        result(listener, name, f"{shares(understood, total)}, wrong {wrong}")
        return
    least, most = f"{100 * UNDERSTOOD_LEAST:.0f} % at least", f"{100 * WRONG_MOST:.0f} % at most"
    enough, few = understood / total >= UNDERSTOOD_LEAST, wrong / total <= WRONG_MOST
    result(listener, f"{name}, understood", shares(understood, total), least, met=enough)
    result(listener, f"{name}, wrong", shares(wrong, total), most, met=few)


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
