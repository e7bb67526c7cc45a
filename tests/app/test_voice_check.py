"""The guide through the voice check, in a world whose time goes on as the microphone is read."""

import platform
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from drillvoice.app.line_editor import ENTER, ERASE, QUIT
from drillvoice.app.voice_check import SETTLE_S, Guide
from drillvoice.app.voice_check_parts import KeySource, Parts
from drillvoice.audio.api import SoundBlock
from drillvoice.audio.resample import Resampler
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import Attempt
from drillvoice.core.voice_check.dialogue import VoiceCheckDialogue
from drillvoice.core.voice_check.own_words import Checked
from drillvoice.core.voice_check.steps import (
    AskYesNo,
    EchoHeard,
    HearTalk,
    Keep,
    KeepLoudness,
    Learn,
    Listen,
    MeasureEcho,
    MeasureRoom,
    RoomNoise,
    Say,
    ShowText,
    Step,
    StepAnswer,
    Talk,
    Teach,
    Type,
    Wish,
)
from drillvoice.errors import AudioError
from drillvoice.listening.ear import Ear
from drillvoice.listening.ears import CommandEar
from drillvoice.listening.open_ears import Hearing, open_ears
from drillvoice.speech_models.find import shipped_model
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine
from tests.builders import PHRASES
from tests.core.hearing.vectors import made_sound
from tests.fakes import FakeCommandEar, FakeOutlet, hum

RATE = 48_000
BLOCK = RATE // 40
TEXTS = PHRASES.voice_check
AFTER_S = 0.7
"""A person answers so long after a prompt."""


class World(FakeOutlet):
    """A microphone that hears the loudspeaker, a little noise, and what a person says."""

    def __init__(self, noise: float = 1e-4) -> None:
        super().__init__(RATE)
        self.name = "fake microphone"
        self.lost = 0
        self.breaks_at_s = float("inf")
        self.noise = noise
        self._sounds: list[tuple[int, Samples]] = []
        self._played_samples: list[tuple[int, Samples]] = []
        self._answer: Clip | None = None
        self._random = np.random.default_rng(1)
        self._resampler = Resampler(RATE)

    @property
    def now(self) -> int:
        return self.position

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        self._played_samples.append((frame, self._resampler.resample_clip(clip)))
        if self._answer:
            end = frame + len(self._played_samples[-1][1])
            self._sounds.append((end + int(AFTER_S * RATE), self._resampler.resample_clip(self._answer)))
            self._answer = None

    def hush(self) -> int:
        self._played_samples.clear()
        return self.now

    def say(self, clip: Clip) -> None:
        """Answer what the loudspeaker plays next, once it has finished."""
        self._answer = clip

    def read_block(self, timeout_s: float) -> SoundBlock | None:
        if self.now >= self.breaks_at_s * RATE:
            self.alive = False
            return None
        samples = self._random.normal(0, self.noise or 1e-9, BLOCK).astype(np.float32) * np.float32(self.noise > 0)
        for start, sound in (*self._sounds, *self._played_samples):
            first, last = max(start, self.now), min(start + len(sound), self.now + BLOCK)
            if first < last:
                samples[first - self.now : last - self.now] += sound[first - start : last - start]
        self.position += BLOCK
        lost, self.lost = self.lost, 0
        return SoundBlock(samples, 0.0, lost)

    def check(self) -> None:
        """It is always the same."""


@dataclass
class FakePresses:
    """Keys; each waits for its text to be shown."""

    world: World
    keys: list[str] = field(default_factory=list)
    over: bool = False

    def next_key(self) -> str:
        return self.keys.pop(0) if self.keys else ""


