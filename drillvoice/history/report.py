"""The report: one page of A4 that prints as it looks, for the person and their therapist.

Nothing is told by colour alone, no score is given, and no more is counted than what was done. The page is one SVG
drawing; as HTML it has its title, its summary and the notes as text, and fetches nothing.
"""

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillvoice.errors import HistoryError, UsageError
from drillvoice.history.charts import charts_of, text_block
from drillvoice.history.noted import counted_noun, noted_sentences
from drillvoice.history.sessions import SessionRow
from drillvoice.history.svg import drawing, plain_text
from drillvoice.history.weeks import minutes_text
from drillvoice.written_files import why_unwritable, writing_private

MOST_NAMED = 6
MOST_NOTES = 8
"""More would not leave it on one sheet; a choice."""
NOTES = "Notes"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 12mm; }}
body {{ margin: 0 auto; max-width: 186mm; padding: 6mm; font-family: sans-serif; color: #111; background: #fff; }}
h1 {{ font-size: 17pt; margin: 0 0 1mm; }}
p {{ font-size: 10pt; line-height: 1.4; margin: 0 0 1.5mm; }}
h2 {{ font-size: 11pt; margin: 2mm 0 1mm; }}
ul {{ font-size: 10pt; line-height: 1.4; margin: 0 0 2mm; padding-left: 5mm; }}
svg {{ width: 100%; height: auto; display: block; }}
small {{ font-size: 8.5pt; color: #444; }}
@media print {{ body {{ padding: 0; max-width: none; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{paragraphs}
{drawing}
{notes}
<p><small>{foot}</small></p>
</body>
</html>
"""
PLAN = "Beside the plan for the week."
REPORT_TITLE = "Balance practice"
FOOT = (
    "Written by drillvoice, a coach and not a medical device, from its own record on this computer. Minutes are those "
    "of sessions without pauses; rests count. Ratings are the person's own."
)


@dataclass(frozen=True, slots=True)
class ReportWish:
    """What a report is to have besides the sessions."""

    planned: Sequence[str] = ()
    """The weeks beside the plan that held in each, a few words each."""
    name: str = ""
    """Whose it is; left out where nobody says."""


def write_report(
    rows: Sequence[SessionRow], first: date, last: date, path: Path, wish: ReportWish = ReportWish()
) -> None:
    """Write the report of some days.

    Args:
        rows: the sessions.
        first: the first day.
        last: the last one.
        path: where to.
        wish: what else it is to have.

    Raises:
        UsageError: the file's ending names no format.
        HistoryError: the file cannot be written.

    """
    ending = path.suffix.lower()
    if ending not in (".html", ".htm", ".svg"):
        raise UsageError(f"{path} must end in .html or .svg; to have a PDF, print the .html page from a browser.")
    text = svg_report(rows, first, last, wish) if ending == ".svg" else html_report(rows, first, last, wish)
    try:
        with writing_private(path) as file:
            file.write(text)
    except OSError as error:
        raise HistoryError(
            f"{path} cannot be written ({why_unwritable(path, error)}); choose another place."
        ) from error


def html_report(rows: Sequence[SessionRow], first: date, last: date, wish: ReportWish = ReportWish()) -> str:
    """The report as a page that fetches nothing."""
    charts = drawing(charts_of(rows, first, last), "Charts", "Charts of what the text above says")
    return _html_page(_title_of(wish), _sentences_of(rows, first, last, wish), charts, note_lines(rows))


def svg_report(rows: Sequence[SessionRow], first: date, last: date, wish: ReportWish = ReportWish()) -> str:
    """The same as one drawing."""
    title, lines = _title_of(wish), _sentences_of(rows, first, last, wish)
    page = _whole_page(title, lines, charts_of(rows, first, last), note_lines(rows))
    return drawing(page, title, " ".join(lines))


def _title_of(wish: ReportWish) -> str:
    return f"{REPORT_TITLE}: {wish.name}" if wish.name else REPORT_TITLE


def _sentences_of(rows: Sequence[SessionRow], first: date, last: date, wish: ReportWish) -> tuple[str, ...]:
    planned = [f"{PLAN} {'; '.join(wish.planned)}."] if wish.planned else []
    return (*summary_sentences(rows, first, last), *planned)


def note_lines(rows: Sequence[SessionRow]) -> tuple[str, ...]:
    """What was written down, with its day, the last note first; as many as there is room for on the sheet."""
    found = [f"{day_text(row.started.date())}: {text}" for row in rows for text in _notes_of(row)]
    newest = tuple(reversed(found))[:MOST_NOTES]
    more = len(found) - len(newest)
    return (*newest, *([f"and {more} more, which `drillvoice history` lists"] if more else []))


def _notes_of(row: SessionRow) -> Iterator[str]:
    yield from (f"wobble, {wobble.text}" for wobble in row.wobbles if wobble.text)
    yield from row.notes


def _whole_page(
    title: str, lines: Sequence[str], charts: Sequence[tuple[float, str]], notes: Sequence[str]
) -> Iterator[tuple[float, str]]:
    yield text_block([title], size=18, letters=60)
    yield text_block(lines)
    yield from charts
    if notes:
        yield text_block([NOTES], size=13)
        yield text_block(notes)
    yield text_block([FOOT], size=9, letters=140)


def summary_sentences(rows: Sequence[SessionRow], first: date, last: date) -> tuple[str, ...]:
    """The page in a few sentences."""
    days = len({row.started.date() for row in rows})
    minutes = minutes_text(sum(row.seconds for row in rows) / 60)
    counts = Counter(row.title for row in rows).most_common()
    named = ", ".join(f"{title} ({count})" for title, count in counts[:MOST_NAMED])
    others = f", and {len(counts) - MOST_NAMED} more" if len(counts) > MOST_NAMED else ""
    ends = Counter(row.ended for row in rows)
    return (
        f"{day_text(first)} to {day_text(last)}: {counted_noun(len(rows), 'session')} "
        f"on {counted_noun(days, 'day')}, {minutes} minutes in all.",
        f"Practised: {named}{others}.",
        f"To the end: {ends['complete']}; finished early: {ends['finished']}; broken off: {ends['unfinished']}. "
        f"Pauses taken: {sum(row.pauses for row in rows)}; parts skipped: {sum(row.skips for row in rows)}.",
        *noted_sentences(rows),
    )


def day_text(day: date) -> str:
    """A day as it is printed."""
    return f"{day.day} {day:%B %Y}"


def _html_page(title: str, lines: Sequence[str], charts: str, notes: Sequence[str]) -> str:
    paragraphs = "\n".join(f"<p>{plain_text(line)}</p>" for line in lines)
    listed = "".join(f"<li>{plain_text(note)}</li>" for note in notes)
    return PAGE.format(
        title=plain_text(title),
        paragraphs=paragraphs,
        drawing=charts,
        notes=f"<h2>{NOTES}</h2>\n<ul>{listed}</ul>" if notes else "",
        foot=html.escape(FOOT),
    )
