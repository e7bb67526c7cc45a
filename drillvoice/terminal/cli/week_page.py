"""A plan for the week as one page of large print, with a place to tick days. It fetches nothing and runs nothing."""

from collections.abc import Iterator, Mapping
from html import escape

from drillvoice.core.drill.schema import DrillFile
from drillvoice.core.week.schema import WEEKDAYS, WeekPlan
from drillvoice.terminal.cli.week_text import days_text, item_facts, limit_text, people_text, title_of_item

TICKED_WEEKS = 4
PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
@page {{ margin: 12mm; }}
body {{ margin: 0 auto; max-width: 186mm; padding: 4mm; font: 18pt/1.25 sans-serif; color: #000; background: #fff;
  overflow-wrap: anywhere; }}
h1 {{ font-size: 24pt; margin: 0 0 2mm; }}
h2 {{ font-size: 20pt; margin: 4mm 0 1mm; }}
p, ul {{ margin: 0 0 2mm; }}
ul {{ padding-left: 8mm; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
th, td {{ border: 0.5mm solid #000; height: 8.5mm; text-align: center; }}
@media print {{ body {{ padding: 0; max-width: none; }} }}
</style>
</head>
<body>
<h1 dir="auto">{title}</h1>
{body}
</body>
</html>
"""


def plan_page(plan: WeekPlan, library: Mapping[str, DrillFile], lang: str) -> str:
    """The page as HTML.

    Args:
        plan: the plan.
        library: the drills, which have the titles.
        lang: the code of the language that it is in.

    """
    return PAGE.format(lang=escape(lang), title=escape(plan.title), body="\n".join(_body(plan, library)))


def _body(plan: WeekPlan, library: Mapping[str, DrillFile]) -> Iterator[str]:
    if people_text(plan):
        yield _paragraph(people_text(plan))
    yield f"<h2>{escape(days_text(plan))}</h2>\n<ul>"
    for item in plan.items:
        facts = "; ".join(item_facts(item, plan, library))
        note = f"<br>{escape(item.note)}" if item.note else ""
        told = f": {escape(facts)}" if facts else ""
        yield f'<li dir="auto"><strong>{escape(title_of_item(item, library))}</strong>{told}{note}</li>'
    yield "</ul>"
    if limit_text(plan):
        yield _paragraph(f"At most: {limit_text(plan)}")
    if plan.go_up_when:
        yield _paragraph(f"Go up when: {plan.go_up_when}")
    yield from map(_paragraph, plan.notes)
    yield "<h2>Tick each day</h2>"
    yield from _ticking_table()


def _paragraph(text: str) -> str:
    return f'<p dir="auto">{escape(text)}</p>'


def _ticking_table() -> Iterator[str]:
    heads = "".join(
        f'<th scope="col"><abbr title="{day.capitalize()}">{day[:3].capitalize()}</abbr></th>' for day in WEEKDAYS
    )
    yield f'<table>\n<thead><tr><th scope="col">Week</th>{heads}</tr></thead>\n<tbody>'
    for number in range(1, TICKED_WEEKS + 1):
        yield f'<tr><th scope="row">{number}</th>{"<td>&nbsp;</td>" * len(WEEKDAYS)}</tr>'
    yield "</tbody>\n</table>"
