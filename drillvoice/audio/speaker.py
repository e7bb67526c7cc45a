"""The loudspeaker: one persistent PortAudio stream whose callback pulls from the mixer."""

import atexit
import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from drillvoice.audio import portaudio
from drillvoice.audio.mixer import Mixer
from drillvoice.audio.rate_bridge import RateBridge
from drillvoice.audio.timeline import StreamTime, plausible_delay
from drillvoice.core.clips import Clip, Samples
from drillvoice.errors import AudioError

FIRST_LATENCY_S = 0.05
"""Measured: at 50 ms every onset is exact with both cores loaded; at 8.7 ms the stream underflows."""
COMMON_RATES = (48_000, 44_100, 96_000, 192_000, 88_200, 32_000, 22_050, 16_000, 8_000)
"""Tried where a loudspeaker takes neither our rate nor the one that is its own according to PortAudio."""
MOST_LATENCY_S = 0.2
"""More would be heard as a pause that does not come at once."""
SILENT_LIMIT_S = 2.5
"""A stream whose callback has not been called for so long is lost. A new stream on a sleeping PulseAudio sink
stalls for up to 1.7 s, which is no loss."""
HUSH_LIMIT_S = 0.25
ANSWER_LIMIT_S = 2.0
"""A frozen sound server lets abort, close and open wait for ever, so they are given a thread and so much time."""

Tap = Callable[[float, Samples, int], None]
"""Told of each block: when its first frame sounds on `time.monotonic()`, the samples, and frames a second. It is called
by the callback, so it may neither wait nor change the samples."""


