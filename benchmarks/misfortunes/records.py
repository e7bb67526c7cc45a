"""The record: damage of its bytes, clocks that were wrong, numbers as people type them, and spreadsheets."""

import contextlib
import csv
import io
import sqlite3
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks.misfortunes.kinds import Ground, QuickKind, answer_or_refusal, expect, random_text
from benchmarks.years import fill
from drillvoice.core.plan.timing import Plan, lay_out
from drillvoice.core.typed_numbers import MINUTES, SECONDS, read_number, read_range
from drillvoice.history.database import damaged_files, open_store, open_to_read
from drillvoice.history.export import FORMULA, Decimal, export_sessions
from drillvoice.history.queries import last_done, practised_drills, read_facts
from drillvoice.history.report import summary_sentences
from drillvoice.history.session_row import Kept, insert_session
from drillvoice.history.sessions import SessionRow, read_sessions
from drillvoice.history.unfinished import find_unfinished
from drillvoice.history.weeks import weeks_or_months
from drillvoice.terminal.cli.option_types import Gap, Rest, Since, TypedCount, TypedNumber
from tests.builders import choices_of, length

SESSIONS = 12
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=timezone(timedelta(hours=1)))
TODAY = NOW.date()
OPTIONS: tuple[click.ParamType[Any], ...] = (
    TypedNumber(0, 100, SECONDS),
    TypedNumber(0, 100, MINUTES),
    TypedCount(1, 12),
    Gap(),
    Rest(),
    Since(),
)
UNITS = (("", 1.0), ("s", 1.0), (" sec", 1.0), (" seconds", 1.0), ("min", 60.0), (" minutes", 60.0))
DECIMALS: tuple[Decimal, ...] = ("point", "comma")


