"""How much faster than real time a drill of 30 minutes becomes a file, warm cache, and in how much memory."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import soundfile

from benchmarks.common import PEERS, PROGRAM, espeak_speaks, figure, heading, scratch
from tests.room.program import Home

TARGETS = {"wav": 300, "flac": 300, "ogg": 150, "mp3": 50}
MOST_MB = 200
DRILL = ("head-turns", "--level", "4", "--minutes", "32", "--bouts", "12", "--safety-heard", "--seed", "1")
"""Comes to a little less than 30 minutes, rests included."""


def run(command: list[str], env: dict[str, str], text: str = "") -> tuple[float, float]:
    """Run a command; answers its seconds and the peak of its memory in MB."""
    began = time.monotonic()
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        process.stdin.write(text.encode())
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.monotonic() - began, usage.ru_maxrss / 1024


def texts(env: dict[str, str]) -> list[str]:
    """Every line that the drill says, in order; this also fills the cache."""
    command = [*PROGRAM, "plan", *DRILL, "--json"]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return [record["text"] for record in records if "text" in record]


def measure(kind: str, folder: Path, env: dict[str, str], times: int) -> None:
    """Print the figures of one format: the best of a few tries, and the most memory."""
    path = folder / f"drill.{kind}"
    tries = [run([*PROGRAM, "render", *DRILL, "-o", str(path)], env) for _ in range(times)]
    length = soundfile.info(path).duration
    seconds, peak = min(seconds for seconds, _ in tries), max(peak for _, peak in tries)
    target = TARGETS[kind]
    faster = length / seconds
    value = f"{faster:.0f} times real time ({length / 60:.1f} minutes in {seconds:.2f} s)"
    figure(f"drillvoice, {kind.upper()}", value, f"{target} times", met=faster >= target)
    figure(f"drillvoice, {kind.upper()}, peak memory", f"{peak:.0f} MB", f"under {MOST_MB} MB", met=peak < MOST_MB)


def compare(lines: list[str], folder: Path, env: dict[str, str]) -> None:
    """The time in which the same lines are merely synthesised, each into a file of its own: no timeline, no file."""
    peer = [*PEERS, "save", "--count", str(len(lines))]
    seconds, _ = run(peer, env, "\n".join([str(folder), *lines]) + "\n")
    figure(f"pyttsx3 save_to_file, {len(lines)} lines, no silence", f"{seconds:.2f} s")
    if espeak_speaks():
        began = time.monotonic()
        for number, line in enumerate(lines):
            subprocess.run(["espeak-ng", "-s", "165", "-w", str(folder / f"{number}.wav"), line], check=True)
        figure(f"espeak-ng -w, {len(lines)} lines, no silence", f"{time.monotonic() - began:.2f} s")


def main() -> None:
    """Measure every format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="tries of each format, of which the best counts")
    asked = parser.parse_args()
    heading("Render of a drill of 30 minutes")
    with scratch() as folder:
        env = {**os.environ, **Home(folder / "home").env}
        lines = texts(env)
        for kind in TARGETS:
            measure(kind, folder, env, asked.times)
        compare(lines, folder, env)


if __name__ == "__main__":
    main()
