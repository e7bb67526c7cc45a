"""The second opinion: vectors as EfficientWord-Net's network gives them, and phrases told apart."""

from pathlib import Path

import numpy as np
import pytest

from drillvoice.core.clips import Samples
from drillvoice.core.phrases import plain_phrase
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.errors import ModelError
from drillvoice.language import load_language
from drillvoice.listening.whole_words import AFTER_S, WEIGHTS, WholeWords
from drillvoice.listening.word_embedding import HEARD_S, WordEmbedding
from drillvoice.speech_models.find import word_model
from tests.speaking import Take, needs_voice

pytestmark = pytest.mark.slow

PUBLISHED = {992: 2.498, 158: 2.376, 907: 2.144, 634: 2.099, 655: 1.955, 840: 1.899, 336: 1.833, 199: 1.832}
"""The largest numbers of the vector of `chirp`, by onnxruntime with the published model: means of its third stage."""


@pytest.fixture(scope="module")
def words() -> WholeWords:
    return WholeWords(word_model())


def chirp() -> Samples:
    """A tone that rises from 200 to 950 Hz in a second and a half."""
    at_s = np.arange(round(HEARD_S * SPEECH_RATE)) / SPEECH_RATE
    return (0.1 * np.sin(2 * np.pi * (200 * at_s + 250 * at_s**2))).astype(np.float32)


def test_vectors_are_those_of_the_published_model() -> None:
    with np.load(word_model() / WEIGHTS) as weights:
        vector = WordEmbedding(weights).vector_of(chirp())
    assert (1024,) == vector.shape
    assert set(PUBLISHED) == set(np.argsort(-vector)[: len(PUBLISHED)])
    assert list(PUBLISHED.values()) == pytest.approx(vector[list(PUBLISHED)], rel=0.01)


def test_how_loud_it_is_does_not_matter() -> None:
    with np.load(word_model() / WEIGHTS) as weights:
        embedding = WordEmbedding(weights)
    assert embedding.vector_of(chirp()) == pytest.approx(embedding.vector_of(chirp() * np.float32(0.03)), abs=0.01)


@needs_voice
@pytest.mark.parametrize("phrase", ["next", "take a break", "back", "skip"])
def test_a_phrase_is_told_from_others(words: WholeWords, phrase: str) -> None:
    take = Take(1.0, phrase, 1.0)
    ((_, end_s),) = take.spans
    found = words.likelihoods(take.samples[: round((end_s + AFTER_S) * SPEECH_RATE)])
    assert phrase == max(found, key=found.__getitem__)
    assert sum(np.exp(list(found.values()))) <= 1 + 1e-5


@needs_voice
@pytest.mark.parametrize("word", ["coffee", "nine", "two"])
def test_another_word_is_left_alone(words: WholeWords, word: str) -> None:
    take = Take(1.0, word, 1.0)
    ((_, end_s),) = take.spans
    found = words.likelihoods(take.samples[: round((end_s + AFTER_S) * SPEECH_RATE)])
    assert max(found.values()) < np.log(0.5)


@pytest.mark.parametrize("seconds", [0.0, 0.5, HEARD_S, 3.0])
def test_silence_of_any_length_is_no_phrase(words: WholeWords, seconds: float) -> None:
    found = words.likelihoods(np.zeros(round(seconds * SPEECH_RATE), dtype=np.float32))
    assert max(found.values()) < np.log(0.05)


def test_each_form_of_each_command_is_known(words: WholeWords) -> None:
    forms = {plain_phrase(form) for forms in load_language().phrases.commands.values() for form in forms}
    assert forms == set(words.likelihoods(chirp()))


def test_what_it_is_heard_as_is_as_likely() -> None:
    found = WholeWords(word_model(), {"a break": "take a break"}).likelihoods(chirp())
    assert found["take a break"] == found["a break"]


@pytest.mark.parametrize("content", [None, b"", b"no numbers", "half"], ids=["missing", "empty", "other", "half"])
def test_a_damaged_model_is_named(tmp_path: Path, content: bytes | str | None) -> None:
    if content == "half":
        whole = (word_model() / WEIGHTS).read_bytes()
        content = whole[: len(whole) // 2]
    if isinstance(content, bytes):
        (tmp_path / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError, match=r"The model in .* cannot be read"):
        WholeWords(tmp_path)