@cache
def whole_record(sessions: int) -> bytes:
    """A sound record of so many sessions, in one file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        fill(path, sessions, until=NOW)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        return path.read_bytes()


def damaged_record(chance: Random) -> bytes:
    """A record in which some bytes are others, or none."""
    content = bytearray(whole_record(SESSIONS))
    for _ in range(chance.randrange(1, 4)):
        at, size = chance.randrange(len(content)), chance.choice((1, 4, 100, 4096, 8192))
        match chance.randrange(4):
            case 0:
                content[at : at + size] = chance.randbytes(len(content[at : at + size]))
            case 1:
                content[at : at + size] = bytes(len(content[at : at + size]))
            case 2:
                del content[max(at, 1) :]
            case _:
                content[at : at + 1] = bytes(byte ^ (1 << chance.randrange(8)) for byte in content[at : at + 1])
    return bytes(content)


def _ask_everything(connection: sqlite3.Connection) -> list[SessionRow]:
    rows = read_sessions(connection)
    read_facts(connection, TODAY)
    last_done(connection, TODAY)
    practised_drills(connection, TODAY - timedelta(days=30), TODAY)
    find_unfinished(connection, NOW, lambda session: False)
    if rows:
        summary_sentences(rows, rows[0].started.date(), rows[-1].started.date())
    return rows


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def try_damaged(ground: Ground) -> None:
    """Reading a damaged record changes nothing and answers what is left; the next session saves as much of it."""
    path, told, chance = ground.folder / "history.db", list[str](), ground.chance
    path.write_bytes(damaged_record(chance))
    if chance.random() < 0.3:
        path.with_name(f"history.db{chance.choice(('-wal', '-journal'))}").write_bytes(chance.randbytes(5000))
    before = _contents(ground.folder)
    reading = answer_or_refusal(lambda: open_to_read(path, told.append))
    if reading is None:
        expect(_contents(ground.folder) == before, "reading changes nothing")
        return
    with contextlib.closing(reading):
        left = len(_ask_everything(reading))
    changed = {name for name, content in _contents(ground.folder).items() if before.get(name) != content}
    expect(changed <= {"history.db-shm"}, "reading changes nothing", changed)
    said = not told or f" {left} session" in told[0] or " no session" in told[0]
    expect(said, "it says how many are left", told, left)
    _expect_mended(path, left, before["history.db"])


def _expect_mended(path: Path, left: int, damaged: bytes) -> None:
    told: list[str] = []
    with contextlib.closing(open_store(path, told.append)) as writing:
        saved = len(_ask_everything(writing))
    expect(saved == left, "what could be read is saved", told, saved, left)
    if told:
        expect(damaged in [aside.read_bytes() for aside in damaged_files(path)], "the damaged file is kept", told)


@cache
def _plan_of_practice() -> Plan:
    return lay_out(choices_of("marching"), length)


def _moment(chance: Random) -> datetime:
    zone = timezone(timedelta(minutes=15 * chance.randrange(-56, 57)))
    near = NOW + timedelta(days=chance.randrange(-20, 20), minutes=chance.randrange(1440))
    far = datetime(chance.randrange(1000, 9999), chance.randrange(1, 13), chance.randrange(1, 29), tzinfo=UTC)
    end = chance.choice((datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)))
    found = chance.choice((near, near, near, far, end))
    with contextlib.suppress(OverflowError):
        return found.astimezone(zone)
    return found


def try_clocks(ground: Ground) -> None:
    """Sessions of any days and zones are listed in order, and only what has been counts."""
    path, chance = ground.folder / "history.db", ground.chance
    moments = [_moment(chance) for _ in range(chance.randrange(1, 8))]
    path.write_bytes(whole_record(0))
    with contextlib.closing(open_store(path, print)) as record:
        for moment in moments:
            session = insert_session(record, _plan_of_practice(), Kept({"drill": "marching", "seed": 1}, {}), moment)
            ended = chance.choice(("complete", None))
            record.execute("UPDATE session SET unit = 30, ended = ? WHERE id = ?", (ended, session))
            record.execute("UPDATE exercise SET bouts = 1 WHERE session = ?", (session,))
            record.execute("INSERT INTO tally VALUES (?, 0, 'left', 4)", (session,))
        rows = _ask_everything(record)
        facts = read_facts(record, TODAY)
    expect([row.started for row in rows] == sorted(moments), "history is in order", moments)
    days = [moment.date() for moment in moments if moment.date() <= TODAY]
    week = [day for day in days if day >= TODAY - timedelta(days=TODAY.weekday())]
    expect(facts.this_week == len(week), "a week counts what has been", facts, moments)
    weeks_or_months([row for row in rows if row.started.date() <= TODAY], date(2026, 9, 1), TODAY)


def try_spreadsheet(ground: Ground) -> None:
    """CSV comes back as it was, runs nothing, and is right in spreadsheets of both kinds."""
    chance, path = ground.chance, ground.folder / "mine.csv"
    texts = [random_text(chance).encode(errors="ignore").decode() for _ in range(chance.randrange(1, 4))]
    title, notes = texts[0], tuple(texts[1:])
    minutes = chance.randrange(0, 7200) / 10
    row = SessionRow(1, NOW, "head-turns", title, (), minutes * 60, 1, 2, 0, 0, "complete", notes, {}, ())
    decimal = chance.choice(DECIMALS)
    export_sessions([row, replace(row, session=2)], path, decimal)
    content = path.read_bytes()
    expect(content.startswith(b"\xef\xbb\xbf"), "a spreadsheet knows the letters")
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    first, second = csv.DictReader(text, delimiter=";" if decimal == "comma" else ",")
    expect(float(first["minutes"].replace(",", ".")) == minutes, "minutes come back", first["minutes"], minutes)
    expect((second["session"], len(first)) == ("2", len(second)), "each session is one row", first, second)
    cells = [*first.values(), *second.values()]
    expect(not [cell for cell in cells if FORMULA.match(cell)], "no cell is run", *cells)


def try_typed_number(ground: Ground) -> None:
    """A number is understood in each way in which people type it, and what is none is refused by name."""
    chance = ground.chance
    value = round(chance.uniform(0, 1000), chance.randrange(3))
    typed, (unit, seconds) = f"{value:g}".replace(".", chance.choice(".,")), chance.choice(UNITS)
    end = chance.choice(("", " ", ".") if unit else ("", " "))
    found = read_number(chance.choice(("", " ")) + typed + unit + end, SECONDS)
    right = found is not None and abs(found - float(f"{value:g}") * seconds) < 1e-6
    expect(right, "a number is understood", typed, unit, found)
    both = read_range(f"{typed}{chance.choice(('-', ' - ', ' to ', '..'))}{typed}{unit}", SECONDS)
    expect(both is not None and both[1] == found, "a range is understood", typed, unit, both)
    digits = "".join(chance.choices(string.digits + ".,-% min", k=chance.randrange(30)))
    wild = chance.choice((random_text(chance, 12), digits))
    for option in OPTIONS:
        with contextlib.suppress(click.BadParameter):
            option.convert(wild, None, None)


KINDS = (
    QuickKind("damaged-record", "it was set aside, and nothing of it was saved", try_damaged),
    QuickKind("wrong-clocks", "a day in 2031 counted for this week", try_clocks),
    QuickKind("spreadsheets", "", try_spreadsheet),
    QuickKind("typed-numbers", "", try_typed_number),
)
