"""`drillvoice week`: plans are listed, shown, checked, begun, installed, and written for paper and phone."""

import json
import os
import re
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from drillvoice.app.week_plan import MOST_BYTES, present_day
from drillvoice.history.plan_log import PlanSince, read_plan_log
from drillvoice.person import FIRST_PERSON
from drillvoice.places import user_weeks, week_log_file, week_plan_file
from drillvoice.terminal.cli.week_calendar import plan_calendar
from drillvoice.terminal.cli.week_page import plan_page
from tests.builders import SHIPPED
from tests.core.week.plans import plan_of
from tests.terminal.cli.program import Program

NO_PLAN = (
    "There is no plan for the week yet; `drillvoice week list` shows those that come along, and "
    "`drillvoice week install NAME` puts one in.\n"
)
ODD = ["Übung 💪", "تمرين التوازن", "x" * 300, "<script>alert(1)</script> & 'more'", "👩‍👩‍👧 rested"]


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def plan_file(folder: Path, title: str = "Mine", days: str = "3") -> Path:
    path = folder / "mine.toml"
    path.write_text(f'title = "{title}"\ndays = {days}\n[[items]]\ndrill = "marching"\n', encoding="utf-8")
    return path


def test_the_list_names_what_comes_along_and_what_is_installed(drillvoice: Program, tmp_path: Path) -> None:
    before = drillvoice("week", "list")
    assert (0, "") == (before.code, before.err)
    assert all(name in before.out for name in ("three-days", "seated-days", "None is installed."))
    drillvoice("week", "install", plan_file(tmp_path))
    assert "Installed: Mine" in drillvoice("week", "list").out


def test_a_plan_that_is_wrong_costs_a_sentence_and_not_the_list(drillvoice: Program, tmp_path: Path) -> None:
    user_weeks().mkdir(parents=True)
    (user_weeks() / "wrong.toml").write_text("days = 3", encoding="utf-8")
    week_plan_file().mkdir()
    answer = drillvoice("week", "list")
    assert 0 == answer.code
    assert "seated-days" in answer.out
    assert "wrong.toml: `title` is missing" in answer.err
    assert "week.toml is no file but a folder" in answer.err


def test_nothing_is_shown_before_a_plan_is_installed(drillvoice: Program) -> None:
    assert (11, "", NO_PLAN) == drillvoice("week", "show")


def test_a_plan_is_shown_as_a_person_reads_it(drillvoice: Program, tmp_path: Path) -> None:
    path = tmp_path / "all.toml"
    path.write_text(
        'title = "Autumn"\nwritten_by = "K."\nwritten_for = "A."\ndays = ["monday", "friday"]\nat_most = 20\n'
        'go_up_when = "It is easy."\nnotes = ["With help."]\nsources = ["Cork."]\n'
        '[[items]]\ndrill = "marching"\nlevel = 2\nrounds = 2\nfirst_side = "left"\nminutes = 1\ndays = 1\n'
        'note = "Hold on."\n[[items]]\ndrill = "stretching"\n',
        encoding="utf-8",
    )
    assert (
        """\
Autumn
For A., by K.

Every Monday and Friday:
- Marching (marching): level 2, standing with both hands on a support, ten a leg; two rounds; left side first; \
at most 1 minute; on one of the two days
  Hold on.
- Stretching (stretching)

At most: 20 minutes a day

Go up when: It is easy.

With help.

Sources:
- Cork.
"""
        == drillvoice("week", "show", path).out
    )


def test_a_plan_is_checked(drillvoice: Program, tmp_path: Path) -> None:
    path = plan_file(tmp_path)
    assert (0, f"{path}: fine.\n", "") == drillvoice("week", "check", path)
    path = plan_file(tmp_path, days="8")
    answer = drillvoice("week", "check", path)
    assert (3, "") == (answer.code, answer.out)
    assert f"{path}: `days`: is a number from 1 to 7" in answer.err


