"""The second opinion: vectors as Google's model gives them, and phrases told apart."""

import numpy as np
import pytest

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.language import load_language
from drillvoice.listening.keyword_embedding import Embedding
from drillvoice.listening.keywords import WEIGHTS, Keywords
from drillvoice.speech_models.find import keyword_model

pytestmark = pytest.mark.slow

PUBLISHED = np.array([[-14.45, 29.61, 7.32, 0.54], [-21.14, 26.15, 1.36, -8.80], [-17.58, 15.37, 4.78, -4.78]])
"""Of the first four numbers of three vectors of `chirp`, by onnxruntime with the model that openWakeWord passes on."""


@pytest.fixture(scope="module")
def keywords() -> Keywords:
    return Keywords(keyword_model())


def chirp() -> Samples:
    """A tone that rises from 200 to 1,200 Hz in two seconds."""
    at_s = np.arange(2 * SPEECH_RATE) / SPEECH_RATE
    return (0.1 * np.sin(2 * np.pi * (200 * at_s + 250 * at_s**2))).astype(np.float32)


def test_vectors_are_those_of_the_published_model() -> None:
    with np.load(keyword_model() / WEIGHTS) as weights:
        vectors = Embedding(weights).vectors_of(chirp())
    assert (16, 96) == vectors.shape
    assert PUBLISHED == pytest.approx(vectors[[0, 8, 15], :4], rel=0.01, abs=0.05)


UNTRAINED = {"less today", "tell me why", "louder", "softer", "quieter"}
"""Newer than the model, and judged by the recogniser alone; nothing depends on them."""


def test_each_form_of_each_command_is_known_but_the_newest(keywords: Keywords) -> None:
    forms = {form.lower() for forms in load_language().phrases.commands.values() for form in forms}
    assert forms - set(keywords.likelihoods(chirp())) == UNTRAINED
