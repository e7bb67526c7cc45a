"""A worker that hangs, dies or talks nonsense costs so much time and no more."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from drillvoice.errors import SpeechError, UsageError
from drillvoice.voice.engine import VoiceInfo
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine
from tests.fakes import worker

pytestmark = pytest.mark.slow

SERVE = "reply(ready=True)\nfor line in sys.stdin:\n    request = json.loads(line)\n    "
GOOD = SERVE + "save(request['path']); reply(saved=request['path'])\n"
LIMITS = (10.0, 10.0)


@pytest.fixture
def speaking(tmp_path: Path) -> Iterator["Start"]:
    start = Start(tmp_path)
    yield start
    start.close()


class Start:
    """Starts synthesisers and ends them with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[Pyttsx3Engine] = []

    def __call__(self, body: str, limits_s: tuple[float, float] = LIMITS) -> Pyttsx3Engine:
        self._started.append(Pyttsx3Engine(command=worker(self.folder, body), limits_s=limits_s))
        return self._started[-1]

    def close(self) -> None:
        for synthesiser in self._started:
            synthesiser.close()


def sentence(synthesiser: Pyttsx3Engine) -> str:
    with pytest.raises(SpeechError) as caught:
        synthesiser.speak("Look left")
    return str(caught.value)


def test_a_phrase_becomes_a_clip(speaking: Start) -> None:
    clip = speaking(GOOD).speak("Look left")
    assert (8000, 800) == (clip.rate, len(clip.samples))


def test_one_worker_speaks_many_phrases(speaking: Start) -> None:
    once = "if not first_time(): sys.exit()\n"
    synthesiser = speaking(once + GOOD)
    assert [800, 800, 800] == [len(synthesiser.speak(text).samples) for text in ("One", "Two", "Three")]


def test_a_worker_that_was_closed_is_started_again(speaking: Start) -> None:
    synthesiser = speaking(GOOD)
    synthesiser.speak("Look left")
    synthesiser.close()
    assert 800 == len(synthesiser.speak("Look right").samples)


def test_a_worker_that_hangs_at_the_start_is_given_up_twice(speaking: Start) -> None:
    start = time.monotonic()
    said = sentence(speaking("time.sleep(60)", (0.1, 0.1)))
    assert said.startswith("The voice cannot speak (it did not answer within 0.1 seconds); try `drillvoice doctor`")
    assert time.monotonic() - start >= 0.2


def test_a_worker_that_hangs_is_ended(speaking: Start) -> None:
    note = f"with open({str(speaking.folder / 'pids')!r}, 'a') as file: file.write(f'{{os.getpid()}} ')\n"
    said = sentence(speaking(note + SERVE + "time.sleep(60)", (10.0, 0.1)))
    pids = (speaking.folder / "pids").read_text().split()
    assert "(it did not answer within 0.1 seconds)" in said
    assert 2 == len(pids)
    assert not any(psutil.pid_exists(int(pid)) for pid in pids)


def test_a_worker_that_hangs_at_the_start_is_ended(speaking: Start) -> None:
    before = {child.pid for child in psutil.Process().children()}
    sentence(speaking("time.sleep(60)", (0.1, 0.1)))
    assert set() == {child.pid for child in psutil.Process().children()} - before


@pytest.mark.parametrize("body", ["", "sys.exit(3)", "os.abort()", SERVE + "os._exit(1)"])
def test_a_worker_that_dies_is_given_up_twice(speaking: Start, body: str) -> None:
    assert "(it ended by itself)" in sentence(speaking(body))


@pytest.mark.parametrize(
    "trouble", ["sys.exit(1)", "time.sleep(60)", "print('nonsense', flush=True)", "reply(error='oh')"]
)
def test_the_second_try_may_succeed(speaking: Start, trouble: str) -> None:
    body = SERVE + f"first_time() and {trouble}\n    save(request['path']); reply(saved='')\n"
    synthesiser = speaking(body, (10.0, 0.5 if "sleep" in trouble else 10.0))
    assert 800 == len(synthesiser.speak("Look left").samples)


@pytest.mark.parametrize("word", ["hello", '"error"', "null", "\\xff\\xfe"])
def test_nonsense_is_no_answer(speaking: Start, word: str) -> None:
    said = sentence(
        speaking(SERVE + f"sys.stdout.buffer.write({word!r}.encode('latin-1') + b'\\n'); sys.stdout.flush()")
    )
    assert said.startswith("The voice cannot speak (it ")


def test_nonsense_at_the_start_is_no_answer_either(speaking: Start) -> None:
    assert sentence(speaking("print('Welcome!', flush=True)")).startswith("The voice cannot speak (it ")


def test_a_voice_that_there_is_not_is_told_as_it_is_and_not_tried_twice(speaking: Start) -> None:
    synthesiser = speaking("first_time() and reply(error='There is no voice.', usage=True)")
    with pytest.raises(UsageError, match=r"^There is no voice\.$"):
        synthesiser.speak("Look left")


def test_an_error_is_passed_on_in_one_sentence(speaking: Start) -> None:
    said = sentence(speaking("reply(error='there is no voice \"x\"')"))
    assert 'The voice cannot speak (there is no voice "x"); try `drillvoice doctor`, or another voice' in said
    assert said.endswith("from `drillvoice voices`.")


def test_a_program_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    synthesiser = Pyttsx3Engine(command=lambda voice, rate: [str(tmp_path / "nothing")])
    assert sentence(synthesiser).startswith("The voice cannot speak (it cannot be started: No such file")
    synthesiser.close()


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("pass", 'The voice wrote no usable sound for "Look left"; '),
        ("open(request['path'], 'w').write('no sound')", 'The voice wrote no usable sound for "Look left"; '),
        ("save(request['path'], 0)", 'The voice was silent for "Look left"; '),
    ],
)
def test_a_phrase_without_sound_is_an_error(speaking: Start, deed: str, expected: str) -> None:
    assert sentence(speaking(SERVE + deed + "; reply(saved='')")).startswith(expected)


def test_voices_are_listed(speaking: Start) -> None:
    reply = "reply(voices=[{'id': 'a', 'name': 'A', 'languages': ['en']}])"
    assert [VoiceInfo("a", "A", ("en",))] == speaking(SERVE + reply).voices()


def test_no_file_is_left_behind(speaking: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(speaking.folder))
    synthesiser = speaking(GOOD)
    synthesiser.speak("Look left")
    synthesiser.close()
    assert {"worker.py"} == {path.name for path in speaking.folder.iterdir()}


def test_no_temporary_folder_is_said(speaking: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(speaking.folder / "nowhere"))
    assert sentence(speaking(GOOD)).startswith("The voice cannot speak (")
