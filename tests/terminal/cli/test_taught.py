"""`drillvoice voice-check` and `forget`: what was taught by example is kept, listed and forgotten."""

import platform
import sys
from collections.abc import Callable

import pytest

from drillvoice.app.taught import read_taught, write_taught
from drillvoice.core.clips import Samples
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.steps import KeepLoudness, Teach
from drillvoice.errors import SettingsError, UsageError
from drillvoice.places import taught_voice_file
from drillvoice.terminal.cli import voice_check
from drillvoice.terminal.cli.taught import forget_voice, keep_taught
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine
from tests.app.test_voice_check import World
from tests.builders import PHRASES
from tests.core.hearing.vectors import made_sound
from tests.fakes import FakeCommandEar, only_engine
from tests.terminal.cli.program import Program

TEXTS = PHRASES.voice_check.sounds
needs_voice = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="needs the bundled eSpeak NG"
)


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    only_engine(monkeypatch, Pyttsx3Engine)
    return Program(monkeypatch, capsys)


def voice() -> TaughtVoice:
    taught = TaughtVoice().with_takes(Command.PAUSE, "hold on", [made_sound(1)] * 3).with_loudness(-40.0)
    return taught.with_takes(Command.NEXT, "", [made_sound(2)] * 5).with_learnt(Command.NEXT, "next", made_sound(3))


def test_what_is_kept_stands_beside_what_was_kept_before(capsys: pytest.CaptureFixture[str]) -> None:
    keep_taught(Teach(Command.STOP, "stop", [made_sound(1)]))
    assert "(How it sounds is kept as numbers in " in capsys.readouterr().out
    keep_taught(KeepLoudness(-44.0))
    keep_taught(Teach(Command.NEXT, "", [made_sound(2)]))
    kept = read_taught(pytest.fail)
    assert ({Command.STOP, Command.NEXT}, -44.0) == (set(kept.takes), kept.voice_db)


@needs_voice
def test_it_is_listed_and_forgotten_command_by_command(drillvoice: Program) -> None:
    write_taught(voice())
    lines = drillvoice("voice-check", "--list").out.splitlines()
    assert 'pause: "hold on", by 3 examples' in lines
    assert "next: in your own way, by 5 examples, 1 more learnt in sessions" in lines
    assert "What your pause sounds like is forgotten.\n" == drillvoice("voice-check", "--forget", "pause").out
    assert [Command.NEXT] == list(read_taught(pytest.fail).takes)
    assert "What your next sounds like is forgotten.\n" == drillvoice("voice-check", "--forget", "next").out
    assert not taught_voice_file().exists()


@needs_voice
def test_all_of_it_is_forgotten_at_once_with_own_words(drillvoice: Program) -> None:
    drillvoice("voice-check", "--set", "pause=enough")
    write_taught(voice())
    out = drillvoice("voice-check", "--forget", "all").out
    assert out.splitlines() == [
        "What your pause sounds like is forgotten.",
        "Your own words for pause are forgotten.",
        "What your voice sounds like is forgotten.",
    ]
    assert "Your voice had taught nothing.\n" == drillvoice("voice-check", "--forget", "all").out


@needs_voice
def test_a_damaged_file_is_told_and_forgotten(drillvoice: Program) -> None:
    write_taught(voice())
    taught_voice_file().write_text("{")
    assert "cannot be read" in drillvoice("voice-check", "--list").err
    assert 0 == drillvoice("voice-check", "--forget", "all").code
    assert not taught_voice_file().exists()


def test_a_file_that_cannot_be_deleted_is_one_sentence() -> None:
    taught_voice_file().mkdir(parents=True)
    with pytest.raises(SettingsError, match="cannot be deleted"):
        forget_voice()


@pytest.mark.parametrize(("answer", "kept"), [("n\n", True), ("y\n", False)])
def test_forgetting_everything_asks_for_the_voice_too(drillvoice: Program, answer: str, kept: bool) -> None:
    write_taught(voice())
    out = drillvoice("forget", "--all", stdin=answer).out
    assert "Delete what your voice sounds like, too?" in out
    assert kept is taught_voice_file().exists()


def test_forgetting_everything_may_be_told_not_to_ask(drillvoice: Program) -> None:
    write_taught(voice())
    assert drillvoice("forget", "--all", "--yes").out.endswith("What your voice sounds like is forgotten.\n")
    assert "sounds like" not in drillvoice("forget", "--all", "--yes").out


class OpenWorld(World):
    def close(self) -> None:
        self.alive = False


class SoundEar(FakeCommandEar):
    """Understands no word, and makes the same vectors of each attempt, but keeps nothing of a stream's beginning."""

    def feed_frames(self, microphone: Samples, reference: Samples) -> list[object]:  # type: ignore[override]
        super().feed_frames(microphone, reference)
        return []

    def sounds_since(self, start_s: float) -> list[Vectors]:
        return [made_sound(1)] if start_s else []


@needs_voice
def test_a_sound_is_taught_by_five_takes(drillvoice: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    world = OpenWorld()
    fresh: Callable[..., object] = lambda *_: SoundEar()  # noqa: E731
    monkeypatch.setattr(voice_check, "open_microphone", lambda _: world)
    monkeypatch.setattr(voice_check, "open_speaker", lambda _: world)
    monkeypatch.setattr(voice_check, "open_subjects", lambda _: fresh)
    monkeypatch.setattr(voice_check, "open_ears", lambda _: SoundEar)
    only_engine(monkeypatch)
    out = drillvoice("voice-check", "--teach", "pause").out
    assert 4 == out.count(TEXTS.again)
    assert TEXTS.refused.format(reason=TEXTS.like_talk) in out  # this ear hears the sound in everything
    assert not taught_voice_file().exists()


@needs_voice
def test_there_is_no_such_command_to_teach(drillvoice: Program) -> None:
    code, _, err = drillvoice("voice-check", "--teach", "puase")
    assert (UsageError.exit_code, 'There is no command called "puase"; did you mean pause?\n') == (code, err)
