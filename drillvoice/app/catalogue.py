"""What there is to practise: every drill and programme with what a person wants to know before choosing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from drillvoice.app.library import Library
from drillvoice.core.drill.schema import DrillFile, Exercise, Programme, RandomCues
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.estimates import estimated_sound_s
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.request import Request
from drillvoice.core.plan.timing import lay_out
from drillvoice.core.ticks import covering_ticks, to_seconds
from drillvoice.errors import DrillError, HistoryError, Tell, UsageError
from drillvoice.history.database import history_errors, open_to_read
from drillvoice.history.queries import last_done
from drillvoice.places import history_file

PROGRAMME = "programme"
"""What stands for the position of something that has several."""
OFFERED_ROUNDS = (1, 2, 3, 4)
OFFERED_MINUTES = (3.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0)
OFFERED_GAPS = (3.0, 5.0), (4.0, 6.0), (5.0, 7.0), (6.0, 8.0), (7.0, 9.0), (8.0, 12.0)
"""How often, how long and how quickly something may be practised, where somebody picks rather than types."""
USUAL_CADENCE = 100
"""For a guess of the time, where a level follows the person's own steps."""
USUAL_OPTIONS = Options(cadence=USUAL_CADENCE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be started."""

    name: str
    """How the library calls it; "" for going on with a session that was left."""
    title: str
    trains: str = ""
    positions: tuple[str, ...] = ()
    """That of each level; one where there are none."""
    minutes: int = 0
    """About how long it takes; 0 where that cannot be said."""
    last: date | None = None
    """The day on which it was done last."""
    levels: tuple[str, ...] = ()
    """The titles of its levels."""
    random: bool = False
    """It has random cues, and so gaps."""
    helper_first: bool = False
    """It is best begun with a helper who lets each cue come."""
    about: str = ""
    """What there is to know of it, where it is no drill."""
    is_due: bool = False
    """A plan asks for it today."""
    request_for: Callable[[Request], Request] | None = None
    """Makes its session of what is wanted besides, where that takes more than a name."""

    def position_at(self, level: int) -> str:
        """How it is done at a level; "" where that is not known."""
        return self.positions[min(level, len(self.positions)) - 1] if self.positions else ""


def positions_of(drill: Exercise) -> tuple[str, ...]:
    """How a drill is done at each of its levels: the first may be easier than the rest."""
    return tuple(drill.at_level(level).position for level in range(1, max(1, len(drill.all_levels)) + 1))


def read_drills(library: Library, complain: Tell) -> list[tuple[str, DrillFile]]:
    """Every drill that can be read, by name; `complain` is told of the others."""
    drills = []
    for name in library:
        try:
            drills.append((name, library[name]))
        except DrillError as error:
            complain(str(error))
    return drills


def catalogue(library: Library, phrases: Phrases, complain: Tell) -> Iterator[Entry]:
    """Programmes, then drills."""
    days = _last_days(complain)
    drills = read_drills(library, complain)
    for name, drill in sorted(drills, key=lambda found: not isinstance(found[1], Programme)):
        yield _entry_of(name, drill, library, phrases, days.get(name))


def _entry_of(name: str, drill: DrillFile, library: Library, phrases: Phrases, last: date | None) -> Entry:
    minutes = guessed_minutes(name, drill, library, phrases)
    if isinstance(drill, Programme):
        return Entry(name, drill.title, drill.trains, (PROGRAMME,), minutes, last, (), random=True)
    levels = tuple(level.title for level in drill.all_levels)
    cued = isinstance(drill, RandomCues)
    helper_first = isinstance(drill, RandomCues) and drill.helper_first
    return Entry(
        name,
        drill.title,
        drill.trains,
        positions_of(drill),
        minutes,
        last,
        levels,
        random=cued,
        helper_first=helper_first,
    )


def guessed_minutes(
    name: str, drill: DrillFile, library: Library, phrases: Phrases, options: Options = USUAL_OPTIONS
) -> int:
    """About how long it takes; 0 where that cannot be said."""
    try:
        plan = lay_out(make_choices(name, drill, library, options, phrases), _guessed_length)
    except UsageError:
        return 0
    return max(1, round(to_seconds(plan.total) / 60))


def _guessed_length(sound: Sound) -> int:
    return covering_ticks(estimated_sound_s(sound))


def _last_days(complain: Tell) -> dict[str, date]:
    path = history_file()
    try:
        connection = open_to_read(path, complain)
        if connection is None:
            return {}
        with history_errors(path):
            found = last_done(connection, datetime.now(UTC).astimezone().date())
        connection.close()
    except HistoryError as error:
        complain(str(error))
        return {}
    return found
