"""The process that listens: `python -m drillvoice.listening.process`, a child of the drill.

A process of its own, because a recogniser that aborts must not take the drill along; because PortAudio finds a
microphone again only when it is started afresh, which would end the loudspeaker's stream; and because recognising must
not compete with the loudspeaker's callback for the interpreter.

Reports go to standard output, one JSON line each; how to listen and what the loudspeaker played come from standard
input, and its end is ours. Nothing is written to a file, not even by the system when it crashes, nothing leaves the
computer, and the command line says nothing of a person.
"""

import contextlib
import ctypes
import importlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO, TextIO

from drillvoice.audio.microphone import PortAudioMicrophone
from drillvoice.core.session.answers import Subject
from drillvoice.echo.reference import Reference
from drillvoice.listening.ears import TimedEar
from drillvoice.listening.messages import Report, to_line
from drillvoice.listening.microphone_loop import Attention, OpenMicrophone
from drillvoice.listening.wire import Readable, read_message

PR_SET_DUMPABLE = 4
LAST_WORDS_S = 0.3
"""To let the microphone go in good order; a frozen sound server would keep us for ever."""

Config = Mapping[str, Any]
"""`device`: the microphone's name, empty for the system's own. All else is the ear's."""
MakeEar = Callable[[Config], TimedEar]


def listen(
    config: Config, make_ear: MakeEar, open_microphone: OpenMicrophone, out: TextIO, reference_in: Readable
) -> None:
    """Listen until the reference ends, or nobody reads our reports, or there can be no ear."""
    reference = Reference()
    ended = threading.Event()

    def tell(report: Report) -> None:
        try:
            out.write(to_line(report))
            out.flush()
        except (OSError, ValueError):
            ended.set()

    with ThreadPoolExecutor(1) as loader:
        attention = Attention(open_microphone, loader.submit(make_ear, config), reference, tell)
        following = (reference_in, reference, attention, ended)
        threading.Thread(target=_follow_reference, args=following, daemon=True).start()
        attention.run_until_ended(ended)


def _follow_reference(stream: Readable, reference: Reference, attention: Attention, ended: threading.Event) -> None:
    with contextlib.suppress(OSError, ValueError):
        while (told := read_message(stream)) is not None:
            if isinstance(told, Subject):
                attention.subject = told
            else:
                reference.append_played(*told)
    ended.set()


def own_ear(config: Config) -> TimedEar:
    """The recogniser, loaded where it is used: importing it takes long."""
    ear: TimedEar = importlib.import_module("drillvoice.listening.live_ear").make_ear(config)
    return ear


def main(make_ear: MakeEar = own_ear) -> None:
    """Keep the real standard output for reports: libraries print."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the drill, which ends us when it has ended
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    leave_no_core()
    config = json.loads(sys.stdin.buffer.readline())
    listen(
        config,
        make_ear,
        lambda anew: PortAudioMicrophone(config["device"], anew=anew),
        out,
        _Lifeline(sys.stdin.buffer),
    )


def leave_no_core() -> None:
    """Let the system keep no copy of our memory, in which there is what was said: neither in a file, which a limit of
    zero sees to, nor by a program of the system's, which is given no process that may not be dumped.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


class _Lifeline:
    """Standard input, whose end is the end of this process, however long a sound server or a recogniser takes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, count: int) -> bytes:
        content = self._stream.read(count)
        if len(content) < count:
            leaving = threading.Timer(LAST_WORDS_S, os._exit, (0,))
            leaving.daemon = True
            leaving.start()
        return content


if __name__ == "__main__":
    main()
