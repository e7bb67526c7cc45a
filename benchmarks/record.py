"""The record: sessions that are killed at random moments, and how long ten years of them take to show."""

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import figure, heading, scratch, spread
from benchmarks.years import fill
from drillvoice.core.plan.lines import BlockKind
from drillvoice.history.database import connect_to_read
from drillvoice.history.done_before import times_done
from drillvoice.history.plan_codec import unpack_choices
from tests.room.program import Home

PROGRAM = (sys.executable, "-m", "drillvoice")
HISTORY_S, PROGRESS_S, EXPERIENCE_S = 0.5, 3.0, 0.005
LONGEST_S = 20.0
"""After its first line a session is killed within so many seconds: by then it has finished two bouts."""
AT_ONCE = 10
"""So many people practise at the same time, each with a record of their own."""
LOST_S = 1.0
DRILL = """
kind = "random-cues"
title = "Killed turns"
trains = "the measurement"
why = "It is short."
position = "seated"
space = "a chair"
gap_s = [1.0, 1.2]
hold_s = 0.0
max_cues = 1
unit = ["turn", "turns"]
[framing]
bouts = 30
bout_s = 20.0
[cues.left]
say = "Look left"
"""


class Killed:
    """One session that is killed with SIGKILL, and what is left of it."""

    def __init__(self, home: Home, drill: Path, events: Path) -> None:
        self._home = home
        self._events = events
        how = ("--brief", "--safety-heard", "--no-voice-control")
        self._command = [*PROGRAM, "run", str(drill), *how, "--events", str(events)]
        self.bouts = 0
        """How many finished bouts were looked for."""
        self._database = home.folder / "data" / "drillvoice" / "history.db"

    def run(self, after_s: float) -> None:
        """Start it, wait for its first line, kill it so much later."""
        process = subprocess.Popen(
            self._command,
            env={**os.environ, **self._home.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after_s)
        process.kill()
        process.wait()
        process.stdout.close()

    def problems(self) -> list[str]:
        """What is wrong with the database, compared with the event log."""
        records = [json.loads(line) for line in self._events.read_text().splitlines() if line.endswith("}")][1:]
        with closing(sqlite3.connect(self._database)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
            row = connection.execute("SELECT id, seconds, plan, ended FROM session ORDER BY id DESC LIMIT 1").fetchone()
            if row is None:
                return ["no session"]
            session, seconds, plan, ended = row
            bouts = {block for (block,) in connection.execute("SELECT block FROM bout WHERE session = ?", (session,))}
        at_s = records[-1]["at_s"] if records else 0.0
        found = [] if verdict == "ok" else [f"integrity: {verdict}"]
        if ended is not None:
            found.append("it had ended")
        if seconds < at_s - LOST_S:
            found.append(f"{at_s - seconds:.2f} s lost")
        wanted = finished(plan, records, at_s - LOST_S)
        self.bouts += len(wanted)
        missing = wanted - bouts
        return found + ([f"bouts {sorted(missing)} missing"] if missing else [])


def finished(plan: bytes, records: Sequence[dict[str, object]], before_s: float) -> set[int]:
    """The blocks of the bouts whose last line was logged before a time."""
    last: dict[int, int] = {}
    unit = 0
    for index, block in enumerate(unpack_choices(plan).blocks):
        unit += len(block.units)
        if block.kind is BlockKind.BOUT:
            last[unit - 1] = index
    heard = [record for record in records if float(str(record["at_s"])) <= before_s]
    return {last[number] for record in heard if isinstance(number := record.get("unit"), int) and number in last}


def kills(count: int, seed: int, longest_s: float = LONGEST_S) -> tuple[list[str], int]:
    """Kill so many sessions, several in each record; every problem, and how many finished bouts were looked for."""
    draw = random.Random(seed)
    moments = [(number, draw.uniform(0, longest_s)) for number in range(count)]
    with scratch() as folder, ThreadPoolExecutor(AT_ONCE) as people:
        drill = folder / "killed.toml"
        drill.write_text(DRILL, encoding="utf-8")
        found = [
            people.submit(kill_in_turn, folder / str(person), drill, moments[person::AT_ONCE])
            for person in range(AT_ONCE)
        ]
        results = [each.result() for each in found]
    return [problem for problems, _ in results for problem in problems], sum(bouts for _, bouts in results)


def kill_in_turn(folder: Path, drill: Path, moments: Sequence[tuple[int, float]]) -> tuple[list[str], int]:
    """The same in one record, one after the other."""
    folder.mkdir()
    killed = Killed(Home(folder / "home"), drill, folder / "events")
    found = []
    for number, after_s in moments:
        killed.run(after_s)
        found += [f"session {number}, killed after {after_s:.2f} s: {problem}" for problem in killed.problems()]
    return found, killed.bouts


def seconds(env: dict[str, str], *arguments: str) -> float:
    """How long a command takes, from the start of its process."""
    began = time.monotonic()
    subprocess.run([*PROGRAM, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def experience_seconds(database: Path) -> float:
    """How long a session waits to know how often each drill was done."""
    began = time.perf_counter()
    with closing(connect_to_read(database)) as connection:
        times_done(connection, datetime.now(UTC).astimezone().date())
    return time.perf_counter() - began


def timings(days: int, count: int) -> None:
    """The commands that show, on a record of so many days."""
    with scratch() as folder:
        home = Home(folder / "home")
        database = home.folder / "data" / "drillvoice" / "history.db"
        database.parent.mkdir(parents=True)
        fill(database, days)
        figure(f"size of {days} sessions", f"{database.stat().st_size / 1e6:.1f} MB")
        env = {**os.environ, **home.env}
        page = ("progress", "--since", "20 years", "-o", str(folder / "a.html"))
        commands: tuple[tuple[tuple[str, ...], float | None], ...] = (
            (("--version",), None),
            (("history",), HISTORY_S),
            (("progress",), HISTORY_S),
            (page, PROGRESS_S),
        )
        for command, limit in commands:
            times = [seconds(env, *command) for _ in range(count)]
            met = limit is None or statistics.median(times) < limit
            figure(
                f"drillvoice {' '.join(command[:3])}",
                spread(times, "s", 2),
                f"under {limit} s" if limit else "",
                met=met,
            )
        asked = [experience_seconds(database) for _ in range(count)]
        met = statistics.median(asked) < EXPERIENCE_S
        figure("how often was each drill done", spread(asked, "s", 4), f"under {EXPERIENCE_S} s", met=met)
        shutil.rmtree(home.folder)


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="sessions that are killed (default: 200)")
    parser.add_argument("--days", type=int, default=3650, help="sessions in the record (default: 3650)")
    parser.add_argument("--count", type=int, default=10, help="starts of each command (default: 10)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    asked = parser.parse_args()
    heading("The record")
    timings(asked.days, asked.count)
    if asked.kills:
        found, bouts = kills(asked.kills, asked.seed)
        for problem in found:
            print(f"    {problem}")
        figure("finished bouts looked for", str(bouts))
        figure("sessions killed (-9), with a problem", f"{len(found)} of {asked.kills}", "0", met=not found)


if __name__ == "__main__":
    main()
