"""`drillvoice voices`, as it is called from a shell."""

import json
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from drillvoice.app.settings import Settings, read_settings, write_settings
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.core.clips import Clip
from drillvoice.errors import AudioError
from drillvoice.places import models_folder, settings_file
from drillvoice.terminal.cli import voices_heard
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, OF_SYSTEM, VoiceInfo
from drillvoice.voice.natural_engine import NaturalEngine
from drillvoice.voice.natural_voices import NaturalVoice
from tests.fakes import FakeEngine
from tests.terminal.cli.program import Program
from tests.voice.natural import published_emma, without_engine

pytestmark = pytest.mark.usefixtures("quick_disk")
CONTENT = b"a voice"
NAMES = ("Caribbean", "West Midlands", "America", "Great Britain", "Scotland", "Lancaster")
CODES = {"America": "en_US", "Great Britain": "en-gb"}


class System(FakeEngine):
    """A system with voices for several regions and languages."""

    def voices(self) -> list[VoiceInfo]:
        english = [VoiceInfo(f"v/{name}", f"English ({name})", (CODES.get(name, "en-029"),)) for name in NAMES]
        return [VoiceInfo("v/de", "German", ("de",)), *english]


class Silent(FakeEngine):
    """A natural engine that needs no network to speak, and has no other file than those that were installed."""

    def voices(self) -> list[VoiceInfo]:
        return NaturalEngine().voices()


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    program = Program(monkeypatch, capsys)
    engines = {NATURAL: partial(Silent, id=NATURAL), OF_SYSTEM: partial(System, id=OF_SYSTEM)}
    monkeypatch.setattr(engine_module, "ENGINES", engines)
    return program


@pytest.fixture
def emma(monkeypatch: pytest.MonkeyPatch) -> NaturalVoice:
    return published_emma(monkeypatch, CONTENT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bf_emma.int8.onnx"
    path.write_bytes(CONTENT)
    return path


def listed(drillvoice: Program, *options: str) -> dict[str, str]:
    return {each["voice"]: each["state"] for each in json.loads(drillvoice("voices", "--json", *options).out)}


def used(drillvoice: Program) -> list[str]:
    return [each["voice"] for each in json.loads(drillvoice("voices", "--json").out) if each["used"]]


def test_voices_are_listed_by_engine_those_that_most_people_know_first(drillvoice: Program) -> None:
    found = listed(drillvoice)
    natural = [voice for voice in found if voice.startswith("natural")]
    assert ["natural", *(f"natural:{name}" for name in ("emma", "fenrir", "fable", "kore"))] == natural
    assert [voice for voice, state in found.items() if state == "available"] == natural[1:]
    rest = ["America", "Great Britain", "Caribbean", "Lancaster", "Scotland", "West Midlands"]
    assert [f"pyttsx3:v/{name}" for name in rest] == list(found)[5:]


def test_other_languages_are_listed_where_they_are_asked_for(drillvoice: Program) -> None:
    assert "pyttsx3:v/de" not in listed(drillvoice)
    assert "pyttsx3:v/de" == list(listed(drillvoice, "--all"))[-1]


def test_the_list_is_a_table_that_says_which_voice_is_used(drillvoice: Program) -> None:
    out = drillvoice("voices").out
    rows = [line.split("  ") for line in out.splitlines()]
    assert "voice (for --voice)" == rows[0][0]
    (row,) = [line for line in out.splitlines() if line.endswith("used") or "used " in line]
    assert row.startswith("natural  ")
    assert "`drillvoice voices install emma`, 7.9 MB" in out
    assert "\nYour sessions are in the voice natural. " in out


def test_an_engine_that_fails_costs_a_sentence_and_no_list(
    drillvoice: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(System, "voices", lambda system: system.speak("") and [])
    monkeypatch.setattr(System, "broken", True)
    monkeypatch.setitem(engine_module.ENGINES, OF_SYSTEM, partial(System, id=OF_SYSTEM, broken=True))
    code, out, err = drillvoice("voices")
    assert (0, "The voice cannot speak (it is a test).\n") == (code, err)
    assert "natural:emma" in out


def test_a_voice_from_its_file_to_its_removal(drillvoice: Program, emma: NaturalVoice, file: Path) -> None:
    code, out, err = drillvoice("voices", "install", "emma", "--from", file)
    assert (0, "") == (code, err)
    assert out.startswith(f"emma is installed in {models_folder() / 'natural-emma'}.\n`drillvoice voices --try emma`")
    assert "ready" == listed(drillvoice)["natural:emma"]
    again = drillvoice("voices", "install", "natural:emma")
    assert (0, "") == (again.code, again.err)
    assert again.out.startswith("emma is installed already, in ")

    assert (0, "From now on your sessions are in the voice natural:emma.\n", "") == drillvoice("voices", "use", "emma")
    assert ["natural:emma"] == used(drillvoice)

    (models_folder() / "natural-emma" / emma.file).write_bytes(b"")
    assert "damaged" == listed(drillvoice)["natural:emma"]
    assert "damaged: bf_emma.int8.onnx is 0 bytes long, not 7" in drillvoice("voices").out

    said = "emma has been removed.\nYour sessions are in the usual voice again.\n"
    assert (0, said, "") == drillvoice("voices", "remove", "emma")
    assert ("available", ["natural"]) == (listed(drillvoice)["natural:emma"], used(drillvoice))


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("install", 2, "Missing argument 'NAME'"),
        ("install ema", 2, 'There is no voice "ema", did you mean natural:emma? `drillvoice voices` lists them.'),
        ("install ../evil", 2, 'There is no voice "../evil"; `drillvoice voices` lists them.'),
        ("install heart", 7, "heart comes with hibari-tts, so there is nothing to install."),
        ("install emma --from nowhere.onnx", 7, "nowhere.onnx cannot be read ("),
        ("remove heart", 7, "heart comes with hibari-tts and cannot be removed."),
        ("remove emma", 7, "emma is not installed, so there is nothing to remove."),
        ("remove zzz", 2, 'There is no voice "zzz"; `drillvoice voices` lists them.'),
        ("lst", 2, "No such command 'lst'"),
    ],
)
def test_one_sentence_and_a_code(drillvoice: Program, line: str, code: int, expected: str) -> None:
    answer = drillvoice("voices", *line.split())
    assert (code, "", 1) == (answer.code, answer.out, len(answer.err.splitlines()))
    assert answer.err.startswith(expected)