@dataclass
class Scene:
    """A guide, and what came of it."""

    world: World = field(default_factory=World)
    keys: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    kept: list[tuple[Command, str]] = field(default_factory=list)
    learnt: list[Mapping[str, Sequence[str]]] = field(default_factory=list)
    taught: list[Teach | KeepLoudness] = field(default_factory=list)
    examples: list[list[Command]] = field(default_factory=list)
    over: bool = False
    react: Callable[[str], None] = lambda _text: None
    clip: Callable[[Sound], Clip] = lambda _sound: hum(0.3)
    ear: Callable[[], CommandEar] = FakeCommandEar
    taught_ear: Callable[[TaughtVoice], CommandEar] | None = None

    def guide(self) -> Guide:
        return Guide(self.parts(FakePresses(self.world, self.keys, self.over)), PHRASES.answers)

    def parts(self, presses: KeySource) -> Parts:
        keep = lambda command, form: self.kept.append((command, form))  # noqa: E731
        outlets = self.clip, self._show, self.typed.append, keep, self.taught.append
        return Parts(self.world, self.world, presses, self._ears, *outlets)

    def _ears(self, own: Mapping[str, Sequence[str]], taught: TaughtVoice) -> CommandEar:
        self.learnt.append(own)
        self.examples.append(list(taught.takes))
        return self.taught_ear(taught) if self.taught_ear else self.ear()

    def _show(self, text: str) -> None:
        self.shown.append(text)
        self.react(text)

    def answer(self, step: Step) -> StepAnswer:
        """The guide's answer to one step."""
        found: list[StepAnswer] = []

        def steps() -> Generator[Step, StepAnswer, None]:
            found.append((yield step))

        self.guide().run(steps())
        return found[0]

    def attempt(self) -> Attempt:
        """How an attempt to say "pause" went."""
        answer = self.answer(LISTEN)
        assert isinstance(answer, Attempt)
        return answer


LISTEN = Listen("Please say: pause.", Command.PAUSE, "pause")


def test_steps_without_an_answer_are_done() -> None:
    scene = Scene()
    for step in (ShowText("shown"), Say("said"), Keep(Command.NEXT, "along"), Learn(Command.NEXT, "on")):
        assert scene.answer(step) is None
    assert ["shown", "said"] == scene.shown
    assert [(Command.NEXT, "along")] == scene.kept
    assert {"next": ("on",)} == scene.learnt[-1]


def test_what_was_kept_is_understood_beside_what_is_learnt() -> None:
    scene = Scene()
    guide = scene.guide()
    guide.run(iter_steps(Keep(Command.NEXT, "along"), Learn(Command.NEXT, "on"), Learn(Command.BACK, "home")))
    assert [{}, {"next": ("along", "on")}, {"next": ("along",), "back": ("home",)}] == scene.learnt


def iter_steps(*steps: Step) -> Generator[Step, StepAnswer, None]:
    yield from steps


def test_what_is_taught_is_kept_and_understood_from_then_on() -> None:
    scene = Scene()
    steps = (Teach(Command.NEXT, "next", [made_sound(1)]), KeepLoudness(-50.0))
    scene.guide().run(iter_steps(*steps))
    assert list(steps) == scene.taught
    assert [[], [Command.NEXT]] == scene.examples


class KeepingEar(FakeCommandEar):
    """Makes a vector of each moment in which something was loud."""

    def sounds_since(self, start_s: float) -> Sequence[Vectors]:
        return [made_sound(1, count=1)] if self.now_s > start_s else ()


def test_an_attempt_brings_what_has_sounded_with_it() -> None:
    scene = Scene(ear=KeepingEar)
    scene.react = lambda _text: scene.world.say(hum(0.5))
    assert 1 == len(scene.attempt().sounds)


def test_talk_is_heard_for_so_long_or_until_somebody_has_enough() -> None:
    scene = Scene(ear=KeepingEar)
    talk = scene.answer(HearTalk("Please talk.", 5.0))
    assert isinstance(talk, Talk)
    assert (1, True) == (len(talk.sounds), scene.world.now > 5 * RATE)
    short = Scene(ear=KeepingEar, keys=[*[""] * 60, ENTER])
    assert isinstance(short.answer(HearTalk("Please talk.", 60.0)), Talk)
    assert short.world.now < 10 * RATE
    assert Wish.QUIT is Scene(keys=["q"]).answer(HearTalk("Please talk.", 60.0))
    assert Wish.QUIT is Scene(keys=[*[""] * 60, "q"]).answer(HearTalk("Please talk.", 60.0))


def test_the_program_does_not_hear_itself() -> None:
    scene = Scene()
    attempt = scene.attempt()
    assert (None, False) == (attempt.command, attempt.has_voice)


