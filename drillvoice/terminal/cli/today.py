"""`drillvoice today`: what the plan for the week has for today, as one session."""

from datetime import UTC, datetime

from drillvoice.app.prepare import open_library
from drillvoice.app.requested import only_walks
from drillvoice.app.week_plan import needed_plan, present_day
from drillvoice.app.week_today import left_of_today, week_so_far
from drillvoice.core.plan.request import Request
from drillvoice.core.week.due import Due
from drillvoice.core.week.session import request_of_day, rest_sentences
from drillvoice.errors import Tell
from drillvoice.language import load_language
from drillvoice.terminal.cli.run import run_session
from drillvoice.terminal.printing import print_text
from drillvoice.terminal.wishes import TerminalWish

GENTLE = "If you would like to move a little, `drillvoice run stretching` is a gentle choice, seated."
ANYWAY = "`drillvoice today --anyway` does a day of your plan."


def run_today(wanted: Request, terminal: TerminalWish, tell: Tell, *, anyway: bool) -> None:
    """Run what is due today, or say why not: what was begun can be gone on with, nothing is due, or there is no less.

    Args:
        wanted: all that the plan does not say.
        terminal: how it is shown.
        tell: is told what is wrong outside of the session.
        anyway: do a day of the plan where nothing is due.

    Raises:
        DrillvoiceError: there is no plan, or it is wrong; or the session cannot be had.

    """
    language = load_language(wanted.language)
    library, phrases = open_library(wanted.folder, language), language.phrases
    plan, today = needed_plan(library), present_day()
    week = week_so_far(plan, today, tell)
    if week.due is not Due.TODAY and not anyway:
        left = left_of_today(plan, today, tell)
        go_on = [left.resume_sentence(datetime.now(UTC).astimezone(), phrases)] if left else []
        print_text(" ".join([*go_on, *rest_sentences(week, phrases, broke_off=left is not None)]))
        print_text(f"{GENTLE} {ANYWAY}")
        return
    request = request_of_day(week, wanted, library, phrases)
    if request.practice.less and only_walks(request, library, phrases):
        print_text(phrases.week.no_less)
        print_text(GENTLE)
        return
    print_text(request.announcement)
    run_session(request, terminal)
