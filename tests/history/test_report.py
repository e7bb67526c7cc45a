"""The printed report: whole, by itself, and without a number that is not in the record."""

import re
import sys
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from drillvoice.errors import HistoryError, UsageError
from drillvoice.history.report import ReportWish, summary_sentences, write_report
from drillvoice.history.sessions import SessionRow, Sighting, Wobble

TODAY = date(2026, 11, 20)
FIRST = date(2026, 9, 7)


def session(ago: int, level: int = 1, **changes: object) -> SessionRow:
    started = datetime(2026, 11, 20, 18, 0, tzinfo=UTC) - timedelta(days=ago)
    rated: dict[str, dict[str, int | None]] = {"before": {"dizziness": 3}, "after": {"dizziness": 2}}
    own: dict[str, object] = {
        "session": 1,
        "started": started,
        "drill": "head-turns",
        "title": 'Turns & "more" <now>',
        "levels": (("Turns", level), ("Raises", 0)),
        "seconds": 600.0,
        "bouts": 3,
        "cues": 40,
        "pauses": 1,
        "skips": 0,
        "ended": "complete",
        "notes": (),
        "ratings": rated,
    }
    return SessionRow(**(own | changes))  # type: ignore[arg-type]


ROWS = [session(60), session(33, 2), session(33, 2), session(2, 3, ended="finished")]


def text_of(path: Path) -> str:
    write_report(ROWS, FIRST, TODAY, path)
    assert sys.platform == "win32" or 0o600 == path.stat().st_mode & 0o777
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return text_of(tmp_path_factory.mktemp("report") / "a.html")


def test_what_was_noted_is_counted_and_what_was_not_is_not_guessed() -> None:
    noted = [session(2, wobbles=(Wobble(60.0, ""), Wobble(None, "door")), wall="some"), session(1, wall="none")]
    assert (
        "Noted: 2 wobbles (a stumble, or a grab for support), in 1 session.",
        "Noted: no wall or support needed in 1 session, wall or support needed sometimes in 1 session.",
    ) == summary_sentences([*ROWS, *noted], FIRST, TODAY)[3:]
    assert 3 == len(summary_sentences(ROWS, FIRST, TODAY))
    seen = tuple(Sighting(note, 60.0) for note in ("wall", "wall", "hand", "rest", "rest", "rest"))
    assert (
        "Seen by a helper: touched the wall twice, needed a hand once, rested in between 3 times.",
    ) == summary_sentences([session(2, sightings=seen)], FIRST, TODAY)[3:]


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> str:
    return text_of(tmp_path_factory.mktemp("report") / "a.svg")


def test_a_page_says_in_words_what_was_done(page: str) -> None:
    assert "7 September 2026 to 20 November 2026: 4 sessions on 3 days, 40 minutes in all." in page
    assert "Turns &amp; &quot;more&quot; &lt;now&gt; (4)" in page
    assert "To the end: 3; finished early: 1; broken off: 0. Pauses taken: 4; parts skipped: 0." in page


def test_a_page_stands_by_itself(page: str) -> None:
    fetched = re.findall(r'(?:src|href)="(?!#)([^"]*)"|url\((?!#)([^)]*)\)|@import', page)
    assert [] == fetched
    assert "<script" not in page
    assert 1 == page.count("<svg ")
    assert 'lang="en"' in page
    assert "@page { size: A4;" in page


def test_a_drawing_has_its_own_title_and_its_text_stays_text(drawing: str) -> None:
    root = ET.fromstring(drawing)
    texts = " ".join("".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text"))
    for wanted in ("Balance practice", "Days of practice", "Minutes each week", "Levels", "Ratings", "Dizziness"):
        assert wanted in texts


def test_the_same_sessions_give_the_same_page(drawing: str, tmp_path: Path) -> None:
    assert drawing == text_of(tmp_path / "b.svg")


def test_where_nothing_was_rated_and_nothing_has_levels_there_are_no_such_charts(tmp_path: Path) -> None:
    rows = [session(1, levels=(), ratings={})]
    write_report(rows, TODAY - timedelta(days=1), TODAY, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "Minutes each week" in text
    assert not re.search("Levels|Ratings from", text)


def test_years_are_told_by_months(tmp_path: Path) -> None:
    rows = [session(ago, 1 + ago % 3) for ago in range(2500, 0, -50)]
    write_report(rows, TODAY - timedelta(days=2500), TODAY, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    for wanted in ("Minutes each month", "the last year", "dashed: before; full line: after"):
        assert wanted in text


def test_many_titles_are_not_all_named() -> None:
    rows = [session(1, title=f"Drill {number}") for number in range(9)]
    assert "Practised: Drill 0 (1), Drill 1 (1)" in summary_sentences(rows, FIRST, TODAY)[1]
    assert summary_sentences(rows, FIRST, TODAY)[1].endswith(", and 3 more.")


def test_another_ending_or_place_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a\.pdf must end in \.html or \.svg; to have a PDF"):
        write_report(ROWS, FIRST, TODAY, tmp_path / "a.pdf")
    with pytest.raises(HistoryError, match=r"cannot be written \(No such file or directory\)"):
        write_report(ROWS, FIRST, TODAY, tmp_path / "nowhere" / "a.svg")


@pytest.mark.parametrize("title", ["$\\frac{ and $", "a $x$ b", "100 $ [/] <b>&", "_^{"])
@pytest.mark.parametrize("ending", ["svg", "html"])
def test_a_title_is_no_formula_and_no_markup(tmp_path: Path, title: str, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    write_report([session(2, title=title, levels=((title, 2),))], FIRST, TODAY, path)
    text = path.read_text(encoding="utf-8")
    drawing = ET.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
    assert title in ["".join(each.itertext()) for each in drawing.iter("{http://www.w3.org/2000/svg}text")]


def test_notes_and_a_name_are_on_it_and_nothing_of_them_is_markup(tmp_path: Path) -> None:
    rows = [session(number, notes=(f"Note <b>{number}</b> $x_1$ \x1b[2J",)) for number in range(12, 0, -1)]
    for ending in ("html", "svg"):
        write_report(rows, FIRST, TODAY, tmp_path / f"a.{ending}", ReportWish(name="Anna & <i>Co</i>"))
        text = (tmp_path / f"a.{ending}").read_text(encoding="utf-8")
        assert "Balance practice: Anna &amp; &lt;i&gt;Co&lt;/i&gt;" in text
        assert "19 November 2026: Note &lt;b&gt;1&lt;/b&gt; $x_1$  [2J" in text
        assert "and 4 more" in text
        assert "\x1b" not in text


def test_a_drawing_says_in_words_what_it_shows(drawing: str) -> None:
    root = ET.fromstring(drawing)
    assert "Balance practice" == root.findtext("{http://www.w3.org/2000/svg}title")
    assert "4 sessions on 3 days" in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")
