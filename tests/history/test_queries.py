"""What the record tells of sessions that were generated into it."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.years import fill
from drillvoice.errors import HistoryError, UsageError
from drillvoice.history.database import open_store
from drillvoice.history.export import export_sessions
from drillvoice.history.forgetting import count_before, delete_sessions
from drillvoice.history.noted import noted_lines
from drillvoice.history.queries import Facts, last_done, practised_drills, read_facts
from drillvoice.history.ratings import add_note, add_wobble, last_session, write_ratings, write_wall
from drillvoice.history.sessions import SessionRow, Sighting, Wobble, read_sessions
from drillvoice.history.unfinished import find_unfinished
from drillvoice.history.weeks import (
    average_ratings,
    level_text,
    levels_by_exercise,
    minutes_text,
    month_periods,
    week_periods,
    weeks_or_months,
)
from tests.builders import PHRASES

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
"""A Friday."""
TODAY = NOW.date()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Twenty days; made once, because it takes a tenth of a second."""
    path = tmp_path_factory.mktemp("filled") / "history.db"
    fill(path, 20, until=NOW)
    return path.read_bytes()


@pytest.fixture
def connection(path: Path, filled: bytes) -> Iterator[sqlite3.Connection]:
    path.write_bytes(filled)
    connection = open_store(path, pytest.fail)
    yield connection
    connection.close()


def test_sessions_come_oldest_first_and_whole(connection: sqlite3.Connection) -> None:
    found = read_sessions(connection)
    assert 20 == len(found)
    assert sorted(row.started for row in found) == [row.started for row in found]
    assert all(row.bouts >= 3 and row.cues and row.levels for row in found)


def test_since_a_day_and_of_a_drill(connection: sqlite3.Connection) -> None:
    assert 5 == len(read_sessions(connection, date(2026, 11, 16)))
    assert {"Heel raises"} == {row.title for row in read_sessions(connection, None, "heel-raises")}
    assert [] == read_sessions(connection, None, "nothing")


def test_a_drill_is_found_inside_a_programme_too(connection: sqlite3.Connection) -> None:
    assert "Walking" in {row.title for row in read_sessions(connection, None, "head-turns")}


def test_the_facts_before_a_session(connection: sqlite3.Connection) -> None:
    found = read_facts(connection, TODAY)
    assert (20, 5, 0, False) == (found.sessions, found.this_week, found.days_since, found.goes_on)
    assert 4 == dict(found.most_kinds)["head-turns"]
    assert Facts(20, 0, 7).days_since == read_facts(connection, TODAY + timedelta(days=7)).days_since