class Speaker:
    """A loudspeaker that plays clips at frame numbers.

    Args:
        device: name or number from `drillvoice devices`; the system's own where it is empty.
        volume: gain of clips, 0 to 1.
        awake: play noise that nobody hears.
        tap: told of all that is played.

    Raises:
        AudioError: there is no PortAudio, no such device, or it cannot be opened.

    """

    def __init__(
        self,
        device: str = "",
        *,
        volume: float = 1.0,
        awake: bool = False,
        tap: Tap | None = None,
    ) -> None:
        self._sounddevice = portaudio.load()
        self._device = device
        self._tap = tap
        self.latency_s = FIRST_LATENCY_S
        """The output latency that PortAudio reports."""
        self._asked_latency_s = FIRST_LATENCY_S
        self.underflows = 0
        self._underflows_seen = 0
        self._finished = False
        self._called_at = 0.0
        self._renewal: threading.Thread | None = None
        found = portaudio.find_output(self._sounddevice, device)
        self.name: str = found["name"]
        self.rate = int(found["default_samplerate"])
        """Of the mixer, and so of the session's time: it stays, whichever loudspeaker comes after this one."""
        self._mixer = Mixer(self.rate, volume=volume, awake=awake)
        self._bridge = RateBridge(self._mix_block, self.rate, self.rate)
        self._stream = self._open_stream(found)

    def _open_stream(self, found: dict[str, Any]) -> Any:
        """A stream at our rate, or at one that the loudspeaker takes: another one may be in its place by now."""
        refused: Exception | None = None
        with portaudio.quiet_stderr():
            for rate in dict.fromkeys((self.rate, int(found["default_samplerate"]), *COMMON_RATES)):
                try:
                    return self._open_at_rate(found, rate)
                except (self._sounddevice.PortAudioError, ValueError) as error:
                    refused = refused or error
        raise AudioError(
            f"The loudspeaker {found['name']} cannot be opened ({refused}); "
            "close other programs that use it, or choose another from `drillvoice devices`."
        ) from refused

    def _open_at_rate(self, found: dict[str, Any], rate: int) -> Any:
        self._finished = False
        self._called_at = time.monotonic()
        self._time = StreamTime(self.rate)
        self._bridge = RateBridge(self._mix_block, self.rate, rate)
        stream = self._sounddevice.OutputStream(
            samplerate=rate,
            device=found["index"],
            channels=min(2, found["max_output_channels"]),
            dtype="float32",
            latency=self._asked_latency_s,
            callback=self._callback,
            finished_callback=self._on_finished,
        )
        try:
            stream.start()
        except self._sounddevice.PortAudioError:
            stream.close()
            raise
        self.latency_s = stream.latency
        return stream

    def _callback(self, out: Any, frames: int, moment: Any, status: Any) -> None:
        called = time.monotonic()
        if status.output_underflow:
            self.underflows += 1
        delay = plausible_delay(moment.outputBufferDacTime - moment.currentTime, self.latency_s)
        out[:] = self._bridge.next_frames(frames, called + delay)[:, None]
        self._called_at = called

    def _mix_block(self, frames: int, heard_at: float) -> Samples:
        """The mixer's next frames, of which the first will be heard at a time."""
        first = self._mixer.position
        block = self._mixer.mix(frames)
        if self._tap is not None:
            self._tap(self._time.steady_time(first, heard_at), block, self.rate)
        return block

    def _on_finished(self) -> None:
        self._finished = True

    @property
    def position(self) -> int:
        """Frames that the loudspeaker has taken."""
        return self._mixer.position

    @property
    def alive(self) -> bool:
        """Whether the stream still asks for sound."""
        return not self._finished and time.monotonic() - self._called_at < SILENT_LIMIT_S

    def play(self, clip: Clip, frame: int, gain: float = 1.0) -> None:
        """Let a clip sound from a frame on."""
        self._mixer.play(clip, frame, gain)

    def beat(self, frame: int, beats: int) -> None:
        """Start the metronome at a frame, or stop it."""
        self._mixer.beat(frame, beats)

    def set_volume(self, volume: float) -> None:
        """Let what is played from now on have another gain, 0 to 1."""
        self._mixer.set_volume(volume)

    def hush(self) -> int:
        """Silence at once; answers the frame at which it was cut. Everything scheduled is forgotten."""
        self._mixer.hush()
        limit = time.monotonic() + HUSH_LIMIT_S
        while not self._mixer.is_hushed and time.monotonic() < limit and not self._finished:
            time.sleep(0.001)
        return self._mixer.hushed_at if self._mixer.is_hushed else self._mixer.position

    def tend(self) -> None:
        """Enlarge the buffer once underflows have come, at a moment when nothing sounds."""
        if self.underflows == self._underflows_seen or self._asked_latency_s >= MOST_LATENCY_S:
            return
        if self._mixer.quiet_until(self.position + self.rate // 2):
            self._underflows_seen = self.underflows
            self._asked_latency_s = min(MOST_LATENCY_S, self._asked_latency_s * 2)
            self._renew_stream(self._open_anew)

    def reopen(self) -> bool:
        """Look for the loudspeaker again after it was lost; whether it is back. Time stood still meanwhile."""
        return self._renew_stream(self._search_device)

    def _renew_stream(self, work: Callable[[], None]) -> bool:
        """Close the stream and open another; whether that has been done. One attempt at a time: while a frozen
        sound server keeps the last one waiting, there is no other.
        """
        if self._renewal is None:
            self._finished = True
            self._renewal = threading.Thread(target=work, daemon=True)
            self._renewal.start()
        self._renewal.join(ANSWER_LIMIT_S)
        if self._renewal.is_alive():
            return False
        self._renewal = None
        return not self._finished

    def _search_device(self) -> None:
        self._abort_stream()
        self._mixer.hush()
        self._mixer.drop_sounding()
        with contextlib.suppress(self._sounddevice.PortAudioError):
            portaudio.restart(self._sounddevice)
            self._open_again()

    def _open_anew(self) -> None:
        self._abort_stream()
        self._open_again()

    def _open_again(self) -> None:
        try:
            self._stream = self._open_stream(portaudio.find_output(self._sounddevice, self._device))
        except AudioError:
            self._finished = True

    def close(self) -> None:
        """Stop the stream."""
        closing = self._renewal or threading.Thread(target=self._abort_stream, daemon=True)
        if closing is not self._renewal:
            closing.start()
        closing.join(ANSWER_LIMIT_S)
        if closing.is_alive():
            # sounddevice waits for PortAudio when Python ends.
            atexit.unregister(self._sounddevice._exit_handler)

    def _abort_stream(self) -> None:
        """Abort, never stop: a stream of a vanished sound server never drains."""
        with contextlib.suppress(self._sounddevice.PortAudioError), portaudio.quiet_stderr():
            self._stream.abort()
            self._stream.close()
