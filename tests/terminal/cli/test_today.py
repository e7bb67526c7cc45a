"""`drillvoice today`: what the plan for the week has for today, whatever was done before."""

import contextlib
import json
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from drillvoice.app.week_plan import present_day
from drillvoice.core.week.schema import WEEKDAYS
from drillvoice.places import history_file, user_drills, user_weeks, week_log_file, week_plan_file
from tests.terminal.cli.program import Program, json_lines, killed_after

QUICK = Path(__file__).parents[2] / "room" / "quick.toml"
SHORT = ("--safety-heard", "--seed", "7", "--brief")
FIRST = "For today: Quick turns. This is the first of seven days this week.\n"
PATHS = """kind = "programme"
title = "Paths"
trains = "walking"
why = "It is a test."
[[items]]
drill = "obstacle-course"
"""
GENTLE = "`drillvoice run stretching` is a gentle choice"


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    user_drills().mkdir(parents=True)
    shutil.copy(QUICK, user_drills() / "quick.toml")
    return Program(monkeypatch, capsys)


def install(days: str = "7", items: str = '[[items]]\ndrill = "quick"\n', more: str = "") -> None:
    week_plan_file().write_text(f'title = "Mine"\ndays = {days}\n{more}{items}', encoding="utf-8")


def tomorrow() -> str:
    return WEEKDAYS[(present_day().weekday() + 1) % 7]


def recorded(what: str) -> list[object]:
    with contextlib.closing(sqlite3.connect(history_file())) as connection, connection:
        return [row[0] for row in connection.execute(f"SELECT {what} FROM session ORDER BY id")]


def move_back(days: int) -> None:
    """As if the last session had been so many days earlier."""
    with contextlib.closing(sqlite3.connect(history_file())) as connection, connection:
        then = (present_day() - timedelta(days=days)).isoformat()
        connection.execute("UPDATE session SET started = ? || substr(started, 11)", (then,))


def test_what_is_due_is_said_and_run(drillvoice: Program) -> None:
    install()
    answer = drillvoice("today", *SHORT)
    assert 0 == answer.code
    assert answer.out.startswith(FIRST)
    assert "Look left" in answer.out
    assert ["quick"] == recorded("drill")


def test_it_is_asked_for_that_it_is_spoken_first(drillvoice: Program) -> None:
    install()
    drillvoice("today", *SHORT)
    assert [FIRST.strip()] == recorded("settings ->> '$.request.announcement'")


def test_several_exercises_are_one_session_each_with_its_dose(drillvoice: Program) -> None:
    install(items='[[items]]\ndrill = "quick"\nrounds = 2\n[[items]]\ndrill = "marching"\nfirst_side = "left"\n')
    answer = drillvoice("today", *SHORT)
    assert "For today: Quick turns, and Marching." in answer.out
    assert ["quick+marching"] == recorded("drill")
    ((doses, side),) = (
        (json.loads(str(doses)), side)
        for doses, side in zip(
            recorded("settings ->> '$.request.doses'"),
            recorded("settings ->> '$.request.practice.first_side'"),
            strict=True,
        )
    )
    assert [{"level": 1, "bouts": 2}, {"level": 1, "bouts": 1, "first_side": "left"}] == doses
    assert side is None


def test_a_day_counts_once_and_the_rest_is_kindly_left(drillvoice: Program) -> None:
    install()
    drillvoice("run", "quick", *SHORT)
    answer = drillvoice("today", *SHORT)
    assert (0, "") == (answer.code, answer.err)
    assert answer.out.startswith("Today's practice is done. Left this week: six days.\n")
    assert GENTLE in answer.out
    assert 1 == len(recorded("id"))


def test_what_broke_off_today_can_be_gone_on_with_and_is_not_called_done(drillvoice: Program) -> None:
    install()
    with killed_after("Rest. "):
        drillvoice("today", *SHORT, "--bouts", "3", "--rest", "5")
    answer = drillvoice("today", *SHORT)
    assert (0, "") == (answer.code, answer.err)
    assert answer.out.startswith('Your session "Quick turns" of today ')
    assert "`drillvoice resume` goes on from there. Left this week: six days.\n" in answer.out
    assert "is done" not in answer.out
    assert GENTLE in answer.out
    drillvoice("resume")
    assert drillvoice("today", *SHORT).out.startswith("Today's practice is done. Left this week: six days.\n")


def test_what_broke_off_of_another_drill_leaves_todays_practice_done(drillvoice: Program) -> None:
    install()
    drillvoice("today", *SHORT)
    with killed_after("Rest. "):
        drillvoice("run", "marching", *SHORT, "--bouts", "3", "--rest", "5")
    assert drillvoice("today", *SHORT).out.startswith("Today's practice is done.")


