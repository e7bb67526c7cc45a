"""`drillvoice` alone in a terminal: choose on the screen, then run."""

import queue
import sys
from collections.abc import Iterator, Sequence

from drillvoice.app.catalogue import Entry, catalogue
from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.app.requested import find_problem
from drillvoice.app.session_record import left_unfinished
from drillvoice.app.week_plan import present_day
from drillvoice.app.week_today import todays_entry
from drillvoice.core.phrases import Phrases
from drillvoice.errors import DrillvoiceError, HistoryError, ScreenError, Tell, describe_failure
from drillvoice.language import Language, load_language
from drillvoice.terminal.last_choice import read_choice, write_choice
from drillvoice.terminal.screen.page import marks_for
from drillvoice.terminal.screen.picker_page import PickerMode
from drillvoice.terminal.screen.picking import begin_picking
from drillvoice.terminal.wishes import Choice

PICKER_FAILED = (
    "The screen has failed ({what}); `drillvoice list` names the drills, and `drillvoice run NAME --plain` runs one. "
    "Please report it."
)


def pick_and_run(tell: Tell) -> None:
    """Let somebody choose, and run what they chose.

    Raises:
        DrillvoiceError: what was chosen cannot be had.

    """
    choice = _pick_drill(tell)
    if choice is None:
        return
    from drillvoice.terminal.cli.run import resume_session, run_session

    if not choice.name:
        resume_session(choice.request, choice.terminal, tell)
        return
    if not choice.is_of_plan:
        write_choice(choice)
    run_session(choice.request, choice.terminal)


def _pick_drill(tell: Tell) -> Choice | None:
    from drillvoice.terminal.screen.app import ScreenApp

    language = load_language()
    phrases, library = language.phrases, open_library(None, language)
    complaints: queue.SimpleQueue[str] = queue.SimpleQueue()
    entries = tuple(entries_to_pick(library, phrases, complaints.put))
    if not entries:
        library.find_name("warm-up")
    chosen: list[Choice | None] = []

    def done(choice: Choice | None) -> None:
        chosen.append(choice)
        app.exit()

    def check(choice: Choice) -> str:
        return find_problem(choice.request, library, phrases) if choice.name else ""

    last, today = read_choice(), present_day()
    picking, marks = begin_picking(entries, last, _voices_of(language)), marks_for(sys.stdout.encoding)
    mode = PickerMode(picking, phrases, marks, done, check, today)
    app = ScreenApp(mode, light=bool(last and last.terminal.light))
    app.run(mouse=False)
    while not complaints.empty():
        tell(complaints.get())
    if app.failure:
        raise ScreenError(PICKER_FAILED.format(what=describe_failure(app.failure)))
    return chosen[0] if chosen else None


def _voices_of(language: Language) -> Sequence[tuple[str, str]]:
    """Voices that fit the language; none to choose from where they cannot be listed."""
    from drillvoice.voice.engine import list_voices

    try:
        return [(voice.id, voice.name) for voice in list_voices() if voice.speaks(language.code)]
    except DrillvoiceError:
        return []


def entries_to_pick(library: Library, phrases: Phrases, complain: Tell) -> Iterator[Entry]:
    """What a plan has for today, what was left unfinished, and all that there is to practise."""
    today = todays_entry(library, phrases, present_day(), complain)
    if today:
        yield today
    try:
        left = left_unfinished(complain)
    except HistoryError:
        left = None  # the catalogue says what is wrong
    if left:
        yield Entry("", left.resume_label(phrases))
    yield from catalogue(library, phrases, complain)
