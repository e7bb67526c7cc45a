"""Vosk with the shipped model, and the bundled voice to speak to it."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from drillvoice.core.hearing.command_spotter import UNKNOWN, Word
from drillvoice.errors import ModelError
from drillvoice.listening.recogniser import NO_VOSK, Guess, Recogniser, Result
from drillvoice.speech_models.find import shipped_model
from tests.speaking import RATE, Take, needs_voice

pytestmark = pytest.mark.slow

PHRASES = ["stop", "next", "take a break", UNKNOWN]
BLOCK = 320
NEAR_S = 0.15


@pytest.fixture(scope="module")
def shared() -> Recogniser:
    return Recogniser(shipped_model(), PHRASES)


@pytest.fixture
def recogniser(shared: Recogniser) -> Recogniser:
    shared.restart()
    return shared


def answers(recogniser: Recogniser, take: Take) -> Iterator[Guess | Result]:
    for at in range(0, len(take.samples), BLOCK):
        yield recogniser.feed_samples(take.samples[at : at + BLOCK])


def words(recogniser: Recogniser, take: Take) -> list[Word]:
    """All words of all results, the last one at the take's end."""
    results = [answer for answer in answers(recogniser, take) if isinstance(answer, Result)]
    return [word for result in (*results, recogniser.finish_utterance()) for word in result.words]


def assert_placed(found: Sequence[Word], spans: Sequence[tuple[float, float]]) -> None:
    assert len(spans) == len(found)
    for (start_s, end_s), word in zip(spans, found, strict=True):
        assert start_s == pytest.approx(word.start_s, abs=NEAR_S)
        assert end_s == pytest.approx(word.end_s, abs=NEAR_S)


@needs_voice
def test_it_guesses_and_then_it_is_sure(recogniser: Recogniser) -> None:
    take = Take(0.5, "stop", 1.5)
    found = list(answers(recogniser, take))
    assert Guess("") == found[0]
    assert Guess("stop") in found
    assert [["stop"]] == [[word.text for word in one.words] for one in found if isinstance(one, Result)]


@needs_voice
def test_words_are_placed_in_all_that_it_was_fed(recogniser: Recogniser) -> None:
    take = Take(0.5, "stop", 1.2, "next", 1.2, "stop", 0.5)
    found = words(recogniser, take)
    assert ["stop", "next", "stop"] == [word.text for word in found]
    assert_placed(found, take.spans)


@needs_voice
def test_a_phrase_is_words_that_follow_each_other(recogniser: Recogniser) -> None:
    take = Take(0.5, "take a break", 0.5)
    found = words(recogniser, take)
    assert ["take", "a", "break"] == [word.text for word in found]
    ((start_s, end_s),) = take.spans
    assert_placed([Word("", found[0].start_s, found[-1].end_s)], [(start_s, end_s)])


@needs_voice
def test_after_it_was_ended_it_goes_on_with_its_time(recogniser: Recogniser) -> None:
    first, second = Take(0.5, "stop", 0.1), Take(0.5, "next", 0.5)
    assert ["stop"] == [word.text for word in words(recogniser, first)]
    found = words(recogniser, second)
    assert ["next"] == [word.text for word in found]
    assert_placed(found, [(first.seconds + start_s, first.seconds + end_s) for start_s, end_s in second.spans])


@needs_voice
def test_renewed_it_goes_on_with_its_time() -> None:
    recogniser = Recogniser(shipped_model(), PHRASES, renew_s=1.0)
    take = Take(0.5, "stop", 1.2, "next", 1.2, "stop", 1.2)
    insides = []
    found: list[Word] = []
    for answer in answers(recogniser, take):
        insides.append(recogniser._kaldi)
        found += answer.words if isinstance(answer, Result) else ()
    assert len(set(map(id, insides))) >= 3
    assert ["stop", "next", "stop"] == [word.text for word in found]
    assert_placed(found, take.spans)


@needs_voice
def test_restarted_it_has_forgotten_all(recogniser: Recogniser) -> None:
    take = Take(0.5, "stop")
    list(answers(recogniser, take))
    recogniser.restart()
    assert [] == words(recogniser, Take(1.0))
    recogniser.restart()
    assert_placed(words(recogniser, take), take.spans)


@needs_voice
def test_the_size_of_its_blocks_does_not_matter(recogniser: Recogniser) -> None:
    take = Take(0.5, "next", 0.5)
    small = words(recogniser, take)
    recogniser.restart()
    recogniser.feed_samples(take.samples)
    assert list(recogniser.finish_utterance().words) == small


def test_noise_holds_no_command(recogniser: Recogniser) -> None:
    noise = 0.05 * np.random.default_rng(2).standard_normal(2 * RATE).astype(np.float32)
    recogniser.feed_samples(noise)
    assert {word.text for word in recogniser.finish_utterance().words} <= {UNKNOWN}


@needs_voice
def test_sound_beyond_full_scale_is_cut_off_and_not_turned_over(recogniser: Recogniser) -> None:
    take = Take(0.5, "take a break", 0.5)
    take.samples *= np.float32(6 / np.abs(take.samples).max())
    assert ["take", "a", "break"] == [word.text for word in words(recogniser, take)]


@pytest.mark.parametrize(
    ("phrases", "named"),
    [
        (["stop", "blorf"], '"blorf"'),
        (["blorf now", "grault stop"], '"blorf" and "grault"'),
        (["blorf grault plugh"], '"blorf", "grault" and "plugh"'),
    ],
)
def test_a_word_that_the_model_lacks_is_named(phrases: list[str], named: str) -> None:
    with pytest.raises(ModelError) as caught:
        Recogniser(shipped_model(), phrases)
    assert f"The speech model in {shipped_model()} does not know {named}; choose other words." == str(caught.value)


@needs_voice
def test_a_decoy_that_the_model_lacks_is_left_out(shared: Recogniser) -> None:
    assert [False, True] == [shared.knows_words(word) for word in ("blorf", "happy")]
    recogniser = Recogniser(shipped_model(), PHRASES, ["blorf", "happy"])
    assert ["stop"] == [word.text for word in words(recogniser, Take(0.5, "stop", 0.5))]
    assert "happy" in recogniser._grammar
    assert "blorf" not in recogniser._grammar


def test_a_folder_that_is_no_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        Recogniser(tmp_path, PHRASES)
    assert f"The speech model in {tmp_path} cannot be loaded; install it again." == str(caught.value)


@pytest.mark.parametrize("name", ["vosk", "vosk.vosk_cffi"])
def test_without_vosk_it_is_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for module in [module for module in sys.modules if module.split(".")[0] == "vosk"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModelError) as caught:
        Recogniser(shipped_model(), PHRASES)
    assert NO_VOSK == str(caught.value)