class TestFiles:
    @pytest.mark.parametrize("command", ["check", "show", "install"])
    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("folder", "is no file but a folder"),
            ("pipe", "is no file but a pipe"),
            ("large", "has more than 64 KB, far too much"),
            ("latin", "is not UTF-8 text (at byte 9); save it as UTF-8"),
            ("dangling", "cannot be read (No such file or directory)"),
            ("secret", "cannot be read (Permission denied)"),
        ],
    )
    def test_what_is_no_plan_is_one_sentence(
        self, drillvoice: Program, tmp_path: Path, command: str, name: str, sentence: str
    ) -> None:
        path = tmp_path / f"{name}.toml"
        match name:
            case "folder":
                path.mkdir()
            case "pipe":
                os.mkfifo(path)
            case "large":
                path.write_bytes(b"#" * (MOST_BYTES + 1))
            case "latin":
                path.write_bytes(b'title = "\xe4"')
            case "dangling":
                path.symlink_to(tmp_path / "nowhere")
            case "secret":
                plan_file(tmp_path).rename(path)
                path.chmod(0)
                if os.access(path, os.R_OK):
                    pytest.skip("whoever runs this may read everything")
        answer = drillvoice("week", command, path)
        assert answer.code in (3, 11)
        assert "" == answer.out
        assert 1 == answer.err.count("\n")
        assert str(path) in answer.err
        assert sentence in answer.err

    def test_a_file_or_name_that_is_not_there_is_one_sentence(self, drillvoice: Program, tmp_path: Path) -> None:
        gone = tmp_path / "gone.toml"
        assert (11, "", f"There is no file {gone}; check the path, or see `drillvoice week list`.\n") == drillvoice(
            "week", "show", gone
        )
        expected = (
            'There is no plan called "three days", did you mean three-days? `drillvoice week list` shows them all.\n'
        )
        assert (11, "", expected) == drillvoice("week", "show", "three days")
        assert 'called "zzz"; `drillvoice week list`' in drillvoice("week", "install", "zzz").err

    def test_a_mark_at_the_beginning_that_windows_writes_does_no_harm(
        self, drillvoice: Program, tmp_path: Path
    ) -> None:
        path = plan_file(tmp_path)
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig", newline="\r\n")
        assert 0 == drillvoice("week", "install", path).code
        assert 0 == drillvoice("week", "show").code


@pytest.mark.parametrize("odd", [*ODD, "[/red] [bold]x"])
def test_whatever_a_plan_is_called_it_is_listed_and_shown(drillvoice: Program, tmp_path: Path, odd: str) -> None:
    user_weeks().mkdir(parents=True)
    path = plan_file(user_weeks(), odd)
    for command in (["list"], ["show", "mine"], ["check", str(path)], ["install", "mine"], ["list"]):
        answer = drillvoice("week", *command)
        assert (0, "") == (answer.code, answer.err)
    shown = "".join(answer.out.split())
    assert "".join(odd.split())[:60] in shown


class TestInstalling:
    def test_the_plan_is_kept_for_its_owner_alone(self, drillvoice: Program, tmp_path: Path) -> None:
        answer = drillvoice("week", "install", plan_file(tmp_path))
        assert (0, "") == (answer.code, answer.err)
        assert 0o600 == week_plan_file().stat().st_mode & 0o777
        assert 0o600 == week_log_file().stat().st_mode & 0o777
        assert drillvoice("week", "show").out.startswith("Mine\n")
        assert [PlanSince(present_day(), 3, ("marching",))] == read_plan_log()

    def test_what_comes_along_is_installed_by_its_name(self, drillvoice: Program) -> None:
        assert "Installed: Seated days" in drillvoice("week", "install", "seated-days").out

    def test_a_wrong_one_leaves_the_one_before(self, drillvoice: Program, tmp_path: Path) -> None:
        drillvoice("week", "install", plan_file(tmp_path))
        assert 3 == drillvoice("week", "install", plan_file(tmp_path, "Wrong", "9")).code
        assert drillvoice("week", "show").out.startswith("Mine\n")

    def test_a_link_in_its_place_is_told_and_left_alone(self, drillvoice: Program, tmp_path: Path) -> None:
        other = plan_file(tmp_path)
        week_plan_file().parent.mkdir(parents=True)
        week_plan_file().symlink_to(other)
        for command in (["show"], ["install", "three-days"], ["export", "-o", str(tmp_path / "x.html")]):
            answer = drillvoice("week", *command)
            assert (11, "") == (answer.code, answer.out)
            assert "is a link to another file; `drillvoice week remove` takes the link away" in answer.err
        assert 0 == drillvoice("week", "remove").code
        assert other.read_text().startswith('title = "Mine"')
        assert 0 == drillvoice("week", "install", "three-days").code

    def test_a_folder_that_cannot_be_written_is_one_sentence(self, drillvoice: Program, tmp_path: Path) -> None:
        week_plan_file().parent.parent.mkdir(parents=True)
        week_plan_file().parent.write_text("a file")
        answer = drillvoice("week", "install", "three-days")
        assert 11 == answer.code
        assert re.search(r"week\.toml cannot be written \(.*\); check the disk and the folder\.", answer.err)

    def test_it_is_taken_away_and_nothing_else(self, drillvoice: Program, tmp_path: Path) -> None:
        path = plan_file(tmp_path)
        drillvoice("week", "install", path)
        answer = drillvoice("week", "remove")
        assert (0, "") == (answer.code, answer.err)
        assert path.exists()
        assert (11, "", NO_PLAN) == drillvoice("week", "show") == drillvoice("week", "remove")
        week_plan_file().mkdir()
        assert "cannot be taken away (Is a directory); remove it yourself." in drillvoice("week", "remove").err

    def test_since_when_there_is_none_is_remembered(self, drillvoice: Program, tmp_path: Path) -> None:
        plan = plan_file(tmp_path)
        drillvoice("week", "install", plan)
        earlier = [{"since": (present_day() - timedelta(days=30)).isoformat(), "days": 3, "drills": ["marching"]}]
        week_log_file().write_text(json.dumps(earlier))
        drillvoice("week", "remove")
        assert PlanSince.none_since(present_day()) == read_plan_log()[-1]
        drillvoice("week", "install", "seated-days")
        assert ["marching", "marching"] == [plan.drills[0] for plan in read_plan_log() if plan.days]

    def test_a_plan_holds_although_the_log_cannot_be_written(self, drillvoice: Program, tmp_path: Path) -> None:
        week_log_file().mkdir(parents=True)
        assert 0 == drillvoice("week", "install", plan_file(tmp_path)).code
        assert drillvoice("week", "show").out.startswith("Mine\n")
        assert 0 == drillvoice("week", "remove").code


