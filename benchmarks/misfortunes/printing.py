"""Outputs that are blocked, full, gone or of another alphabet, and text that would act on them."""

import contextlib
import io
import json
import os
import threading
import time
from functools import partial
from random import Random
from typing import Any

import tomli_w

from benchmarks.misfortunes.kinds import Ground, QuickKind, answer_or_refusal, expect, random_text
from drillvoice.app.background_writer import BackgroundWriter, write_to_descriptor
from drillvoice.core.drill.reading import parse_drill
from drillvoice.core.person_names import checked_name
from drillvoice.core.plain_text import find_control_character, json_text, shown_line, shown_text
from drillvoice.core.toml_reading import read_toml
from drillvoice.core.week.reading import parse_week
from drillvoice.places import shipped_drills
from drillvoice.terminal.cli.drills import add_row, print_table, table_of
from drillvoice.terminal.lines.writer import LineWriter
from drillvoice.terminal.printing import print_text
from tests.builders import PHRASES, SHIPPED

PUT_LIMIT_S = 0.3
"""For all pieces together, on a computer that does other things."""
CONTROLS = "\x00\x07\x08\x1b\x7f\x85\x9b\r\n\t\u202e\u2066\u2028"
WEEK = 'title = "Mine"\ndays = 3\nnote = "Rest well."\n[[items]]\ndrill = "marching"\nnote = "Slowly."\n'
ALPHABETS = ("utf-8", "ascii", "cp1252", "cp437", "latin-1", "utf-16")


def try_blocked(ground: Ground) -> None:
    """Nobody waits for a pipe that takes nothing; once it does, what comes is whole and in order."""
    reader, writer = os.pipe()
    os.set_blocking(writer, ground.chance.random() < 0.5)
    pieces = [f"{number} {'x' * ground.chance.randrange(5000)}\n".encode() for number in range(300)]
    out = BackgroundWriter(partial(write_to_descriptor, writer))
    began = time.monotonic()
    for piece in pieces:
        out.put(piece)
    took_s = time.monotonic() - began
    taken = bytearray()
    thread = threading.Thread(target=_take_all, args=(reader, taken))
    thread.start()
    closed = out.close()
    os.close(writer)
    thread.join()
    os.close(reader)
    expect(took_s < PUT_LIMIT_S, "nobody waits for an output", took_s)
    expect(closed and bytes(taken) == b"".join(pieces), "what is taken is whole", len(taken), out.dropped)


def _take_all(reader: int, taken: bytearray) -> None:
    while block := os.read(reader, 65536):
        taken += block


def try_gone(ground: Ground) -> None:
    """An output that is full or gone is told of once, and is no error."""
    told: list[OSError] = []
    if ground.chance.random() < 0.5:
        reader, number = os.pipe()
        os.close(reader)
    else:
        number = os.open("/dev/full", os.O_WRONLY)
    with io.TextIOWrapper(io.FileIO(number, "w"), "utf-8", "replace", write_through=True) as stream:
        lines = LineWriter(stream, "(some lines are missing)", told.append)
        for _ in range(ground.chance.randrange(1, 100)):
            lines.write_line(random_text(ground.chance))
        lines.close()
    expect(len(told) == 1, "an output that is gone is told of once", told)


def try_alphabet(ground: Ground) -> None:
    """Any text can be printed on any output, as lines, as a table, and in a session; nothing in it acts."""
    text, whole = random_text(ground.chance), io.BytesIO()
    stream = io.TextIOWrapper(whole, ground.chance.choice(ALPHABETS), "replace", newline="")
    with contextlib.redirect_stdout(stream):
        print_text(text)
        table = table_of("name", "what it trains")
        add_row(table, text, text)
        print_table(table)
    lines = LineWriter(stream, "missing")
    lines.write_line(text)
    lines.close()
    stream.flush()
    printed = whole.getvalue().decode(stream.encoding, "replace")
    expect(not find_control_character(printed.replace("\n", "")), "nothing printed acts on a terminal", text, printed)


def try_shown(ground: Ground) -> None:
    """What is shown is harmless, and is the same once more; JSON says what the text was."""
    text = random_text(ground.chance)
    for show in (shown_text, shown_line):
        expect(not find_control_character(show(text).replace("\n", "")), "shown text is harmless", text)
        expect(show(show(text)) == show(text), "shown text stays as it is", text)
    expect("\n" not in shown_line(text), "a line is one line", text)
    expect(json.loads(json_text({"text": text})) == {"text": text}, "JSON says what the text was", text)


def try_field(ground: Ground) -> None:
    """A character that acts on a terminal is refused in every text of a drill and of a plan, or cut off its ends."""
    chance = ground.chance
    is_drill = chance.random() < 0.8
    source = chance.choice(sorted(shipped_drills().glob("*.toml"))).read_text(encoding="utf-8") if is_drill else WEEK
    tables = read_toml(source, "odd.toml")
    _spoil(tables, chance)
    text = tomli_w.dumps(tables)
    read = (
        partial(parse_drill, text, "odd.toml", PHRASES) if is_drill else partial(parse_week, text, "odd.toml", SHIPPED)
    )
    found: Any = answer_or_refusal(read)
    kept = [holder[key] for holder, key in _texts_in(found.model_dump(mode="json"))] if found else []
    expect(not any(map(find_control_character, kept)), "no control character is taken", kept)


def _spoil(tables: dict[str, Any], chance: Random) -> None:
    """Put a control character into one text, whichever."""
    holder, key = chance.choice(_texts_in(tables))
    at = chance.randrange(len(holder[key]) + 1)
    holder[key] = holder[key][:at] + chance.choice(CONTROLS) + holder[key][at:]


def _texts_in(value: Any) -> list[tuple[Any, Any]]:
    """Each text, as what holds it and its place in there."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[tuple[Any, Any]] = []
    for key, inner in pairs:
        found += [(value, key)] if isinstance(inner, str) else _texts_in(inner)
    return found


def try_name(ground: Ground) -> None:
    """A person's name is a line, or is refused."""
    name = answer_or_refusal(lambda: checked_name(random_text(ground.chance)))
    expect(name is None or (name and not find_control_character(name)), "a name is a line", name)


KINDS = (
    QuickKind("blocked-output", "no cue and no stop while a pipe took nothing", try_blocked),
    QuickKind("full-or-gone-output", "", try_gone),
    QuickKind("alphabets", "UnicodeEncodeError in the middle of the drill", try_alphabet),
    QuickKind("shown-text", "escape sequences reached the terminal", try_shown),
    QuickKind("control-characters", "titles with escape sequences were taken", try_field),
    QuickKind("names-of-persons", "", try_name),
)
