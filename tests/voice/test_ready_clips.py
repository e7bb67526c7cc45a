"""The natural voice's clips that come with the program: whole, complete, and what the engine makes."""

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillvoice.app.prepare import open_library
from drillvoice.app.requested import combined_programme
from drillvoice.core.clips import PEAK_LIMIT, TARGET_LUFS, Samples
from drillvoice.core.loudness import loudness_lufs
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.lines import Choices, Sound
from drillvoice.core.plan.options import DEFAULT_RATE, CueSound, Options
from drillvoice.core.plan.timing import lay_out, needed_sounds
from drillvoice.core.session.questions import question_texts
from drillvoice.core.session.replies import possible_closings, possible_replies
from drillvoice.errors import SpeechError, UsageError
from drillvoice.language import load_language
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.clips import ProgramVoice, ready_clips_for
from drillvoice.voice.engine import open_engine
from drillvoice.voice.natural_engine import NaturalEngine
from drillvoice.voice.ready_clips import (
    INDEX,
    SOUND,
    ReadyClips,
    load_ready_clips,
    ready_clips_folder,
    write_ready_clips,
)
from script.make_clips import as_spoken
from script.shipped_texts import shipped_pieces
from tests.builders import swept
from tests.fakes import BrokenEngine, hum

LANGUAGE = load_language()
PHRASES = LANGUAGE.phrases
LIBRARY = open_library(None, LANGUAGE)
NAMES = sorted(LIBRARY)
needs_engine = pytest.mark.skipif(not NaturalEngine().is_installed, reason="needs the extra `natural`")


@pytest.fixture(scope="module")
def ready() -> ReadyClips:
    found = load_ready_clips()
    assert found is not None
    return found


def said_in(choices: Choices) -> Iterator[str]:
    """All that a session may say."""
    yield from (sound.text for sound in needed_sounds(choices) if sound.voiced)
    plan = lay_out(choices, lambda sound: 100)
    yield from possible_replies(plan, PHRASES)
    yield from possible_closings(plan, PHRASES)


OPTIONS = st.builds(
    Options,
    level=st.none() | st.integers(1, 7),
    minutes=st.none() | st.integers(3, 120).map(float),
    bouts=st.none() | st.integers(1, 12),
    bout_s=st.none() | st.integers(20, 120).map(float),
    gap_s=st.none() | st.just((3.0, 6.0)),
    rest_s=st.none() | st.integers(0, 600).map(float),
    rest_until_ready=st.booleans(),
    cadence=st.integers(40, 130),
    walking_frame=st.booleans(),
    on_demand=st.booleans(),
    cue_sound=st.sampled_from(CueSound),
    metronome=st.sampled_from([0, 60]),
    first_side=st.sampled_from(["", "left", "right"]),
    less=st.booleans(),
    seed=st.integers(0, 10_000),
    attended=st.booleans(),
    safety=st.booleans(),
    times=st.sampled_from([{}, {(name, level): 20 for name in NAMES for level in range(1, 8)}]),
    bouts_today=st.sampled_from([{}, dict.fromkeys(NAMES, 9)]),
)


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True), st.booleans(), OPTIONS)
def test_no_text_of_any_session_of_shipped_drills_is_missing(names: list[str], brief: bool, options: Options) -> None:
    ready = load_ready_clips()
    assert ready is not None
    phrases = PHRASES.shortened() if brief else PHRASES
    drill = LIBRARY[names[0]] if len(names) == 1 else combined_programme(names, LIBRARY, phrases)
    try:
        choices = make_choices("+".join(names), drill, LIBRARY, options, phrases)
    except UsageError:
        return
    assert [] == [text for text in said_in(choices) if ready.frames_of(text) is None]


@pytest.mark.parametrize("name", swept(NAMES))
def test_no_text_of_a_shipped_drill_is_missing(name: str, ready: ReadyClips) -> None:
    choices = make_choices(name, LIBRARY[name], LIBRARY, Options(attended=True, safety=True, cadence=90), PHRASES)
    texts = [*said_in(choices), *question_texts(PHRASES, by_voice=True)]
    assert [] == [text for text in texts if ready.frames_of(text) is None]


@pytest.mark.slow
def test_the_pieces_are_those_that_the_drills_and_phrases_need_now(ready: ReadyClips) -> None:
    assert shipped_pieces(LANGUAGE) == set(ready.pieces), "run script/make-clips"


@pytest.mark.slow
@needs_engine
def test_the_clips_are_what_the_engine_makes_now(ready: ReadyClips) -> None:
    engine = open_engine("natural", DEFAULT_RATE)
    assert f"{engine.id} {engine.version}" == ready.made_by, "run script/make-clips"
    sample = random.Random(7).sample(sorted(ready.pieces), 25)
    with closing(engine):
        for name in ["look left.", "look right.", *sample]:
            made, kept = engine.speak(as_spoken(name)).samples, ready.piece(name)
            assert len(made) == len(kept), f"{name}: run script/make-clips"
            assert likeness(made, kept) > 0.85, f"{name}: run script/make-clips"


