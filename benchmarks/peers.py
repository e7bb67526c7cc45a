"""The usual ways to speak cues, as programs of their own, for comparison: `python benchmarks/peers.py WAY`."""

import argparse
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

CUES = ("Look left", "Look right")
LONG = (
    "look over to the left as far as you like and while you do so walk on along the line of the floor in front of you"
)
RATE = 165


def engine() -> Any:
    """A pyttsx3 engine as a script starts it; with the bundled eSpeak NG where the system has none."""
    if not shutil.which("espeak-ng"):
        from drillvoice.voice.pyttsx3_worker import use_bundled_espeak

        use_bundled_espeak()
    import pyttsx3

    speaking = pyttsx3.init()
    speaking.setProperty("rate", RATE)
    return speaking


def loop(count: int, gap_s: float) -> None:
    """Say, wait, sleep: the loop of nearly every script of this kind."""
    speaking = engine()
    for number in range(count):
        speaking.say(CUES[number % 2])
        speaking.runAndWait()
        time.sleep(gap_s)


def deadlines(count: int, gap_s: float) -> None:
    """Start espeak-ng for each cue at its deadline on the monotonic clock."""
    start = time.monotonic()
    running: list[subprocess.Popen[bytes]] = []
    for number in range(count):
        time.sleep(max(0.0, start + number * gap_s - time.monotonic()))
        running.append(subprocess.Popen(["espeak-ng", "-s", str(RATE), CUES[number % 2]]))
    for process in running:
        process.wait()


def stoppable(count: int, _gap_s: float) -> None:
    """Say a long sentence for each line "say" of standard input; "stop" calls `engine.stop()` from another thread."""
    speaking = engine()
    asked = threading.Semaphore(0)
    threading.Thread(target=_listen, args=(speaking, asked), daemon=True).start()
    for _ in range(count):
        asked.acquire()
        speaking.say(LONG)
        speaking.runAndWait()


def _listen(speaking: Any, asked: threading.Semaphore) -> None:
    for line in sys.stdin:
        if line.strip() == "say":
            asked.release()
        else:
            speaking.stop()


def save(count: int, _gap_s: float) -> None:
    """Save the texts of standard input as files in a folder that its first line names, one `runAndWait` each."""
    speaking = engine()
    folder = sys.stdin.readline().strip()
    for number, line in enumerate(sys.stdin):
        if number < count:
            speaking.save_to_file(line.strip(), f"{folder}/{number}.wav")
            speaking.runAndWait()


WAYS: dict[str, Callable[[int, float], None]] = {
    "loop": loop,
    "deadlines": deadlines,
    "stoppable": stoppable,
    "save": save,
}


def main() -> None:
    """Run one of the ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--gap", type=float, default=2.0, help="seconds")
    asked = parser.parse_args()
    WAYS[asked.way](asked.count, asked.gap)


if __name__ == "__main__":
    main()
