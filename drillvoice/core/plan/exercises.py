"""Which exercises a session has, each at its level and with the options and framing that hold for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drillvoice.core.drill.lengths import hours_text, practice_s
from drillvoice.core.drill.rules import MOST_ON_FEET_S, estimated_s, gap_range_s, needed_gap_s
from drillvoice.core.drill.schema import DrillFile, Exercise, Holds, Item, Programme, RandomCues, Repetitions
from drillvoice.core.plan.less import easier_pairs
from drillvoice.core.plan.lines import ExerciseInfo
from drillvoice.core.plan.options import CueSound, Options
from drillvoice.errors import UsageError

DEFAULT_REST_S = 120.0
"""Seated rests of two minutes: people with MS walked farther in training with them (Karpatkin 2015, JNPT 39:172; their
length: CUNY pilot, academicworks.cuny.edu 807). For strengthening, two to four minutes (PMC6586489)."""
MOST_BEEPS = 3
"""So many different numbers of beeps can be kept in mind while walking; a choice."""
PLACE_AGAIN_S = 5.0
"""From the chair to the place, after "ready", which is mostly said near it; a choice."""
SAID_AFTER_S = 0.6
"""Silence after the reminder that is said once one stands."""
MOST_SEATED_S = 300.0
"""How long a seated bout lasts at most; a choice."""
RIGHT = "right"
"""How the second side is asked for in a drill that calls its sides otherwise."""
LONGEST_SESSION_S = 4 * 3600.0
"""Without openings and rests; before it is made shorter for the time there is."""
FAMILIAR_TIMES = 9
"""From the tenth time on the way in is short; a choice."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One exercise of a session."""

    info: ExerciseInfo
    drill: Exercise
    level_title: str
    with_therapist: bool
    sets: int
    """How often it is done."""
    bout_s: float
    """How long a bout lasts at most."""
    rest_s: float
    """Rest between its bouts, and before it where it is not the first; 0 for none."""
    is_familiar: bool = False
    """It has been done so often that little has to be said."""
    is_cut: bool = False
    """Shorter bouts were asked for than it has."""
    is_quickest: bool = False
    """Quicker cues were asked for than the turns allow."""

    @property
    def is_seated(self) -> bool:
        """Whether it is done sitting."""
        return self.info.position == "seated"

    @property
    def begins_seated(self) -> bool:
        """Whether nobody has to get up for it, and one sits when it has ended."""
        return self.is_seated or self.drill.from_chair


def planned_exercises(
    name: str, drill: DrillFile, library: Mapping[str, DrillFile], options: Options
) -> tuple[Planned, ...]:
    """The exercises of a drill or programme.

    Raises:
        UsageError: an option does not fit the drill, or a programme names a drill that is not there.

    """
    items, rest_s = _items(name, drill, options)
    exercises = [drill] if not isinstance(drill, Programme) else [_find_exercise(name, item, library) for item in items]
    _check_without(name, exercises, options)
    pairs = list(zip(items, exercises, strict=True))
    if options.less:
        pairs = easier_pairs(pairs)
        if not pairs:
            raise UsageError(
                f"{name} has nothing that is done without walking, so there is no less of it; "
                "choose another drill for today, such as start-small."
            )
    planned = tuple(_planned_exercise(item, exercise, rest_s, options) for item, exercise in pairs)
    _check_useful(name, planned, options)
    _check_length(name, planned)
    return planned


def _check_length(name: str, planned: Sequence[Planned]) -> None:
    """Days of practice are a slip, and would never be planned."""
    seconds = sum(practice_s(each.drill) * each.sets for each in planned)
    if seconds > LONGEST_SESSION_S:
        raise UsageError(
            f"{name} would be about {hours_text(seconds)} of practice, and {hours_text(LONGEST_SESSION_S)} are the "
            "most; ask for fewer rounds, or for fewer drills."
        )


def _items(name: str, drill: DrillFile, options: Options) -> tuple[tuple[Item, ...], float | None]:
    """What to practise one after the other, and the rest between; a single drill keeps its own."""
    if not isinstance(drill, Programme):
        return (Item.model_construct(drill=name, level=options.level or 1),), None
    if options.level is not None:
        raise UsageError(f"{name} is a programme: each of its drills has a level of its own, so leave --level out.")
    return drill.items, drill.rest_s


def _find_exercise(name: str, item: Item, library: Mapping[str, DrillFile]) -> Exercise:
    drill = library.get(item.drill)
    if drill is None or isinstance(drill, Programme):
        raise UsageError(f"{name} names the drill {item.drill!r}, which is not there; see `drillvoice list`.")
    return drill


def _check_without(name: str, drills: Sequence[Exercise], options: Options) -> None:
    known = [cue for drill in drills if isinstance(drill, RandomCues) for cue in drill.cues]
    for cue in options.without:
        if cue not in known:
            raise UsageError(f"{name} has no cue called {cue!r} to leave out; it has {_joined_names(known)}.")


def _joined_names(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(names)) or "none"


