"""Two programs at one moment with one record: first starts, and forgetting while others read or practise."""

import contextlib
import os
import sqlite3
import subprocess
import time
from pathlib import Path

from benchmarks.misfortunes.kinds import ProgramKind, expect
from benchmarks.misfortunes.programs import DEAF, START
from benchmarks.misfortunes.repeats import Trial, repeated
from tests.room.program import BRIEF, QUICK, Home, Program, run_to_end

SECRET = "a-word-that-nobody-else-writes"
WHOLE = "[('ok',)]"


def _env(trial: Trial) -> dict[str, str]:
    return {**os.environ, **Home(trial.folder / "home").env, **DEAF}


def _record(trial: Trial) -> Path:
    return trial.folder / "home" / "data" / "drillvoice" / "history.db"


def _session(trial: Trial, name: str) -> Program:
    options = ("run", str(QUICK), *BRIEF, "--no-voice-control", "--stdin-commands")
    return Program(*options, env=_env(trial), events=trial.folder / name)


def _ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def try_first_starts(trial: Trial) -> None:
    """Two first starts at one moment: both speak, and both are in the record."""
    with _session(trial, "one") as one:
        time.sleep(trial.chance.choice((0, 0, trial.chance.uniform(0, 0.5))))
        with _session(trial, "two") as two:
            for program in (one, two):
                program.event(kind="say", timeout_s=30)
                program.tell("finish")
            codes = [program.ended(30) for program in (one, two)]
            expect(codes == [0, 0], "both end well", codes, one.story(), two.story())
    expect(_ask(_record(trial), "SELECT COUNT(*) FROM session") == [(2,)], "both are recorded")
    expect(str(_ask(_record(trial), "PRAGMA integrity_check")) == WHOLE, "the record is whole")


def try_forget(trial: Trial) -> None:
    """Forgetting while another program reads, a session goes on, or both: it is gone, or is said not to be."""
    with _session(trial, "old") as old:
        old.event(kind="say", timeout_s=30)
        old.tell("finish")
        old.ended(30)
    env = _env(trial)
    expect(run_to_end("note", SECRET, env=env).returncode == 0, "a note is taken")
    with contextlib.ExitStack() as stack:
        others = trial.chance.choice((("reader",), ("session",), ("reader", "session"), ()))
        if "session" in others:
            going = stack.enter_context(_session(trial, "going"))
            going.event(kind="say", timeout_s=30)
        if "reader" in others:
            reader = stack.enter_context(contextlib.closing(sqlite3.connect(_record(trial), isolation_level=None)))
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM note").fetchall()
        done = subprocess.run(
            [*START, "forget", "--all", "--yes"], env=env, capture_output=True, text=True, timeout=60, check=False
        )
        kept = [path.name for path in _record(trial).parent.iterdir() if SECRET.encode() in path.read_bytes()]
        expect(not kept or done.returncode, "what is left is said", others, kept, done.stdout, done.stderr)
        expect("Traceback" not in done.stderr, "it is a sentence", done.stderr)
        expect(done.returncode == 0 or others, "it works where nobody else is", done.stderr)
    again = run_to_end("forget", "--all", "--yes", env=env)
    kept = [path.name for path in _record(trial).parent.iterdir() if SECRET.encode() in path.read_bytes()]
    expect(
        again.returncode == 0 and not kept, "once they are gone it is gone", others, kept, again.stdout, again.stderr
    )


KINDS = (
    ProgramKind("two-first-starts", "one of two was not recorded", repeated(try_first_starts)),
    ProgramKind("forget-with-others", "it said Deleted, and the note was left", repeated(try_forget)),
)
