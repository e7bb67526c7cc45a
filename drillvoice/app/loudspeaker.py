"""The loudspeaker of a session, opened while the drill is being prepared."""

import threading
from collections.abc import Callable
from typing import Protocol, Self

from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.audio.soundserver import why_unheard
from drillvoice.core.clips import Samples
from drillvoice.core.plan.request import SoundWish
from drillvoice.errors import AudioError, Tell

OPEN_LIMIT_S = 10.0
NO_ANSWER = "The computer's sound service does not answer; restart it, or the computer."


def open_speaker(wish: SoundWish, tap: Callable[[float, Samples, int], None], *, afresh: bool = False) -> Outlet:
    """The loudspeaker that somebody wants.

    Args:
        wish: which one, and how loud.
        tap: is told of all that it plays.
        afresh: look for devices once more.

    Raises:
        AudioError: it cannot be opened.

    """
    from drillvoice.audio import portaudio
    from drillvoice.audio.speaker import Speaker

    if afresh:
        portaudio.restart(portaudio.load())
    return Speaker(wish.speaker, volume=wish.volume / 100, awake=wish.keep_awake, tap=tap)


class OpenOutlet(Protocol):
    """Opens the loudspeaker, or raises an AudioError."""

    def __call__(self, *, afresh: bool) -> Outlet:
        """Open it; `afresh` where that has been tried before."""
        ...


class MissingSound(Protocol):
    """Is told that nothing can be heard."""

    def __call__(self, why: str, is_back: Callable[[], bool]) -> None:
        """Tell somebody, and wait where they can do something about it.

        Args:
            why: one sentence.
            is_back: looks once more; quick enough to be asked each second.

        """
        ...


class OpeningOutlet:
    """Opens the loudspeaker in a thread, and closes it in the end: PortAudio takes a while to start, and Python must
    not end while it does.

    Args:
        open_outlet: opens it.
        miss_sound: is told where there is none, and may wait for one.

    """

    def __init__(self, open_outlet: OpenOutlet, miss_sound: MissingSound) -> None:
        self._open = open_outlet
        self._miss_sound = miss_sound
        self._outlet: Outlet | None = None
        self._error: AudioError | None = None
        self._thread = self._new_thread(afresh=False)

    def _new_thread(self, *, afresh: bool) -> threading.Thread:
        return threading.Thread(target=self._open_or_fail, args=(afresh,), daemon=True)

    def _open_or_fail(self, afresh: bool) -> None:
        try:
            self._outlet = self._open(afresh=afresh)
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
        if self._outlet is None:
            self._miss_sound(str(self._error or NO_ANSWER), self._is_back)
            self._thread.join(OPEN_LIMIT_S)
        return self._outlet or SilentOutlet()

    def _is_back(self) -> bool:
        """Whether it is open by now; it is tried anew in the background as often as this is asked."""
        if self._outlet is None and not self._thread.is_alive():
            self._thread = self._new_thread(afresh=True)
            self._thread.start()
        return self._outlet is not None


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
