"""Second implementations of the program's own Protocols, with memory and a way to fail."""

import queue
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drillvoice.app.event_log import Record, record_of
from drillvoice.audio.api import Microphone, Outlet, SoundBlock
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.drill.rules import estimated_s
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.core.session.answers import Answer, Subject
from drillvoice.core.session.commands import Command
from drillvoice.core.session.effects import Effect, Note, Speak, Tone
from drillvoice.core.session.facts import Trouble
from drillvoice.core.session.machine import Origin, Session
from drillvoice.core.session.messages import Asked, Message
from drillvoice.core.ticks import TICKS_PER_SECOND
from drillvoice.echo.canceller import FRAME, DeafGate
from drillvoice.echo.reference import Taken
from drillvoice.errors import AudioError, SpeechError
from drillvoice.listening.ears import CommandEar, TimedEar
from drillvoice.listening.messages import Echo, HeardReport
from drillvoice.voice import engine as engine_module
from drillvoice.voice.engine import NATURAL, OF_SYSTEM, Engine, VoiceInfo

LONGEST_S = 20.0
LOOK_AHEAD = 12
STEP = 10


class FakeAnswers:
    """Somebody who answers each question with the next of some answers, as soon as it is asked."""

    listening = True

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.attended: list[bool] = []
        self._take: Callable[[Answer], None] | None = None

    def answers_to(self, take: Callable[[Answer], None] | None) -> None:
        self._take = take
        self.attended.append(take is not None)

    def asked(self, text: str) -> None:
        """Something was said to them: a question, or what was understood."""
        if self._take and self._answers and text.endswith("skip."):
            self._take(self._answers.pop(0))


class Shell:
    """The runner's three duties towards a session, in ticks and without a device.

    Args:
        session: what is run.
        late: ticks from a command to the cut of the sound.

    """

    def __init__(self, session: Session, late: int = 0) -> None:
        self.session = session
        self.now = 0
        self.effects: list[Effect] = []
        """Everything that was not dropped, in the order in which it was answered."""
        self._late = late

    def run(self, until: int) -> None:
        """Let time pass up to a tick, or to the end of the session."""
        while self.now < until and not self.session.is_over:
            self.effects += self.session.advance(self.now, self.now + LOOK_AHEAD)
            self.now = min(until, self.now + STEP)

    def run_to(self, condition: Callable[[], bool], limit: int = 30_000) -> None:
        """Let time pass until something holds."""
        limit += self.now
        while not condition():
            assert self.now < limit
            assert not self.session.is_over
            self.run(self.now + STEP)

    def ask(self, command: Command) -> bool:
        """Give a command; whether all sound was cut for it."""
        hushes = self.session.needs_hush(command, self.now)
        if hushes:
            self.cut()
        self.effects += self.session.handle_command(command, self.now, Origin("test"))
        return hushes

    def lose(self) -> None:
        """Let the loudspeaker go and come back; time stands still meanwhile."""
        self.cut()
        self.effects += self.session.mishaps.lose_loudspeaker(self.now)
        self.effects += self.session.mishaps.regain_loudspeaker(self.now)

    def meet(self, trouble: Trouble, heard: int | None = None) -> None:
        """Let something befall the session."""
        if trouble is not Trouble.COMMANDS_ENDED:
            self.cut()
        self.effects += self.session.mishaps.meet_trouble(trouble, self.now, self.now if heard is None else heard)

    def cut(self) -> None:
        """Silence: what has not begun is dropped, what sounds ends now."""
        self.now += self._late
        begun = [effect for effect in self.effects if effect.at < self.now or isinstance(effect, Note)]
        self.effects = [_shortened(effect, self.now) for effect in begun]

    @property
    def heard(self) -> list[Speak]:
        """The lines that have begun to sound, in order."""
        begun = [effect for effect in self.effects if isinstance(effect, Speak) and effect.at <= self.now]
        return sorted(begun, key=lambda effect: effect.at)

    @property
    def texts(self) -> list[str]:
        """What has been heard."""
        return [effect.line.sound.text for effect in self.heard]

    @property
    def tones(self) -> list[int]:
        """When a tone sounded."""
        return [effect.at for effect in self.effects if isinstance(effect, Tone)]

    @property
    def notes(self) -> list[Record]:
        """The records without a sound."""
        return [record_of(effect.fact) for effect in self.effects if isinstance(effect, Note)]


