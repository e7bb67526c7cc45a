"""Opening a loudspeaker, and finding one again that takes another rate than the one that was lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from drillvoice.audio import portaudio
from drillvoice.audio.speaker import Speaker
from drillvoice.core.clips import Samples
from drillvoice.errors import AudioError


class PortAudioError(Exception):
    """As sounddevice has it."""


@dataclass
class FakePortAudio:
    """A computer with one loudspeaker that takes some rates only."""

    takes: tuple[int, ...] = (44_100,)
    says: int = 44_100
    """What it gives as its own rate, which need not be true."""
    opened: list[int] = field(default_factory=list)
    callback: Callable[..., None] = print
    PortAudioError: type[Exception] = PortAudioError

    def query_devices(self, kind: str = "") -> dict[str, Any]:
        return {"name": "x", "index": 0, "default_samplerate": float(self.says), "max_output_channels": 2}

    def OutputStream(self, samplerate: int, callback: Callable[..., None], **_: Any) -> Any:
        if samplerate not in self.takes:
            raise PortAudioError("Invalid sample rate")
        self.opened.append(samplerate)
        self.callback = callback
        return SimpleNamespace(latency=0.05, start=bool, abort=bool, close=bool)

    def _terminate(self) -> None: ...
    def _initialize(self) -> None: ...

    def play_block(self, frames: int) -> Samples:
        """Ask for the next frames, as the device does."""
        out = np.zeros((frames, 2), dtype=np.float32)
        moment = SimpleNamespace(outputBufferDacTime=0.05, currentTime=0.0)
        self.callback(out, frames, moment, SimpleNamespace(output_underflow=False))
        return out[:, 0]


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> FakePortAudio:
    found = FakePortAudio()
    monkeypatch.setattr(portaudio, "load", lambda: found)
    return found


@pytest.mark.parametrize(("takes", "says"), [(48_000, 48_000), (48_000, 44_100), (16_000, 16_000), (96_000, 96_000)])
def test_a_loudspeaker_that_is_back_with_another_rate_is_opened_at_it(
    computer: FakePortAudio, takes: int, says: int
) -> None:
    speaker = Speaker()
    computer.takes, computer.says = (takes,), says
    assert speaker.reopen()
    assert [44_100, takes] == computer.opened


def test_the_time_of_a_session_goes_on_at_the_rate_that_it_began_with(computer: FakePortAudio) -> None:
    told: list[tuple[int, int]] = []
    speaker = Speaker(tap=lambda _, samples, rate: told.append((len(samples), rate)))
    computer.play_block(4410)
    computer.takes, computer.says = (48_000,), 48_000
    assert speaker.reopen()
    before = speaker.position
    for _ in range(10):
        computer.play_block(4800)
    assert 44_100 == speaker.rate
    assert 44_100 <= speaker.position - before < 44_100 * 1.05
    assert {44_100} == {rate for _, rate in told}
    assert speaker.position == sum(frames for frames, _ in told)


@pytest.mark.parametrize("takes", [48_000, 8_000, 16_000, 22_050, 32_000, 96_000, 192_000])
def test_a_loudspeaker_that_names_a_rate_which_it_does_not_take_is_opened_at_one_that_it_takes(
    computer: FakePortAudio, takes: int
) -> None:
    computer.takes = (takes,)
    Speaker()
    assert [takes] == computer.opened


def test_a_loudspeaker_that_takes_no_rate_is_said(computer: FakePortAudio) -> None:
    computer.takes = ()
    with pytest.raises(AudioError, match=r"The loudspeaker x cannot be opened \(Invalid sample rate\); close other"):
        Speaker()