def test_sessions_without_a_finished_bout_do_not_count(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE exercise SET bouts = 0")
    assert Facts() == read_facts(connection, TODAY)
    assert {} == last_done(connection)
    assert {} == practised_drills(connection, date(2020, 1, 1))
    assert not any(row.counts for row in read_sessions(connection))


def nobody(_session: int) -> bool:
    """No session is still going on."""
    return False


class TestUnfinished:
    def leave(self, connection: sqlite3.Connection, unit: int, session: int = 20) -> None:
        connection.execute("UPDATE session SET ended = NULL, unit = ? WHERE id = ?", (unit, session))

    def test_a_session_that_broke_off_is_offered_from_its_bout(self, connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE session SET title = 'Look \"around\"' WHERE id = 20")
        self.leave(connection, 40)
        left = find_unfinished(connection, NOW + timedelta(days=1), nobody)
        assert left is not None
        assert 20 == left.session
        assert "bout" == left.choices.blocks[left.block].kind
        sentence = left.resume_sentence(NOW + timedelta(days=1), PHRASES)
        assert sentence.startswith(
            f'Your session "{left.choices.title}" of yesterday {left.started:%H:%M} stopped before'
        )
        assert sentence.endswith("`drillvoice resume` goes on from there.")

    @pytest.mark.parametrize(("days", "named"), [(0, "today"), (1, "yesterday"), (3, "Friday")])
    def test_its_day_is_named_as_people_do(self, connection: sqlite3.Connection, days: int, named: str) -> None:
        self.leave(connection, 40)
        now = NOW + timedelta(days=days)
        left = find_unfinished(connection, now, nobody)
        assert left is not None
        assert f" of {named} " in left.resume_sentence(now, PHRASES)

    def test_only_for_a_week(self, connection: sqlite3.Connection) -> None:
        self.leave(connection, 40)
        assert find_unfinished(connection, NOW + timedelta(days=6.7), nobody) is not None
        assert find_unfinished(connection, NOW + timedelta(days=7.1), nobody) is None

    def test_not_once_another_session_was_completed(self, connection: sqlite3.Connection) -> None:
        self.leave(connection, 40, session=19)
        assert find_unfinished(connection, NOW, nobody) is None

    def test_not_once_it_was_gone_on_with(self, connection: sqlite3.Connection) -> None:
        self.leave(connection, 40, session=19)
        connection.execute("UPDATE session SET ended = NULL, unit = 0, goes_on = 19 WHERE id = 20")
        assert find_unfinished(connection, NOW, nobody) is None

    def test_not_while_it_is_still_going_on_elsewhere(self, connection: sqlite3.Connection) -> None:
        self.leave(connection, 40)
        assert find_unfinished(connection, NOW, lambda session: session == 20) is None

    @pytest.mark.parametrize(
        ("ended", "minutes", "offered"),
        [("finished", 1, True), ("finished", 59, True), ("finished", 61, False), ("complete", 1, False)],
    )
    def test_one_that_was_finished_early_within_the_hour_to_whom_asks_for_it(
        self, connection: sqlite3.Connection, ended: str, minutes: int, offered: bool
    ) -> None:
        self.leave(connection, 40)
        connection.execute("UPDATE session SET ended = ?, seen = ? WHERE id = 20", (ended, NOW.timestamp()))
        now = NOW + timedelta(minutes=minutes)
        assert find_unfinished(connection, now, nobody) is None
        left = find_unfinished(connection, now, nobody, finished=True)
        assert offered == (left is not None)

    def test_one_that_broke_off_before_one_that_was_just_finished_waits_for_it(
        self, connection: sqlite3.Connection
    ) -> None:
        self.leave(connection, 40, session=19)
        self.leave(connection, 40)
        connection.execute("UPDATE session SET ended = 'finished', seen = ? WHERE id = 20", (NOW.timestamp(),))
        left = find_unfinished(connection, NOW, nobody, finished=True)
        assert left is not None
        assert 20 == left.session

    @pytest.mark.parametrize("unit", [-1, 0, 100_000])
    def test_not_where_nothing_was_begun_or_nothing_is_left(self, connection: sqlite3.Connection, unit: int) -> None:
        self.leave(connection, unit)
        assert find_unfinished(connection, NOW, nobody) is None

    def test_not_where_its_plan_cannot_be_read_any_more(self, connection: sqlite3.Connection) -> None:
        self.leave(connection, 40)
        connection.execute("UPDATE session SET plan = 'x' WHERE id = 20")
        connection.execute("UPDATE session SET plan = x'00' WHERE id = 20")
        assert find_unfinished(connection, NOW, nobody) is None


class TestWords:
    def test_ratings_may_be_given_in_part_and_again(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM rating")
        write_ratings(connection, 20, "before", {"dizziness": 3})
        write_ratings(connection, 20, "before", {"dizziness": 4, "fatigue": 0})
        rated = read_sessions(connection)[-1].ratings
        assert {"before": {"dizziness": 4, "unsteadiness": None, "fatigue": 0}} == rated

    @pytest.mark.parametrize("values", [{"dizziness": 11}, {"dizziness": -1}, {"mood": 3}])
    def test_only_what_is_rated_from_0_to_10(self, connection: sqlite3.Connection, values: dict[str, int]) -> None:
        with pytest.raises(ValueError, match=r"(dizziness|mood) = "):
            write_ratings(connection, 20, "after", values)

    def test_wobbles_and_the_wall_stand_with_their_session(self, connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO noted (session, name, at_s) VALUES (20, 'wobble', 61.5), (20, 'other', 62)")
        add_wobble(connection, 20, "by the door")
        for wall in ("some", "often"):
            write_wall(connection, 20, wall)
        last, before = read_sessions(connection)[-1], read_sessions(connection)[-2]
        assert ((Wobble(61.5, ""), Wobble(None, "by the door")), "often") == (last.wobbles, last.wall)
        assert ((), "") == (before.wobbles, before.wall)
        with pytest.raises(sqlite3.IntegrityError):
            write_wall(connection, 20, "never")  # type: ignore[arg-type]

    def test_what_a_helper_has_seen_stands_with_its_session(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO noted (session, name, at_s) VALUES (20, 'wall', 1.5), (20, 'rest', 2), (20, 'of-tomorrow', 3)"
        )
        (*_, last) = read_sessions(connection)
        assert (Sighting("wall", 1.5), Sighting("rest", 2.0)) == last.sightings
        assert ["touched the wall once", "rested in between once"] == list(noted_lines(last))

    def test_what_was_noted_goes_with_its_session(self, connection: sqlite3.Connection) -> None:
        add_wobble(connection, 20)
        delete_sessions(connection, None)
        assert [(0,)] == connection.execute("SELECT COUNT(*) FROM noted").fetchall()

    def test_notes_are_added_to_the_last_session(self, connection: sqlite3.Connection) -> None:
        last = last_session(connection)
        assert last is not None
        for text in ("the chair helped", "é"):
            add_note(connection, last[0], text, NOW)
        assert ("the chair helped", "é") == read_sessions(connection)[-1].notes


class TestForgetting:
    def test_what_belongs_to_a_session_goes_with_it(self, connection: sqlite3.Connection) -> None:
        assert 15 == count_before(connection, date(2026, 11, 16))
        delete_sessions(connection, date(2026, 11, 16))
        for table in ("exercise", "bout", "tally", "command", "rating"):
            (first,) = connection.execute(f"SELECT MIN(session) FROM {table}").fetchone()
            assert first >= 16
        delete_sessions(connection, None)
        assert [(0,)] == connection.execute("SELECT COUNT(*) FROM exercise").fetchall()

    def test_nothing_of_it_is_left_in_the_files(self, connection: sqlite3.Connection, path: Path) -> None:
        secret = "my neighbour was here"
        add_note(connection, 3, secret, NOW)
        files = [path, path.with_name("history.db-wal")]
        assert any(secret.encode() in file.read_bytes() for file in files)
        delete_sessions(connection, None)
        assert not any(secret.encode() in file.read_bytes() for file in files if file.exists())


class TestExport:
    def test_csv(self, connection: sqlite3.Connection, tmp_path: Path) -> None:
        add_note(connection, 20, "=SUM(A1)", NOW)
        for text in ("", "=door", "chair"):
            add_wobble(connection, 20, text)
        write_wall(connection, 20, "some")
        export_sessions(read_sessions(connection), tmp_path / "a.csv")
        with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        assert 20 == len(table)
        assert ("20", "'=SUM(A1)") == (table[-1]["session"], table[-1]["notes"])
        assert ("3", "'=door / chair", "some") == tuple(table[-1][name] for name in ("wobbles", "wobble_notes", "wall"))
        assert ("0", "", "") == tuple(table[0][name] for name in ("wobbles", "wobble_notes", "wall"))
        assert {"minutes", "dizziness_before", "fatigue_after", "levels"} <= set(table[0])

    def test_json(self, connection: sqlite3.Connection, tmp_path: Path) -> None:
        add_wobble(connection, 20, "door")
        export_sessions(read_sessions(connection), tmp_path / "a.json")
        table = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
        assert [row.started.isoformat() for row in read_sessions(connection)] == [row["started"] for row in table]
        assert [{"at_s": None, "text": "door"}] == table[-1]["wobbles"]

    def test_another_ending_and_another_place(self, connection: sqlite3.Connection, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"a.txt must end in \.csv or \.json\."):
            export_sessions(read_sessions(connection), tmp_path / "a.txt")
        with pytest.raises(HistoryError, match=r"cannot be written \(No such file or directory\)"):
            export_sessions(read_sessions(connection), tmp_path / "nowhere" / "a.csv")


class TestWeeks:
    def test_weeks_begin_on_monday_and_those_without_a_session_are_there(self, connection: sqlite3.Connection) -> None:
        found = week_periods(read_sessions(connection), date(2026, 10, 20), TODAY)
        assert [date(2026, 10, 19), date(2026, 10, 26)] == [span.first for span in found[:2]]
        assert [0, 1, 7, 7, 5] == [span.session_count for span in found]
        assert (1, 1, 1, 1, 1, 0, 0) == found[-1].sessions

    def test_months_where_there_are_many(self, connection: sqlite3.Connection) -> None:
        found = weeks_or_months(read_sessions(connection), date(2025, 1, 31), TODAY)
        assert (date(2025, 1, 1), date(2026, 11, 1), 23) == (found[0].first, found[-1].first, len(found))
        assert found == month_periods(read_sessions(connection), date(2025, 1, 31), TODAY)
        assert 20 == sum(span.session_count for span in found)

    def test_all_minutes_are_somewhere(self, connection: sqlite3.Connection) -> None:
        rows = read_sessions(connection)
        total = sum(row.seconds for row in rows) / 60
        assert pytest.approx(total) == sum(span.minutes for span in week_periods(rows, date(2026, 10, 1), TODAY))

    def test_only_exercises_with_levels_have_any(self, connection: sqlite3.Connection) -> None:
        assert "Head turns" in levels_by_exercise(read_sessions(connection))
        assert all(
            level > 0 for values in levels_by_exercise(read_sessions(connection)).values() for _, level in values
        )

    @pytest.mark.parametrize(
        ("order", "text"),
        [([1], "1"), ([1, 1, 2, 2, 1], "1, then 2, then 1"), ([1, 3] * 4, "between 1 and 3, last 3")],
    )
    def test_levels_in_words(self, order: list[int], text: str) -> None:
        assert text == level_text([(TODAY, level) for level in order])

    def test_averages_of_what_was_rated(self) -> None:
        rows = [
            row({"before": {"dizziness": 2, "fatigue": None}, "after": {"dizziness": 5}}),
            row({"before": {"dizziness": 4}}),
            row({}),
        ]
        (rated,) = average_ratings(rows)
        assert ("dizziness", 3.0, 5.0, 2) == (rated.name, rated.before, rated.after, rated.sessions)

    @pytest.mark.parametrize(("minutes", "text"), [(0, "0"), (0.2, "under 1"), (0.96, "1"), (12.4, "12")])
    def test_minutes_in_words(self, minutes: float, text: str) -> None:
        assert text == minutes_text(minutes)


def row(rated: dict[str, dict[str, int | None]]) -> SessionRow:
    return SessionRow(1, NOW, "a", "A", (), 60.0, 1, 1, 0, 0, "complete", (), rated)
