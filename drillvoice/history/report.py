"""The report: one page of A4 that prints as it looks, for the person and their therapist.

Nothing is told by colour alone, no score is given, and no more is counted than what was done. The page is one SVG
drawing by matplotlib; as HTML it has its title and summary as text and fetches nothing.
"""

import html
import io
import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drillvoice.errors import HistoryError, UsageError
from drillvoice.files import open_private
from drillvoice.history.noted import counted_noun, noted_sentences
from drillvoice.history.queries import SessionRow
from drillvoice.history.weeks import minutes_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MISSING = f"A report needs matplotlib: run `{sys.executable} -m pip install matplotlib`, then ask again."
MOST_NAMED = 6

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
svg {{ width: 100%; height: auto; display: block; }}
small {{ font-size: 8.5pt; color: #444; }}
@media print {{ body {{ padding: 0; max-width: none; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{paragraphs}
{drawing}
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


def write_report(rows: Sequence[SessionRow], first: date, last: date, path: Path, planned: Sequence[str] = ()) -> None:
    """Write the report of some days.

    Args:
        rows: the sessions.
        first: the first day.
        last: the last one.
        path: where to.
        planned: the weeks beside the plan that held in each, a few words each.

    Raises:
        UsageError: the file's ending names no format, or matplotlib is not installed.
        HistoryError: the file cannot be written.

    """
    ending = path.suffix.lower()
    if ending not in (".html", ".htm", ".svg"):
        raise UsageError(f"{path} must end in .html or .svg.")
    try:
        from drillvoice.history import charts
    except ImportError as error:
        raise UsageError(MISSING) from error
    lines = (*summary_sentences(rows, first, last), *([f"{PLAN} {'; '.join(planned)}."] if planned else []))
    if ending == ".svg":
        text = _figure_svg(charts.draw_page(rows, first, last, heading=(REPORT_TITLE, *lines), foot=FOOT))
    else:
        text = _html_page(lines, _inline_svg(_figure_svg(charts.draw_page(rows, first, last))))
    try:
        with open_private(path) as file:
            file.write(text)
    except OSError as error:
        raise HistoryError(f"{path} cannot be written ({error.strerror}); choose another place.") from error


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


def _figure_svg(figure: "Figure") -> str:
    import matplotlib as mpl

    file = io.StringIO()
    # Text stays text: it can be read aloud, searched and selected. No date and no random ids: the same page each time.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "drillvoice", "text.parse_math": False}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Title": REPORT_TITLE})
    return file.getvalue()


def _inline_svg(svg: str) -> str:
    """The drawing as a part of an HTML page."""
    return re.sub(r"^.*?<svg ", '<svg role="img" aria-label="Charts of what the text above says" ', svg, flags=re.S)


def _html_page(lines: Sequence[str], drawing: str) -> str:
    paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return PAGE.format(title=REPORT_TITLE, paragraphs=paragraphs, drawing=drawing, foot=html.escape(FOOT))
