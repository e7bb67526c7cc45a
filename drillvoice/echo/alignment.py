"""How much later than the reference its echo comes, and how that drifts: microphone and loudspeaker have two clocks.

The lag is found each half second while something is played. The clocks' difference is the slope of the lags of the
last minute.
"""

from collections import deque

import numpy as np

from drillvoice.core.clips import Samples
from drillvoice.core.rates import SPEECH_RATE
from drillvoice.echo.canceller import FRAME, LOUD
from drillvoice.echo.lag import MOST_LAG, PastSamples, echo_lag

WINDOW = 2 * SPEECH_RATE
"""Two cues' worth; less finds wrong lags."""
EVERY = 50
"""Frames between two searches."""
ACTIVE = 0.15
"""Enough of the window must hold sound."""
AGREED = 24.0
"""Lags that differ by less, in samples, are of one echo: 1.5 ms."""
AGREEING = 2
"""So many lags in a row make a new one believed."""
KEPT = 120
"""Lags: a minute."""
SLOPE_FROM = 5 * SPEECH_RATE
"""Lags over less time tell nothing about a drift."""
SLOPE_AGAIN = 20 * SPEECH_RATE
"""Where an echo has moved, the drift that is known is better than the slope of less."""
MOST_DRIFT = 0.001
LEAD = 80
"""The direct path comes so late in the filter: 5 ms for an estimate that is off."""
TAPS = 32
"""Of the filter that reads between samples."""
SLEW = 0.005
"""Samples a frame: so slowly an error in the estimate is made good that the filter can follow. What it has learnt fits
the place where it was learnt; only the drift must be followed at once."""


class Alignment:
    """Gives the reference as the microphone's clock has it, its echo a constant few milliseconds later."""

    def __init__(self) -> None:
        self._microphone = PastSamples()
        self._reference = PastSamples()
        self._now = 0
        self._lags: deque[tuple[int, float]] = deque(maxlen=KEPT)
        self._strange: list[tuple[int, float]] = []
        self._line: tuple[int, float, float] | None = None
        """A time, the lag then, and the drift in samples a sample."""
        self._settled = False
        self._applied = 0.0
        self._lost = False
        """Whether the echo has to be found again."""
        self._slope_from = SLOPE_FROM
        self.jumps = 0
        """How often the echo was found elsewhere."""

    @property
    def is_known(self) -> bool:
        """Whether an echo and its drift have been found; a filter that learns before that learns a blur."""
        return self._settled

    @property
    def delay_s(self) -> float:
        """How late the echo is."""
        return self._expected_lag() / SPEECH_RATE

    @property
    def drift_ppm(self) -> float:
        """How much slower the loudspeaker's clock goes than the microphone's."""
        return 1e6 * self._line[2] if self._line else 0.0

    def find_again(self) -> None:
        """The filter takes no echo out any more: it may have moved, were it by a single millisecond.

        So small a step is no jump, since the lags of an echo with strong reflections differ by as much. But a filter
        that follows one slowly learns nothing meanwhile.
        """
        self._lags.clear()
        self._lost = self._line is not None
        self._slope_from = SLOPE_AGAIN if self._settled else SLOPE_FROM

    def shift_reference(self, by: int) -> None:
        """So many silent samples are left out of the reference alone; the echo seems to come so much later."""
        self._reference.move(by)
        self._strange = [(at, lag + by) for at, lag in self._strange]
        self._lags = deque(((at, lag + by) for at, lag in self._lags), maxlen=KEPT)
        if self._line is not None:
            at, lag, drift = self._line
            self._line = at, lag + by, drift
            self._applied = max(0.0, self._applied + by)

    def align_frame(self, microphone: Samples, reference: Samples) -> Samples:
        """Take the next 10 ms of both; the reference that belongs to this microphone's 10 ms."""
        self._microphone.append(microphone)
        self._reference.append(reference)
        self._now += FRAME
        if self._now % (EVERY * FRAME) == 0:
            self._search_echo()
        self._follow_lag()
        return self._read_reference(self._applied)

    def _follow_lag(self) -> None:
        """Move what is applied towards what is known."""
        if self._line is None:
            return
        wanted = max(0.0, self._expected_lag() - LEAD)
        found = self._lost and len(self._lags) > AGREEING
        if not self._settled or found or abs(wanted - self._applied) > AGREED:
            self._applied = wanted
            self._lost = False
            return
        drifted = self._applied + self._line[2] * FRAME
        self._applied = max(0.0, drifted + min(SLEW, max(-SLEW, wanted - drifted)))

    def _expected_lag(self) -> float:
        if self._line is None:
            return 0.0
        at, lag, drift = self._line
        return lag + drift * (self._now - at)

    def _read_reference(self, late: float) -> Samples:
        """The reference so many samples ago, a fraction among them."""
        whole = int(np.floor(late))
        if whole < TAPS // 2:
            # Half of the filter's taps would be in the future.
            return self._reference.last(FRAME, whole)
        piece = self._reference.last(FRAME + TAPS - 1, whole - TAPS // 2)
        return np.convolve(piece, _fractional_taps(late - whole), "valid").astype(np.float32)

    def _search_echo(self) -> None:
        played = self._reference.last(WINDOW + MOST_LAG)
        if np.mean(np.abs(played) > LOUD) < ACTIVE / 2:
            return
        found = echo_lag(self._microphone.last(WINDOW), played)
        if found is None:
            return
        at = self._now - WINDOW // 2
        if self._line is None or abs(found - self._expected_lag()) > AGREED:
            self._doubt_lag(at, found)
        else:
            self._strange.clear()
            self._lags.append((at, found))
            self._fit_line()

    def _doubt_lag(self, at: int, lag: float) -> None:
        """An echo elsewhere is believed once it stays there."""
        if self._strange and abs(self._strange[-1][1] - lag) > AGREED:
            self._strange.clear()
        self._strange.append((at, lag))
        if len(self._strange) > AGREEING:
            self.jumps += self._line is not None
            drift = self._line[2] if self._line else 0.0
            self._lags.clear()
            self._lags.extend(self._strange)
            self._strange.clear()
            self._line = (at, lag, drift)

    def _fit_line(self) -> None:
        times = np.array([at for at, _ in self._lags], float)
        lags = np.array([lag for _, lag in self._lags])
        middle = times.mean()
        drift = self._line[2] if self._line else 0.0
        if times[-1] - times[0] >= self._slope_from:
            drift = float(_robust_slope(times - middle, lags))
            self._settled = True
        self._line = (round(middle), float(np.median(lags - drift * (times - middle))), drift)


def _robust_slope(times: np.ndarray, lags: np.ndarray) -> float:
    """Of the line through most of the points: one wrong lag must not turn it."""
    slope, rest = 0.0, np.ones(len(lags), bool)
    for _ in range(3):
        slope, start = np.polyfit(times[rest], lags[rest], 1)
        off = np.abs(lags - start - slope * times)
        rest = off <= max(1.0, 2 * float(np.median(off)))
    return min(MOST_DRIFT, max(-MOST_DRIFT, float(slope)))


_WINDOW = np.kaiser(TAPS, 6.0)


def _fractional_taps(fraction: float) -> np.ndarray:
    """Taps that read so much before a sample."""
    place = np.arange(TAPS) - TAPS // 2
    taps = np.sinc(place - fraction) * _WINDOW
    return np.asarray(taps / taps.sum())
