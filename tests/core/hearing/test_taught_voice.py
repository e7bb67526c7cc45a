"""What was taught, as it is kept and handed on."""

import json

import numpy as np
import pytest
from pydantic import ValidationError

from drillvoice.core.hearing.taught_voice import (
    LEAST_DB,
    MOST_LEARNT,
    MOST_TAKES,
    MOST_VECTORS,
    TaughtVoice,
    pack_vectors,
    unpack_vectors,
)
from drillvoice.core.session.commands import Command
from tests.core.hearing.vectors import made_sound

TAKES = [made_sound(1), made_sound(2, count=5)]
VOICE = TaughtVoice().with_takes(Command.PAUSE, "hold on", TAKES).with_loudness(-41.5)


def test_it_comes_back_from_text_as_it_was() -> None:
    again = TaughtVoice.model_validate_json(VOICE.model_dump_json())
    assert (-41.5, "hold on") == (again.voice_db, again.form_of(Command.PAUSE))
    for before, after in zip(TAKES, again.takes[Command.PAUSE], strict=True):
        assert before == pytest.approx(after, abs=0.01)
    assert VOICE.model_dump_json() == again.model_dump_json()


def test_a_command_that_is_taught_anew_replaces_the_old_takes_and_what_was_learnt() -> None:
    voice = VOICE.with_learnt(Command.PAUSE, "pause", made_sound(3)).with_takes(Command.STOP, "stop", [made_sound(4)])
    again = voice.with_takes(Command.PAUSE, "", TAKES[:1])
    assert {Command.STOP: 1, Command.PAUSE: 1} == {command: len(takes) for command, takes in again.takes.items()}
    assert "" == again.form_of(Command.PAUSE)
    assert "" == again.form_of(Command.NEXT)
    assert 3 == len(voice.takes[Command.PAUSE])


def test_no_more_than_a_few_are_learnt_and_the_oldest_goes() -> None:
    voice = VOICE
    sounds = [made_sound(seed) for seed in range(10, 15)]
    for sound in sounds:
        voice = voice.with_learnt(Command.PAUSE, "pause", sound)
    takes = voice.takes[Command.PAUSE]
    assert len(TAKES) + MOST_LEARNT == len(takes)
    assert all(
        np.array_equal(one, other) for one, other in zip(sounds[-MOST_LEARNT:], takes[len(TAKES) :], strict=True)
    )
    assert "hold on" == voice.form_of(Command.PAUSE)


def test_what_was_never_taught_can_be_learnt() -> None:
    voice = TaughtVoice().with_learnt(Command.NEXT, "skip", made_sound(1))
    assert ("skip", 1) == (voice.form_of(Command.NEXT), len(voice.takes[Command.NEXT]))


def test_a_command_is_forgotten_alone() -> None:
    voice = VOICE.with_takes(Command.STOP, "stop", TAKES).without_command(Command.PAUSE)
    assert [Command.STOP] == list(voice.takes)
    assert voice.takes == voice.without_command(Command.BACK).takes


@pytest.mark.parametrize(("measured_db", "kept_db"), [(3.0, 0.0), (-130.0, LEAST_DB), (-40.0, -40.0)])
def test_a_loudness_is_one_that_there_is(measured_db: float, kept_db: float) -> None:
    assert kept_db == TaughtVoice().with_loudness(measured_db).voice_db


TAKE = pack_vectors(TAKES[0])


@pytest.mark.parametrize(
    "content",
    [
        "not base64!",
        "",
        pack_vectors(made_sound(1, count=MOST_VECTORS + 1)),
        pack_vectors(np.full((2, 96), np.nan, np.float32)),
        pack_vectors(np.full((2, 96), 1e4, np.float32)),
        TAKE[:40],
    ],
)
def test_what_is_no_take_is_refused(content: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it is pydantic that words it
        unpack_vectors(content)


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 2},
        {"voice_db": 12.0},
        {"more": 1},
        {"commands": [{"command": "toggle", "takes": [TAKE]}]},
        {"commands": [{"command": "jump", "takes": [TAKE]}]},
        {"commands": [{"command": "pause", "takes": []}]},
        {"commands": [{"command": "pause", "takes": [7]}]},
        {"commands": [{"command": "pause", "takes": [TAKE] * (MOST_TAKES + 1)}]},
        {"commands": [{"command": "pause", "takes": [TAKE]}] * 2},
        {"commands": [{"command": "pause", "takes": ["AAAA"]}]},
    ],
    ids=str,
)
def test_a_file_that_holds_anything_else_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TaughtVoice.model_validate_json(json.dumps(damage))
