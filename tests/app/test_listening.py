"""What the listening process is told, and what is learnt while it listens."""

import contextlib
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from drillvoice.app.front import Fronts
from drillvoice.app.learning import TAKEN_BACK_S
from drillvoice.app.listening import listening_to
from drillvoice.app.taught import read_taught, write_taught
from drillvoice.core.hearing.taught_voice import TaughtVoice, pack_vectors
from drillvoice.core.plan.request import ListeningWish, Request
from drillvoice.core.session.commands import Command
from drillvoice.listening.messages import TakeReport
from drillvoice.places import taught_voice_file
from tests.builders import PHRASES
from tests.core.hearing.vectors import made_sound

PREPARED: Any = SimpleNamespace(phrases=PHRASES, cues=("Look left",), language=SimpleNamespace(code="en"))
TAKE = TakeReport("next", "next", pack_vectors(made_sound(2)))


class Control:
    """Voice control that listens to nothing, and what it was told."""

    def __init__(self) -> None:
        self.told: list[Mapping[str, Any]] = []
        self.learn = lambda take: None

    @contextlib.contextmanager
    def switched_on(self, config: Mapping[str, Any], settle_s: float) -> Iterator[None]:
        self.told.append(config)
        yield


def listen(control: Any, wish: ListeningWish, warned: list[str]) -> None:
    with listening_to(control, Request(listening=wish), PREPARED, Fronts(warned.append), warned.append):
        control.learn(TAKE)


def test_what_was_taught_goes_along_with_own_words_and_cues() -> None:
    write_taught(TaughtVoice().with_takes(Command.PAUSE, "pause", [made_sound(1)]).with_loudness(-44.0))
    control = Control()
    listen(control, ListeningWish(), [])
    (config,) = control.told
    taught = TaughtVoice.model_validate(config["taught"])
    assert ([Command.PAUSE], -44.0) == (list(taught.takes), taught.voice_db)
    assert ({}, ("Look left",), "en", False) == tuple(config[key] for key in ("own", "cues", "language", "learn"))


def test_nothing_is_learnt_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drillvoice.app.learning.TAKEN_BACK_S", 0.0)
    listen(Control(), ListeningWish(), [])
    assert not taught_voice_file().exists()
    control = Control()
    listen(control, ListeningWish(learn=True), [])
    assert control.told[0]["learn"]
    assert [Command.NEXT] == list(read_taught(pytest.fail).takes)
    assert TAKEN_BACK_S > 0


def test_a_damaged_file_is_told_and_the_session_listens_without_it() -> None:
    taught_voice_file().parent.mkdir(parents=True)
    taught_voice_file().write_text("{")
    control = Control()
    warned: list[str] = []
    listen(control, ListeningWish(), warned)
    assert ["What your voice sounds like cannot be read"] == [sentence[:42] for sentence in warned]
    assert {} == TaughtVoice.model_validate(control.told[0]["taught"]).takes


def test_where_nobody_shall_listen_nobody_does() -> None:
    control = Control()
    listen(control, ListeningWish(off=True), [])
    assert [] == control.told
