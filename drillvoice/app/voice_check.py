"""Runs a voice check: speaks its steps, listens to the answers, and watches the keys meanwhile.

Time is counted in what the microphone has heard. While the program speaks, and for as long after as the gate takes,
the ear is deaf.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from drillvoice.app.answer_keys import AnswerKeys
from drillvoice.app.line_editor import ENTER, ERASE, QUIT, LineEditor
from drillvoice.app.voice_check_parts import DEVICE_GONE, MicrophoneEar, Parts
from drillvoice.core.clips import Samples
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.plan.lines import Sound
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.core.spoken_phrases import AnswerWords
from drillvoice.core.voice_check.attempts import Attempt, Trial
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
from drillvoice.echo.canceller import TAIL_S, UNKNOWN_DELAY_S
from drillvoice.echo.check import QUIET_S, echo_quality
from drillvoice.errors import AudioError

LEAD_S = 0.1
SETTLE_S = TAIL_S + UNKNOWN_DELAY_S + 0.1
"""The gate opens, then a tenth of a second is measured."""
LEFTOVER_S = 1.0
FADING_S = 0.6


class Guide:
    """Answers the steps of a dialogue.

    Args:
        parts: what it needs of the world.
        words: what may be typed to a question.

    """

    def __init__(self, parts: Parts, words: AnswerWords) -> None:
        self._parts = parts
        self._keys = AnswerKeys(words)
        self._own: dict[str, tuple[str, ...]] = {}
        """Words that were found to work just now."""
        self._taught = TaughtVoice()
        """What was taught just now: nothing that was taught before helps with what is checked."""
        self._listening = MicrophoneEar(parts.microphone, parts.ears({}, self._taught))
        self._leftover_until_s = 0.0

    def run(self, steps: Generator[Step, StepAnswer, None]) -> None:
        """From the first step to the last.

        Raises:
            AudioError: the microphone or the loudspeaker is gone.
            SpeechError: the voice cannot speak.

        """
        answer: StepAnswer = None
        try:
            while True:
                answer = self._answer_step(steps.send(answer))
        except StopIteration:
            return

    def _answer_step(self, step: Step) -> StepAnswer:
        match step:
            case Say():
                return Wish.QUIT if self._keys.ends_all(self._speak_prompt(step.text, self._keys.goes_on)) else None
            case MeasureRoom():
                return self._measure_room(step)
            case MeasureEcho():
                return self._measure_echo(step)
            case Listen():
                return self._listen_for_attempt(step)
            case HearTalk():
                return self._hear_talk(step)
            case AskYesNo():
                return self._ask_yes_no(step)
            case Type():
                return self._type_answer(step)
            case _:
                self._perform_step(step)
                return None

    def _perform_step(self, step: ShowText | Learn | Keep | Teach | KeepLoudness) -> None:
        """A step without an answer."""
        match step:
            case ShowText():
                self._parts.show(step.text)
            case Learn():
                self._learn_words(step)
            case Keep():
                self._keep_words(step)
            case Teach():
                self._taught = self._taught.with_takes(step.command, step.form, step.takes)
                self._parts.teach(step)
                self._open_ear(self._own)
            case KeepLoudness():
                self._parts.teach(step)

    def _speak_prompt(self, text: str, cutting: Callable[[str], bool]) -> str:
        """Print and speak; the key that cut it short, empty where none did. Other keys are forgotten."""
        clip = self._parts.clip(Sound(text))
        self._parts.show(text)
        speaker = self._parts.speaker
        start = speaker.position + int(LEAD_S * speaker.rate)
        end = start + int((len(clip.samples) / clip.rate + speaker.latency_s) * speaker.rate)
        speaker.play(clip, start)
        while speaker.position < end:
            if not speaker.alive:
                raise AudioError(DEVICE_GONE.format("loudspeaker"))
            self._listening.next_sound(speaking=True)
            key = self._next_key()
            if cutting(key):
                speaker.hush()
                return key
        return ""

    def _measure_room(self, step: MeasureRoom) -> StepAnswer:
        if self._keys.ends_all(self._speak_prompt(step.text, self._keys.goes_on)):
            return Wish.QUIT
        self._listening.zeros = True
        end_s = self._listening.ear.now_s + SETTLE_S + step.seconds
        while self._listening.ear.now_s < end_s:
            self._listening.next_sound(speaking=False)
            if self._keys.ends_all(self._next_key()):
                return Wish.QUIT
        return RoomNoise(self._listening.ear.floor_db, self._listening.zeros)

    def _measure_echo(self, step: MeasureEcho) -> StepAnswer:
        """Listen to what is said; how late it is heard is for the canceller to find."""
        recording: list[Samples] = []
        self._listening.recording = recording
        quiet_until_s = self._listening.ear.now_s + QUIET_S
        while self._listening.ear.now_s < quiet_until_s:
            self._listening.next_sound(speaking=False)
        lead_s = sum(map(len, recording)) / SPEECH_RATE + LEAD_S
        key = self._speak_prompt(step.text, self._keys.goes_on)
        self._listening.recording = None
        if self._keys.goes_on(key) or not recording:
            return Wish.QUIT if self._keys.ends_all(key) else None
        quality = echo_quality(np.concatenate(recording), self._parts.clip(Sound(step.text)), lead_s)
        return EchoHeard(quality.trusted, quality.erle_db)

    def _listen_for_attempt(self, step: Listen) -> Attempt | Wish:
        key = self._speak_prompt(step.text, self._keys.goes_on)
        start_s = self._listening.ear.now_s + SETTLE_S
        trial = Trial(start_s)
        while not self._keys.goes_on(key):
            sounded = self._listening.next_sound(speaking=False)
            attempt = trial.hear_moment(sounded) if sounded else None
            if attempt:
                return replace(attempt, sounds=self._sounds_since(start_s))
            key = self._next_key()
        return Wish.QUIT if self._keys.ends_all(key) else Wish.SKIP

    def _sounds_since(self, start_s: float) -> Sequence[Vectors]:
        """What has sounded, with what follows it at once: a word is decided on before it has faded away."""
        until_s = self._listening.ear.now_s + FADING_S
        while self._listening.ear.now_s < until_s:
            self._listening.next_sound(speaking=False)
        return tuple(self._listening.ear.sounds_since(start_s))

    def _hear_talk(self, step: HearTalk) -> Talk | Wish:
        """Whoever has nothing more to say presses Enter."""
        key = self._speak_prompt(step.text, self._keys.ends_all)
        start_s = self._listening.ear.now_s + SETTLE_S
        while self._listening.ear.now_s < start_s + step.seconds and not self._keys.goes_on(key):
            self._listening.next_sound(speaking=False)
            key = self._next_key()
        return Wish.QUIT if self._keys.ends_all(key) else Talk(tuple(self._listening.ear.sounds_since(start_s)))

    def _learn_words(self, step: Learn) -> None:
        """Have an ear that knows these words too; whatever it learnt of the room is lost with the last one."""
        self._open_ear({**self._own, step.command.value: (*self._own.get(step.command.value, ()), step.form)})

    def _open_ear(self, own: Mapping[str, Sequence[str]]) -> None:
        self._listening = MicrophoneEar(self._parts.microphone, self._parts.ears(own, self._taught))
        self._leftover_until_s = 0.0

    def _keep_words(self, step: Keep) -> None:
        self._own[step.command.value] = (*self._own.get(step.command.value, ()), step.form)
        self._parts.keep(step.command, step.form)

    def _ask_yes_no(self, step: AskYesNo) -> bool | Wish:
        key = self._speak_prompt(step.text, self._keys.answers_question)
        while not self._keys.answers_question(key):
            if self._parts.presses.over:
                return False
            self._listening.next_sound(speaking=False)
            key = self._next_key()
        self._leftover_until_s = self._listening.ear.now_s + LEFTOVER_S
        return Wish.QUIT if self._keys.ends_all(key) else self._keys.says_yes(key)

    def _next_key(self) -> str:
        """The next key, without the rest of an answer that was understood at its first letter."""
        key = self._parts.presses.next_key()
        return "" if self._keys.may_be_rest(key) and self._listening.ear.now_s < self._leftover_until_s else key

    def _type_answer(self, step: Type) -> str | Wish:
        """Letter by letter in a terminal; the letter Q is one of them. Whoever begins to type need not listen on."""
        key = self._speak_prompt(step.text, bool)
        line = LineEditor(self._parts.echo)
        while key not in (ENTER, QUIT):
            if len(key) > 1 and key != ERASE:
                return key
            line.press_key(key)
            if self._parts.presses.over:
                return line.text
            self._listening.next_sound(speaking=False)
            key = self._next_key()
        typed = line.end_line()
        return Wish.QUIT if key == QUIT else typed
