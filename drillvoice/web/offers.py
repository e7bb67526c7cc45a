"""What a page can offer: drills with what a person wants to know before choosing, voices and persons, as JSON."""

from typing import Any

from drillvoice.app.catalogue import (
    OFFERED_GAPS,
    OFFERED_MINUTES,
    OFFERED_ROUNDS,
    Entry,
    catalogue,
    positions_of,
)
from drillvoice.app.prepare import open_library
from drillvoice.app.settings import own_voice
from drillvoice.app.voice_choice import all_voices, for_language, short_list
from drillvoice.core.drill.schema import DrillFile, Programme, RandomCues
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.request import Request
from drillvoice.core.plan.things import equipment_of, objects_of, placed_objects
from drillvoice.errors import DrillNotFoundError, Tell
from drillvoice.language import load_language
from drillvoice.person import Person
from drillvoice.voice.engine import open_engine, usual_voice, voice_name
from drillvoice.web.choosing import WARM_UP, read_last_request, title_of
from drillvoice.web.desk import Desk

PROGRAMME = "programme"
FIRST_ID = "first"
"""How the first person is called here, whose files have no folder of their own."""


class Offers:
    """Reads what there is.

    Args:
        base: where drills are looked for, and in which language.
        desk: knows the persons.
        tell: is told of files that are wrong.

    """

    def __init__(self, base: Request, desk: Desk, tell: Tell) -> None:
        self._base = base
        self._desk = desk
        self._tell = tell
        self._language = load_language(base.language)
        self._entries: tuple[Entry, ...] = ()
        self._voices: list[dict[str, str]] | None = None

    @property
    def _phrases(self) -> Phrases:
        return self._language.phrases

    def drills_json(self) -> dict[str, Any]:
        """All that there is to choose from. While a session goes on nothing is worked out anew."""
        if not (self._entries and self._desk.is_busy):
            library = open_library(self._base.folder, self._language)
            self._entries = tuple(catalogue(library, self._phrases, self._tell))
        drills = [self._entry_json(entry) for entry in self._entries]
        last = read_last_request()
        title = title_of(last) if last else ""
        same = {"title": title, "level": last.practice.level} if last and title else None
        return {
            "drills": drills,
            "same": same,
            "warm_up": next((each for each in drills if each["name"] == WARM_UP[0]), None),
            "persons": self._persons_json(),
            "voices": self._voices_json(),
        }

    def _entry_json(self, entry: Entry) -> dict[str, Any]:
        positions = self._phrases.picker.positions
        return {
            "name": entry.name,
            "title": entry.title,
            "trains": entry.trains,
            "position": entry.position_at(1),
            "position_words": positions.get(entry.position_at(1), entry.position_at(1)),
            "minutes": entry.minutes,
            "levels": len(entry.levels),
            "last_done": entry.last.isoformat() if entry.last else None,
            "programme": entry.positions == (PROGRAMME,),
            "gaps": entry.random,
            "helper_first": entry.helper_first,
        }

    def _persons_json(self) -> list[dict[str, Any]]:
        persons, present = self._desk.known_persons()
        found = [
            {"id": id_of(each.person), "name": each.name, "current": each.person == present.person} for each in persons
        ]
        return found if len(found) > 1 else []

    def _voices_json(self) -> list[dict[str, str]]:
        """Those beside the usual one. Asked for once: each engine has to be started for it."""
        if self._voices is None:
            known = short_list(for_language(all_voices(lambda sentence: None), self._language.code))
            usual = voice_name(open_engine(own_voice(self._tell) or usual_voice(self._language.code)))
            self._voices = [{"name": voice.id, "title": voice.name} for voice in known if voice.id != usual]
        return self._voices

    def drill_json(self, name: str) -> dict[str, Any]:
        """All that a drill says of itself.

        Raises:
            DrillvoiceError: there is none, or its file is wrong.

        """
        library = open_library(self._base.folder, self._language)
        if name not in library:
            raise DrillNotFoundError(self._phrases.page_server.unknown_page)
        drill = library[name]
        gaps = [f"{low:g}-{high:g}" for low, high in OFFERED_GAPS] if isinstance(drill, RandomCues) else []
        choices = {"rounds": OFFERED_ROUNDS, "minutes": OFFERED_MINUTES, "gap": gaps}
        found = {"name": name, "title": drill.title, "trains": drill.trains, "why": drill.why, "choices": choices}
        if isinstance(drill, Programme):
            items = ((library.get(item.drill), item.level) for item in drill.items)
            inside = [each.at_level(level) for each, level in items if each and not isinstance(each, Programme)]
            things = [*equipment_of(inside, self._phrases), *objects_of(inside)]
            cautions = list(dict.fromkeys(caution for each in inside for caution in each.cautions))
            exercises = [each.title for each in inside]
            return found | {"things": things, "cautions": cautions, "levels": [], "exercises": exercises}
        return found | self._exercise_json(drill)

    def _exercise_json(self, drill: DrillFile) -> dict[str, Any]:
        assert not isinstance(drill, Programme), "those have no levels"
        positions, names = self._phrases.picker.positions, positions_of(drill)
        placed = [placed_objects(drill, self._phrases)] if drill.objects else []
        levels = [
            {
                "number": number,
                "title": level.title,
                "position_words": positions.get(names[number - 1], names[number - 1]),
                "with_therapist": level.with_therapist,
            }
            for number, level in enumerate(drill.all_levels, 1)
        ]
        gap = drill.gap_s if isinstance(drill, RandomCues) else None
        return {
            "things": [drill.space, *equipment_of([drill], self._phrases), *placed],
            "setup": list(drill.setup),
            "cautions": [*drill.cautions, *(self._phrases.safety.lines[line] for line in drill.safety_names)],
            "levels": levels,
            "rounds": drill.framing.bouts,
            "gap": f"{gap[0]:g}-{gap[1]:g}" if gap else None,
            "exercises": [],
        }


def id_of(person: Person) -> str:
    """How a page calls a person."""
    return person.folder or FIRST_ID
