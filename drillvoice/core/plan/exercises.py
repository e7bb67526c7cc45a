"""Which exercises a session has, each at its level and with the options and framing that hold for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drillvoice.core.drill.rules import needed_gap_s
from drillvoice.core.drill.schema import DrillFile, Exercise, Item, Programme, RandomCues
from drillvoice.core.plan.lines import ExerciseInfo
from drillvoice.core.plan.options import Options
from drillvoice.errors import UsageError

DEFAULT_BOUTS = 3
DEFAULT_REST_S = 120.0
"""Three bouts of two minutes with seated rests of two minutes: people with MS walked farther in 3 x 2 min than
in 6 min, with less fatigue (Karpatkin 2012, PubMed 24453743; training with 2-min seated rests: Karpatkin 2015,
JNPT 39:172)."""
MOST_MINUTES = 24 * 60.0
MOST_BOUTS = 12
"""How many bouts --minutes may ask for; what does not fit is left out."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One exercise of a session."""

    info: ExerciseInfo
    drill: Exercise
    level_title: str
    with_therapist: bool
    bouts: int
    bout_s: float
    rest_s: float
    """Rest between its bouts, and before it where it is not the first; 0 for none."""

    @property
    def is_seated(self) -> bool:
        """Whether it is done sitting, so that nobody has to get up for it."""
        return self.info.position == "seated"


def planned_exercises(
    name: str, drill: DrillFile, library: Mapping[str, DrillFile], options: Options
) -> tuple[Planned, ...]:
    """The exercises of a drill or programme.

    Raises:
        UsageError: an option does not fit the drill, or a programme names a drill that is not there.

    """
    items, rest_s = _items(name, drill, options)
    if options.less:
        items = _easier_items(name, items, {**library, name: drill})
    exercises = [drill] if not isinstance(drill, Programme) else [_find_exercise(name, item, library) for item in items]
    _check_without(name, exercises, options)
    planned = tuple(
        _planned_exercise(item, exercise, rest_s, options) for item, exercise in zip(items, exercises, strict=True)
    )
    _check_useful(name, planned, options)
    return planned


def _items(name: str, drill: DrillFile, options: Options) -> tuple[tuple[Item, ...], float | None]:
    """What to practise one after the other, and the rest between; a single drill keeps its own."""
    if not isinstance(drill, Programme):
        return (Item.model_construct(drill=name, level=options.level or 1),), None
    if options.level is not None:
        raise UsageError(f"{name} is a programme: each of its drills has a level of its own, so leave --level out.")
    return drill.items, drill.rest_s


def _easier_items(name: str, items: tuple[Item, ...], library: Mapping[str, DrillFile]) -> tuple[Item, ...]:
    """Each exercise once, at its easiest level that does not walk; what only walks is left out."""
    found = [(item, _easiest_level(library.get(item.drill))) for item in items]
    easier = tuple(item.model_copy(update={"level": level, "bouts": 1}) for item, level in found if level is not None)
    if not easier:
        raise UsageError(
            f"{name} has nothing that is done without walking, so there is no less of it; "
            "choose another drill for today, such as start-small."
        )
    return easier


def _easiest_level(drill: DrillFile | None) -> int | None:
    """The first level that does not walk; None where all do."""
    if drill is None or isinstance(drill, Programme):
        return 1
    levels = range(1, max(1, len(drill.all_levels)) + 1)
    return next((level for level in levels if drill.at_level(level).position != "walking"), None)


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
    at = _with_options(name, drill.at_level(item.level), item.level, options)
    return Planned(
        _info(item, drill, at),
        at,
        level.title if level else "",
        bool(level and level.with_therapist),
        _bout_count(at, item, options),
        min(options.bout_s or item.bout_s or at.framing.bout_s, 60 * (options.minutes or MOST_MINUTES)),
        _rest_s(at, rest_s, options),
    )


def _bout_count(drill: Exercise, item: Item, options: Options) -> int:
    if options.minutes is not None and options.bouts is None and item.bouts is None and drill.position != "seated":
        return MOST_BOUTS
    usual = 1 if drill.position == "seated" else DEFAULT_BOUTS
    return options.bouts or item.bouts or drill.framing.bouts or usual


def _rest_s(drill: Exercise, programme_s: float | None, options: Options) -> float:
    if options.rest_s is not None:
        return options.rest_s
    if drill.position == "seated":
        return drill.framing.rest_s or 0.0
    own = drill.framing.rest_s if programme_s is None else programme_s
    return DEFAULT_REST_S if own is None else own


def _info(item: Item, drill: Exercise, at: Exercise) -> ExerciseInfo:
    return ExerciseInfo(
        item.drill,
        drill.title,
        item.level if drill.all_levels else 0,
        at.position,
        at.unit,
        at.variety if isinstance(at, RandomCues) else None,
        len(at.cues) if isinstance(at, RandomCues) else 0,
    )


def _with_options(name: str, drill: Exercise, level: int, options: Options) -> Exercise:
    """The drill with the options that only random cues know."""
    if not isinstance(drill, RandomCues):
        return drill
    cues = {
        key: cue
        for key, cue in drill.cues.items()
        if key not in options.without and (cue.walking_frame or not options.walking_frame)
    }
    if not cues or all(cue.group in drill.never_in_a_row for cue in cues.values()):
        raise UsageError(f"{name} at level {level} has no cue left; leave fewer of {', '.join(drill.cues)} out.")
    if drill.gap_steps is not None and options.gap_s is None and options.cadence is None:
        raise UsageError(
            f"{name} at level {level} follows your own steps: count them for one minute at your usual pace "
            "and add --cadence with that number."
        )
    chosen = drill.model_copy(update={"cues": cues})
    _check_gap(name, chosen, options)
    return chosen


def _check_gap(name: str, drill: RandomCues, options: Options) -> None:
    needed = needed_gap_s(drill)
    if options.gap_s is not None and options.gap_s[0] < needed:
        raise UsageError(
            f"--gap {options.gap_s[0]:g} is too short for {name}: its longest cue with its hold takes about "
            f"{needed:.1f} seconds; begin the gap there or above."
        )


def _check_useful(name: str, planned: Sequence[Planned], options: Options) -> None:
    """An option that would change nothing was meant for something else."""
    cued = [item.drill for item in planned if isinstance(item.drill, RandomCues)]
    if options.on_demand and not cued:
        raise UsageError(f"{name} has no random cues that could wait for you, so leave --on-demand out.")
    if options.gap_s and not cued:
        raise UsageError(f"{name} has no random cues, so leave --gap out.")
