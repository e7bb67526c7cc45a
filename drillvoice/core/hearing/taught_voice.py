"""What a person has taught by example, as it is kept in a file and handed to the process that listens.

Vectors and no sound: what was said cannot be heard again from them.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from drillvoice.core.hearing.templates import WIDTH, Vectors
from drillvoice.core.session.commands import UNSPOKEN, Command

NUMBER = np.dtype("<f2")
MOST_VECTORS = 50
"""Four seconds."""
MOST_TAKES, MOST_LEARNT = 10, 3
"""Of one command: five takes, each placed in two ways, and a few of sessions. Each is compared with each sound."""
LARGEST = 100.0
"""Vectors are spread by about 1."""
LEAST_DB = -100.0


def pack_vectors(vectors: Vectors) -> str:
    """Vectors as text."""
    return base64.b64encode(vectors.astype(NUMBER).tobytes()).decode("ascii")


def unpack_vectors(text: str) -> Vectors:
    """Text as vectors.

    Raises:
        ValueError: it is no such text.

    """
    numbers = np.frombuffer(base64.b64decode(text, validate=True), NUMBER).astype(np.float32)
    vectors = numbers.reshape(-1, WIDTH)
    if not 1 <= len(vectors) <= MOST_VECTORS or not (np.abs(vectors) <= LARGEST).all():
        raise ValueError("a take is a few seconds of vectors")
    return vectors


def _as_vectors(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value
    if not isinstance(value, str):
        raise ValueError("a take is text")
    return unpack_vectors(value)


Take = Annotated[Any, BeforeValidator(_as_vectors), PlainSerializer(pack_vectors)]
"""`Vectors`; text in a file."""


class TaughtCommand(BaseModel):
    """The takes of one command."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: Command
    form: str = ""
    """What was said, where it was words that others understand too."""
    takes: tuple[Take, ...] = Field(default=(), max_length=MOST_TAKES)
    """Those that were asked for."""
    learnt: tuple[Take, ...] = Field(default=(), max_length=MOST_LEARNT)
    """Those of sessions, the latest last."""

    @model_validator(mode="after")
    def _spoken_sometime(self) -> Self:
        if self.command in UNSPOKEN or not (self.takes or self.learnt):
            raise ValueError(f"there are no takes of {self.command}, or it has no spoken form")
        return self


class TaughtVoice(BaseModel):
    """All that a person has taught."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    """Of the form, and of the vectors: others belong to another model."""
    voice_db: float | None = Field(default=None, ge=LEAST_DB, le=0)
    """How loud the voice was at the microphone, in dBFS."""
    commands: tuple[TaughtCommand, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        if len({each.command for each in self.commands}) < len(self.commands):
            raise ValueError("a command stands there twice")
        return self

    @property
    def takes(self) -> Mapping[Command, Sequence[Vectors]]:
        """By command, learnt ones too."""
        return {each.command: (*each.takes, *each.learnt) for each in self.commands}

    def form_of(self, command: Command) -> str:
        """The words that are said for a command; empty for a sound, or for words that nobody else understands."""
        return self._taught(command).form

    def with_takes(self, command: Command, form: str, takes: Sequence[Vectors]) -> Self:
        """The same with a command taught anew; what was learnt of it belongs to what was said before."""
        return self._with(TaughtCommand(command=command, form=form, takes=tuple(takes)))

    def with_learnt(self, command: Command, form: str, take: Vectors) -> Self:
        """The same with one more take from a session, in place of the oldest of them where there are too many."""
        known = self._taught(command)
        learnt = (*known.learnt, take)[-MOST_LEARNT:]
        said = known.form if known.takes else form
        return self._with(TaughtCommand(command=command, form=said, takes=known.takes, learnt=learnt))

    def with_loudness(self, voice_db: float) -> Self:
        """The same of a voice that was measured anew."""
        return self.model_copy(update={"voice_db": max(LEAST_DB, min(0.0, voice_db))})

    def without_command(self, command: Command) -> Self:
        """The same with a command forgotten."""
        kept = tuple(each for each in self.commands if each.command is not command)
        return self.model_copy(update={"commands": kept})

    def _taught(self, command: Command) -> TaughtCommand:
        nothing = TaughtCommand.model_construct(command=command, form="", takes=(), learnt=())
        return next((each for each in self.commands if each.command is command), nothing)

    def _with(self, taught: TaughtCommand) -> Self:
        others = self.without_command(taught.command)
        return others.model_copy(update={"commands": (*others.commands, taught)})
