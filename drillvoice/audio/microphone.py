"""The microphone: a stream of its own whose callback only copies.

Nothing here waits for a frozen sound server with a limit, as the loudspeaker does: a microphone lives in a process of
its own, which is ended from outside.
"""

import contextlib
import queue
import time
from dataclasses import dataclass
from typing import Any

from drillvoice.audio import headset, portaudio, soundserver
from drillvoice.audio.api import SoundBlock
from drillvoice.audio.timeline import StreamTime, median, plausible_delay
from drillvoice.errors import AudioError

LATENCY_S = 0.1
"""PortAudio cuts it into four blocks, and each is given when it is full: 25 ms, and it survives busy processors."""
FIRST_BLOCKS = 40
"""About a second."""
MOST_WAITING = 80
"""Blocks, about two seconds: a recogniser that is so far behind answers too late anyway."""
SILENT_LIMIT_S = 2.5
"""A stream whose callback has not been called for so long is lost; a sleeping source may need 1.7 s to wake."""
CHANNELS = 2
"""More belong to microphone arrays and studio inputs, whose first two are as good as all."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A callback's block as it came."""

    first: int
    called_s: float
    delay_s: float
    frames: Any
    torn: bool
    """PortAudio had to drop something before it."""


class PortAudioMicrophone:
    """An open microphone at its own rate.

    A Bluetooth headset's is opened only when it is named: opening it spoils all sound.

    Args:
        device: name or number from `drillvoice devices`; the system's own where it is empty.
        anew: let PortAudio look for devices again, which ends every other stream of this process.

    Raises:
        AudioError: there is no PortAudio, no such microphone, or it cannot or should not be opened.

    """

    def __init__(self, device: str = "", *, anew: bool = False) -> None:
        self._sounddevice = portaudio.load()
        if anew:
            self._look_again()
        found = portaudio.find_input(self._sounddevice, device)
        self.name: str = found["name"]
        self.rate = int(found["default_samplerate"])
        self._named = bool(device)
        self.check()
        self._copies: queue.SimpleQueue[_Copy] = queue.SimpleQueue()
        self._frames = 0
        self._read_to = 0
        self._finished = False
        self._called_at = time.monotonic()
        self._stream = self._open(found)
        self.latency_s: float = self._stream.latency
        """The input latency that PortAudio reports."""
        self._time = StreamTime(self.rate)
        self._delays: list[float] = []

    def _look_again(self) -> None:
        try:
            portaudio.restart(self._sounddevice)
        except self._sounddevice.PortAudioError as error:
            raise AudioError(portaudio.INPUT.none) from error

    def check(self) -> None:
        """Whether it is still a microphone that may be open: a sound server may put another in its place.

        Raises:
            AudioError: it is a Bluetooth headset's that nobody has named, or what a loudspeaker plays.

        """
        if self._named:
            return
        source = soundserver.default_source() if self.name in soundserver.SERVED else ""
        if soundserver.is_loudspeaker(source):
            raise AudioError(portaudio.INPUT.none)
        if headset.is_bluetooth(source or self.name, self.rate):
            raise AudioError(headset.refusal(self.name))

    def _open(self, found: dict[str, Any]) -> Any:
        with portaudio.quiet_stderr():
            try:
                stream = self._sounddevice.InputStream(
                    samplerate=self.rate,
                    device=found["index"],
                    channels=min(CHANNELS, found["max_input_channels"]),
                    dtype="float32",
                    latency=LATENCY_S,
                    callback=self._callback,
                    finished_callback=self._on_finished,
                )
                stream.start()
            except (self._sounddevice.PortAudioError, ValueError) as error:
                raise AudioError(
                    f"The microphone {self.name} cannot be opened ({error}); close other programs that use it, "
                    "allow its use in the system's privacy settings, or choose another from `drillvoice devices`."
                ) from error
        return stream

    def _callback(self, frames: Any, count: int, moment: Any, status: Any) -> None:
        called = time.monotonic()
        while self._copies.qsize() >= MOST_WAITING:
            with contextlib.suppress(queue.Empty):
                self._copies.get_nowait()
        delay = moment.inputBufferAdcTime - moment.currentTime
        self._copies.put(_Copy(self._frames, called, delay, frames.copy(), bool(status)))
        self._frames += count
        self._called_at = called

    def _on_finished(self) -> None:
        self._finished = True

    @property
    def alive(self) -> bool:
        """Whether the stream still gives sound."""
        return not self._finished and time.monotonic() - self._called_at < SILENT_LIMIT_S

    def read_block(self, timeout_s: float) -> SoundBlock | None:
        """The next block; None where none comes in time."""
        try:
            copy = self._copies.get(timeout=timeout_s)
        except queue.Empty:
            return None
        lost = copy.first - self._read_to
        self._read_to = copy.first + len(copy.frames)
        if copy.torn:
            lost = max(1, lost)
            self._time = StreamTime(self.rate)
        start = self._time.steady_time(copy.first, copy.called_s) + self._delay(copy.delay_s)
        return SoundBlock(copy.frames.mean(axis=1), start, lost)

    def _delay(self, said_s: float) -> float:
        """How far a block lies before its callback: what PortAudio said of the first ones, for what it says wanders."""
        if len(self._delays) < FIRST_BLOCKS:
            self._delays.append(plausible_delay(said_s, -self.latency_s))
        return median(self._delays)

    def close(self) -> None:
        """Abort, never stop: a stream of a vanished sound server never drains."""
        with contextlib.suppress(self._sounddevice.PortAudioError), portaudio.quiet_stderr():
            self._stream.abort()
            self._stream.close()
