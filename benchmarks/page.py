"""The page: from a finger to silence at the loudspeaker, alone and under a flood; freezes; sizes.

A finger is a POST of "stop" while speech sounds, from a browser that follows the state as the page does; silence is
that of a recording of the virtual loudspeaker, as in silence.py. The drawing of the page is measured elsewhere.

    python benchmarks/page.py [--count 50] [--freezes 100]
"""

import argparse
import asyncio
import contextlib
import importlib.metadata
import json
import multiprocessing
import os
import random
import re
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from benchmarks.common import child, figure, heading, spread, virtual_room, wait_for_sound, write_drill
from benchmarks.onsets import FIRST_GAP_S, errors, stretches
from benchmarks.silence import WORD, Cut, calibrated, cuts
from tests.room.program import Stage
from tests.web.serving import Visitor, free_port, wait_for

PROGRAM = (sys.executable, "-m", "drillvoice")
AT_ONCE = 10
"""Taps in one run of the program: an underflow enlarges its buffer for the rest of a run."""
JUNK_A_SECOND = 500
IDLE_CONNECTIONS = 100
MEDIAN_MS, WORST_MS, FLOODED_WORST_MS, CONFIRMED_MS = 90, 150, 250, 200
SERVED_S, MOST_ASSETS, MOST_EXTRA_MB = 3.0, 40 * 1024, 8.0
FROZEN_S = 1.4
CUT_S = 3.0
"""What was logged so shortly before the end was not heard out."""
EXTRA = ("starlette", "uvicorn", "segno", "anyio", "h11")
"""What the extra brings that nothing else of ours does."""
ASSETS = Path(__file__).parents[1] / "drillvoice" / "web" / "assets"


@dataclass
class Led:
    """A program whose page is led by one browser."""

    pid: int
    visitor: Visitor
    served_s: float


@contextlib.contextmanager
def led_page(stage: Stage, drill: Path) -> Iterator[Led]:
    """Open the page, come in, and start the drill."""
    port, began = free_port(), time.monotonic()
    options = ("--no-browser", "--no-voice-control", "--no-record", "--port", str(port), "--drills", str(drill.parent))
    events = ("--events", str(stage.folder / "events"))
    with child(*PROGRAM, "page", *options, *events, stage=stage) as program:
        assert program.stdout is not None
        address = program.stdout.readline()
        visitor = Visitor(port)
        assert wait_for(lambda: _is_served(visitor))
        served_s = time.monotonic() - began
        found = re.search(r"#([\w-]+)", address)
        assert found, address
        visitor.join_with(secret=found[1])
        visitor.listen()
        assert visitor.press("/start", drills=[drill.stem]).status == 200
        wait_for(lambda: visitor.state["session"] and visitor.session["said"])
        try:
            yield Led(program.pid, visitor, served_s)
        finally:
            visitor.leave()


def _is_served(visitor: Visitor) -> bool:
    with contextlib.suppress(OSError):
        return visitor.ask("GET", "/").status == 200
    return False


def tap_stop(stage: Stage, drill: Path, count: int, *, flooded: bool) -> tuple[list[Cut], list[float], float]:
    """Stop speech so often; answers the cuts, how long until the page showed it, and the memory that it took on."""
    clip, chance, confirmed = stage.clip(WORD), random.Random(1), []
    with stage.listening() as heard, led_page(stage, drill) as led:
        wait_for_sound(heard)
        led.visitor.command("stop")
        before = psutil.Process(led.pid).memory_info().rss
        told = []
        with flood(led.visitor.port) if flooded else contextlib.nullcontext():
            for _ in range(count):
                led.visitor.wait_for_state("stopped")
                time.sleep(1.3)
                assert led.visitor.command("resume").status == 200
                time.sleep(chance.uniform(0.4, 0.75))
                told.append(time.monotonic())
                assert led.visitor.command("stop").status == 200
                led.visitor.wait_for_state("stopped")
                confirmed.append((time.monotonic() - told[-1]) * 1000)
            time.sleep(1)
        grown = (psutil.Process(led.pid).memory_info().rss - before) / 1e6
    return cuts(heard, told, clip), confirmed, grown


