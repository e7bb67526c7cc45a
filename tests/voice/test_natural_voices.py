"""The natural engine's other voices: which there are, and how they are installed, found and missed."""

from contextlib import closing
from pathlib import Path

import pytest

from drillvoice.errors import ModelError, SpeechError, UsageError
from drillvoice.places import models_folder
from drillvoice.store.install import CHECKSUMS, Source, install, remove
from drillvoice.voice import natural_engine, natural_voices
from drillvoice.voice.engine import VoiceInfo, open_engine, usual_voice, voices_of
from drillvoice.voice.natural_engine import NaturalEngine
from drillvoice.voice.natural_voices import NaturalVoice
from drillvoice.voice.voice_names import no_such_voice
from tests.store.model_server import Server
from tests.voice.natural import published_emma, without_engine

pytestmark = pytest.mark.usefixtures("quick_disk")
HEART = VoiceInfo("natural", "Heart, American, female", ("en-us",))
EMMA = VoiceInfo("natural:emma", "Emma, British, female", ("en-gb",))
CONTENT = b"a voice"


@pytest.fixture
def emma(monkeypatch: pytest.MonkeyPatch) -> NaturalVoice:
    return published_emma(monkeypatch, CONTENT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bf_emma.int8.onnx"
    path.write_bytes(CONTENT)
    return path


def test_the_engines_own_list_says_which_there_are() -> None:
    known = natural_voices.natural_voices()
    assert {"heart", "emma", "fable", "fenrir", "kore"} == set(known)
    assert ["heart"] == [name for name, voice in known.items() if voice.comes_with]
    assert "Fable, British, male" == known["fable"].title
    assert all(len(voice.sha256) == 64 and voice.publisher and 7 < voice.megabytes < 9 for voice in known.values())
    assert natural_engine.USUAL == known["heart"].info


def test_a_voice_comes_from_its_publisher(emma: NaturalVoice) -> None:
    assert [HEART] == voices_of("natural")
    with Server(CONTENT) as server:
        done = install(emma, Source(publisher=server.publisher))
    assert ["/bf_emma.int8.onnx"] == server.asked
    assert (models_folder() / "natural-emma", True, "") == (done.path, done.fresh, done.recorded)
    assert not (models_folder() / CHECKSUMS).exists()
    assert [HEART, EMMA] == voices_of("natural")
    assert str(done.path / "bf_emma.int8.onnx") == NaturalEngine("emma").worker_command("emma", 165)[-1]
    remove(emma)
    assert [HEART] == voices_of("natural")


def test_a_voice_comes_from_a_file_and_the_file_stays(emma: NaturalVoice, file: Path) -> None:
    assert install(emma, Source(file)).fresh
    assert file.exists()
    assert not install(emma, Source(Path("nowhere.onnx"))).fresh


def test_a_file_of_another_voice_is_refused(emma: NaturalVoice, file: Path) -> None:
    file.write_bytes(b"another voice")
    with pytest.raises(ModelError, match=r"bf_emma\.int8\.onnx is not the file that is expected: its sha256 is"):
        install(emma, Source(file))
    assert [HEART] == voices_of("natural")


def test_where_it_cannot_be_downloaded_a_file_can_be_brought(emma: NaturalVoice) -> None:
    with Server(CONTENT, "has nothing") as server, pytest.raises(ModelError) as caught:
        install(emma, Source(publisher=server.publisher))
    said = str(caught.value)
    assert "/bf_emma.int8.onnx could not be downloaded: the server answered with status 404. Try again" in said
    assert said.endswith("`drillvoice voices install emma --from FILE.onnx`.")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "emma",
            "The voice natural:emma is not installed; install it with `drillvoice voices install emma` (0 MB).",
        ),
        ("ema", 'There is no voice "natural:ema", did you mean natural:emma? `drillvoice voices` lists them.'),
        ("zzz", 'There is no voice "natural:zzz"; `drillvoice voices` lists them.'),
    ],
)
def test_a_voice_that_is_not_there_is_said_and_never_downloaded(emma: NaturalVoice, name: str, expected: str) -> None:
    with closing(open_engine(f"natural:{name}")) as engine, pytest.raises(UsageError) as caught:
        engine.speak("Look left")
    assert expected == str(caught.value)


