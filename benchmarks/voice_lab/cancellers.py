"""Other ways to hear beside our own voice, which `echo.py --canceller` measures in the same scenes."""

from collections.abc import Callable
from dataclasses import replace

from benchmarks.voice_lab.acoustics import Signal
from drillvoice.echo.adaptive import Cancelling
from drillvoice.echo.canceller import Canceller, Cleaned, DeafGate, Open, Quality


class Aec3:
    """WebRTC's echo canceller by itself (pip install pywebrtc-audio), at the delay that it finds."""

    quality = Quality()

    def __init__(self) -> None:
        import pywebrtc_audio

        self._canceller = pywebrtc_audio.EchoCanceller(16_000, 1)

    def shift_reference(self, by: int) -> None:
        """It finds the delay itself."""

    def clean_frame(self, microphone: Signal, reference: Signal) -> Cleaned:
        """The next 10 ms."""
        return Cleaned(self._canceller.process(microphone, reference), deaf=False)


class Believing(Cancelling):
    """The program's own, without its verdict on what may be a person."""

    def clean_frame(self, microphone: Signal, reference: Signal) -> Cleaned:
        """The next 10 ms."""
        cleaned = super().clean_frame(microphone, reference)
        return replace(cleaned, near_db=float("inf"))


class _Nothing:
    def suppress_echo(self, echo: Signal, left: Signal) -> Signal:
        return left


class Linear(Cancelling):
    """The program's own, without making what is left quieter."""

    def _restart_filters(self) -> None:
        super()._restart_filters()
        self._suppressor = _Nothing()  # type: ignore[assignment]


CANCELLERS: dict[str, Callable[[], Canceller]] = {
    "drillvoice": Cancelling,
    "no-verdict": Believing,
    "linear": Linear,
    "aec3": Aec3,
    "gate": DeafGate,
    "open": Open,
}
