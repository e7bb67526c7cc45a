"""The questions before and after a session, asked in lines."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.builders import PHRASES
from tests.terminal.cli.program import Answer, Program

QUICK = Path(__file__).parents[1] / "room" / "quick.toml"
RUN = ("run", QUICK, "--safety-heard", "--brief", "--stdin-commands", "--no-voice-control")


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def ratings(own_folders: Path) -> list[tuple[object, ...]]:
    path = own_folders / "data" / "drillvoice" / "history.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM rating ORDER BY session, moment DESC").fetchall()


def asked(answer: Answer) -> int:
    return sum("from zero to ten?" in line for line in answer.out.splitlines())


def test_nobody_is_asked_who_did_not_ask_for_it(drillvoice: Program, own_folders: Path) -> None:
    assert 0 == asked(drillvoice(*RUN, stdin="3\n"))
    assert [] == ratings(own_folders)


def test_answers_are_kept_and_dizziness_that_rose_is_stated(drillvoice: Program, own_folders: Path) -> None:
    answer = drillvoice(*RUN, "--ask", "yes", stdin="2\n\n10\n5\n1\n3\n")
    assert (0, 6) == (answer.code, asked(answer))
    assert [(1, "before", 2, None, 10), (1, "after", 5, 1, 3)] == ratings(own_folders)
    assert PHRASES.questions.rose.format(n="three") == answer.out.splitlines()[-1]


def test_what_is_no_number_skips_and_no_more_lines_skip_all(drillvoice: Program, own_folders: Path) -> None:
    answer = drillvoice(*RUN, "--ask", "yes", stdin="11\nfine\n4\n")
    assert 6 == asked(answer)
    assert [(1, "before", None, None, 4)] == ratings(own_folders)
    assert "above where you started" not in answer.out


@pytest.mark.parametrize(("wish", "count"), [("yes", 6), ("", 0), ("no", 0)])
def test_each_time_it_is_asked_whether_to_ask(drillvoice: Program, wish: str, count: int) -> None:
    assert count == asked(drillvoice(*RUN, "--ask", "each", stdin=f"{wish}\n1\n1\n1\n1\n1\n1\n"))


def test_without_a_record_it_is_asked_all_the_same(drillvoice: Program) -> None:
    assert 6 == asked(drillvoice(*RUN, "--ask", "yes", "--no-record", stdin="1\n1\n1\n"))


def test_a_fraction_counts_as_the_number_next_to_it_and_endless_digits_as_none(
    drillvoice: Program, own_folders: Path
) -> None:
    answer = drillvoice(*RUN, "--ask", "yes", stdin=f"6,5\n{'9' * 5000}\n4\n")
    assert 0 == answer.code
    assert (1, "before", 7, None, 4) == ratings(own_folders)[0]


def test_what_a_fraction_counts_as_is_told(drillvoice: Program) -> None:
    answer = drillvoice(*RUN, "--ask", "yes", stdin="6,5\n3.0\n4\n")
    assert ["(6,5 counts as 7)"] == [line for line in answer.out.splitlines() if "counts as" in line]