class TestNew:
    def test_the_plan_to_start_from_is_right(self, drillvoice: Program) -> None:
        path = drillvoice("week", "new", "mine").out.strip()
        assert path == str(user_weeks() / "mine.toml")
        assert 0 == drillvoice("week", "check", path).code
        assert f"drillvoice week check {path}" in Path(path).read_text(encoding="utf-8")
        assert 0 == drillvoice("week", "install", "mine").code

    def test_so_it_is_with_everything_that_is_commented_out(self, drillvoice: Program, tmp_path: Path) -> None:
        drillvoice("week", "new", str(tmp_path / "mine.toml"))
        text = re.sub(r"(?m)^# (\w+ = )", r"\1", (tmp_path / "mine.toml").read_text(encoding="utf-8"))
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
        assert 0 == drillvoice("week", "check", tmp_path / "mine.toml").code
        assert "left side first" in drillvoice("week", "show", tmp_path / "mine.toml").out

    def test_none_is_overwritten_and_names_are_plain(self, drillvoice: Program, tmp_path: Path) -> None:
        drillvoice("week", "new", "mine")
        assert "is there already" in drillvoice("week", "new", "mine").err
        for name in ("Mine", "../mine", "m" * 300, "💪"):
            answer = drillvoice("week", "new", name)
            assert (2, "") == (answer.code, answer.out)
            assert "is not a name for a plan" in answer.err
        (tmp_path / "file").write_text("")
        answer = drillvoice("week", "new", tmp_path / "file" / "mine.toml")
        assert (2, "") == (answer.code, answer.out)
        assert "cannot be written" in answer.err


