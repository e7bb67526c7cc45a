"""What a kind of bad luck is, what becomes of its tries, and what is random in all of them."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar

from drillvoice.core.plain_text import find_control_character, shown_text
from drillvoice.errors import DrillvoiceError

LONGEST_SENTENCE = 1200
"""Letters. Some sentences name a path, and a path may be long."""
STOP_LIMIT_S = 0.3
Answer = TypeVar("Answer")


class BrokenPromiseError(Exception):
    """The program did what it promises never to do."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one try takes place."""

    chance: Random
    folder: Path
    """Empty; nothing else uses it."""


@dataclass
class Outcome:
    """What became of some tries of a kind."""

    tries: int = 0
    problems: list[str] = field(default_factory=list)
    stops_s: list[float] = field(default_factory=list)
    """From a stop to the moment at which it was obeyed, or to silence."""


@dataclass(frozen=True, slots=True)
class QuickKind:
    """One that is tried in this process, in milliseconds."""

    name: str
    before: str
    """What was seen of it on state 2a6bb17, where that is known."""
    attempt: Callable[[Ground], None]
    """Raises where something is wrong."""


@dataclass(frozen=True, slots=True)
class ProgramKind:
    """One that starts the program, and takes seconds."""

    name: str
    before: str
    run: Callable[[int, Random, Path], Outcome]
    """Tries it so many times, in a folder that is empty."""


def expect(condition: object, promise: str, *found: object) -> None:
    """See that a promise is kept.

    Raises:
        BrokenPromiseError: it is not; says what was found instead.

    """
    if not condition:
        raise BrokenPromiseError(f"{promise}: {', '.join(ascii(each)[:200] for each in found)}")


def answer_or_refusal(ask: Callable[[], Answer]) -> Answer | None:
    """What is answered; None where it is refused in sentences that can be read and printed."""
    try:
        return ask()
    except DrillvoiceError as error:
        lines = shown_text(str(error)).split("\n")  # as it is printed
        expect(all(lines), "a refusal says something", str(error))
        expect(all(len(line) <= LONGEST_SENTENCE for line in lines), "a refusal is short", str(error)[:500])
        harmful = [line for line in lines if find_control_character(line)]
        expect(not harmful, "a refusal acts on no terminal", *harmful)
        return None


def random_text(chance: Random, most: int = 40) -> str:
    """Letters of all kinds, with characters among them that no text should hold."""
    pools = (
        "abc Äöüß„“",
        "0123456789.,;:-+=@'\"",
        "\x00\x07\x08\x1b\x7f\x9b\r\n\t",
        "\u202e\u2066\u2028\ufeff\udce9\ud800",
    )
    more = ("[/]", "[bold]", "$x^2$", "<b>", "&amp;", "{n}", "\x1b[2J", "\x1b]0;x\x07", "=1+1", "🧓", "e\u0301", "漢字")
    parts = [chance.choice((*map(chance.choice, pools), chance.choice(more))) for _ in range(chance.randrange(most))]
    return "".join(parts)


@contextmanager
def somebody(folder: Path) -> Iterator[None]:
    """Let this process, and those that it starts, find and leave nothing in anybody's folders but these."""
    kinds = ("cache", "config", "state", "data")
    env = {"HOME": str(folder), **{f"XDG_{kind.upper()}_HOME": str(folder / kind) for kind in kinds}}
    before = {name: os.environ.get(name) for name in env}
    os.environ.update(env)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
