"""Where the clip of a sound comes from."""

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drillvoice.core.clips import BEEP_TO_VOICE_S, TARGET_LUFS, Clip, beeps
from drillvoice.core.drill.rules import estimated_s
from drillvoice.core.loudness import loudness_lufs
from drillvoice.core.plan.lines import Sound
from drillvoice.errors import AudioError, SpeechError
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice, clip_key, read_recording
from drillvoice.voice.engine import open_engine
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine
from tests.fakes import LONGEST_S, BrokenEngine, ChoosyEngine, FakeEngine, HangingEngine

LEFT = Sound("Look left")


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips")


def record(path: Path, level: float = 0.3, rate: int = 16_000) -> str:
    """A recording in stereo: silence, a second of sound, silence."""
    samples = np.zeros((3 * rate, 2), dtype=np.float32)
    samples[rate : 2 * rate] = level * np.where(np.arange(rate) // 16 % 2, 1, -1)[:, None]
    soundfile.write(path, samples, rate)
    return str(path)


def test_a_phrase_is_spoken_once(cache: ClipCache) -> None:
    synthesiser = FakeEngine()
    voice = ProgramVoice(synthesiser, cache)
    assert voice.clip(LEFT) is voice.clip(LEFT)
    assert ["Look left"] == synthesiser.spoken


def test_what_is_there_waits_for_nothing_that_the_voice_speaks(cache: ClipCache) -> None:
    ProgramVoice(FakeEngine(), cache).clip(Sound("Look down"))
    engine = HangingEngine()
    voice = ProgramVoice(engine, cache)
    before = voice.clip(LEFT)
    voice.speak_in_background([Sound(engine.hangs_in)])
    assert engine.begun.wait(LONGEST_S)
    found: list[Clip] = []
    others = [LEFT, Sound("Look down"), Sound("", beeps=2, voiced=False)]
    asking = threading.Thread(target=lambda: found.extend(map(voice.clip, others)), daemon=True)
    asking.start()
    asking.join(LONGEST_S / 4)
    engine.let_go.set()
    voice.close()
    assert len(others) == len(found)
    assert before is found[0]


def test_the_next_start_finds_it_in_the_cache(cache: ClipCache) -> None:
    first = ProgramVoice(FakeEngine(), cache).clip(LEFT)
    second = ProgramVoice(BrokenEngine(), cache).clip(LEFT)
    assert np.array_equal(first.samples, second.samples)


@pytest.mark.parametrize(
    "other", [FakeEngine(voice="en-us"), FakeEngine(rate=120), FakeEngine(id="other"), FakeEngine(version="2")]
)
def test_another_voice_rate_engine_or_version_is_spoken_anew(cache: ClipCache, other: FakeEngine) -> None:
    ProgramVoice(FakeEngine(), cache).clip(LEFT)
    ProgramVoice(other, cache).clip(LEFT)
    assert ["Look left"] == other.spoken


def test_only_what_has_to_be_spoken_is_missing(cache: ClipCache) -> None:
    voice = ProgramVoice(FakeEngine(), cache)
    voice.clip(LEFT)
    sounds = [LEFT, Sound("Look right"), Sound("Beeps", voiced=False, beeps=2), Sound("Mine", recording="mine.wav")]
    assert [Sound("Look right")] == voice.missing_sounds(sounds)


def test_a_sound_without_a_voice_is_beeps(cache: ClipCache) -> None:
    clip = ProgramVoice(BrokenEngine(), cache).clip(Sound("Look left", beeps=2, voiced=False))
    assert np.array_equal(beeps(2).samples, clip.samples)


def test_both_is_beeps_then_a_pause_then_the_voice(cache: ClipCache) -> None:
    voice = ProgramVoice(FakeEngine(), cache)
    spoken = voice.clip(LEFT)
    both = voice.clip(Sound("Look left", beeps=1)).samples
    rate = spoken.rate
    before = len(beeps(1, rate).samples) + int(BEEP_TO_VOICE_S * rate)
    assert np.array_equal(spoken.samples, both[before:])
    assert not both[before - int(BEEP_TO_VOICE_S * rate) : before].any()
    assert both[: len(beeps(1, rate).samples)].any()


def test_a_recording_is_cut_and_levelled(cache: ClipCache, tmp_path: Path) -> None:
    synthesiser = FakeEngine()
    path = record(tmp_path / "left.wav", level=0.9)
    clip = ProgramVoice(synthesiser, cache).clip(Sound("Look left", recording=path))
    assert (16_000, 16_000) == (clip.rate, len(clip.samples))
    assert TARGET_LUFS == pytest.approx(loudness_lufs(clip.samples, clip.rate), abs=0.1)
    assert [] == synthesiser.spoken


def test_a_recording_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"cannot be read .*; save it as WAV, FLAC or OGG\."):
        read_recording(str(tmp_path / "nothing.wav"))