def _shortened(effect: Effect, now: int) -> Effect:
    return replace(effect, clip=min(effect.clip, now - effect.at)) if isinstance(effect, Speak) else effect


class FakeOutlet:
    """A loudspeaker whose time is moved by hand; remembers what it was asked, and can fail."""

    def __init__(self, rate: int = 1000, latency_s: float = 0.0) -> None:
        self.rate = rate
        self.latency_s = latency_s
        self.underflows = 0
        self.alive = True
        self.position = 0
        self.played: list[tuple[int, Clip, float]] = []
        self.beats: list[tuple[int, int]] = []
        self.hushes: list[int] = []
        self.tended = 0
        self.volumes: list[float] = []
        self.closed = False
        self.back_after = 0
        """Searches that find nothing before the device is back."""

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        self.played.append((frame, clip, gain))

    def beat(self, frame: int, beats: int) -> None:
        self.beats.append((frame, beats))

    def set_volume(self, volume: float) -> None:
        self.volumes.append(volume)

    def hush(self) -> int:
        self.hushes.append(self.position)
        self.played = [item for item in self.played if item[0] < self.position]
        return self.position

    def tend(self) -> None:
        self.tended += 1

    def reopen(self) -> bool:
        self.back_after -= 1
        self.alive = self.back_after < 0
        return self.alive

    def close(self) -> None:
        self.closed = True

    def seconds(self) -> list[float]:
        """When clips were asked to sound."""
        return [frame / self.rate for frame, _, _ in self.played]


Deed = Command | Callable[[], Message | None]


class FakeInbox(queue.Queue[Message]):
    """Waits in the outlet's time instead of ours; hands out commands, and does deeds, at their times.

    Args:
        outlet: whose time passes.
        deeds: at which second to hand out which command or what comes of a call, or to do what.

    """

    def __init__(self, outlet: FakeOutlet, deeds: Sequence[tuple[float, Deed]] = ()) -> None:
        super().__init__()
        self._outlet = outlet
        self._deeds = sorted(deeds, key=lambda deed: deed[0])
        self.waits = 0

    def get(self, block: bool = True, timeout: float | None = None) -> Message:
        self.waits += 1
        assert self.waits < 20_000
        self._outlet.position += int((timeout or 0) * self._outlet.rate)
        while self._deeds and self._outlet.position >= self._deeds[0][0] * self._outlet.rate:
            deed = self._deeds.pop(0)[1]
            if isinstance(deed, Command):
                return Asked(deed, "test")
            asked = deed()
            if asked is not None:
                return asked
        raise queue.Empty


DEAF_BESIDE = Echo(heard=False, erle_db=0.0, delay_s=0.0, drift_ppm=0.0, jumps=0)


@dataclass
class FakeTimedEar:
    """Notes what it is given, and answers what it is told to."""

    answers: list[HeardReport] = field(default_factory=list)
    given: list[tuple[Samples, Samples, float]] = field(default_factory=list)
    attended: list[tuple[int, Subject]] = field(default_factory=list)
    erle_db: list[float] = field(default_factory=list)
    delay_s: float = 0.0

    def feed_timed_frames(self, microphone: Samples, played: Taken, start_s: float) -> Sequence[HeardReport]:
        self.given.append((microphone, played.samples, start_s))
        answers, self.answers = self.answers, []
        return answers

    def levels_db(self) -> tuple[float, float]:
        return -20.04, -60.0

    def echo_report(self) -> Echo:
        erle_db = float(self.erle_db.pop(0) if self.erle_db else 0.0)
        return replace(DEAF_BESIDE, erle_db=erle_db, delay_s=self.delay_s)

    def listen_for(self, subject: Subject) -> None:
        self.attended.append((len(self.given), subject))


@dataclass
class FakeMicrophone:
    """Gives its blocks once the ear is there; then it does a deed, or dies where there is none."""

    blocks: list[SoundBlock]
    then: Callable[[], None] | None = None
    rate: int = SPEECH_RATE
    name: str = "mic"
    latency_s: float = 0.1
    alive: bool = True
    replaced: bool = False
    closed: bool = False
    ready: Callable[[], bool] = bool

    def read_block(self, timeout_s: float) -> SoundBlock | None:
        if not self.ready():
            return None
        if self.blocks:
            return self.blocks.pop(0)
        if self.then is None:
            self.alive = False
        else:
            self.then()
        return None

    def check(self) -> None:
        if self.replaced:
            raise AudioError("It is another.")

    def close(self) -> None:
        self.closed = True


