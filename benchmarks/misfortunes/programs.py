"""The real program, without a loudspeaker, in the hands of bad luck: its input, its output, and signals."""

import fcntl
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random

from benchmarks.common import person_terminal
from benchmarks.misfortunes.inputs import junk
from benchmarks.misfortunes.kinds import Outcome, ProgramKind, expect
from benchmarks.misfortunes.repeats import Trial, repeated
from benchmarks.record import LONGEST_S, kills
from drillvoice.app.background_writer import write_to_descriptor
from drillvoice.app.sleep_watch import LEAST_HELD_S
from tests.room.program import BRIEF, QUICK, Home, Program
from tests.room.room import wait_for

DEAF = {"PULSE_SERVER": "unix:/nowhere", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
START = (sys.executable, "-m", "drillvoice.terminal.cli.main")
OPTIONS = ("run", str(QUICK), *BRIEF, "--no-record", "--no-voice-control", "--stdin-commands")
FLOOD = 20_000
SCREEN_S = 6
"""Until the screen is there, on a busy computer."""
MOST_AT_ONCE = 1_000_000
SAFE = re.compile(rb"[qQsShH\x03\x1a\x1c\x11\x13]")
"""Keys that end, stop or hold a session, as they should; help stops it too."""


def start_program(trial: Trial, redirection: str = "", terminal: int | None = None, *more: str) -> Program:
    """The program, with a stream or two led elsewhere by a shell, or in a terminal."""
    shell = ("sh", "-c", f'exec "$0" "$@" {redirection}', *START)
    env = {**os.environ, **Home(trial.folder / "home").env, **DEAF, "TERM": "xterm-256color"}
    options = OPTIONS if terminal is None else (*OPTIONS[:-1], *more)
    return Program(*options, env=env, events=trial.folder / "events", command=shell, terminal=terminal)


def stop_s(program: Program, say: Callable[[], object] | None = None) -> float:
    """Say stop; how long it took to be obeyed, or the drill to be over: among random commands some lead to its end."""
    told = time.monotonic()  # before: it may be obeyed while this process still waits for its turn
    if say:
        say()
    else:
        program.tell("stop")

    def silent_at() -> float | None:
        quiet = ("stopped", "ended")
        return next((at for at, record in list(program.records) if at > told and record["kind"] in quiet), None)

    wait_for(lambda: silent_at() is not None, f"silence; {program.story()}", timeout_s=10)
    return (silent_at() or told) - told


def _wait_until_going(trial: Trial, program: Program) -> None:
    program.event(kind="say")
    time.sleep(trial.chance.uniform(0, 3))


def try_input(trial: Trial) -> float:
    """Bytes and floods before a stop."""
    with start_program(trial) as program:
        _wait_until_going(trial, program)
        assert program.process.stdin is not None
        flood = trial.chance.choice((b"slower\n", b"nonsense\n", b"\n")) * trial.chance.randrange(FLOOD)
        with open(program.process.stdin.fileno(), "wb", closefd=False) as pipe:
            pipe.write(junk(trial.chance) + b"\n" + flood)
        return stop_s(program)


def try_no_input(trial: Trial) -> float:
    """Input that ends, or was never there; Ctrl-C is left."""
    with start_program(trial, trial.chance.choice(("", "<&-", "</dev/null", "</dev/full"))) as program:
        _wait_until_going(trial, program)
        assert program.process.stdin is not None
        program.process.stdin.close()
        time.sleep(trial.chance.uniform(0, 0.5))
        told = time.monotonic()
        program.process.send_signal(signal.SIGINT)
        at, record = program.event(since=told, timeout_s=10, kind="command")
        expect(program.ended() == 0, "Ctrl-C ends it", program.story(), record)
        return at - told


def try_output(trial: Trial) -> float:
    """Output that is full, closed, or a pipe from which nobody reads."""
    with ExitStack() as stack:
        pipe = trial.folder / "pipe"
        os.mkfifo(pipe)
        holder = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        stack.callback(os.close, holder)
        fcntl.fcntl(holder, fcntl.F_SETPIPE_SZ, 4096)
        with suppress(BlockingIOError):
            while os.write(holder, b"x" * 512):
                pass
        led = trial.chance.choice((">/dev/full", ">&-", f">{pipe}", f">{pipe} 2>{pipe}", ">/dev/full 2>&1", "2>&-"))
        program = stack.enter_context(start_program(trial, led))
        _wait_until_going(trial, program)
        return stop_s(program)


def flood(chance: Random) -> bytes:
    """Up to a million bytes of any kind, but for keys that end or stop a session."""
    size = chance.choice((100, 4096, MOST_AT_ONCE))
    found = SAFE.sub(b"", junk(chance))[:size]
    return found * (size // len(found)) if found and chance.random() < 0.5 else found


def _flood_terminal(trial: Trial, person: int, program: Program) -> float:
    """Random bytes into a terminal; a stop by its key."""
    for _ in range(trial.chance.randrange(1, 8)):
        write_to_descriptor(person, flood(trial.chance))
        time.sleep(trial.chance.uniform(0, 0.3))
    write_to_descriptor(person, b"\x1b[201~")  # whatever was pasted is over
    time.sleep(trial.chance.choice((0, 1)))
    expect(program.process.poll() is None, "no byte ends the session", program.story())
    return stop_s(program, lambda: os.write(person, b"s"))


def try_screen(trial: Trial) -> float:
    """Random bytes into the real screen."""
    with person_terminal() as (person, side), start_program(trial, terminal=side) as program:
        time.sleep(SCREEN_S)
        os.write(person, b"\r")  # without sound it waits for that
        program.event(kind="say", timeout_s=30)
        return _flood_terminal(trial, person, program)


def try_plain(trial: Trial) -> float:
    """Random bytes into a terminal where the session is lines."""
    with person_terminal() as (person, side), start_program(trial, "", side, "--plain") as program:
        _wait_until_going(trial, program)
        return _flood_terminal(trial, person, program)


def try_held(trial: Trial) -> float:
    """A program that was held still for more than five seconds is paused, and stops as ever."""
    with start_program(trial) as program:
        _wait_until_going(trial, program)
        program.process.send_signal(signal.SIGSTOP)
        time.sleep(LEAST_HELD_S + trial.chance.uniform(0.3, 3))
        going = time.monotonic()
        program.process.send_signal(signal.SIGCONT)
        program.event(since=going, timeout_s=5, kind="interrupted", why="slept")
        time.sleep(3)
        cues = [record for at, record in program.records if at > going and record["kind"] == "cue"]
        expect(not cues, "nothing is called after it was held", cues)
        return stop_s(program)


def run_kills(count: int, chance: Random, _folder: Path) -> Outcome:
    """Sessions that are killed (-9) at random moments lose nothing of what was recorded."""
    problems, _ = kills(count, chance.randrange(1_000_000), LONGEST_S)
    return Outcome(tries=count, problems=problems)


KINDS = (
    ProgramKind("program-input", "after such a byte stop was never obeyed", repeated(try_input)),
    ProgramKind("program-no-input", "after the end of input it was paused for ever", repeated(try_no_input)),
    ProgramKind("program-output", "no cue and no stop while a pipe took nothing", repeated(try_output)),
    ProgramKind("screen-bytes", "a byte that is not UTF-8 ended the screen", repeated(try_screen)),
    ProgramKind("plain-bytes", "a byte that is not UTF-8 ended the keys", repeated(try_plain)),
    ProgramKind("program-held", "the next cue came at once", repeated(try_held)),
    ProgramKind("kills", "nothing was lost", run_kills),
)
