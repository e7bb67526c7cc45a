"""`drillvoice voice-check` without a person: own words that are set, forgotten and listed; what is missing."""

import json
import platform
import sys
from pathlib import Path

import pytest
import soundfile

from drillvoice.app import own_words as own_words_module
from drillvoice.app import session_voice
from drillvoice.app.settings import own_words
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import VoiceWish
from drillvoice.core.session.commands import Command
from drillvoice.errors import AudioError, ModelError, SettingsError, UsageError
from drillvoice.language import load_language
from drillvoice.places import settings_file
from drillvoice.terminal.cli import voice_check
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine
from tests.app.test_voice_check import World
from tests.builders import PHRASES
from tests.fakes import FakeCommandEar, only_engine
from tests.terminal.cli.program import Program

OWN = PHRASES.voice_check.own

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="needs the bundled eSpeak NG"
)


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    program = Program(monkeypatch, capsys)
    only_engine(monkeypatch, Pyttsx3Engine)
    monkeypatch.setattr(own_words_module, "NEAREST", 1)
    return program


def test_own_words_are_set_listed_understood_and_forgotten(drillvoice: Program, tmp_path: Path) -> None:
    code, out, err = drillvoice("voice-check", "--set", "Pause=Enough!", "--list")
    assert (0, "") == (code, err)
    assert out.startswith('From now on "enough" means pause;')
    assert out.endswith("\npause: enough\n")

    voice = session_voice.open_voice(VoiceWish(), load_language())
    clip = voice.clip(Sound("enough"))
    voice.close()
    soundfile.write(tmp_path / "enough.wav", clip.samples, clip.rate)
    heard = json.loads(drillvoice("hear", tmp_path / "enough.wav").out)
    assert ("pause", "enough") == (heard["command"], heard["phrase"])

    assert "Your own words for pause are forgotten.\n" == drillvoice("voice-check", "--forget", "pause").out
    assert "There were no words of your own for pause.\n" == drillvoice("voice-check", "--forget", "pause").out
    assert drillvoice("voice-check", "--list").out.startswith("There are no words of your own;")
    assert "" == drillvoice("hear", tmp_path / "enough.wav").out


def test_what_is_close_to_a_cue_is_warned_of_and_set(drillvoice: Program) -> None:
    code, _, err = drillvoice("voice-check", "--set", "slower=left")
    assert (0, True) == (
        code,
        any(OWN.like_cue.format(words="left", cue=cue) in err for cue in ("Look left", "Step left, to nine")),
    )
    assert {"slower": ("left",)} == own_words(pytest.fail)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--set", "pause=halt", OWN.unknown.format(words="halt")),
        ("--set", "pause=stop", OWN.taken.format(words="stop", command="stop")),
        ("--set", "pause=", OWN.length),
        ("--set", "pause", '"pause" is not COMMAND=WORDS'),
        ("--set", "paus=enough", "did you mean pause?"),
        ("--forget", "xyz", "there are pause, resume"),
        ("--set", "toggle=enough", 'no command called "toggle"'),
    ],
)
def test_what_cannot_be_set_is_one_sentence_and_changes_nothing(
    drillvoice: Program, option: str, value: str, said: str
) -> None:
    code, out, err = drillvoice("voice-check", option, value)
    assert (UsageError.exit_code, "", 1) == (code, out, err.count("\n"))
    assert said in err
    assert not settings_file().exists()


def test_words_that_the_model_lacks_are_listed_as_such_and_end_no_listening(
    drillvoice: Program, tmp_path: Path
) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('[commands]\npause = ["halt"]\n')
    assert (
        "pause: halt (not understood: the speech model does not know it)\n" == drillvoice("voice-check", "--list").out
    )
    soundfile.write(tmp_path / "silence.wav", [0.0] * 1600, 16_000)
    assert (0, "", "") == drillvoice("hear", tmp_path / "silence.wav")


def test_damaged_settings_end_the_check_and_no_other_listening(drillvoice: Program, tmp_path: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("[commands")
    for option in (["--list"], ["--set", "pause=enough"], []):
        code, out, err = drillvoice("voice-check", *option)
        assert (SettingsError.exit_code, "", 1) == (code, out, err.count("\n"))
    assert "[commands" == settings_file().read_text()
    soundfile.write(tmp_path / "silence.wav", [0.0] * 1600, 16_000)
    code, out, err = drillvoice("hear", tmp_path / "silence.wav")
    assert (0, "", 1) == (code, out, err.count("\n"))


def test_without_a_model_a_microphone_or_a_loudspeaker_it_says_so(
    drillvoice: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, _, err = drillvoice("voice-check", "--model", tmp_path)
    assert (ModelError.exit_code, 1) == (code, err.count("\n"))
    for lacking in ("open_microphone", "open_speaker"):
        with monkeypatch.context() as patched:
            patched.setattr(voice_check, "open_microphone", lambda _: OpenWorld())
            patched.setattr(voice_check, lacking, _nothing)
            code, out, err = drillvoice("voice-check")
        assert (AudioError.exit_code, "", "It is not there.\n") == (code, out, err)


class OpenWorld(World):
    def close(self) -> None:
        self.alive = False


def _nothing(_device: str) -> OpenWorld:
    raise AudioError("It is not there.")


@pytest.mark.parametrize(
    ("noise", "code", "last"),
    [(1e-4, 0, PHRASES.voice_check.summary_none), (0.0, AudioError.exit_code, PHRASES.voice_check.muted)],
)
def test_nobody_says_anything(
    drillvoice: Program, monkeypatch: pytest.MonkeyPatch, noise: float, code: int, last: str
) -> None:
    world = OpenWorld(noise)
    monkeypatch.setattr(voice_check, "open_microphone", lambda _: world)
    monkeypatch.setattr(voice_check, "open_speaker", lambda _: world)
    monkeypatch.setattr(voice_check, "open_subjects", lambda _: lambda subject, canceller: FakeCommandEar())
    only_engine(monkeypatch)
    answer = drillvoice("voice-check", stdin="q\n" if noise else "")
    assert code == answer.code
    assert last in answer.out


def test_words_that_were_found_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    voice_check._keep_words(Command.FINISH, "I am through")
    assert {"finish": ("i am through",)} == own_words(pytest.fail)
    assert f"(Kept in {settings_file()}.)\n" == capsys.readouterr().out