def test_what_broke_off_on_another_day_is_not_todays(drillvoice: Program) -> None:
    with killed_after("Rest. "):
        drillvoice("run", "quick", *SHORT, "--bouts", "3", "--rest", "5")
    move_back(1)
    install(days=f'["{tomorrow()}"]')
    out = drillvoice("today", *SHORT).out
    assert GENTLE in out
    assert "drillvoice resume" not in out


def test_a_day_may_be_done_all_the_same(drillvoice: Program) -> None:
    install(days="1")
    drillvoice("today", *SHORT)
    answer = drillvoice("today", "--anyway", *SHORT)
    assert answer.out.startswith("For today: Quick turns.\n0:00")
    assert 2 == len(recorded("id"))


def test_a_session_of_last_week_is_none_of_this(drillvoice: Program) -> None:
    install()
    drillvoice("today", *SHORT)
    move_back(7)
    assert drillvoice("today", *SHORT).out.startswith(FIRST)


def test_a_session_of_another_drill_is_no_day_of_the_plan(drillvoice: Program) -> None:
    install()
    drillvoice("run", "calf-stretch", *SHORT)
    assert drillvoice("today", *SHORT).out.startswith(FIRST)


def test_a_session_within_others_is_a_day_of_the_plan(drillvoice: Program) -> None:
    install()
    drillvoice("run", "calf-stretch", "quick", *SHORT)
    assert drillvoice("today", *SHORT).out.startswith("Today's practice is done.")


def test_a_day_that_the_plan_does_not_name_is_free(drillvoice: Program) -> None:
    install(days=f'["{tomorrow()}"]')
    answer = drillvoice("today", *SHORT)
    assert answer.out.startswith(f"Nothing is due today. The next day of your plan is {tomorrow().capitalize()}.")
    assert not history_file().exists()


def test_less_today_is_one_round_at_the_easiest_level(drillvoice: Program) -> None:
    install(items='[[items]]\ndrill = "quick"\nrounds = 3\n')
    answer = drillvoice("today", "--less", *SHORT)
    assert 0 == answer.code
    assert [1] == recorded("settings ->> '$.request.practice.less'")
    with contextlib.closing(sqlite3.connect(history_file())) as connection:
        assert [(1,)] == connection.execute("SELECT bouts FROM exercise").fetchall()


@pytest.mark.parametrize("drills", [["obstacle-course"], ["obstacle-course", "paths"]])
def test_of_walking_there_is_no_less_and_that_is_kindly_said(drillvoice: Program, drills: list[str]) -> None:
    (user_drills() / "paths.toml").write_text(PATHS, encoding="utf-8")
    install(items="".join(f'[[items]]\ndrill = "{drill}"\n' for drill in drills))
    answer = drillvoice("today", "--less", *SHORT)
    assert (0, "") == (answer.code, answer.err)
    assert answer.out.startswith("What your plan has for today is walking, and there is no less of that. A day without")
    assert GENTLE in answer.out
    assert "For today" not in answer.out
    assert not history_file().exists()


def test_what_walks_is_left_out_where_something_else_is_there(drillvoice: Program) -> None:
    install(items='[[items]]\ndrill = "obstacle-course"\n[[items]]\ndrill = "quick"\n')
    assert 0 == drillvoice("today", "--less", *SHORT).code
    with contextlib.closing(sqlite3.connect(history_file())) as connection:
        assert [("quick",)] == connection.execute("SELECT drill FROM exercise").fetchall()


def test_the_limit_of_a_day_cuts_the_session(drillvoice: Program) -> None:
    install(more="at_most = 10\n")
    drillvoice("today", *SHORT)
    assert [10.0] == recorded("settings ->> '$.request.practice.minutes'")


def test_the_minutes_that_are_typed_count_more_than_the_plan_and_that_is_said(drillvoice: Program) -> None:
    install(more="at_most = 10\n")
    answer = drillvoice("today", "--minutes", "45", *SHORT)
    assert [45.0] == recorded("settings ->> '$.request.practice.minutes'")
    sentence = "You asked for up to 45 minutes, which is more than the ten minutes a day of your plan."
    assert answer.out.startswith(f"{FIRST.strip()} {sentence}\n")


def test_it_takes_what_run_takes_but_no_level(drillvoice: Program, tmp_path: Path) -> None:
    install()
    events = tmp_path / "events.jsonl"
    assert 0 == drillvoice("today", *SHORT, "--no-record", "--events", events).code
    assert "quick" == json_lines(events.read_text(encoding="utf-8"))[0]["drill"]
    assert not history_file().exists()
    assert "No such option" in drillvoice("today", "--level", "2").err