def test_what_is_said_after_the_prompt_is_heard() -> None:
    scene = Scene()
    scene.react = lambda _text: scene.world.say(hum(0.5))
    attempt = scene.attempt()
    assert (Command.PAUSE, "pause", -60.0) == (attempt.command, attempt.phrase, attempt.noise_db)


def test_a_level_at_the_limit_is_noticed() -> None:
    scene = Scene()
    scene.ear = lambda: DeafEar()
    scene.react = lambda _text: scene.world.say(hum(0.5, level=1.0))
    attempt = scene.attempt()
    assert (None, True) == (attempt.command, attempt.clipped)


class DeafEar(FakeCommandEar):
    def feed_frames(self, microphone: Samples, reference: Samples) -> list[Spotted]:
        super().feed_frames(microphone, reference)
        return []


@pytest.mark.parametrize(("key", "answer"), [(ENTER, Wish.SKIP), ("q", Wish.QUIT), ("Q", Wish.QUIT), (QUIT, Wish.QUIT)])
@pytest.mark.parametrize("before", [0, 40])
def test_keys_skip_and_quit_while_it_speaks_and_while_it_listens(key: str, answer: Wish, before: int) -> None:
    assert answer is Scene(keys=[*"x" * before, key]).answer(LISTEN)


def test_enter_cuts_what_is_said_and_q_ends_it() -> None:
    scene = Scene(clip=lambda _sound: hum(10.0))
    scene.keys = ["", ENTER]
    assert scene.answer(Say("long")) is None
    assert scene.world.now < RATE
    assert Wish.QUIT is Scene(keys=["q"]).answer(Say("long"))


def test_the_room_is_measured_for_so_long_and_its_zeros_are_noticed() -> None:
    scene = Scene()
    assert RoomNoise(-60.0) == scene.answer(MeasureRoom("quiet", 5.0))
    assert 5.0 + SETTLE_S + 0.3 == pytest.approx(scene.world.now / RATE, abs=0.3)
    assert RoomNoise(-60.0, zeros=True) == Scene(World(noise=0)).answer(MeasureRoom("quiet", 1.0))
    assert [Wish.QUIT] * 2 == [Scene(keys=[*"x" * before, "q"]).answer(MeasureRoom("quiet", 1.0)) for before in (0, 40)]


@pytest.mark.slow
def test_it_measures_how_well_its_own_voice_is_taken_out() -> None:
    noise = np.random.default_rng(2).standard_normal(12 * 16_000).astype(np.float32)
    spoken = Clip(0.05 * noise * np.repeat(np.arange(24) % 3 > 0, 8_000), 16_000)
    echo = Scene(clip=lambda _sound: spoken).answer(MeasureEcho("long"))
    assert isinstance(echo, EchoHeard)
    assert (True, True) == (echo.works, echo.erle_db > 10)
    assert [Wish.QUIT, None] == [
        Scene(keys=["q"]).answer(MeasureEcho("x")),
        Scene(keys=[ENTER]).answer(MeasureEcho("x")),
    ]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(["y"], True), ([ENTER], True), (["Yes"], True), (["n"], False), (["x", "no"], False), (["q"], Wish.QUIT)],
)
def test_questions_are_answered_by_keys(keys: list[str], answer: StepAnswer) -> None:
    assert answer is Scene(keys=keys).answer(AskYesNo("well?"))


def test_a_yes_that_is_typed_out_does_not_answer_the_next_step_too() -> None:
    scene = Scene(keys=["y", "e", "s", ENTER, *[""] * 100, ENTER])
    guide = scene.guide()
    answers: list[StepAnswer] = []

    def steps() -> Generator[Step, StepAnswer, None]:
        answers.append((yield AskYesNo("well?")))
        answers.append((yield LISTEN))

    guide.run(steps())
    assert [True, Wish.SKIP] == answers
    assert [] == scene.keys
    assert scene.world.now > 100 * BLOCK


def test_where_nobody_can_answer_it_is_no() -> None:
    scene = Scene(over=True)
    assert (False, "") == (scene.answer(AskYesNo("well?")), scene.answer(Type("words?")))