def _planned_exercise(item: Item, drill: Exercise, rest_s: float | None, options: Options) -> Planned:
    name, count = item.drill, len(drill.all_levels)
    if item.level > max(1, count):
        levels = f"levels 1 to {count}" if count else "no levels"
        raise UsageError(f"{name} has {levels}; level {item.level} is not one of them.")
    level = drill.find_level(item.level)
    at_level = drill.at_level(item.level)
    at = _with_options(name, at_level, item, options)
    info = _info(item, drill, at)
    bout_s = _bout_s(at, item, options.bout_s)
    return Planned(
        info,
        at,
        level_title=level.title if level else "",
        with_therapist=bool(level and level.with_therapist),
        sets=1 if options.less else options.bouts or item.bouts or at.framing.bouts,
        bout_s=bout_s,
        rest_s=_rest_s(at, rest_s, options),
        is_familiar=options.times.get((info.name, info.level), 0) >= FAMILIAR_TIMES,
        is_cut=bout_s < _bout_s(at, item, None),
        is_quickest=_asks_for_quicker(at_level, options),
    )


def _bout_s(drill: Exercise, item: Item, asked_s: float | None) -> float:
    """A bout lasts at most so long: as asked for, but nobody is on their feet for more than two minutes."""
    return min(asked_s or item.bout_s or drill.framing.bout_s, most_bout_s(drill))


def most_bout_s(drill: Exercise) -> float:
    """How long a bout may last: on one's feet two minutes, with what comes between getting up and its count-in."""
    if drill.position == "seated":
        return MOST_SEATED_S
    if drill.from_chair:
        return MOST_ON_FEET_S
    reminder_s = estimated_s(drill.reminder) + SAID_AFTER_S if drill.reminder else 0.0
    return MOST_ON_FEET_S - reminder_s - (PLACE_AGAIN_S if drill.position == "walking" else 0.0)


def _rest_s(drill: Exercise, programme_s: float | None, options: Options) -> float:
    if options.rest_s is not None:
        return options.rest_s
    if drill.position == "seated":
        return drill.framing.rest_s or 0.0
    own = drill.framing.rest_s if programme_s is None else programme_s
    return DEFAULT_REST_S if own is None else own


def _info(item: Item, drill: Exercise, at: Exercise) -> ExerciseInfo:
    sided = isinstance(at, Repetitions | Holds) and at.sides != "none"
    return ExerciseInfo(
        item.drill,
        drill.title,
        item.level if drill.all_levels else 0,
        at.position,
        at.unit,
        at.variety if isinstance(at, RandomCues) else None,
        len(at.cues) if isinstance(at, RandomCues) else 0,
        at.side_names if sided else (),
        drill.helps or "",
    )


def _with_options(name: str, drill: Exercise, item: Item, options: Options) -> Exercise:
    """The drill with the options that only its kind knows."""
    if isinstance(drill, RandomCues):
        return _with_cue_options(name, drill, item.level, options)
    side = options.first_side or item.first_side
    names = drill.side_names
    other = side == names[1] if side in names else side == RIGHT
    return _with_other_side_first(drill) if other and drill.has_sides else drill


def _with_other_side_first(drill: Exercise) -> Exercise:
    """Begin with the second side, the weaker one perhaps; what is said on the way to a side goes with it."""
    setup = tuple(reversed(drill.side_setup)) if drill.side_setup else None
    return drill.model_copy(update={"side_names": tuple(reversed(drill.side_names)), "side_setup": setup})


def _with_cue_options(name: str, drill: RandomCues, level: int, options: Options) -> RandomCues:
    cues = {
        key: cue
        for key, cue in drill.cues.items()
        if key not in options.without and (cue.walking_frame or not options.walking_frame)
    }
    if not cues or all(cue.group in drill.never_in_a_row for cue in cues.values()):
        raise UsageError(f"{name} at level {level} has no cue left; leave fewer of {', '.join(drill.cues)} out.")
    if options.cue_sound is CueSound.BEEP and len(cues) > MOST_BEEPS:
        raise UsageError(
            f"{name} at level {level} has {len(cues)} different cues, too many to tell by their beeps; "
            f"leave some out with --without until there are {MOST_BEEPS}, or use --cues both."
        )
    if drill.gap_steps is not None and options.gap_s is None and options.cadence is None:
        raise UsageError(
            f"{name} at level {level} follows your own steps: count them for one minute at your usual pace "
            "and add --cadence with that number."
        )
    chosen = drill.model_copy(update={"cues": cues})
    return chosen if options.gap_s is None else _with_gap(chosen, options.gap_s)


def _with_gap(drill: RandomCues, gap_s: tuple[float, float]) -> RandomCues:
    """The gap that was asked for, as far as the turns allow."""
    needed = needed_gap_s(drill)
    low, high = (max(needed, gap) for gap in gap_s)
    return drill.model_copy(update={"gap_s": (low, high), "gap_steps": None})


def _asks_for_quicker(drill: Exercise, options: Options) -> bool:
    if not isinstance(drill, RandomCues):
        return False
    low, _ = options.gap_s or gap_range_s(drill, options.cadence or 1)
    return low < needed_gap_s(drill)


def _check_useful(name: str, planned: Sequence[Planned], options: Options) -> None:
    """An option that would change nothing was meant for something else."""
    cued = [item.drill for item in planned if isinstance(item.drill, RandomCues)]
    if options.on_demand and not cued:
        raise UsageError(f"{name} has no random cues that could wait for you, so leave --on-demand out.")
    if options.gap_s and not cued:
        raise UsageError(f"{name} has no random cues, so leave --gap out.")