@contextlib.contextmanager
def flood(port: int) -> Iterator[None]:
    """Junk requests and idle connections, from a process of its own."""
    process = multiprocessing.get_context("spawn").Process(target=_flood_for_ever, args=(port,), daemon=True)
    process.start()
    time.sleep(1.5)
    try:
        yield
    finally:
        process.kill()
        process.join()


def _flood_for_ever(port: int) -> None:
    asyncio.run(_flood(port))


async def _flood(port: int) -> None:
    idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(IDLE_CONNECTIONS)]
    body = b"x" * 200
    head = (
        f"POST /command HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/plain\r\nContent-Length: 200\r\n\r\n"
    )

    async def send_one() -> None:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head.encode() + body)
            await reader.read(2000)
            writer.close()

    due, tasks = time.monotonic(), set()
    while idle:
        due += 1 / JUNK_A_SECOND
        task = asyncio.create_task(send_one())
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        await asyncio.sleep(max(0.0, due - time.monotonic()))


def measure_taps(stage: Stage, drill: Path, count: int, *, flooded: bool, latency_ms: float) -> None:
    """Print the figures of so many taps; the program is started anew every few of them."""
    name = f"{JUNK_A_SECOND} junk/s, {IDLE_CONNECTIONS} idle" if flooded else "loopback"
    values: list[float] = []
    shown: list[float] = []
    grown, underflows = 0.0, 0
    for _ in range(3 * -(-count // AT_ONCE)):
        found, confirmed, more = tap_stop(stage, drill, AT_ONCE + 2, flooded=flooded)
        underflows += (stage.folder / "events").read_text(encoding="utf-8").count('"underflow"')
        values += [cut.latency_ms for cut in found]
        shown += confirmed
        grown = max(grown, more)
        if len(values) >= count:
            break
    if not values:
        figure(f"finger to silence, {name}", "no tap has cut speech", "some", met=False)
        return
    if flooded:
        met, target = max(values) <= FLOODED_WORST_MS, f"worst {FLOODED_WORST_MS} ms"
    else:
        met = statistics.median(values) <= MEDIAN_MS and max(values) <= WORST_MS
        target = f"{MEDIAN_MS}, {WORST_MS} ms"
    figure(f"finger to silence, {name}", spread(values), target, met=met)
    figure("  of which PortAudio's own latency", f"{latency_ms:.0f} ms")
    figure(
        f"finger to the state on the page, {name}", spread(shown), f"{CONFIRMED_MS} ms", met=max(shown) <= CONFIRMED_MS
    )
    figure(f"underflows, {name}", str(underflows), "0", met=underflows == 0)
    figure(f"memory taken on, {name}", f"{grown:.1f} MB")


def measure_onsets(stage: Stage, folder: Path, seconds: float) -> None:
    """Whether cues sound at the very frames that the event log gives, while the server is flooded."""
    drill = Path(write_drill(folder / "onsets.toml", gap_s=[FIRST_GAP_S, FIRST_GAP_S + 0.2]))
    with stage.listening() as heard, led_page(stage, drill) as led, flood(led.visitor.port):
        wait_for(lambda: led.visitor.session["cues"], 180)
        time.sleep(seconds)
    lines = (stage.folder / "events").read_text(encoding="utf-8").splitlines()[1:-1]
    records = [json.loads(line) for line in lines]
    last_s = records[-1]["at_s"] - CUT_S
    records = [record for record in records if record["at_s"] < last_s]
    found = errors(stage, records, heard.recording.samples())
    calm = stretches(found, [record["at_s"] for record in records if record["kind"] == "underflow"])
    off = [error for stretch in calm for _, error in stretch]
    worst = max(off, key=abs, default=0)
    if not off:
        figure("cues under the flood", "none sounded: more --seconds are needed")
        return
    name = f"{len(off)} of {len(found)} cues under the flood, worst error"
    figure(name, f"{worst} frames", "0", met=worst == 0 < len(off))


def measure_freezes(stage: Stage, drill: Path, count: int) -> None:
    """Tap "Go on" while the server, the page, or both stand still; count what is done when they go on."""
    acted = {"server": 0, "page": 0, "both": 0}
    stops = 0
    with led_page(stage, drill) as led:
        visitor = led.visitor
        visitor.command("pause")
        visitor.wait_for_state("paused")
        for number in range(count):
            frozen = ("server", "page", "both")[number % 3]
            wait_for(lambda: time.monotonic() - visitor.beats[-1][1] < 0.5)
            acted[frozen] += _tap_frozen(led, frozen)
            wait_for(lambda: time.monotonic() - visitor.beats[-1][1] < 0.5)
        os.kill(led.pid, signal.SIGSTOP)
        sending = multiprocessing.get_context("fork").Process(
            target=visitor.ask, args=("POST", "/command", {"command": "stop"})
        )
        sending.start()
        time.sleep(FROZEN_S)
        os.kill(led.pid, signal.SIGCONT)
        sending.join()
        visitor.wait_for_state("stopped")
        stops += 1
    total = sum(acted.values())
    figure(f"late commands that were done, {count} freezes", f"{total} ({acted})", "0", met=total == 0)
    figure("a late stop that was done", f"{stops} of 1", "1", met=stops == 1)


def _tap_frozen(led: Led, frozen: str) -> int:
    """Whether "Go on" was done although it comes late."""
    touch = led.visitor.touch() | {"command": "resume"}
    if frozen == "page":
        time.sleep(FROZEN_S)
        return int(led.visitor.ask("POST", "/command", touch).status == 200)
    os.kill(led.pid, signal.SIGSTOP)
    thawing = multiprocessing.get_context("fork").Process(target=_thaw_later, args=(led.pid,))
    thawing.start()
    if frozen == "both":
        time.sleep(FROZEN_S / 2)
    status = led.visitor.ask("POST", "/command", touch).status
    thawing.join()
    return int(status == 200)


def _thaw_later(pid: int) -> None:
    time.sleep(FROZEN_S)
    os.kill(pid, signal.SIGCONT)


def measure_sizes() -> None:
    """Print what the page weighs."""
    assets = sum(each.stat().st_size for each in ASSETS.iterdir())
    figure("the page, all files", f"{assets / 1024:.1f} KB", f"{MOST_ASSETS // 1024} KB", met=assets <= MOST_ASSETS)
    sizes = {name: _installed_mb(name) for name in EXTRA}
    total = sum(sizes.values())
    parts = ", ".join(f"{name} {size:.1f}" for name, size in sizes.items())
    figure("the extra, installed", f"{total:.1f} MB ({parts})", f"{MOST_EXTRA_MB:.0f} MB", met=total <= MOST_EXTRA_MB)


def _installed_mb(name: str) -> float:
    files = importlib.metadata.files(name) or []
    return sum(path.stat().st_size for path in map(Path, (each.locate() for each in files)) if path.is_file()) / 1e6


def measure_start(stage: Stage, drill: Path) -> None:
    """Print how soon the page is there."""
    values = []
    for _ in range(5):
        with led_page(stage, drill) as led:
            values.append(led.served_s)
    figure("served after the command", spread(values, "s", 1), f"{SERVED_S:.0f} s", met=max(values) <= SERVED_S)


def main() -> None:
    """Measure the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50, help="taps (default: 50)")
    parser.add_argument("--freezes", type=int, default=100, help="freezes (default: 100)")
    parser.add_argument("--seconds", type=float, default=60, help="of cues under the flood (default: 60)")
    asked = parser.parse_args()
    heading("The page: from a finger to silence, under a flood, after freezes")
    measure_sizes()
    with virtual_room() as stage:
        (stage.folder / "drills").mkdir()
        drill = Path(write_drill(stage.folder / "drills" / "drill.toml"))
        measure_start(stage, drill)
        latency_ms, _ = calibrated(stage)
        measure_taps(stage, drill, asked.count, flooded=False, latency_ms=latency_ms)
        measure_taps(stage, drill, asked.count, flooded=True, latency_ms=latency_ms)
        measure_onsets(stage, drill.parent, asked.seconds)
        measure_freezes(stage, drill, asked.freezes)


if __name__ == "__main__":
    main()
