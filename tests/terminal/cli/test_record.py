"""The record from the command line: what is kept, shown, exported, forgotten, and gone on with."""

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.years import fill
from drillvoice.app import session_record
from drillvoice.errors import HistoryError, UsageError
from drillvoice.history.database import damaged_files, open_store
from drillvoice.history.ratings import write_ratings
from drillvoice.history.schema import SCHEMA_STEPS
from tests.terminal.cli.program import Program, finishing_at, json_lines, killed_after

QUICK = Path(__file__).parents[2] / "room" / "quick.toml"
SHORT = ("--safety-heard", "--seed", "7", "--brief")
EMPTY = "Nothing is recorded yet: the first session that you run will be here.\n"
NO_SOUND = "There is no loudspeaker: it is a test. Until then the drill is printed, without sound.\n"


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


@pytest.fixture
def path(own_folders: Path) -> Path:
    return own_folders / "data" / "drillvoice" / "history.db"


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


class TestNotBegun:
    """Talk and a few cues are no practice."""

    def test_they_are_listed_apart_and_count_nowhere(self, drillvoice: Program, tmp_path: Path) -> None:
        with finishing_at("Look"):
            drillvoice("run", QUICK, *SHORT)
        out = drillvoice("history").out
        assert out.startswith("Not begun, or left within the first round")
        assert "rounds" not in out
        assert "No round has been finished" in drillvoice("progress").out
        assert "No round has been finished" in drillvoice("progress", "-o", tmp_path / "a.svg").out
        assert not (tmp_path / "a.svg").exists()
        drillvoice("run", QUICK, *SHORT)
        table, _, others = drillvoice("history").out.partition("\nNot begun")
        assert 2 == len(table.splitlines())
        assert 2 == len(others.splitlines())
        assert 1 == drillvoice("progress").out.count(" .  under 1") + drillvoice("progress").out.count(" 1  under 1")

    def test_several_drills_are_named(self, drillvoice: Program) -> None:
        drillvoice("run", "marching", "calf-stretch", *SHORT)
        assert "Marching, Calf stretch" in drillvoice("history").out


class TestRun:
    def test_a_session_is_listed(self, drillvoice: Program) -> None:
        drillvoice("run", QUICK, *SHORT)
        answer = drillvoice("history")
        assert (0, "") == (answer.code, answer.err)
        heading, line = answer.out.splitlines()
        assert heading.split() == ["day", "minutes", "rounds", "ended", "drill"]
        assert line.endswith("1 to the end      Quick turns")

    def test_no_record_plan_render_and_safety_leave_nothing(
        self, drillvoice: Program, tmp_path: Path, path: Path
    ) -> None:
        drillvoice("run", QUICK, *SHORT, "--no-record")
        drillvoice("plan", QUICK, *SHORT)
        drillvoice("render", QUICK, *SHORT, "-o", tmp_path / "a.wav")
        drillvoice("safety", QUICK)
        assert not path.exists()
        assert EMPTY == drillvoice("history").out

    def test_the_settings_are_kept(self, drillvoice: Program, path: Path) -> None:
        drillvoice("run", QUICK, *SHORT, "--metronome", "90")
        ((settings, seed),) = ask(path, "SELECT settings ->> '$.request.practice.metronome', seed FROM session")
        assert (90, 7) == (settings, seed)

    def test_one_line_of_the_closing_is_all_that_the_record_adds(self, drillvoice: Program, tmp_path: Path) -> None:
        drill = ("run", "head-turns", *SHORT, "--level", "3", "--bouts", "1")
        logs = []
        for option in ("--no-record", "--plain"):
            drillvoice(*drill, option, "--events", tmp_path / "log")
            logs.append([record.get("text") for record in json_lines((tmp_path / "log").read_text())])
        without, recorded = logs
        named = "Head turns with all four directions: that was the first time."
        assert without == [text for text in recorded if text != named]
        assert 1 == recorded.count(named)

    def test_the_third_session_of_a_week_is_named(self, drillvoice: Program) -> None:
        outs = [drillvoice("run", QUICK, *SHORT, "--bouts", "2").out for _ in range(4)]
        assert [2] == [index for index, out in enumerate(outs) if "This was your third session this week." in out]

    def test_a_wobble_is_kept_with_the_time_of_the_drill(self, drillvoice: Program, path: Path) -> None:
        answer = drillvoice("run", QUICK, *SHORT, "--stdin-commands", stdin="wobble\nfinish\n")
        assert "(noted)\n" in answer.out
        ((name, at_s, text),) = ask(path, "SELECT name, at_s, text FROM noted")
        assert ("wobble", True, "") == (name, isinstance(at_s, float), text)
        assert "1 wobble\n" in drillvoice("history").out