class FakeCommandEar:
    """Hears "pause" wherever something is loud, unless the program speaks or has just spoken."""

    def __init__(self) -> None:
        self._gate = DeafGate()
        self.now_s = 0.0
        self.level_db = -60.0
        self.floor_db = -60.0

    def sounds_since(self, start_s: float) -> Sequence[Vectors]:
        return ()

    def feed_frames(self, microphone: Samples, reference: Samples) -> list[Spotted]:
        self.now_s += len(microphone) / SPEECH_RATE
        frames = zip(microphone.reshape(-1, FRAME), reference.reshape(-1, FRAME), strict=True)
        open_frames = [
            cleaned.samples for cleaned in (self._gate.clean_frame(*both) for both in frames) if not cleaned.deaf
        ]
        loud = any(float(np.abs(frame).max()) > 0.01 for frame in open_frames)
        self.level_db = -20.0 if loud else -60.0
        return [Spotted(Command.PAUSE, "pause", self.now_s, self.now_s)] if loud else []


@dataclass
class FakeEngine:
    """A voice that hums: each phrase lasts as long as it is estimated to. Fails where it is told to."""

    voice: str = ""
    rate: int = 165
    broken: bool = False
    spoken: list[str] = field(default_factory=list)
    closed: int = 0
    id: str = "fake"
    version: str = "1"
    is_installed: bool = True

    def voices(self) -> list[VoiceInfo]:
        return [VoiceInfo("hum", "Somebody who hums", ("en",))]

    def speak(self, text: str) -> Clip:
        if self.broken:
            raise SpeechError("The voice cannot speak (it is a test).")
        self.spoken.append(text)
        return hum(estimated_s(text))

    def close(self) -> None:
        self.closed += 1


@dataclass
class ChoosyEngine(FakeEngine):
    """A voice that refuses one text, twice as every engine is asked, and speaks all others."""

    refuses: str = "Look right"

    def speak(self, text: str) -> Clip:
        if text == self.refuses:
            raise SpeechError(f'The voice was silent for "{text}".')
        return super().speak(text)


@dataclass
class HangingEngine(FakeEngine):
    """A voice that hangs in one text until it is let go."""

    hangs_in: str = "Look right"
    begun: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def speak(self, text: str) -> Clip:
        if text == self.hangs_in:
            self.begun.set()
            self.let_go.wait(LONGEST_S)
        return super().speak(text)


def only_engine(patch: pytest.MonkeyPatch, kind: Any = FakeEngine) -> None:
    """From now on every voice is one of an engine's, also those of the system."""
    of_system = kind if kind.id == OF_SYSTEM else partial(kind, id=OF_SYSTEM)
    patch.setattr(engine_module, "ENGINES", {NATURAL: kind, OF_SYSTEM: of_system})


class BrokenEngine(FakeEngine):
    """A voice that never speaks."""

    def speak(self, text: str) -> Clip:
        self.broken = True
        return super().speak(text)


def hum(seconds: float = 0.5, rate: int = 8000, level: float = 0.1) -> Clip:
    """A clip of constant level."""
    return Clip(np.full(int(seconds * rate), level, dtype=np.float32), rate)


def ticks_of(seconds: float) -> int:
    """Whole seconds and tenths as ticks."""
    return round(seconds * TICKS_PER_SECOND)


WORKER_HEAD = """\
import json, os, sys, time, wave
def reply(**fields): print(json.dumps(fields), flush=True)
def save(path, level=1000):
    with wave.open(path, "wb") as file:
        file.setnchannels(1); file.setsampwidth(2); file.setframerate(8000)
        file.writeframes(level.to_bytes(2, "little") * 800)
def first_time():
    try: open(sys.argv[1], "x"); return True
    except FileExistsError: return False
"""
"""What the small worker scripts share; their first argument is a file that tells a second start from the first."""


def worker(folder: Path, body: str) -> Callable[[str, int], list[str]]:
    """The command of a worker process that does what a script says."""
    script = folder / "worker.py"
    script.write_text(WORKER_HEAD + body, encoding="utf-8")
    command = [sys.executable, "-S", str(script), str(folder / "started")]
    return lambda voice, rate: command


_OUTLET: type[Outlet] = FakeOutlet
_MICROPHONE: type[Microphone] = FakeMicrophone
_COMMAND_EAR: type[CommandEar] = FakeCommandEar
_TIMED_EAR: type[TimedEar] = FakeTimedEar
_ENGINE: type[Engine] = FakeEngine
