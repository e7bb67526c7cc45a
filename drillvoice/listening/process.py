"""The process that listens: `python -m drillvoice.listening.process CONFIG`, a child of the drill.

A process of its own, because a recogniser that aborts must not take the drill along; because PortAudio finds a
microphone again only when it is started afresh, which would end the loudspeaker's stream; and because recognising must
not compete with the loudspeaker's callback for the interpreter.

Reports go to standard output, one JSON line each; what the loudspeaker played comes from standard input, and its end is
ours. Nothing is written to a file, nothing leaves the computer.
"""

import contextlib
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
    config = json.loads(sys.argv[1])
    listen(
        config,
        make_ear,
        lambda anew: PortAudioMicrophone(config["device"], anew=anew),
        out,
        _Lifeline(sys.stdin.buffer),
    )


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