class TestResume:
    def break_off(self, drillvoice: Program, path: Path, *options: str) -> None:
        with killed_after("Rest. "):
            drillvoice("run", QUICK, *SHORT, "--bouts", "3", "--rest", "5", *options)

    def test_a_session_that_broke_off_is_gone_on_with_from_its_bout(self, drillvoice: Program, path: Path) -> None:
        self.break_off(drillvoice, path)
        out = drillvoice("resume", "--plain").out
        assert "We go on with: Quick turns." in out
        assert 2 == out.count("That is the end of this round.")
        assert "You came back to what was left unfinished." in out
        assert [(None, None), ("complete", 1)] == ask(path, "SELECT ended, goes_on FROM session")
        assert [(1,), (2,)] == ask(path, "SELECT bouts FROM exercise ORDER BY session")
        assert 2 == drillvoice("resume").code

    def test_a_session_that_was_finished_by_a_slip_is_gone_on_with(self, drillvoice: Program, path: Path) -> None:
        with finishing_at("Rest. "):
            first = drillvoice("run", QUICK, *SHORT, "--bouts", "3", "--rest", "5").out
        assert "That is it for now." in first
        assert 'Your session "Quick turns"' not in drillvoice("resume", "--plain").err
        assert [("finished", None), ("complete", 1)] == ask(path, "SELECT ended, goes_on FROM session")
        assert [(1,), (2,)] == ask(path, "SELECT bouts FROM exercise ORDER BY session")

    def test_it_is_offered_at_each_start_until_another_session_was_completed(
        self, drillvoice: Program, path: Path
    ) -> None:
        self.break_off(drillvoice, path)
        offers = ['Your session "Quick turns" of today' in drillvoice("run", QUICK, *SHORT).err for _ in range(2)]
        assert [True, False] == offers

    def test_the_drill_may_have_been_edited_or_deleted(self, drillvoice: Program, path: Path, tmp_path: Path) -> None:
        copy = tmp_path / "mine.toml"
        copy.write_text(QUICK.read_text(encoding="utf-8"), encoding="utf-8")
        with killed_after("Rest. "):
            drillvoice("run", copy, *SHORT, "--bouts", "2", "--rest", "5")
        copy.unlink()
        assert "We go on with: Quick turns." in drillvoice("resume").out

    def test_a_session_that_waits_for_somebody_is_not_resumed_where_nobody_is(
        self, drillvoice: Program, path: Path
    ) -> None:
        fill(path, 1)
        ask(path, "UPDATE session SET ended = NULL, unit = 40, seen = 0")
        answer = drillvoice("resume")
        assert 2 == answer.code
        assert "waits for you to be ready; resume it in a terminal, or with --stdin-commands." in answer.err

    def test_a_session_that_was_left_while_it_was_announced_is_named(self, drillvoice: Program, path: Path) -> None:
        with killed_after("comfortable"):
            drillvoice("run", QUICK, *SHORT)
        told = drillvoice("resume").err
        assert 'Your session "Quick turns" of today at ' in told
        assert "before its first round was over, so there is nothing to go on with; begin it anew, as you did" in told
        with killed_after("Sit tall"):
            drillvoice("run", "marching", "calf-stretch", "--minutes", "1", *SHORT)
        assert "begin it anew with `drillvoice run marching calf-stretch`." in drillvoice("resume").err

    def test_there_is_nothing_to_resume(self, drillvoice: Program) -> None:
        answer = drillvoice("resume")
        sentence = (
            "No session of the last seven days was left unfinished, and none of the last hour was finished early; "
            "`drillvoice run` begins a new one.\n"
        )
        assert (2, sentence) == (answer.code, answer.err)


