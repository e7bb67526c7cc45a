"""From the end of a spoken command to silence at the loudspeaker.

Both ends are taken from recordings: the word is found in that of the room in front of the microphone, its last frame
is known from the file; the cut is found in that of the loudspeaker. Between cues nothing sounds, so the cut is where
the program says that it was: "Paused." comes 0.4 s after it, and the event log gives it in the time of the cues.
"""

import math
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import count as numbers
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soxr

from benchmarks.common import PROGRAM, figure, frame_at, heard_at, shares, virtual_room, warm, write_drill
from benchmarks.silence import cut_at
from benchmarks.speakers import ROOMS
from benchmarks.voice_lab import acoustics
from benchmarks.voice_lab.acoustics import active_level, active_region, direct_path, gain, in_room
from benchmarks.voice_lab.voices import UNSEEN, VOICES, Line, speak
from drillvoice.core.clips import Samples
from drillvoice.core.session.deeds import PAUSE_SILENCE
from drillvoice.core.ticks import to_seconds
from tests.room.program import PHRASES, RATE, Heard, Program, Record, Stage, place_of

MEDIAN_MS, MOST_MS = 400, 700
"""From the word's end: of all, and of 95 %."""
LEVEL_DBFS = -26.0
GAPS_S = [6.0, 6.5]
AT_ONCE = 10
"""Trials in one run of the program."""
GATE_S = 0.5
"""The program listens again so long after its own voice."""
BEFORE_S = 0.4
"""A command is preceded by quiet."""
ANSWER_LIMIT_S = 2.5
SETTLED_S = 1.8
"""After which "Paused." is over."""
STRETCHES, PITCHES = (0.87, 1.5), (30, 70)
SEED = 20261122
FILES = numbers(1)


@dataclass(frozen=True)
class Word:
    """A command as somebody says it."""

    speaker: str
    path: Path
    clip: Samples
    """At the rate of the recordings."""
    end: int
    """The frame after its last."""


@dataclass(frozen=True)
class Trial:
    """A word that was said."""

    word: Word
    asked: float
    """When it was about to be said, on the monotonic clock."""
    before: tuple[float, Record]
    """The cue before it, and when that was logged."""
    answer: Record | None
    """The command that it was understood as."""


@dataclass
class Take:
    """Trials, and what was recorded meanwhile."""

    trials: list[Trial]
    said: Heard
    heard: Heard

    def word_end(self, trial: Trial) -> float:
        """When the word was over."""
        first = frame_at(self.said, trial.asked)
        samples = self.said.recording.samples()[first : first + 3 * RATE]
        return heard_at(self.said, first + place_of(samples, trial.word.clip) + trial.word.end)

    def place(self, clip: Samples, start: float, end: float) -> float:
        """When a clip began to sound, which is looked for between two times."""
        first = frame_at(self.heard, start)
        samples = self.heard.recording.samples()[first : frame_at(self.heard, end)]
        return heard_at(self.heard, first + place_of(samples, clip))


def words(phrase: str, folder: Path) -> Iterator[Word]:
    """A phrase by one voice after the other, for ever, two metres from the microphone in one room after the other;
    normal speech at different speeds and pitches.
    """
    voices = [voice for voice in VOICES if voice.split == UNSEEN and not voice.whispers]
    draw = random.Random(f"{SEED} {phrase}")
    for voice, room in zip(cycle(voices), cycle(ROOMS), strict=False):
        line = Line(phrase, draw.uniform(*STRETCHES), draw.randint(*PITCHES))
        with TemporaryDirectory(dir=folder) as scratch:
            (signal,) = speak(voice, [line], Path(scratch))
        wet = in_room(signal, room)
        wet *= np.float32(gain(LEVEL_DBFS) / active_level(wet))
        path = folder / f"{phrase}-{next(FILES)}.wav"
        acoustics.write(path, wet)
        end = direct_path(room) + active_region(signal)[1]
        clip = soxr.resample(wet, acoustics.RATE, RATE)
        yield Word(f"{voice.key} in {room}", path, clip, round(end / acoustics.RATE * RATE))


