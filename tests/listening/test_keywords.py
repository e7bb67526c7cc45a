"""The second opinion: vectors as Google's model gives them, and phrases told apart."""

from pathlib import Path

import numpy as np
import pytest

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.errors import ModelError
from drillvoice.language import load_language
from drillvoice.listening.keyword_embedding import Embedding
from drillvoice.listening.keywords import AFTER_S, HEARD_S, WEIGHTS, Keywords
from drillvoice.speech_models.find import keyword_model
from tests.speaking import Take, needs_voice

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


@needs_voice
@pytest.mark.parametrize("phrase", ["next", "take a break", "back"])
def test_a_phrase_is_told_from_others(keywords: Keywords, phrase: str) -> None:
    take = Take(1.0, phrase, 1.0)
    ((_, end_s),) = take.spans
    found = keywords.likelihoods(take.samples[: round((end_s + AFTER_S) * SPEECH_RATE)])
    assert phrase == max(found, key=found.__getitem__)
    assert sum(np.exp(list(found.values()))) <= 1 + 1e-5


@pytest.mark.parametrize("seconds", [0.0, 0.5, HEARD_S, 3.0])
def test_silence_of_any_length_is_no_phrase(keywords: Keywords, seconds: float) -> None:
    found = keywords.likelihoods(np.zeros(round(seconds * SPEECH_RATE), dtype=np.float32))
    assert max(found.values()) < np.log(0.05)


UNTRAINED = {"less today", "tell me why", "louder", "softer", "quieter"}
"""Newer than the model, and judged by the recogniser alone; nothing depends on them."""


def test_each_form_of_each_command_is_known_but_the_newest(keywords: Keywords) -> None:
    forms = {form.lower() for forms in load_language().phrases.commands.values() for form in forms}
    assert forms - set(keywords.likelihoods(chirp())) == UNTRAINED


def test_what_it_is_heard_as_is_as_likely() -> None:
    found = Keywords(keyword_model(), {"a break": "take a break"}).likelihoods(chirp())
    assert found["take a break"] == found["a break"]


@pytest.mark.parametrize("content", [None, b"", b"no numbers", "half"], ids=["missing", "empty", "other", "half"])
def test_a_damaged_model_is_named(tmp_path: Path, content: bytes | str | None) -> None:
    if content == "half":
        whole = (keyword_model() / WEIGHTS).read_bytes()
        content = whole[: len(whole) // 2]
    if isinstance(content, bytes):
        (tmp_path / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError, match=r"The keyword model in .* cannot be read"):
        Keywords(tmp_path)