def test_a_damaged_voice_is_said_with_its_mend(emma: NaturalVoice, file: Path) -> None:
    folder = install(emma, Source(file)).path
    (folder / emma.file).write_bytes(b"half")
    assert [HEART] == voices_of("natural")
    said = r"natural:emma is damaged \(.* is 4 bytes long, not 7\); `drillvoice voices install emma` mends it\."
    with closing(NaturalEngine("emma")) as engine, pytest.raises(SpeechError, match=said):
        engine.speak("Look left")


def test_a_voice_of_an_older_edition_is_not_given_to_a_newer_engine(
    emma: NaturalVoice, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(emma, Source(file))
    newer = published_emma(monkeypatch, b"newer")
    assert "it is another edition than the present one" == newer.find_damage()
    file.write_bytes(b"newer")
    assert install(newer, Source(file)).fresh
    assert [HEART, EMMA] == voices_of("natural")


@pytest.mark.parametrize("voice", ["", "natural", "natural:heart", "natural:Heart", "heart"])
def test_the_usual_voice_has_one_name_only(voice: str) -> None:
    engine = open_engine(voice)
    assert ("natural", "") == (engine.id, engine.voice)


def test_an_installed_voice_may_be_called_by_its_name_alone(emma: NaturalVoice, file: Path) -> None:
    assert ("pyttsx3", "Emma") == (open_engine("Emma").id, open_engine("Emma").voice)
    install(emma, Source(file))
    assert ("natural", "emma") == (open_engine("Emma").id, open_engine("Emma").voice)


def test_the_worker_does_not_load_a_voice_without_its_file() -> None:
    from drillvoice.voice.natural_worker import NaturalDriver

    with pytest.raises(LookupError, match='The voice "emma" is not installed'):
        NaturalDriver("emma", 165)


class TestWithoutTheEngine:
    @pytest.fixture(autouse=True)
    def gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        without_engine(monkeypatch)

    def test_the_usual_voice_is_listed_all_the_same(self) -> None:
        assert [HEART] == voices_of("natural")

    def test_the_others_need_it(self) -> None:
        with pytest.raises(SpeechError, match=r'`pip install "drillvoice\[natural\]"` adds the engine'):
            NaturalEngine("emma").speak("Look left")


def test_no_process_is_started_to_list_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("started"))
    assert HEART == voices_of("natural")[0]
    assert "natural" == usual_voice("en")


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("emma", "natural:emma"),
        ("naturl:emma", "natural:emma"),
        ("GMW/en-UK", "pyttsx3:gmw/en-us"),
        ("pyttsx3:en-us", "pyttsx3:gmw/en-us"),
    ],
)
def test_a_name_that_there_is_not_leads_to_the_one_that_was_meant(wanted: str, meant: str) -> None:
    said = no_such_voice(wanted, ["natural:emma", "pyttsx3:gmw/en-us", "pyttsx3:gmw/de"])
    assert f'There is no voice "{wanted}", did you mean {meant}? `drillvoice voices` lists them.' == said


@pytest.mark.slow
def test_an_installed_voice_speaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The package's own model in the place of another voice: text is read as its language is."""
    from hibari.voices import voice_path

    bundled = Path(voice_path("heart"))
    emma = published_emma(monkeypatch, bundled.read_bytes())
    install(emma, Source(bundled))
    engines = [open_engine(voice) for voice in ("natural", "natural:emma")]
    try:
        american, british = (engine.speak("Bath. Look left.") for engine in engines)
    finally:
        for engine in engines:
            engine.close()
    assert american.rate == british.rate
    assert len(american.samples) != len(british.samples)
