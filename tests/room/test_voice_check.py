"""The real voice check in the room: somebody with another voice answers, and the microphone hears the loudspeaker."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import soundfile

from drillvoice.core.plan.lines import Sound
from drillvoice.errors import AudioError
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine

from .program import PHRASES, Program, Stage, run_to_end

TEXTS = PHRASES.voice_check
VOICE = "English (Scotland)"
PAUSE_S = 0.6
"""Nobody answers sooner, and the program listens half a second after it has spoken."""
LISTENED_S = 60.0
"""The check of the room and of the echo takes more than half of that."""


class Person:
    """Waits until something has been said, and answers."""

    def __init__(self, stage: Stage, program: Program) -> None:
        self._stage = stage
        self._program = program
        self._voice = ProgramVoice(Pyttsx3Engine(VOICE, 150), ClipCache(stage.folder / "clips"))
        self._asked = 0

    def answer(self, prompt: str, words: str) -> None:
        """Say words once the program has spoken its next such prompt to the end."""
        self.wait_for(prompt)
        spoken = self._stage.clip(prompt)
        time.sleep(len(spoken) / self._stage.room.rate + PAUSE_S)
        self.say(words)

    def say(self, words: str) -> None:
        clip = self._voice.clip(Sound(words))
        path = self._stage.folder / f"{words}.wav"
        soundfile.write(path, clip.samples, clip.rate)
        self._stage.room.say_into_microphone(path)

    def wait_for(self, text: str) -> None:
        """Wait until a text is printed anew."""
        limit = time.monotonic() + LISTENED_S
        while text not in self._program.out.texts()[self._asked :]:
            assert time.monotonic() < limit, self._program.story()
            assert not self._program.over(), self._program.story()
            time.sleep(0.02)
        self._asked += self._program.out.texts()[self._asked :].index(text) + 1

    def close(self) -> None:
        self._voice.close()


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """A microphone that hears the loudspeaker, as all but headsets do."""
    loop = ["source=loudspeaker.monitor", "sink=voice", "latency_msec=20"]
    stage.room.pactl("load-module", "module-loopback", *loop)
    return stage


@contextmanager
def checking(stage: Stage) -> Iterator[tuple[Program, Person]]:
    """The check, and somebody who does not listen to its introduction."""
    with Program("voice-check", env=stage.env()) as program, closing(Person(stage, program)) as person:
        person.wait_for(TEXTS.intro)
        program.tell("")
        yield program, person


@pytest.mark.long
def test_a_word_that_works_is_told(stage: Stage) -> None:
    with checking(stage) as (program, person):
        for prompt in (TEXTS.say, TEXTS.again, TEXTS.again):
            person.answer(prompt.format(words="pause"), "pause")
            person.wait_for(TEXTS.understood.format(words="pause"))
        person.wait_for(TEXTS.works.format(command="Pause", right=3, asked=3))
        program.tell("q")
        assert 0 == program.ended()
    assert [] == program.complaints()


@pytest.mark.long
def test_own_words_are_found_for_a_word_that_does_not_work(stage: Stage) -> None:
    with checking(stage) as (program, person):
        for prompt in (TEXTS.say, TEXTS.again, TEXTS.again):
            person.answer(prompt.format(words="pause"), "banana")
            person.wait_for(TEXTS.not_understood)
        person.wait_for(TEXTS.taught.format(words="pause"))
        program.tell("")
        person.wait_for(TEXTS.fails.format(words="pause"))
        person.wait_for(TEXTS.try_synonym.format(words="hold on"))
        program.tell("n")
        person.wait_for(TEXTS.choose_own.format(command="pause"))
        program.tell("yes", "enough")
        for prompt in (TEXTS.say, TEXTS.again, TEXTS.again):
            person.answer(prompt.format(words="enough"), "enough")
            person.wait_for(TEXTS.understood.format(words="enough"))
        person.wait_for(TEXTS.own_works.format(words="enough", command="pause"))
        program.tell("q")
        assert 0 == program.ended()
    assert [] == program.complaints()
    assert run_to_end("voice-check", "--list", env=stage.env()).stdout.startswith('pause: enough\npause: "enough", by ')
    assert 2 == run_to_end("voice-check", "--forget", "pause", env=stage.env()).stdout.count("forgotten")


def test_a_silent_microphone_ends_the_check_with_a_sentence(stage: Stage) -> None:
    stage.room.pactl("set-source-mute", "microphone", "1")
    with Program("voice-check", env=stage.env()) as program:
        program.tell("")
        program.printed(TEXTS.muted, timeout_s=60)
        assert AudioError.exit_code == program.ended()


def test_it_ends_at_q_whatever_it_says(stage: Stage) -> None:
    with Program("voice-check", env=stage.env()) as program:
        program.printed(TEXTS.intro)
        program.tell("q")
        assert 0 == program.ended(3)
    assert TEXTS.summary.format(results=TEXTS.summary_none) == program.out.texts()[-1]


def test_without_a_microphone_it_says_so(tmp_path: Path) -> None:
    done = run_to_end("voice-check", "--mic", "nowhere", env={"HOME": str(tmp_path)})
    assert AudioError.exit_code == done.returncode