def likeness(one: Samples, other: Samples) -> float:
    """The correlation of two sounds as they lie, so that a shift would show."""
    return float(np.corrcoef(one, other)[0, 1])


@pytest.mark.slow
def test_every_clip_is_about_as_loud_and_none_is_out_of_line(ready: ReadyClips) -> None:
    for name in random.Random(3).sample(sorted(ready.pieces), 200):
        samples = ready.piece(name)
        assert TARGET_LUFS == pytest.approx(loudness_lufs(samples, ready.sample_rate), abs=1.0), name
        assert np.abs(samples).max() <= PEAK_LIMIT * 1.3, name


def test_no_piece_is_far_shorter_or_longer_than_its_letters(ready: ReadyClips) -> None:
    """A neural voice that stumbles over a short phrase swallows half of it, or says it twice."""
    spelled = {name: name for name in ready.pieces if not any(letter.isdigit() for letter in name)}
    for name in spelled:
        seconds = ready.pieces[name].frames / ready.sample_rate
        assert 0.04 * len(name) < seconds < 0.65 + 0.115 * len(name), (name, seconds)


def test_a_length_is_known_without_decoding_and_is_the_clips(ready: ReadyClips) -> None:
    for text in (
        "Look left",
        "Rest now. Sit down if you can. Two minutes.",
        "Head turns: 134 cues, all four directions.",
    ):
        clip = ready.clip(text)
        assert clip is not None
        assert ready.frames_of(text) == len(clip.samples)


def test_a_session_of_ready_clips_needs_no_engine(ready: ReadyClips, tmp_path: Path) -> None:
    voice = ProgramVoice(BrokenEngine(), ClipCache(tmp_path), ready)
    assert [] == voice.missing_sounds([Sound("Look left"), Sound("Paused.")])
    assert voice.clip(Sound("Look left")).ticks == voice.length_in_ticks(Sound("Look left"))
    assert voice.clip(Sound("Look left", beeps=2)).ticks == voice.length_in_ticks(Sound("Look left", beeps=2))
    assert [Sound("My own words")] == voice.missing_sounds([Sound("My own words")])


@pytest.mark.parametrize(
    ("voice", "rate", "expected"),
    [
        ("natural", DEFAULT_RATE, True),
        ("natural", 120, False),
        ("natural:emma", DEFAULT_RATE, False),
        ("pyttsx3", 165, False),
    ],
)
def test_they_belong_to_one_voice_at_one_rate(voice: str, rate: int, expected: bool) -> None:
    assert expected == (ready_clips_for(open_engine(voice, rate)) is not None)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A small set of clips of our own."""
    write_ready_clips(tmp_path, {"one.": hum(0.4), "two.": hum(0.5)}, "a test", DEFAULT_RATE, 0.5)
    return tmp_path


def test_what_was_written_is_read(copied: Path) -> None:
    found = load_ready_clips(copied)
    assert found is not None
    clip = found.clip("One. Two.")
    assert clip is not None
    assert 8000 == clip.rate
    assert 8000 * (0.4 + 0.45 + 0.5) == len(clip.samples)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', '{"format": 1, "pieces": 3}'])
def test_an_index_that_is_none_counts_as_no_clips(copied: Path, text: str) -> None:
    (copied / INDEX).write_text(text)
    assert load_ready_clips(copied) is None


def test_damaged_sound_is_an_error_that_says_what_to_do(copied: Path) -> None:
    found = load_ready_clips(copied)
    assert found is not None
    (copied / SOUND).write_bytes(bytes(5000))
    with pytest.raises(SpeechError, match="install drillvoice again"):
        found.clip("One.")
    (copied / SOUND).unlink()
    with pytest.raises(SpeechError, match="install drillvoice again"):
        found.clip("One.")


def test_sound_of_another_length_is_damage(copied: Path) -> None:
    index = json.loads((copied / INDEX).read_text())
    index["pieces"]["one."][2] += 1
    (copied / INDEX).write_text(json.dumps(index))
    found = load_ready_clips(copied)
    assert found is not None
    with pytest.raises(SpeechError, match=r'clip of "one\." is damaged'):
        found.clip("One.")


def test_a_voice_whose_clips_are_damaged_gives_way(copied: Path, tmp_path: Path) -> None:
    shutil.copy(ready_clips_folder() / INDEX, tmp_path / INDEX)
    load_ready_clips.cache_clear()
    voice = ProgramVoice(BrokenEngine(), ClipCache(tmp_path / "clips"), load_ready_clips(copied))
    with pytest.raises(SpeechError):
        voice.clip(Sound("Look left"))
