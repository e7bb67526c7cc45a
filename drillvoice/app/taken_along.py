"""What all files to take along have in common, whatever kind they are: how they are prepared, and what they came to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drillvoice.app.prepare import Prepared, draw_session, language_of, prepare_drawn
from drillvoice.app.render import sound_blocks
from drillvoice.audio.mixer import Mixer
from drillvoice.core.clips import Samples
from drillvoice.core.plan.request import Request
from drillvoice.core.session.facts import Fact
from drillvoice.errors import Tell, UsageError
from drillvoice.language import Language

Watch = Callable[[Fact], None]


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """What has been written."""

    title: str
    seconds: float
    seed: int
    parts: int = 1


def prepare_to_take(request: Request, tell: Tell, language: Language | None = None) -> Prepared:
    """Prepare a session that is to be written.

    A file may be given to anybody, so it has the full safety advice unless that is said to have been heard.

    Args:
        request: what is wanted.
        tell: is told what takes long or went wrong, a sentence at a time.
        language: speaks in other words than the request's own language.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    if request.practice.on_demand:
        raise UsageError("A sound file cannot wait for you, so --on-demand goes only with `drillvoice run`.")
    language = language or language_of(request)
    return prepare_drawn(request, draw_session(request, language, anew=True), language, tell, needs_voice=True)


def mixer_for(request: Request, rate: int) -> Mixer:
    """What mixes a session, as loud as is wanted."""
    return Mixer(rate, volume=request.sound.volume / 100, awake=request.sound.keep_awake)


def taken_along(prepared: Prepared, seconds: float, parts: int = 1) -> TakenAlong:
    """What a session that has been written came to."""
    return TakenAlong(prepared.plan.title, seconds, prepared.header["seed"], parts)


def sound_of(prepared: Prepared, mixer: Mixer, watch: Watch) -> Iterator[Samples]:
    """All that sounds in it."""
    return sound_blocks(prepared.new_session(), prepared.voice.clip, mixer, watch)


def ignore_fact(_fact: Fact) -> None:
    """Where nobody wants to know what sounds."""
