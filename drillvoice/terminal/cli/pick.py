"""`drillvoice` alone in a terminal: choose on the screen, then run."""

import queue
import sys
from collections.abc import Iterator
from dataclasses import replace

from drillvoice.app.catalogue import Entry, catalogue
from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.app.prepared_ahead import PreparedAhead
from drillvoice.app.requested import find_problem
from drillvoice.app.session_record import left_unfinished
from drillvoice.app.settings import own_voice
from drillvoice.app.voice_choice import all_voices, for_language, short_list
from drillvoice.app.week_plan import present_day
from drillvoice.app.week_today import todays_entry
from drillvoice.core.phrases import Phrases
from drillvoice.errors import HistoryError, ScreenError, Tell, describe_failure, tell_nobody
from drillvoice.language import Language, load_language
from drillvoice.terminal.last_choice import read_choice, write_choice
from drillvoice.terminal.process import leaving_by_signals
from drillvoice.terminal.screen.page import marks_for
from drillvoice.terminal.screen.picker_page import PickerMode
from drillvoice.terminal.screen.picking import begin_picking
from drillvoice.terminal.wishes import Choice
from drillvoice.voice.engine import NATURAL, PIPER, SUFFIX, open_engine, usual_voice, voice_name, voices_of

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

    last, today = with_present_voice(read_choice()), present_day()
    voices = voices_to_pick(language, last)
    picking, marks = begin_picking(entries, last, voices), marks_for(sys.stdout.encoding)
    ahead = PreparedAhead()

    def expect(choice: Choice) -> None:
        if choice.name:
            ahead.expect_request(choice.request)

    mode = PickerMode(picking, phrases, marks, done, check, expect, today)
    app = ScreenApp(mode, light=bool(last and last.terminal.light))
    expect(picking.make_choice(plain=False))
    with leaving_by_signals(app.leave):
        app.run(mouse=False)
    ahead.end()
    while not complaints.empty():
        tell(complaints.get())
    if app.failure:
        raise ScreenError(PICKER_FAILED.format(what=describe_failure(app.failure)))
    return chosen[0] if chosen else None


def voices_to_pick(language: Language, last: Choice | None) -> list[tuple[str, str]]:
    """A few voices for the language, as identifier and name, beside the usual one; that of last time is among them.

    What is wrong with a voice or with the settings is said once a session begins.
    """
    known = for_language(all_voices(tell_nobody), language.code)
    usual = voice_name(open_engine(own_voice(tell_nobody) or usual_voice(language.code)))
    chosen = voice_name(open_engine(last.request.voice.name)) if last else ""
    offered = [*short_list(known), *(voice for voice in known if voice.id == chosen)]
    return list({voice.id: voice.name for voice in offered if voice.id != usual}.items())


def with_present_voice(choice: Choice | None) -> Choice | None:
    """A choice in the usual voice where its own one has been removed since; nobody can be asked for it then."""
    if choice is None or not choice.request.voice.name:
        return choice
    engine = open_engine(choice.request.voice.name)
    is_file = engine.voice.endswith(SUFFIX)
    if engine.id not in (NATURAL, PIPER) or is_file:
        return choice
    if voice_name(engine) in {voice.id for voice in voices_of(engine.id)}:
        return choice
    voice = replace(choice.request.voice, name="")
    return replace(choice, request=replace(choice.request, voice=voice))


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
