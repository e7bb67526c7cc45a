"""The loudspeaker of a session, opened while the drill is being prepared."""

import threading
from collections.abc import Callable
from typing import Self

from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.audio.soundserver import why_unheard
from drillvoice.errors import AudioError, Tell

OPEN_LIMIT_S = 10.0
NO_ANSWER = "The computer's sound service does not answer; restart it, or the computer."


class OpeningOutlet:
    """Opens the loudspeaker in a thread, and closes it in the end: PortAudio takes a while to start, and Python must
    not end while it does.

    Args:
        open_outlet: opens it; may raise an AudioError.
        tell: is told why there is no sound.

    """

    def __init__(self, open_outlet: Callable[[], Outlet], tell: Tell) -> None:
        self._open = open_outlet
        self._tell = tell
        self._outlet: Outlet | None = None
        self._error: AudioError | None = None
        self._thread = threading.Thread(target=self._open_or_fail, daemon=True)

    def _open_or_fail(self) -> None:
        try:
            self._outlet = self._open()
        except AudioError as error:
            self._error = error

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(OPEN_LIMIT_S)
        if self._outlet is not None:
            self._outlet.close()

    def wait_for_outlet(self) -> Outlet:
        """The loudspeaker, or a clock where there is none."""
        self._thread.join(OPEN_LIMIT_S)
        if self._outlet is not None:
            return self._outlet
        self._tell(f"{self._error or NO_ANSWER} Until then the drill is printed, without sound.")
        return SilentOutlet()


def tell_if_unheard(speaker: str, tell: Tell) -> None:
    """Say so where a loudspeaker is there and would not be heard; nothing waits for the answer. It is asked for once
    all is prepared: asking takes work too, and the start has none to spare.
    """

    def ask_server() -> None:
        if why := why_unheard(speaker):
            tell(why)

    threading.Thread(target=ask_server, daemon=True).start()


def tell_of_underflows(outlet: Outlet, tell: Tell) -> None:
    """Say how often the sound was interrupted, where it was."""
    if outlet.underflows:
        times = "once" if outlet.underflows == 1 else f"{outlet.underflows} times"
        tell(f"The sound was interrupted {times}: close other programs; the buffer has been enlarged for this session.")
