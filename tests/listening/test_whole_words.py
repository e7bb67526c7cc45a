"""The second opinion: vectors as EfficientWord-Net's network gives them, and phrases told apart."""

import numpy as np
import pytest

from drillvoice.core.clips import Samples
from drillvoice.core.phrases import plain_phrase
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.language import load_language
from drillvoice.listening.whole_words import WEIGHTS, WholeWords
from drillvoice.listening.word_embedding import HEARD_S, WordEmbedding
from drillvoice.speech_models.find import word_model

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


def test_each_form_of_each_command_is_known(words: WholeWords) -> None:
    forms = {plain_phrase(form) for forms in load_language().phrases.commands.values() for form in forms}
    assert forms == set(words.likelihoods(chirp()))
