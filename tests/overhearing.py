"""The listening process with a recording for a microphone, run as a script; it names all that it must not do.

Each socket, and each file that is opened to be written, is a line on standard error. The second argument is code that
is run before.
"""

import os
import sys
import time

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
CHANGING = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "os.system", "os.exec", "os.posix_spawn")


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Told by Python of everything that it does."""
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, int) or not isinstance(flags, int) or not flags & WRITING:
            return
    elif not event.startswith(("socket.", "subprocess.", "tempfile.", "shutil.", *CHANGING)):
        return
    os.write(2, f"{event} {arguments!r}\n".encode())


sys.addaudithook(watch)

import numpy as np  # noqa: E402

from drillvoice.audio.api import SoundBlock  # noqa: E402
from drillvoice.listening import process  # noqa: E402

RATE = 16_000
SIZE = 400


class Recording:
    """A microphone in front of which a recording is played, much faster than in life."""

    name = "recording"
    rate = RATE
    latency_s = 0.0
    alive = True

    def __init__(self, device: str, *, anew: bool) -> None:
        self._samples = np.fromfile(device, np.float32)
        self._at = 0

    def read_block(self, timeout_s: float) -> SoundBlock:
        """The next block; the recording is played again and again, for the ear may not be ready yet."""
        block = self._samples[self._at % len(self._samples) :][:SIZE]
        self._at += len(block)
        time.sleep(0.0005)
        return SoundBlock(block, 100.0 + self._at / RATE)

    def check_device(self) -> None:
        """It is what it was."""

    def close(self) -> None:
        """Nothing is open."""


if __name__ == "__main__":
    exec(sys.argv[1])
    setattr(process, "PortAudioMicrophone", Recording)  # noqa: B010 (mypy)
    process.main()