def test_without_the_engine_it_is_named(drillvoice: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    without_engine(monkeypatch)
    assert {"natural": "ready"} == {
        voice: state for voice, state in listed(drillvoice).items() if voice.startswith("natural")
    }
    assert drillvoice("voices").out.endswith('`pip install "drillvoice[natural]"` adds it.\n')
    code, out, err = drillvoice("voices", "install", "emma")
    assert (2, "") == (code, out)
    assert '`pip install "drillvoice[natural]"`' in err


class TestUse:
    def test_a_session_is_in_the_voice_that_was_settled(
        self, drillvoice: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert (
            "From now on your sessions are in the voice pyttsx3:v/America.\n"
            == drillvoice("voices", "use", "v/America").out
        )
        assert "pyttsx3:v/America" == read_settings().voice
        opened: list[str] = []
        monkeypatch.setitem(engine_module.ENGINES, OF_SYSTEM, _noting(opened))
        assert 0 == drillvoice("plan", "head-turns").code
        assert {"v/America"} == set(opened)
        assert 0 == drillvoice("plan", "head-turns", "--voice", "pyttsx3:other").code
        assert "other" == opened[-1]

    def test_the_usual_voice_is_no_choice_to_keep(self, drillvoice: Program) -> None:
        drillvoice("voices", "use", "v/America")
        assert "From now on your sessions are in the voice natural.\n" == drillvoice("voices", "use", "natural").out
        assert (Settings(), "") == (read_settings(), settings_file().read_text())

    def test_a_voice_that_cannot_speak_is_not_kept(self, drillvoice: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        drillvoice.break_the_voice()
        code, out, _ = drillvoice("voices", "use", "natural:emma")
        assert (5, "") == (code, out)
        assert not settings_file().exists()

    def test_a_settled_voice_that_is_gone_does_not_stop_a_session(
        self, drillvoice: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_settings(Settings(voice="natural:emma"))
        monkeypatch.setitem(engine_module.ENGINES, NATURAL, NaturalEngine)
        code, _, err = drillvoice("plan", "head-turns")
        assert 0 == code
        assert "The voice natural:emma is not installed; install it with `drillvoice voices install emma`" in err
        assert "This session is in the computer's own voice." in err
        code, out, err = drillvoice("plan", "head-turns", "--voice", "natural:emma")
        assert (2, "") == (code, out)
        assert err.startswith("The voice natural:emma is not installed;")

    def test_damaged_settings_end_no_session(self, drillvoice: Program) -> None:
        settings_file().parent.mkdir(parents=True)
        settings_file().write_text("voice = 3")
        code, _, err = drillvoice("plan", "head-turns")
        assert (0, 1) == (code, err.count("\n"))
        assert "(`voice`: Input should be a valid string)" in err
        assert err.endswith("Until then the usual voice speaks.\n")
        assert 9 == drillvoice("voices", "use", "v/America").code
        assert "voice = 3" == settings_file().read_text()


def _noting(opened: list[str]) -> Callable[..., FakeEngine]:
    def open_noted(voice: str, rate: int) -> FakeEngine:
        opened.append(voice)
        return System(voice, rate, id=OF_SYSTEM)

    return open_noted


class PromptOutlet(SilentOutlet):
    """A loudspeaker without sound that is done with each clip at once; notes how long they are."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[float] = []
        self._now = 0

    @property
    def position(self) -> int:
        return self._now

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        self.lengths.append(len(clip.samples) / clip.rate)
        self._now = frame + 1000 * self.rate


class TestTry:
    @pytest.fixture
    def outlet(self, monkeypatch: pytest.MonkeyPatch) -> PromptOutlet:
        found = PromptOutlet()
        monkeypatch.setattr(voices_heard, "open_speaker", lambda device: found)
        return found

    @pytest.mark.parametrize("command", [("voices", "--try"), ("voices", "try")])
    def test_a_few_voices_are_heard(self, drillvoice: Program, outlet: PromptOutlet, command: tuple[str, ...]) -> None:
        code, out, err = drillvoice(*command)
        assert (0, "") == (code, err)
        assert [
            "Press any key to end it.",
            "natural: Heart, American, female",
            *(f"pyttsx3:v/{name}: English ({name})" for name in ("America", "Great Britain", "Caribbean", "Lancaster")),
            "`drillvoice voices use NAME` chooses one of them.",
        ] == out.splitlines()
        assert 5 == len(outlet.lengths)

    def test_voices_that_are_named_are_heard_in_that_order(self, drillvoice: Program, outlet: PromptOutlet) -> None:
        out = drillvoice("voices", "--try", "v/Scotland", "natural", "--rate", "120").out
        assert ["pyttsx3:v/Scotland: English (Scotland)", "natural: Heart, American, female"] == (out.splitlines()[1:3])

    def test_one_that_cannot_speak_costs_a_sentence_and_not_the_others(
        self, drillvoice: Program, outlet: PromptOutlet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(engine_module.ENGINES, NATURAL, NaturalEngine)
        code, out, err = drillvoice("voices", "--try", "natural:emma", "v/America")
        assert (2, 1) == (code, err.count("\n"))
        assert err.startswith("The voice natural:emma is not installed; ")
        assert "pyttsx3:v/America: English (America)\n" in out

    def test_a_line_or_a_key_ends_it(self, drillvoice: Program, outlet: PromptOutlet) -> None:
        out = drillvoice("voices", "--try", stdin="\n" * 20).out
        assert out.count("\n") <= 7
        assert 0 == drillvoice("voices", "--try", stdin="\n").code

    def test_without_a_loudspeaker_there_is_one_sentence(
        self, drillvoice: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def none(_device: str) -> PromptOutlet:
            raise AudioError("There is no loudspeaker.")

        monkeypatch.setattr(voices_heard, "open_speaker", none)
        assert (6, "", "There is no loudspeaker.\n") == drillvoice("voices", "--try")
        assert 1 == sum(not thread.daemon for thread in threading.enumerate())
