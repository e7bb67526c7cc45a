"""What a page may ask for: the JSON of each command, checked before anything is done."""

import asyncio
import json
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    ValidationError,
)
from starlette.requests import ClientDisconnect, Request

from drillvoice.core.plain_text import find_control_character
from drillvoice.core.session.commands import Command
from drillvoice.core.session.notes import NOTES
from drillvoice.core.session.questions import Symptom
from drillvoice.web.heartbeat import Touch

READING_LIMIT_S = 5.0
"""A kilobyte that has not come by then will not come."""
MOST_LETTERS = 300


class WishError(Exception):
    """What a page has sent is none of what it may ask for; the text names the place."""


def _plain(text: str) -> str:
    if find_control_character(text) or any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        raise ValueError("it holds characters that nobody can read")
    return text


def _known_note(note: str) -> str:
    if note not in NOTES:
        raise ValueError("there is no such note")
    return note


PlainText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_LETTERS), AfterValidator(_plain)
]
Short = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]


class TouchWish(BaseModel):
    """What every command carries: when its finger came, and for which state of the session it was meant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: StrictInt | None = None
    beat: StrictInt | None = None
    since: float | None = Field(default=None, strict=True, allow_inf_nan=False)
    """In milliseconds, on the page's own clock."""

    @property
    def touch(self) -> Touch | None:
        """When the finger came; None where the page does not say."""
        return None if self.beat is None or self.since is None else Touch(self.beat, self.since / 1000)


class CommandWish(TouchWish):
    """A command for the session."""

    command: Command


class CueWish(TouchWish):
    """A cue to be called by hand."""

    cue: Short


class SayWish(TouchWish):
    """A text to be spoken."""

    text: PlainText


class SeenWish(TouchWish):
    """Something that has been seen."""

    note: Annotated[Short, AfterValidator(_known_note)]


class AnswerWish(TouchWish):
    """The answer to the question that is asked; None leaves it out."""

    symptom: Symptom
    value: Annotated[StrictInt, Field(ge=0, le=10)] | None


class StartWish(TouchWish):
    """A session."""

    drills: tuple[Short, ...] = Field(default=(), max_length=20)
    level: StrictInt | None = None
    rounds: StrictInt | None = None
    minutes: StrictInt | float | None = None
    gap: Short | None = None
    voice: Short | None = None
    rate: StrictInt | None = None
    ask: StrictBool = False
    same: StrictBool = False
    warm_up: StrictBool = False


class PersonWish(TouchWish):
    """Somebody else is to be served."""

    person: Short


class AllowWish(TouchWish):
    """The answer to what a page asks besides the drill: whether a phone may join, what to do without sound."""

    ticket: Short
    allow: StrictBool


class JoinWish(TouchWish):
    """What a browser brings to be let in: one of them. A page says when it was touched here too; nobody asks."""

    secret: Short | None = None
    code: Short | None = None
    ticket: Short | None = None


Kind = TypeVar("Kind", bound=BaseModel)


async def read_wish(request: Request, kind: type[Kind]) -> Kind:
    """What a page has sent.

    Raises:
        WishError: it is not what may be asked for here.

    """
    try:
        async with asyncio.timeout(READING_LIMIT_S):
            body = await request.body()
    except (TimeoutError, ClientDisconnect) as error:
        raise WishError("nothing came") from error
    return parse_wish(body, kind)


def parse_wish(body: bytes, kind: type[Kind]) -> Kind:
    """The same of what has come.

    Raises:
        WishError: it is not what may be asked for here.

    """
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WishError("it is no JSON") from error
    if not isinstance(found, dict):
        raise WishError("it is no object")
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(each) for each in first["loc"])
        raise WishError(f"`{place[:40]}`") from error
