"""What both networks owe that tell phrases apart: the second opinion, and that beside our own voice."""

from pathlib import Path

import numpy as np
import pytest

from drillvoice.core.rates import SPEECH_RATE
from drillvoice.errors import ModelError
from drillvoice.listening.keywords import Keywords
from drillvoice.listening.phrase_network import PhraseNetwork
from drillvoice.listening.whole_words import WholeWords
from drillvoice.speech_models.find import keyword_model, word_model
from tests.speaking import Take, needs_voice

pytestmark = pytest.mark.slow

Kind = type[Keywords] | type[WholeWords]

FOLDERS: dict[Kind, Path] = {Keywords: keyword_model(), WholeWords: word_model()}
SAID: list[tuple[Kind, str]] = [
    *((Keywords, said) for said in ("next", "take a break", "back")),
    *((WholeWords, said) for said in ("next", "take a break", "back", "skip")),
]


@pytest.fixture(scope="module")
def networks() -> dict[Kind, PhraseNetwork]:
    return {kind: kind(folder) for kind, folder in FOLDERS.items()}


@needs_voice
@pytest.mark.parametrize(("kind", "phrase"), SAID)
def test_a_phrase_is_told_from_others(networks: dict[Kind, PhraseNetwork], kind: Kind, phrase: str) -> None:
    found = heard(networks[kind], phrase)
    assert phrase == max(found, key=found.__getitem__)
    assert sum(np.exp(list(found.values()))) <= 1 + 1e-5


@needs_voice
@pytest.mark.parametrize("word", ["coffee", "nine", "two"])
def test_another_word_is_left_alone(networks: dict[Kind, PhraseNetwork], word: str) -> None:
    assert max(heard(networks[WholeWords], word).values()) < np.log(0.5)


def heard(network: PhraseNetwork, said: str) -> dict[str, float]:
    take = Take(1.0, said, 1.0)
    ((_, end_s),) = take.spans
    return network.likelihoods(take.samples[: round((end_s + network.after_s) * SPEECH_RATE)])


@pytest.mark.parametrize("kind", FOLDERS)
@pytest.mark.parametrize("seconds", [0.0, 0.5, 1.5, 2.0, 3.0])
def test_silence_of_any_length_is_no_phrase(networks: dict[Kind, PhraseNetwork], kind: Kind, seconds: float) -> None:
    found = networks[kind].likelihoods(np.zeros(round(seconds * SPEECH_RATE), dtype=np.float32))
    assert max(found.values()) < np.log(0.05)


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_it_is_heard_as_is_as_likely(kind: Kind) -> None:
    tone = (0.1 * np.sin(np.arange(2 * SPEECH_RATE))).astype(np.float32)
    found = kind(FOLDERS[kind], {"a break": "take a break"}).likelihoods(tone)
    assert found["take a break"] == found["a break"]


@pytest.mark.parametrize("content", [None, b"", b"no numbers", "half"], ids=["missing", "empty", "other", "half"])
@pytest.mark.parametrize(
    ("kind", "named"),
    [(Keywords, r"The keyword model in .* cannot be read"), (WholeWords, r"The model in .* cannot be read")],
)
def test_a_damaged_model_is_named(tmp_path: Path, content: bytes | str | None, kind: Kind, named: str) -> None:
    if content == "half":
        whole = (FOLDERS[kind] / kind.file).read_bytes()
        content = whole[: len(whole) // 2]
    if isinstance(content, bytes):
        (tmp_path / kind.file).write_bytes(content)
    with pytest.raises(ModelError, match=named):
        kind(tmp_path)
