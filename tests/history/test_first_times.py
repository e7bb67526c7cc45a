"""What is celebrated for the first time only, from a real record: sessions that were written, then asked for."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from drillvoice.core.plan.lines import ExerciseInfo
from drillvoice.history.celebration import (
    choose_celebration,
    find_candidates,
    load_rules,
    without_wall_sentence,
)
from drillvoice.history.database import open_store
from drillvoice.history.done_before import bouts_of_day, times_done
from drillvoice.history.queries import first_without_wall, read_facts
from drillvoice.history.ratings import write_wall
from drillvoice.language import load_language
from tests.builders import PHRASES

RULES = load_rules(load_language())
TODAY = date(2026, 11, 27)
SESSION = """INSERT INTO session (started, drill, title, seed, header, settings, plan, seen)
    VALUES (?, ?, ?, 1, '', '', '', 1)"""
SIDES = {"stance": ("left foot", "right foot")}
BOTH = {"left foot": 1, "right foot": 1}
BOTH_SIDES = "Stance on both sides: that was the first time."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_store(tmp_path / "history.db", pytest.fail)) as connection:
        yield connection


def practise(
    record: sqlite3.Connection, name: str, level: int = 0, done: Mapping[str, int] | None = None, bouts: int = 1
) -> int:
    """Write a session of one drill in the week before; answers its number."""
    bouts = 0 if done == {} else bouts
    session = record.execute(SESSION, ("2026-11-19T10:00:00+01:00", name, name.capitalize())).lastrowid
    assert session is not None
    record.execute("INSERT INTO exercise VALUES (?, 0, ?, ?, ?, ?)", (session, name, name.capitalize(), level, bouts))
    tallies = {name: 3} if done is None else done
    record.executemany("INSERT INTO tally VALUES (?, 0, ?, ?)", [(session, *each) for each in tallies.items()])
    return session


def exercise(name: str, level: int = 0) -> ExerciseInfo:
    return ExerciseInfo(name, name.capitalize(), level, "standing", ("time", "times"))


def named(
    record: sqlite3.Connection,
    *exercises: ExerciseInfo,
    done: Mapping[str, Mapping[str, int]] | None = None,
) -> str:
    """What the closing of a session names."""
    found = find_candidates(RULES, read_facts(record, TODAY), exercises, PHRASES)
    return choose_celebration(found, {exercises[0].name: {"x": 1}} if done is None else done)


class TestLevels:
    @pytest.mark.parametrize(
        ("known", "level", "said"),
        [
            ((1,), 2, "Turns at level two: that was the first time."),
            ((1, 3), 2, "Turns at level two: that was the first time."),
            ((1, 2), 7, "Turns at level seven: that was the first time."),
            ((1, 2), 2, ""),
            ((2, 3), 1, ""),
            ((0,), 1, ""),
            ((1,), 0, ""),
        ],
    )
    def test_a_known_drill_at_a_new_level(
        self, record: sqlite3.Connection, known: Sequence[int], level: int, said: str
    ) -> None:
        for each in known:
            practise(record, "turns", each)
        assert said == named(record, exercise("turns", level))

    def test_once_only(self, record: sqlite3.Connection) -> None:
        practise(record, "turns", 1)
        assert named(record, exercise("turns", 2))
        practise(record, "turns", 2)
        assert "" == named(record, exercise("turns", 2))

    def test_a_drill_that_is_new_is_named_as_such(self, record: sqlite3.Connection) -> None:
        practise(record, "raises", 1)
        assert "Turns was new for you today." == named(record, exercise("turns", 2))

    def test_a_level_of_which_nothing_was_done_is_neither_known_nor_named(self, record: sqlite3.Connection) -> None:
        practise(record, "turns", 1)
        practise(record, "turns", 2, done={})
        assert "" == named(record, exercise("turns", 2), done={})
        assert "Turns at level two: that was the first time." == named(record, exercise("turns", 2))

    def test_where_a_drill_comes_at_two_levels_nobody_knows_which_was_done(self, record: sqlite3.Connection) -> None:
        practise(record, "turns", 1)
        assert "" == named(record, exercise("turns", 1), exercise("turns", 2))


class TestSides:
    def named_after(self, record: sqlite3.Connection, done: Mapping[str, int]) -> str:
        facts = read_facts(record, TODAY, SIDES)
        found = find_candidates(RULES, facts, [exercise("stance")], PHRASES, SIDES)
        return choose_celebration(found, {"stance": done})

    def test_both_sides_in_one_session_for_the_first_time(self, record: sqlite3.Connection) -> None:
        practise(record, "stance", done={"left foot": 3})
        practise(record, "stance", done={"right foot": 3})
        assert BOTH_SIDES == self.named_after(record, BOTH)
        practise(record, "stance", done=BOTH)
        assert "" == self.named_after(record, BOTH)

    @pytest.mark.parametrize("done", [{"left foot": 9}, {"right foot": 1, "Lift": 2}])
    def test_one_side_is_not_both(self, record: sqlite3.Connection, done: Mapping[str, int]) -> None:
        practise(record, "stance", done=done)
        assert () == read_facts(record, TODAY, SIDES).both_sides
        assert "" == self.named_after(record, done)
        assert BOTH_SIDES == self.named_after(record, {**BOTH, "Lift": 2})

    def test_where_an_older_record_tells_no_sides_nothing_is_called_the_first_time(
        self, record: sqlite3.Connection
    ) -> None:
        practise(record, "stance", done={"Stance": 6})
        assert "" == self.named_after(record, BOTH)

    def test_another_drill_says_nothing_of_it(self, record: sqlite3.Connection) -> None:
        practise(record, "stretch", done=BOTH)
        assert BOTH_SIDES == self.named_after(record, BOTH)


class TestWall:
    def walk(self, record: sqlite3.Connection, *walls: str, name: str = "walking") -> list[str]:
        """What each of these sessions is answered, as their notes come."""
        answers = []
        for wall in walls:
            session = practise(record, name)
            answers.append(first_without_wall(record, session) if wall == "none" else "")
            if wall:
                write_wall(record, session, wall)  # type: ignore[arg-type]
        return answers

    @pytest.mark.parametrize(
        ("walls", "said"),
        [
            (("none",), [""]),
            (("", "none"), ["", ""]),
            (("some", "none"), ["", "Walking"]),
            (("often", "", "none", "none"), ["", "", "Walking", ""]),
            (("none", "some", "none"), ["", "", ""]),
        ],
    )
    def test_the_first_without_after_one_with(
        self, record: sqlite3.Connection, walls: Sequence[str], said: list[str]
    ) -> None:
        assert said == self.walk(record, *walls)

    def test_each_drill_counts_for_itself(self, record: sqlite3.Connection) -> None:
        self.walk(record, "some", name="turns")
        assert [""] == self.walk(record, "none")

    def test_not_where_nothing_was_done(self, record: sqlite3.Connection) -> None:
        self.walk(record, "some")
        assert "" == first_without_wall(record, practise(record, "walking", done={}))

    def test_it_is_said_in_the_words_of_the_language(self) -> None:
        sentence = "Walking without the wall: by your notes that was the first time."
        assert sentence == without_wall_sentence(RULES, "Walking")
        assert "" == without_wall_sentence((), "Walking")


def test_how_often_a_drill_was_done(record: sqlite3.Connection) -> None:
    for level in (1, 1, 2):
        practise(record, "turns", level, bouts=3)
    practise(record, "turns", 1, bouts=0)
    practise(record, "raises")
    assert {("turns", 1): 2, ("turns", 2): 1, ("raises", 0): 1} == times_done(record, TODAY)


def test_how_many_bouts_a_day_had(record: sqlite3.Connection) -> None:
    for _ in range(2):
        practise(record, "turns", 1, bouts=3)
    today = date.fromisoformat(record.execute("SELECT MAX(substr(started, 1, 10)) FROM session").fetchone()[0])
    assert {"turns": 6} == bouts_of_day(record, today)
    assert {} == bouts_of_day(record, today - timedelta(days=1))
