"""The third opinion in the ear, with sounds made by hand and an embedding that is quick to work out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Spotted, Spotter
from drillvoice.core.hearing.hypotheses import Hypothesis
from drillvoice.core.hearing.taught_voice import TaughtVoice, unpack_vectors
from drillvoice.core.hearing.templates import WIDTH, Vectors, distance_between
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.core.session.commands import Command
from drillvoice.echo.canceller import FRAME, Canceller, Cleaned, Louder, Open, Quality
from drillvoice.echo.reference import Taken
from drillvoice.listening import messages
from drillvoice.listening.ear import Ear
from drillvoice.listening.live_ear import LiveEar
from drillvoice.listening.open_ears import Hearing, canceller_for
from drillvoice.listening.opinions import Opinions
from drillvoice.listening.recogniser import Guess, Result
from drillvoice.listening.taught_sounds import LONGEST_S, MOST_GAIN_DB, SOFT_DB, TaughtSounds, gain_for

WINDOW, HOP = round(0.775 * SPEECH_RATE), round(0.08 * SPEECH_RATE)
C = Command


def bands_of(samples: Samples) -> Vectors:
    """How loud each of 96 bands is, for 0.78 s at a time: as far from speech as can be, but of the same form."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    spectra = np.abs(np.fft.rfft(frames))[:, : WIDTH * 12].reshape(len(frames), WIDTH, 12).sum(axis=2)
    bands = np.log10(spectra + 1e-3)
    return np.asarray(bands - bands.mean(axis=1, keepdims=True), np.float32)


class NoWords:
    """A recogniser that understands nothing; what is a sound to an ear is none to it."""

    def feed_samples(self, samples: Samples) -> Guess | Result:
        return Guess("")

    def finish_utterance(self) -> Result:
        return Result(())

    def hypotheses(self, samples: Samples) -> list[Hypothesis]:
        return []


class NoPhrases:
    """A second opinion that knows no phrase."""

    heard_s, after_s = 2.0, 0.35

    def likelihoods(self, samples: Samples) -> dict[str, float]:
        return {}


class Beside:
    """Our own voice is in all of it, and was taken out; or nothing of it may be heard."""

    quality = Quality(trusted=True)

    def __init__(self, *, deaf: bool) -> None:
        self._deaf = deaf

    def shift_reference(self, by: int) -> None:
        """It does not matter."""

    def clean_frame(self, microphone: Samples, reference: Samples) -> Cleaned:
        return Cleaned(microphone, deaf=self._deaf, near_db=20.0, beside=True)