class TestFaults:
    """Whatever is wrong with the record, one sentence says so and the drill runs."""

    def run(self, drillvoice: Program) -> str:
        answer = drillvoice("run", QUICK, *SHORT)
        assert 0 == answer.code
        assert "Well done" in answer.out or "That is the end." in answer.out
        sentences = answer.err.replace(NO_SOUND, "").splitlines()
        assert 1 == len(sentences)
        return sentences[0]

    def test_a_newer_version(self, drillvoice: Program, path: Path) -> None:
        drillvoice("run", QUICK, *SHORT)
        ask(path, f"PRAGMA user_version = {len(SCHEMA_STEPS) + 1}")
        before = path.read_bytes()
        assert self.run(drillvoice).endswith("This session is not recorded.")
        assert before == path.read_bytes()
        answer = drillvoice("history")
        assert (HistoryError.exit_code, "") == (answer.code, answer.out)

    def test_a_place_that_cannot_be_written(self, drillvoice: Program, path: Path) -> None:
        path.parent.parent.mkdir(parents=True)
        path.parent.write_text("a file where the folder should be")
        assert "check the folder's permissions and the disk. This session is not recorded." in self.run(drillvoice)

    def test_a_damaged_record(self, drillvoice: Program, path: Path) -> None:
        path.parent.mkdir(parents=True)
        path.write_text("This is no database. " * 99)
        assert "is damaged (file is not a database). It was set aside as history-damaged-" in self.run(drillvoice)
        assert "This is no database. " * 99 == damaged_files(path)[0].read_text()
        assert 2 == len(drillvoice("history").out.splitlines())

    def test_a_full_disk(self, drillvoice: Program, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(path: Path, tell: Callable[[str], None]) -> sqlite3.Connection:
            connection = open_store(path, tell)
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute(
                "CREATE TEMP TRIGGER large AFTER INSERT ON session BEGIN UPDATE session SET plan = zeroblob(99999); END"
            )
            return connection

        monkeypatch.setattr(session_record, "open_store", full)
        assert self.run(drillvoice).startswith("The disk is full, so the record ")


class TestShow:
    @pytest.fixture(autouse=True)
    def recorded(self, drillvoice: Program, path: Path) -> None:
        drillvoice("run", QUICK, *SHORT)
        with contextlib.closing(open_store(path, pytest.fail)) as connection:
            write_ratings(connection, 1, "before", {"dizziness": 3})

    def test_a_note_names_the_drills_that_were_done_in_a_row(self, drillvoice: Program) -> None:
        drillvoice("run", "marching", "calf-stretch", *SHORT)
        assert drillvoice("note", "it went well").out.startswith('Noted for "Marching, Calf stretch')

    def test_a_note_and_ratings_stand_below_their_session(self, drillvoice: Program) -> None:
        assert drillvoice("note", " the chair\nhelped ").out.startswith('Noted for "Quick turns" of ')
        lines = [line.strip() for line in drillvoice("history").out.splitlines()[2:]]
        assert ["dizziness 3 before, - after", "the chair helped"] == lines

    @pytest.mark.parametrize("nothing", [(), (" ",)])
    def test_an_empty_note_is_none(self, drillvoice: Program, nothing: tuple[str, ...]) -> None:
        answer = drillvoice("note", *nothing)
        assert (UsageError.exit_code, "", 1) == (answer.code, answer.out, len(answer.err.splitlines()))

    def test_wobbles_and_the_wall_are_noted_and_counted(self, drillvoice: Program, tmp_path: Path) -> None:
        assert drillvoice("note", "--wobble").out.endswith(": a wobble.\n")
        drillvoice("note", "--wobble", "at the  turn")
        out = drillvoice("note", "--wall", "some", "tired").out
        assert out.endswith(": wall or support needed sometimes.\n")
        lines = [line.strip() for line in drillvoice("history").out.splitlines()[3:]]
        assert ["2 wobbles: at the turn", "wall or support needed sometimes", "tired"] == lines
        progress = drillvoice("progress").out
        assert "Noted: 2 wobbles (a stumble, or a grab for support), in 1 session.\n" in progress
        drillvoice("export", "-o", tmp_path / "a.csv")
        assert ",2,at the turn,some,tired,0,0,0\n" in (tmp_path / "a.csv").read_text(encoding="utf-8")

    def test_the_first_time_without_the_wall_is_named_once(self, drillvoice: Program) -> None:
        named = "Quick turns without the wall: by your notes that was the first time.\n"
        drillvoice("note", "--wall", "often")
        drillvoice("run", QUICK, *SHORT)
        assert named in drillvoice("note", "--wall", "none").out
        assert named not in drillvoice("note", "--wall", "none").out
        drillvoice("run", QUICK, *SHORT)
        assert named not in drillvoice("note", "--wall", "none").out

    def test_history_of_a_time_and_of_a_drill(self, drillvoice: Program) -> None:
        none = "Nothing is recorded for that time or drill; `drillvoice history` shows all there is.\n"
        assert none == drillvoice("history", "--drill", "marching").out
        assert 3 == len(drillvoice("history", "--since", "2 weeks", "--drill", "quick").out.splitlines())

    def test_progress_fits_80_columns_and_needs_no_colour(self, drillvoice: Program) -> None:
        out = drillvoice("progress").out
        assert max(map(len, out.splitlines())) <= 80
        assert "\x1b" not in out
        assert "Dizziness, 0 to 10: 3.0 before, - after (average of 1 session)." in out
        assert 1 == sum(line.startswith("20") for line in out.splitlines())

    def test_progress_since_a_day_begins_with_the_first_session(self, drillvoice: Program) -> None:
        out = drillvoice("progress", "--since", "2001-01-01").out
        assert 1 == sum(line.startswith("20") for line in out.splitlines())

    def test_years_are_told_by_months(self, drillvoice: Program, path: Path) -> None:
        ask(
            path,
            "INSERT INTO session (started, drill, title, seed, header, settings, plan, seen) "
            "VALUES ('2020-01-15T10:00:00+01:00', 'a', 'A', 1, '', '', '', 1)",
        )
        ask(path, "INSERT INTO exercise SELECT MAX(id), 0, 'a', 'A', 0, 1 FROM session")
        assert "2020-01            1        0\n" in drillvoice("progress", "--since", "2001-01-01").out

    def test_a_report(self, drillvoice: Program, tmp_path: Path) -> None:
        answer = drillvoice("progress", "-o", tmp_path / "a.svg")
        assert answer.out.startswith(f"{tmp_path / 'a.svg'}: 1 session from ")
        assert "<svg" in (tmp_path / "a.svg").read_text(encoding="utf-8")

    def test_an_export(self, drillvoice: Program, tmp_path: Path) -> None:
        assert f"{tmp_path / 'a.csv'}: 1 session.\n" == drillvoice("export", "-o", tmp_path / "a.csv").out
        assert 2 == len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines())

    def test_forgetting_asks_first(self, drillvoice: Program) -> None:
        assert "Nothing was deleted." in drillvoice("forget", "--all", stdin="n\n").out
        assert 3 == len(drillvoice("history").out.splitlines())
        assert "Deleted 1 session.\n" in drillvoice("forget", "--all", stdin="y\n").out
        assert EMPTY == drillvoice("history").out

    def test_forgetting_before_a_day(self, drillvoice: Program) -> None:
        assert "There is nothing to forget.\n" == drillvoice("forget", "--before", "2001-01-01", "--yes").out

    @pytest.mark.parametrize("options", [(), ("--all", "--before", "2001-01-01")])
    def test_forgetting_says_which(self, drillvoice: Program, options: tuple[str, ...]) -> None:
        answer = drillvoice("forget", *options)
        assert "Say which sessions to forget: --before DATE, or --all.\n" == answer.err

    def test_forgetting_all_takes_damaged_files_along(self, drillvoice: Program, path: Path) -> None:
        aside = path.with_name("history-damaged-2026-01-01.db")
        aside.write_text("old")
        assert "1 session and a damaged file that was set aside" in drillvoice("forget", "--all", "--yes").out
        assert not aside.exists()