class Tags(HTMLParser):
    """The tags of a page, and the letters between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


class TestPage:
    @pytest.mark.parametrize("odd", ODD)
    def test_whatever_somebody_writes_is_text(self, odd: str) -> None:
        plan = plan_of({"drill": "marching", "note": odd}, title=odd, written_for=odd, go_up_when=odd, notes=[odd])
        found = Tags(plan_page(plan, SHIPPED, "en"))
        assert 6 == found.text.count(odd)
        assert "script" not in found.tags

    def test_it_fetches_nothing_and_can_be_read_aloud(self) -> None:
        page = plan_page(plan_of(days=["monday", "friday"]), SHIPPED, "en")
        found = Tags(page)
        assert "en" == found.attributes["lang"]
        assert not {"src", "href", "onclick", "onload"} & set(found.attributes)
        assert not re.search(r"https?:|url\(|@import", page)
        assert ["h1", "h2", "h2"] == [tag for tag in found.tags if tag in ("h1", "h2")]
        assert 28 == found.tags.count("td"), "a place to tick for each day of four weeks"
        assert {"scope"} <= set(found.attributes)

    def test_the_print_is_large(self) -> None:
        sizes = [float(size) for size in re.findall(r"(\d+)pt", plan_page(plan_of(), SHIPPED, "en"))]
        assert min(sizes) >= 18

    def test_it_is_written_for_its_owner_alone(self, drillvoice: Program, tmp_path: Path) -> None:
        page = tmp_path / "plan.html"
        assert (0, f"{page}: one page to print.\n", "") == drillvoice("week", "export", "three-days", "-o", page)
        assert 0o600 == page.stat().st_mode & 0o777
        assert "Three days a week, beginning small" in page.read_text(encoding="utf-8")


def event_in(text: str | bytes) -> Any:
    """The one event of a calendar, as the library reads it back."""
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


class TestCalendar:
    TODAY = date(2026, 11, 28)
    """A Saturday."""

    @pytest.mark.parametrize(
        ("days", "byday", "first"),
        [
            (3, ["MO", "WE", "FR"], date(2026, 11, 30)),
            (["saturday", "tuesday"], ["TU", "SA"], date(2026, 11, 28)),
            (1, ["MO"], date(2026, 11, 30)),
            (7, ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], date(2026, 11, 28)),
        ],
    )
    def test_it_reminds_on_the_days_of_the_plan_each_week(self, days: object, byday: list[str], first: date) -> None:
        text = plan_calendar(plan_of(days=days), SHIPPED, self.TODAY, time(16, 30), FIRST_PERSON)
        event = event_in(text)
        assert (["WEEKLY"], byday) == (event["rrule"]["FREQ"], event["rrule"]["BYDAY"])
        begins = event["dtstart"].dt
        assert (datetime.combine(first, time(16, 30)), None) == (begins, begins.tzinfo)
        (alarm,) = event.walk("VALARM")
        assert ("DISPLAY", timedelta()) == (alarm["action"], alarm["trigger"].dt)

    def test_a_second_export_is_the_same_event(self) -> None:
        plan = plan_of()
        one, other = (
            event_in(plan_calendar(each, SHIPPED, self.TODAY, time(10), FIRST_PERSON))["uid"]
            for each in (plan, plan.model_copy(update={"days": 4}))
        )
        assert one == other
        for changes in ({"title": "Another"}, {"written_for": "Anna"}):
            named = plan_calendar(plan_of(**changes), SHIPPED, self.TODAY, time(10), FIRST_PERSON)
            assert one != event_in(named)["uid"]

    def test_two_persons_keep_the_same_plan_on_one_phone(self, drillvoice: Program, tmp_path: Path) -> None:
        drillvoice("person", "add", "Anna")
        uids = []
        for name in ("First person", "Anna", "Anna"):
            file = tmp_path / "plan.ics"
            drillvoice("--person", name, "week", "export", "three-days", "-o", file)
            uids.append(event_in(file.read_bytes())["uid"])
            assert "Anna" not in file.read_text(encoding="utf-8")
        first, one, other = uids
        assert first != one == other

    @pytest.mark.parametrize("odd", [*ODD, "a,b;c\\n:d"])
    def test_whatever_somebody_writes_comes_back(self, odd: str) -> None:
        text = plan_calendar(
            plan_of({"drill": "marching", "note": odd}, title=odd), SHIPPED, self.TODAY, time(10), FIRST_PERSON
        )
        event = event_in(text)
        assert odd == str(event["summary"])
        assert odd in str(event["description"])
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))

    def test_the_time_is_asked_for(self, drillvoice: Program, tmp_path: Path) -> None:
        file = tmp_path / "plan.ics"
        answer = drillvoice("week", "export", "seated-days", "-o", file, "--at", "9:05")
        assert f"{file}: a calendar with reminders at 09:05.\n" == answer.out
        event = event_in(file.read_bytes())
        assert time(9, 5) == event["dtstart"].dt.time()
        assert timedelta() == event["dtstamp"].dt.utcoffset()
        wrong = drillvoice("week", "export", "seated-days", "-o", file, "--at", "25:00")
        assert (2, "") == (wrong.code, wrong.out)
        assert "'25:00' is not a time of day; write it as 10:00, or 16:30" in wrong.err


def test_another_ending_or_place_is_one_sentence(drillvoice: Program, tmp_path: Path) -> None:
    answer = drillvoice("week", "export", "three-days", "-o", "plan.pdf")
    assert (2, "", "plan.pdf must end in .html (a page to print) or .ics (a calendar).\n") == answer
    answer = drillvoice("week", "export", "three-days", "-o", tmp_path / "no" / "plan.html")
    assert (11, "") == (answer.code, answer.out)
    assert "cannot be written (No such file or directory); choose another place." in answer.err
    assert NO_PLAN == drillvoice("week", "export", "-o", "plan.ics").err
