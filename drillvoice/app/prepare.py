"""From a request to a session that is ready to run."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from drillvoice import __version__
from drillvoice.app.experience import Experience, read_experience
from drillvoice.app.library import Library
from drillvoice.app.requested import exercise_names, has_less, requested_drill
from drillvoice.app.safety_heard import SafetyHeard
from drillvoice.app.session_voice import spoken_plan
from drillvoice.core.drill.schema import DrillFile
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.choices import make_choices, safety_choices
from drillvoice.core.plan.lines import Choices, Sound
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.request import Request, VoiceWish
from drillvoice.core.plan.request_json import request_to_json
from drillvoice.core.plan.timing import Lengths, Plan
from drillvoice.core.session.course import Celebrate
from drillvoice.core.session.machine import Session
from drillvoice.core.session.replies import possible_closings
from drillvoice.errors import Tell
from drillvoice.language import Language, load_language
from drillvoice.places import safety_heard_file, user_drills
from drillvoice.voice.clips import ProgramVoice


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session's plan, and what it takes to run it."""

    name: str
    plan: Plan
    language: Language
    voice: ProgramVoice
    header: dict[str, Any]
    settings: dict[str, Any] = field(default_factory=dict)
    """What was asked for, as the record keeps it."""
    goes_on: int | None = None
    """The session of the record that this one goes on from."""
    has_less: bool = False
    """Whether a lesser session could take its place."""

    @property
    def phrases(self) -> Phrases:
        """What is said."""
        return self.language.phrases

    @property
    def cues(self) -> list[str]:
        """What its cues say."""
        lines = (line for unit in self.plan.units for line in unit.lines)
        return sorted({line.sound.text for line in lines if line.cue})

    def speak_ahead(self, texts: Iterable[str]) -> None:
        """Have something spoken that does not belong to the plan."""
        found = [Sound(text) for text in texts]
        if self.voice.missing_sounds(found):
            for sound in found:
                self.voice.clip(sound)
            self.voice.close()

    def prepare_closings(self) -> None:
        """Have every way to end spoken in the background; the system's voices take no time to speak of."""
        if not self.voice.is_of_system:
            self.voice.speak_in_background(map(Sound, possible_closings(self.plan, self.phrases)))

    def new_session(self, celebrate: Celebrate = lambda done: "", lengths: Lengths | None = None) -> Session:
        """A session of the plan, at its beginning; somebody else than the voice may tell how long a sound is."""
        session = Session(self.plan, lengths or self.voice.length_in_ticks, self.phrases, celebrate)
        session.has_less = self.has_less
        return session


def open_library(folder: Path | None, language: Language) -> Library:
    """Drills from a folder that was named, the user's own, and the shipped ones."""
    named = [folder] if folder else []
    return Library([*named, user_drills(), language.drills], language.phrases)


def prepare_session(
    request: Request, tell: Tell, *, attended: bool = False, needs_voice: bool = False, anew: bool = False
) -> Prepared:
    """Read the drill, make the choices, have everything spoken, and lay it out.

    Args:
        request: what to practise, with which voice.
        tell: is told what takes long or went wrong, a sentence at a time.
        attended: somebody can say "ready".
        needs_voice: whether a voice that fails is an error; otherwise beeps and the printed lines stand in.
        anew: as for somebody who does it for the first time, whatever the record says.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    language = language_of(request)
    drawn = draw_session(request, language, attended=attended, anew=anew)
    return prepare_drawn(request, drawn, language, tell, needs_voice=needs_voice)


def prepare_drawn(
    request: Request, drawn: "DrawnSession", language: Language, tell: Tell, *, needs_voice: bool = False
) -> Prepared:
    """Have everything spoken that has been drawn up for a request, and lay it out.

    Raises:
        DrillvoiceError: the voice or a recording cannot be had.

    """
    choices, options, phrases = drawn.choices, drawn.options, language.phrases
    if choices.left_out:
        tell(phrases.printed.left_out.format(drills=phrases.grammar.list_printed(choices.left_out)))
    prepared = prepare_choices(choices, request.voice, language, tell, needs_voice=needs_voice)
    header = {
        "kind": "header",
        "drill": drawn.name,
        "level": choices.exercises[0].level if len(choices.exercises) == 1 else None,
        "seed": options.seed,
        "voice": request.voice.name or "default",
        "rate": request.voice.rate,
        "sample_rate": None,
        "version": __version__,
    }
    settings = {"request": request_to_json(replace(request, seed=options.seed))}
    lesser = not request.only_safety and has_less(choices, drawn.name, drawn.drill, drawn.library, options)
    return replace(prepared, name=drawn.name, header=header, settings=settings, has_less=lesser)


@dataclass(frozen=True, slots=True)
class DrawnSession:
    """What a request comes to before anything is spoken: its drill, and every choice."""

    name: str
    drill: DrillFile
    library: Library
    options: Options
    choices: Choices


def draw_session(request: Request, language: Language, *, attended: bool = False, anew: bool = False) -> DrawnSession:
    """Read the drill, and make the choices.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    options = request.options(draw_seed() if request.seed is None else request.seed, attended=attended)
    phrases, library = language.phrases, open_library(request.folder, language)
    name, drill = requested_drill(request, library, phrases)
    heard = not anew and _has_heard(exercise_names(name, drill), has_read=request.safety_read)
    known = Experience() if anew else read_experience()
    options = replace(
        options, safety=not (request.safety_heard or heard), times=known.times, bouts_today=known.bouts_today
    )
    make = safety_choices if request.only_safety else make_choices
    return DrawnSession(name, drill, library, options, make(name, drill, library, options, phrases))


def _has_heard(drills: Collection[str], *, has_read: bool) -> bool:
    """Whether the safety advice of all these is known; read is as good as heard, from now on."""
    heard = SafetyHeard(safety_heard_file())
    if has_read:
        heard.add(drills)
    return heard.all_heard(drills) or has_read


def language_of(request: Request) -> Language:
    """The language that a session is in, saying as much as is wanted."""
    language = load_language(request.language)
    return language.in_brief() if request.practice.brief else language


def prepare_choices(
    choices: Choices, wish: VoiceWish, language: Language, tell: Tell, *, needs_voice: bool = False
) -> Prepared:
    """Have everything spoken, and lay it out.

    Raises:
        DrillvoiceError: the voice or a recording cannot be had.

    """
    plan, voice = spoken_plan(choices, wish, language, tell, needs_voice=needs_voice)
    return Prepared(choices.title, plan, language, voice, {})


def draw_seed() -> int:
    """A seed that is easy to read aloud and to type."""
    return int.from_bytes(os.urandom(4), "big") % 9000 + 1000