def test_a_recording_that_is_no_sound_is_said(tmp_path: Path) -> None:
    path = tmp_path / "text.wav"
    path.write_text("These are words.")
    with pytest.raises(AudioError, match="cannot be read"):
        read_recording(str(path))


def test_a_silent_recording_is_said(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="holds only silence; record it again"):
        read_recording(record(tmp_path / "silent.wav", level=0.001))


def test_a_voice_that_fails_is_an_error_beforehand(cache: ClipCache) -> None:
    with pytest.raises(SpeechError):
        ProgramVoice(BrokenEngine(), cache).clip(LEFT)


def test_a_voice_that_was_given_up_beeps_for_as_long_as_the_phrase(cache: ClipCache) -> None:
    voice = ProgramVoice(BrokenEngine(), cache)
    voice.give_up()
    clip = voice.clip(LEFT)
    assert int(estimated_s("Look left") * clip.rate) == len(clip.samples)
    assert np.array_equal(beeps(1).samples, clip.samples[: len(beeps(1).samples)])


def test_a_voice_that_fails_while_a_drill_runs_becomes_a_beep(cache: ClipCache) -> None:
    synthesiser = FakeEngine()
    voice = ProgramVoice(synthesiser, cache)
    voice.lenient = True
    before = voice.clip(LEFT)
    synthesiser.broken = True
    assert beeps(1).rate == voice.clip(Sound("Look right")).rate
    assert beeps(1).rate == voice.clip(Sound("Look down")).rate
    synthesiser.broken = False
    voice.clip(Sound("Look up"))
    assert ["Look left"] == synthesiser.spoken
    assert before is voice.clip(LEFT)


def is_beep_for(text: str, clip: Clip) -> bool:
    return int(estimated_s(text) * clip.rate) == len(clip.samples) and beeps(1).rate == clip.rate


@pytest.mark.parametrize("lenient", [False, True])
def test_a_text_that_a_voice_refuses_costs_that_line_alone(cache: ClipCache, lenient: bool) -> None:
    engine = ChoosyEngine()
    voice = ProgramVoice(engine, cache)
    voice.clip(LEFT)
    voice.lenient = lenient
    assert is_beep_for("Look right", voice.clip(Sound("Look right")))
    assert ["Look right"] == voice.refused
    assert engine.speak("Look up").rate == voice.clip(Sound("Look up")).rate
    assert [] == voice.missing_sounds([Sound("Look right")]), "it is not asked for again"


def test_what_the_cache_holds_tells_that_a_voice_works(cache: ClipCache) -> None:
    ProgramVoice(FakeEngine(), cache).clip(LEFT)
    voice = ProgramVoice(ChoosyEngine(), cache)
    voice.clip(LEFT)
    assert is_beep_for("Look right", voice.clip(Sound("Look right")))


def test_a_voice_that_speaks_no_more_is_an_error_beforehand(cache: ClipCache) -> None:
    engine = FakeEngine()
    voice = ProgramVoice(engine, cache)
    voice.clip(LEFT)
    engine.broken = True
    with pytest.raises(SpeechError):
        voice.clip(Sound("Look right"))


def test_a_refused_text_is_tried_again_at_the_next_start(cache: ClipCache) -> None:
    voice = ProgramVoice(ChoosyEngine(), cache)
    voice.clip(LEFT)
    voice.clip(Sound("Look right"))
    assert [Sound("Look right")] == ProgramVoice(FakeEngine(), cache).missing_sounds([Sound("Look right")])


def test_a_beep_for_a_phrase_is_not_kept_in_the_cache(cache: ClipCache) -> None:
    voice = ProgramVoice(BrokenEngine(), cache)
    voice.give_up()
    voice.clip(LEFT)
    assert [LEFT] == ProgramVoice(FakeEngine(), cache).missing_sounds([LEFT])


def test_a_cache_that_cannot_keep_anything_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "clips").write_text("in the way")
    voice = ProgramVoice(FakeEngine(), ClipCache(tmp_path / "clips"))
    voice.clip(LEFT)
    assert voice.complaint.startswith("The spoken phrases cannot be kept")


def test_the_length_is_in_whole_ticks(cache: ClipCache) -> None:
    voice = ProgramVoice(FakeEngine(), cache)
    assert voice.clip(LEFT).ticks == voice.length_in_ticks(LEFT)


def test_closing_lets_the_engine_go(cache: ClipCache) -> None:
    synthesiser = FakeEngine()
    ProgramVoice(synthesiser, cache).close()
    assert 1 == synthesiser.closed


def test_it_is_said_what_speaks(cache: ClipCache) -> None:
    assert "fake 1" == ProgramVoice(FakeEngine(), cache).engine_name
    assert ProgramVoice(Pyttsx3Engine(), cache).engine_name.startswith("pyttsx3 2")


def test_what_earlier_versions_have_spoken_is_found() -> None:
    engine = open_engine("gmw/en-US", 120)
    assert ("Look left", "gmw/en-US", "120", f"pyttsx3 {engine.version}") == clip_key(engine, "Look left")
