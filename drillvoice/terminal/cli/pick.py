"""`drillvoice` alone in a terminal: choose on the screen, then run."""

import queue
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from drillvoice.app.last_choice import read_choice, write_choice
from drillvoice.app.library import Library
from drillvoice.app.prepare import open_library
from drillvoice.app.session_record import left_unfinished
from drillvoice.core.drill.rules import estimated_s
from drillvoice.core.drill.schema import DrillFile, Programme, RandomCues
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.choices import choose
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.timing import lay_out
from drillvoice.core.ticks import covering, to_seconds
from drillvoice.errors import DrillError, DrillvoiceError, HistoryError, ScreenError, Tell, UsageError, described
from drillvoice.history.database import open_to_read, told
from drillvoice.history.queries import last_done
from drillvoice.history.unfinished import day_of
from drillvoice.language import load_phrases
from drillvoice.places import history_file
from drillvoice.terminal.cli.options import gather_options
from drillvoice.terminal.screen.page import marks_for
from drillvoice.terminal.screen.picker_page import PickerMode
from drillvoice.terminal.screen.picking import Choice, Entry, begin

USUAL_CADENCE = 100
"""For a guess of the time, where a level follows the person's own steps."""
DAYS_BY_NAME = 7
FAILED = (
    "The screen has failed ({what}); `drillvoice list` names the drills, and `drillvoice run NAME --plain` runs one. "
    "Please report it."
)


def pick_and_run(defaults: Mapping[str, Any], tell: Tell) -> None:
    """Let somebody choose, and run what they chose.

    Args:
        defaults: every option of `run` as it is without a choice.
        tell: prints a sentence.

    Raises:
        DrillvoiceError: what was chosen cannot be had.

    """
    choice = _pick(defaults, tell)
    if choice is None:
        return
    from drillvoice.terminal.cli.run import resume_session, run_session

    if not choice.name:
        resume_session({**defaults, "plain": choice.plain})
        return
    write_choice(choice)
    run_session((choice.name,), {**defaults, **choice.given, "plain": choice.plain})


def _pick(defaults: Mapping[str, Any], tell: Tell) -> Choice | None:
    from drillvoice.terminal.screen.app import ScreenApp

    phrases = load_phrases()
    library = open_library(None, phrases)
    complaints: queue.SimpleQueue[str] = queue.SimpleQueue()
    entries = tuple(_entries(library, phrases, complaints.put))
    if not entries:
        library.find("warm-up")
    chosen: list[Choice | None] = []

    def done(choice: Choice | None) -> None:
        chosen.append(choice)
        app.exit()

    def check(choice: Choice) -> str:
        return _problem(choice, library, phrases, defaults)

    last = read_choice()
    mode = PickerMode(begin(entries, last, _voices()), marks_for(sys.stdout.encoding), done, check)
    app = ScreenApp(mode, light=bool(last and last.given.get("colours") == "light"))
    app.run(mouse=False)
    while not complaints.empty():
        tell(complaints.get())
    if app.failure:
        raise ScreenError(FAILED.format(what=described(app.failure)))
    return chosen[0] if chosen else None


def _voices() -> Sequence[tuple[str, str]]:
    """English voices; none to choose from where they cannot be listed."""
    from drillvoice.voice.engine import list_voices

    try:
        return [(voice.id, voice.name) for voice in list_voices() if voice.speaks("en")]
    except DrillvoiceError:
        return []


def _entries(library: Library, phrases: Phrases, complain: Tell) -> Iterator[Entry]:
    """What was left unfinished, then programmes, then drills."""
    now = datetime.now(UTC).astimezone()
    done = _last_done(complain)
    try:
        left = left_unfinished(complain)
    except HistoryError:
        left = None  # _last_done has said what is wrong
    if left:
        yield Entry("", left.place())
    drills = list(_readable(library, complain))
    for name, drill in sorted(drills, key=lambda found: not isinstance(found[1], Programme)):
        yield _entry(name, drill, library, phrases, _day(done.get(name), now.date()))


def _readable(library: Library, complain: Tell) -> Iterator[tuple[str, DrillFile]]:
    for name in library:
        try:
            yield name, library[name]
        except DrillError as error:
            complain(str(error))


def _entry(name: str, drill: DrillFile, library: Library, phrases: Phrases, last: str) -> Entry:
    minutes = _minutes(name, drill, library, phrases)
    if isinstance(drill, Programme):
        return Entry(name, drill.title, drill.trains, "programme", minutes, last, (), random=True)
    levels = tuple(level.title for level in drill.all_levels)
    return Entry(name, drill.title, drill.trains, drill.position, minutes, last, levels, isinstance(drill, RandomCues))


def _minutes(name: str, drill: DrillFile, library: Library, phrases: Phrases) -> int:
    """About how long it takes; 0 where that cannot be said."""
    try:
        options = gather_options({"seed": 1, "cadence": USUAL_CADENCE})
        plan = lay_out(choose(name, drill, library, options, phrases), _guessed)
    except UsageError:
        return 0
    return max(1, round(to_seconds(plan.total) / 60))


def _guessed(sound: Sound) -> int:
    return covering(estimated_s(sound.text))


def _problem(choice: Choice, library: Library, phrases: Phrases, defaults: Mapping[str, Any]) -> str:
    """Why a choice cannot be started; "" where it can."""
    if not choice.name:
        return ""
    try:
        options = gather_options({**defaults, **choice.given, "seed": 1}, attended=True)
        choose(choice.name, library[choice.name], library, options, phrases)
    except UsageError as error:
        return str(error)
    return ""


def _last_done(complain: Tell) -> dict[str, date]:
    path = history_file()
    try:
        connection = open_to_read(path, complain)
        if connection is None:
            return {}
        with told(path):
            found = last_done(connection)
        connection.close()
    except HistoryError as error:
        complain(str(error))
        return {}
    return found


def _day(day: date | None, today: date) -> str:
    if day is None:
        return ""
    days = (today - day).days
    return (
        day_of(day, today) if days < 7 else f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")
    )