@pytest.mark.parametrize("command", [("history",), ("progress",), ("export", "-o", "a.csv"), ("forget", "--all")])
def test_an_empty_record_is_no_error(drillvoice: Program, path: Path, command: tuple[str, ...]) -> None:
    assert (0, EMPTY, "") == drillvoice(*command)
    assert not path.exists()


def test_a_note_needs_a_session(drillvoice: Program) -> None:
    assert (UsageError.exit_code, "", EMPTY) == drillvoice("note", "hello")


@pytest.mark.parametrize("since", ["yesterweek", "2026-13-01", "99999 years", "-3 weeks"])
def test_a_day_that_is_none_is_one_sentence(drillvoice: Program, since: str) -> None:
    answer = drillvoice("history", f"--since={since}")
    assert 2 == answer.code
    assert f"{since!r} is not a day; write it as " in answer.err
    assert 1 == len(answer.err.splitlines())


class TestWrongClock:
    @pytest.fixture(autouse=True)
    def future(self, path: Path) -> None:
        fill(path, 2, until=datetime.now(UTC).astimezone() + timedelta(days=1500))

    def test_history_marks_what_lies_in_the_future(self, drillvoice: Program) -> None:
        answer = drillvoice("history")
        assert (0, 2) == (answer.code, answer.out.count(" (the clock was wrong)\n"))

    @pytest.mark.parametrize("command", ["history", "progress"])
    @pytest.mark.parametrize("since", ["2 weeks", "2026-01-01", "2100-01-01"])
    def test_it_is_in_no_time_until_today(self, drillvoice: Program, command: str, since: str) -> None:
        answer = drillvoice(command, "--since", since)
        assert (0, "") == (answer.code, answer.err)
        assert answer.out.startswith("Nothing is recorded for that time or drill;")

    def test_what_has_been_is_shown_beside_it(self, drillvoice: Program, path: Path, tmp_path: Path) -> None:
        fill(path, 3)
        for options in ((), ("--since", "2 weeks")):
            answer = drillvoice("progress", *options)
            assert (0, "") == (answer.code, answer.err)
        assert 0 == drillvoice("export", "-o", tmp_path / "a.csv").code


def test_a_session_that_ended_as_no_version_of_ours_knows_is_listed(drillvoice: Program, path: Path) -> None:
    fill(path, 2)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE session SET ended = 'completf' WHERE id = 2")
    answer = drillvoice("history")
    assert (0, "") == (answer.code, answer.err)
    assert 2 == answer.out.count(" ended ")  # the heading has the word too