@pytest.mark.parametrize(
    ("keys", "words", "echo"),
    [
        ([*"quit", ENTER], "quit", "quit\n"),
        ([ERASE, *"ab", ERASE, "c", "\x00", "", ENTER], "ac", "ab\b \bc\n"),
        (["a whole line"], "a whole line", ""),
        ([ENTER], "", "\n"),
        (["a", QUIT], Wish.QUIT, "a\n"),
    ],
)
def test_words_are_typed(keys: list[str], words: StepAnswer, echo: str) -> None:
    scene = Scene(keys=["", "", *[""] * 40, *keys])
    assert words == scene.answer(Type("words?"))
    assert echo == "".join(scene.typed)


def test_more_than_a_line_is_not_typed() -> None:
    assert "a" * 80 == Scene(keys=[*[""] * 40, *"a" * 99, ENTER]).answer(Type("words?"))


def test_a_microphone_or_a_loudspeaker_that_goes_away_ends_it_with_a_sentence() -> None:
    scene = Scene()
    scene.world.breaks_at_s = 1.5
    with pytest.raises(AudioError, match="The microphone fake microphone is gone; connect it"):
        scene.answer(LISTEN)
    scene = Scene()
    scene.world.alive = False
    with pytest.raises(AudioError, match="The loudspeaker is gone"):
        scene.answer(Say("said"))


def test_a_gap_in_the_sound_is_no_trouble() -> None:
    scene = Scene()
    scene.world.lost = 1
    scene.react = lambda _text: scene.world.say(hum(0.5))
    assert Command.PAUSE is scene.attempt().command


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="needs the bundled eSpeak NG"
)
@pytest.mark.slow
def test_a_real_voice_is_understood_by_the_real_ear_beside_the_programs_own(own_folders: Path) -> None:
    """The program's voice asks for a word, the microphone hears that too, and a person with another voice answers."""
    cache = ClipCache(own_folders / "cache")
    program, person = (ProgramVoice(Pyttsx3Engine(name, 165), cache) for name in ("", "English (Scotland)"))
    said = {TEXTS.say.format(words="next"): "next", TEXTS.again.format(words="next"): "next"}

    def ear() -> Ear:
        return open_ears(Hearing(shipped_model()))()

    scene = Scene(clip=program.clip, ear=ear, over=True)
    scene.react = lambda text: scene.world.say(person.clip(Sound(said[text]))) if text in said else None
    try:
        scene.guide().run(VoiceCheckDialogue(PHRASES, (Command.NEXT,), {}, lambda text, _: Checked(text)).steps())
    finally:
        program.close()
        person.close()
    assert 3 == scene.shown.count(TEXTS.understood.format(words="next")), scene.shown
    assert TEXTS.works.format(command="Next", right=3, asked=3) in scene.shown


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="needs the bundled eSpeak NG"
)
@pytest.mark.slow
def test_what_nobody_understands_works_by_the_persons_own_example(own_folders: Path) -> None:
    """Somebody says "banana" for "pause"; it is kept, and understood the fourth time."""
    cache = ClipCache(own_folders / "cache")
    program, person = (ProgramVoice(Pyttsx3Engine(name, 165), cache) for name in ("", "English (Scotland)"))
    prompts = {text.format(words="pause") for text in (TEXTS.say, TEXTS.again, TEXTS.taught)}

    def taught_ear(taught: TaughtVoice) -> Ear:
        return open_ears(Hearing(shipped_model(), taught=taught, keeps_sounds=True))()

    scene = Scene(clip=program.clip, taught_ear=taught_ear, over=True)
    scene.react = lambda text: scene.world.say(person.clip(Sound("banana"))) if text in prompts else None
    try:
        scene.guide().run(VoiceCheckDialogue(PHRASES, (Command.PAUSE,), {}, lambda text, _: Checked(text)).steps())
    finally:
        program.close()
        person.close()
    assert 3 == scene.shown.count(TEXTS.not_understood), scene.shown
    assert TEXTS.taught_works.format(words="pause") in scene.shown, scene.shown
    assert [Teach, KeepLoudness] == [type(step) for step in scene.taught]