def test_without_a_plan_it_says_how_to_get_one(drillvoice: Program) -> None:
    answer = drillvoice("today")
    assert (11, "") == (answer.code, answer.out)
    assert answer.err.startswith("There is no plan for the week yet; `drillvoice week list` shows")
    assert 1 == answer.err.count("\n")


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (
            'title = "Mine"\ndays = 3\n[[items]]\ndrill = "gone"\n',
            3,
            "`items[0].drill`: there is no drill called 'gone'; put the drill back, or `drillvoice week install",
        ),
        (
            'title = "Mine"\ndays = 3\n[[items]]\ndrill = "marching"\nlevel = 9\n',
            3,
            "`items[0].level`: marching has levels",
        ),
        ("title = ", 3, "is not valid TOML"),
        ("\x00", 3, "is not valid TOML"),
    ],
)
@pytest.mark.parametrize("command", [("today",), ("week", "show")])
def test_a_plan_that_no_longer_fits_is_one_sentence(
    drillvoice: Program, command: tuple[str, ...], text: str, code: int, sentence: str
) -> None:
    week_plan_file().write_text(text, encoding="utf-8")
    answer = drillvoice(*command)
    assert (code, "") == (answer.code, answer.out)
    assert sentence in answer.err
    assert 1 == answer.err.count("\n")
    assert text == week_plan_file().read_text(encoding="utf-8")


def test_a_record_that_cannot_be_read_costs_a_sentence_and_not_the_session(drillvoice: Program) -> None:
    install()
    history_file().parent.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(history_file())) as connection:
        connection.execute("PRAGMA user_version = 99")
    answer = drillvoice("today", *SHORT)
    assert 0 == answer.code
    assert answer.out.startswith(FIRST)
    assert "was written by a newer version" in answer.err


KEPT = "With this your plan for the week is kept, for the first time."


def test_the_first_week_with_a_plan_kept_is_named_and_no_other(drillvoice: Program) -> None:
    drillvoice("week", "new", "mine")
    user_weeks().joinpath("mine.toml").write_text('title = "Mine"\ndays = 1\n[[items]]\ndrill = "quick"\n')
    drillvoice("week", "install", "mine")
    assert KEPT in drillvoice("today", *SHORT).out
    assert KEPT not in drillvoice("today", "--anyway", *SHORT).out


def test_it_is_named_where_a_programme_keeps_it(drillvoice: Program) -> None:
    user_weeks().mkdir(parents=True)
    user_weeks().joinpath("mine.toml").write_text('title = "Mine"\ndays = 1\n[[items]]\ndrill = "warm-up"\n')
    drillvoice("week", "install", "mine")
    assert KEPT not in drillvoice("run", "calf-stretch", *SHORT).out
    assert KEPT in drillvoice("today", *SHORT).out


def test_history_and_progress_show_the_weeks_beside_the_plan(drillvoice: Program, tmp_path: Path) -> None:
    user_weeks().mkdir(parents=True)
    user_weeks().joinpath("mine.toml").write_text('title = "Mine"\ndays = 1\n[[items]]\ndrill = "quick"\n')
    drillvoice("week", "install", "mine")
    drillvoice("today", *SHORT)
    monday = present_day() - timedelta(days=present_day().weekday())
    line = f"Your plan for the week:\nWeek of {monday.day} {monday:%B}: 1 of 1 day\n"
    for command in ("history", "progress"):
        answer = drillvoice(command)
        assert (0, "") == (answer.code, answer.err)
        assert answer.out.endswith(f"\n\n{line}")
        assert line not in drillvoice(command, "--drill", "quick").out
    week_plan_file().unlink()
    assert "plan" not in drillvoice("history").out


def test_what_held_is_forgotten_with_all_that_was_done(drillvoice: Program) -> None:
    drillvoice("week", "install", "three-days")
    drillvoice("run", "quick", *SHORT)
    assert week_log_file().exists()
    drillvoice("forget", "--all", "--yes")
    assert not week_log_file().exists()
    assert week_plan_file().exists()


def test_the_page_shows_them_too(drillvoice: Program, tmp_path: Path) -> None:
    user_weeks().mkdir(parents=True)
    user_weeks().joinpath("mine.toml").write_text('title = "Mine"\ndays = 1\n[[items]]\ndrill = "marching"\n')
    drillvoice("week", "install", "mine")
    drillvoice("run", "marching", *SHORT)
    drillvoice("progress", "-o", tmp_path / "page.html")
    monday = present_day() - timedelta(days=present_day().weekday())
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert f"<p>Beside the plan for the week. Week of {monday.day} {monday:%B}: 1 of 1 day.</p>" in page