@dataclass
class Recording:
    """Quiet noise with sounds in it."""

    samples: list[Samples] = field(default_factory=list)

    def quiet(self, seconds: float = 0.8) -> "Recording":
        noise = np.random.default_rng(len(self.samples)).normal(0, 3e-4, round(seconds * SPEECH_RATE))
        self.samples.append(noise.astype(np.float32))
        return self

    def hum(self, hertz: float, seconds: float = 0.4, level: float = 0.1) -> "Recording":
        at_s = np.arange(round(seconds * SPEECH_RATE)) / SPEECH_RATE
        tone = sum(np.sin(2 * np.pi * hertz * partial * at_s) / partial for partial in range(1, 5))
        self.samples.append((level * np.asarray(tone)).astype(np.float32))
        return self

    def clicks(self) -> "Recording":
        for _ in range(2):
            click = 0.4 * np.random.default_rng(3).normal(0, 1, 800) * np.exp(-np.arange(800) / 150)
            self.samples.append(click.astype(np.float32))
            self.quiet(0.2)
        return self

    def heard_by(self, ear: Ear) -> list[Spotted]:
        whole = np.concatenate(self.samples)
        whole = whole[: len(whole) // (2 * FRAME) * 2 * FRAME]
        return ear.feed_frames(whole, np.zeros_like(whole))


def ear_with(taught: TaughtVoice, canceller: Canceller | None = None) -> Ear:
    opinions = Opinions(NoPhrases(), NoPhrases(), TaughtSounds(bands_of, taught))
    return Ear(NoWords(), Spotter({"next": C.NEXT}), canceller or Open(), opinions)  # type: ignore[arg-type]


def taken(recording: Recording) -> Sequence[Vectors]:
    ear = ear_with(TaughtVoice())
    recording.heard_by(ear)
    return ear.sounds_since(0.0)


LOW = Recording().quiet().hum(150).quiet()
TAUGHT = (
    TaughtVoice().with_takes(C.NEXT, "", taken(LOW)).with_takes(C.STOP, "", taken(Recording().quiet().clicks().quiet()))
)


def test_each_sound_becomes_one_take() -> None:
    low, high = taken(Recording().quiet().hum(150).quiet().hum(330, 0.6).quiet())
    assert distance_between(low, taken(LOW)[0]) < 0.05 < 0.15 < distance_between(low, high)


def test_the_room_itself_is_no_sound_when_listening_begins() -> None:
    """Until its noise was measured, all of it was above a floor that nobody had heard."""
    loud = Recording()
    loud.samples = [np.random.default_rng(5).normal(0, 0.02, 3 * SPEECH_RATE).astype(np.float32)]
    assert [] == taken(loud)


def test_a_sound_that_was_taught_is_a_command_and_another_is_none() -> None:
    found = Recording().quiet().hum(150, 0.45).quiet().hum(330).quiet(1.0).hum(152).quiet().heard_by(ear_with(TAUGHT))
    assert [(C.NEXT, "next")] * 2 == [(heard.command, heard.phrase) for heard in found]
    assert [1.25, 3.85] == [pytest.approx(heard.word_end_s, abs=0.15) for heard in found]
    assert all(heard.decided_s - heard.word_end_s < 0.6 for heard in found)


def test_so_are_two_clicks_of_the_tongue() -> None:
    found = Recording().quiet().clicks().quiet().heard_by(ear_with(TAUGHT))
    assert [C.STOP] == [heard.command for heard in found]


@pytest.mark.parametrize("deaf", [True, False])
def test_over_our_own_voice_an_example_alone_is_nothing(*, deaf: bool) -> None:
    recording = Recording().quiet().hum(150).quiet()
    assert [] == recording.heard_by(ear_with(TAUGHT, Beside(deaf=deaf)))


def test_what_lasts_too_long_is_not_even_compared() -> None:
    ear = ear_with(TAUGHT)
    assert [] == Recording().quiet().hum(150, LONGEST_S + 0.5).quiet(1.0).heard_by(ear)
    assert [] == list(ear.sounds_since(0.0))


def test_a_sound_is_found_by_when_it_sounded() -> None:
    ear = ear_with(TaughtVoice())
    Recording().quiet().hum(150).quiet().hum(330).quiet().heard_by(ear)
    first, second = ear.sounds_since(0.0)
    assert [first, second] == [ear.sound_around(1.1), ear.sound_around(2.3)]
    assert [second] == list(ear.sounds_since(1.5))
    assert ear.sound_around(1.7) is None


def test_with_no_third_opinion_no_sound_is_kept() -> None:
    ear = Ear(NoWords(), Spotter({}), Open(), Opinions(NoPhrases(), NoPhrases()))  # type: ignore[arg-type]
    assert [] == LOW.heard_by(ear)
    assert ([], None) == (list(ear.sounds_since(0.0)), ear.sound_around(1.0))


@pytest.mark.parametrize(
    ("voice_db", "gain_db"), [(None, 0), (-20.0, 0), (SOFT_DB, 0), (-45.0, 17), (-60.0, MOST_GAIN_DB)]
)
def test_a_soft_voice_is_made_louder_and_a_usual_one_is_left(voice_db: float | None, gain_db: float) -> None:
    assert gain_db == pytest.approx(20 * np.log10(gain_for(voice_db)))


def test_louder_is_all_that_is_left_by_what_takes_our_own_voice_out() -> None:
    louder = Louder(Beside(deaf=False), 4.0)
    louder.shift_reference(3)
    cleaned = louder.clean_frame(np.full(FRAME, 0.01, np.float32), np.zeros(FRAME, np.float32))
    assert (True, False, 20.0) == (cleaned.beside, cleaned.deaf, cleaned.near_db)
    assert 0.04 == pytest.approx(float(cleaned.samples.max()))
    assert louder.quality.trusted


def test_a_live_ear_that_learns_tells_how_a_command_sounded_once_it_has_ended() -> None:
    recording = Recording().quiet().hum(150).quiet(1.5)
    whole = np.concatenate(recording.samples)
    whole = whole[: len(whole) // (2 * FRAME) * 2 * FRAME]
    reports: list[messages.HeardReport | messages.TakeReport | messages.Answered] = []
    live = LiveEar(lambda *_: ear_with(TAUGHT), Open(), learns=True)
    for first in range(0, len(whole), 2 * FRAME):
        block = whole[first : first + 2 * FRAME]
        reports += live.feed_timed_frames(block, Taken(np.zeros_like(block)), 50.0 + first / SPEECH_RATE)
    heard, take = reports
    assert isinstance(heard, messages.HeardReport)
    assert isinstance(take, messages.TakeReport)
    assert ("next", "next") == (take.command, take.phrase) == (heard.command, heard.phrase)
    assert distance_between(unpack_vectors(take.vectors), taken(LOW)[0]) < 0.05


def test_one_that_does_not_learn_tells_nothing_of_it() -> None:
    live = LiveEar(lambda *_: ear_with(TAUGHT), Open())
    whole = np.concatenate(Recording().quiet().hum(150).quiet(1.5).samples)
    whole = whole[: len(whole) // (2 * FRAME) * 2 * FRAME]
    (heard,) = live.feed_timed_frames(whole, Taken(np.zeros_like(whole)), 50.0)
    assert isinstance(heard, messages.HeardReport)


def test_whoever_has_a_soft_voice_is_heard_louder_and_nobody_else() -> None:
    soft = TaughtVoice().with_loudness(-50.0)
    assert isinstance(canceller_for(Hearing(Path("model"), headphones=True, taught=soft)), Louder)
    assert isinstance(canceller_for(Hearing(Path("model"), taught=soft)), Louder)
    for voice in (TaughtVoice(), TaughtVoice().with_loudness(-25.0)):
        assert isinstance(canceller_for(Hearing(Path("model"), headphones=True, taught=voice)), Open)