def measure(count: int) -> None:
    """Print all figures."""
    with virtual_room() as stage:
        drill = (write_drill(stage.folder / "drill.toml", gap_s=GAPS_S), "--brief", "--safety-heard", "--seed", "1")
        warm(stage, *drill)
        for phrase in ("pause", "stop"):
            between_cues(stage, drill, phrase, count)
        for phrase in ("pause", "stop"):
            over_speech(stage, drill, phrase, count // 2)


def between_cues(stage: Stage, drill: tuple[str, ...], phrase: str, count: int) -> None:
    """Say it where nothing sounds."""
    heard_ms, logged_ms, off_ms = [], [], []
    trials: list[Trial] = []
    for take in takes(stage, drill, phrase, count, talking=False):
        trials += take.trials
        for trial in understood(take.trials, phrase):
            word_end = take.word_end(trial)
            logged_ms.append((logged(stage, take, trial, "at_s") - word_end) * 1000)
            off_ms.append((logged(stage, take, trial, "word_end_s") - word_end) * 1000)
            if phrase == "pause":
                heard_ms.append((heard_cut(stage, take, word_end) - word_end) * 1000)
    recall(f'"{phrase}" between cues, understood', trials, phrase)
    if heard_ms:
        delays(f'"{phrase}" to silence, by the word that answers', heard_ms)
    delays(f'"{phrase}" to silence, by the event log', logged_ms)
    if off_ms:
        off = f"median {statistics.median(off_ms):+.0f}, {min(off_ms):+.0f} to {max(off_ms):+.0f} ms"
        figure("the word's end in the event log, off by", off)


def over_speech(stage: Stage, drill: tuple[str, ...], phrase: str, count: int) -> None:
    """Say it while the program says a long sentence, which the microphone does not hear: with headphones."""
    found, trials = [], []
    clip = stage.clip(PHRASES.reply.commands)
    for take in takes(stage, (*drill, "--headphones"), phrase, count, talking=True):
        trials += take.trials
        samples = take.heard.recording.samples()
        for trial in understood(take.trials, phrase):
            cut = cut_at(samples, frame_at(take.heard, take.word_end(trial)), clip)
            if cut:
                found.append(cut.latency_ms)
    recall(f'"{phrase}" over speech, headphones, understood', trials, phrase)
    delays(f'"{phrase}" over speech, to silence as heard', found)


def takes(stage: Stage, drill: tuple[str, ...], phrase: str, count: int, *, talking: bool) -> Iterator[Take]:
    """So many trials, the program started anew every few."""
    said = list(islice(words(phrase, stage.folder), count))
    for first in range(0, count, AT_ONCE):
        yield take(stage, drill, said[first : first + AT_ONCE], talking=talking)


def take(stage: Stage, drill: tuple[str, ...], said: Sequence[Word], *, talking: bool) -> Take:
    """Some trials in one run of the program."""
    chance = random.Random(str(said[0].path.name))
    events = stage.folder / f"events-{next(FILES)}"
    how = ("run", *drill, "--stdin-commands", "--no-record")
    with ExitStack() as leaving:
        result = Take([], *(leaving.enter_context(stage.listening(sink)) for sink in ("voice", "loudspeaker")))
        program = leaving.enter_context(Program(*how, env=stage.env(), events=events, command=PROGRAM))
        program.printed("Voice control is on")
        since = time.monotonic()
        for word in said:
            cue = program.event(timeout_s=40, since=since, kind="cue")
            wait_for_quiet(stage, program, cue, talking=talking)
            time.sleep(chance.uniform(0, 2 if talking else 1))
            asked = time.monotonic()
            stage.room.say_into_microphone(word.path)
            answer = command_since(program, asked)
            result.trials.append(Trial(word, asked, cue, answer))
            time.sleep(SETTLED_S)
            since = program.tell("resume") if answer else time.monotonic()
    return result


def wait_for_quiet(stage: Stage, program: Program, cue: tuple[float, Record], *, talking: bool) -> None:
    """Wait until the program listens: after the cue, or once its long sentence has begun."""
    at, record = cue
    over = at + len(stage.clip(record["text"])) / RATE + GATE_S
    time.sleep(max(0.0, over + BEFORE_S - time.monotonic()))
    if talking:
        asked = program.tell("what can I say")
        program.event(since=asked, text=PHRASES.reply.commands)


def command_since(program: Program, asked: float) -> Record | None:
    """The first spoken command after a moment, if there is one soon."""
    with suppress(TimeoutError):
        return program.event(timeout_s=ANSWER_LIMIT_S, since=asked, kind="command", source="voice")[1]
    return None


def understood(trials: Sequence[Trial], phrase: str) -> list[Trial]:
    """Those in which what was said was heard."""
    return [trial for trial in trials if trial.answer and trial.answer["command"] == phrase]


def heard_cut(stage: Stage, take: Take, word_end: float) -> float:
    """When sound was cut, by the answer in the recording."""
    answer = take.place(stage.clip(PHRASES.reply.paused), word_end - 0.2, word_end + ANSWER_LIMIT_S)
    return answer - to_seconds(PAUSE_SILENCE)


def logged(stage: Stage, take: Take, trial: Trial, field: str) -> float:
    """When something was according to the log, whose time is that of the cue before it."""
    at, cue = trial.before
    assert trial.answer is not None
    began = take.place(stage.clip(cue["text"]), at - 1, at + 1.5)
    return float(began + trial.answer[field] - cue["at_s"])


def recall(name: str, trials: Sequence[Trial], phrase: str) -> None:
    """How many were understood, and who was not."""
    figure(name, shares(len(understood(trials, phrase)), len(trials)))
    for trial in trials:
        if trial not in understood(trials, phrase):
            heard = f'as "{trial.answer["phrase"]}"' if trial.answer else "not"
            print(f"      {heard} understood: {trial.word.speaker}")


def delays(name: str, values: Sequence[float]) -> None:
    """Median and 95th percentile."""
    if not values:
        figure(name, "none")
        return
    median, late = statistics.median(values), sorted(values)[math.ceil(0.95 * len(values)) - 1]
    text = f"median {median:.0f}, 95 % {late:.0f}, worst {max(values):.0f} ms of {len(values)}"
    met = median < MEDIAN_MS and late < MOST_MS
    figure(name, text, f"median under {MEDIAN_MS}, 95 % under {MOST_MS} ms", met=met)
