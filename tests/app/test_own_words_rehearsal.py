"""Own words that the program says to itself before a person is asked to."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from drillvoice.app.own_words_rehearsal import Rehearsal
from drillvoice.core.clips import Clip, Samples
from drillvoice.core.hearing.command_spotter import Spotted
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command
from tests.builders import PHRASES
from tests.fakes import FakeCommandEar, hum

OWN = PHRASES.voice_check.own
LEVELS = {"bag": 0.1, "Step left": 0.2, "back": 0.3}


def clip(sound: Sound) -> Clip:
    return hum(0.4, level=LEVELS[sound.text])


class EarOfLevels(FakeCommandEar):
    """Understands what is as loud as one of the phrases."""

    def __init__(self, understands: Mapping[str, tuple[Command, str]]) -> None:
        super().__init__()
        self._understands = understands

    def feed_frames(self, microphone: Samples, reference: Samples) -> list[Spotted]:
        assert not reference.any()
        level = float(np.median(microphone[np.abs(microphone) > 0.05]))
        text = min(LEVELS, key=lambda text: abs(LEVELS[text] - level))
        return [Spotted(*self._understands[text], 1.0, 1.1)] if text in self._understands else []


@pytest.mark.parametrize(
    ("understands", "warnings"),
    [
        ({"bag": (Command.NEXT, "bag")}, []),
        ({"bag": (Command.NEXT, "bag"), "back": (Command.BACK, "back")}, []),
        ({}, [OWN.said_nothing.format(words="bag")]),
        ({"bag": (Command.BACK, "back")}, [OWN.said.format(words="bag", heard="back")]),
        (
            {"bag": (Command.NEXT, "bag"), "back": (Command.NEXT, "bag"), "Step left": (Command.NEXT, "bag")},
            [OWN.mistaken.format(text=text, words="bag") for text in ("Step left", "back")],
        ),
    ],
)
def test_what_goes_wrong_is_told(understands: Mapping[str, tuple[Command, str]], warnings: list[str]) -> None:
    asked: list[Mapping[str, Sequence[str]]] = []

    def ears(own: Mapping[str, Sequence[str]]) -> Callable[[], EarOfLevels]:
        asked.append(own)
        return lambda: EarOfLevels(understands)

    found = Rehearsal(clip, ears).warnings("bag", Command.NEXT, ["Step left", "back"], OWN)
    assert warnings == found
    assert [{"next": ["bag"]}] == asked
