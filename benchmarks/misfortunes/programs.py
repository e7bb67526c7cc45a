"""The real program, without a loudspeaker, in the hands of bad luck: its input, its output, and signals."""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.misfortunes.inputs import junk
from benchmarks.misfortunes.kinds import STOP_LIMIT_S, Outcome, ProgramKind, expect
from benchmarks.record import LONGEST_S, kills
from drillvoice.app.sleep_watch import LEAST_HELD_S
from tests.room.program import BRIEF, QUICK, Home, Program
from tests.room.room import wait_for

DEAF = {"PULSE_SERVER": "unix:/nowhere", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
START = (sys.executable, "-m", "drillvoice.terminal.cli.main")
OPTIONS = ("run", str(QUICK), *BRIEF, "--no-record", "--no-voice-control", "--stdin-commands")
FLOOD = 20_000


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of the program."""

    chance: Random
    folder: Path

    def start(self, redirection: str = "") -> Program:
        """The program, with a stream or two led elsewhere by a shell."""
        shell = ("sh", "-c", f'exec "$0" "$@" {redirection}', *START)
        env = {**os.environ, **Home(self.folder / "home").env, **DEAF}
        return Program(*OPTIONS, env=env, events=self.folder / "events", command=shell)


def _stop_s(program: Program) -> float:
    """Say stop; how long it took to be obeyed, or the drill to be over: among random commands some lead to its end."""
    told = time.monotonic()  # before: it may be obeyed while this process still waits for its turn
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
    with trial.start() as program:
        _wait_until_going(trial, program)
        assert program.process.stdin is not None
        flood = trial.chance.choice((b"slower\n", b"nonsense\n", b"\n")) * trial.chance.randrange(FLOOD)
        with open(program.process.stdin.fileno(), "wb", closefd=False) as pipe:
            pipe.write(junk(trial.chance) + b"\n" + flood)
        return _stop_s(program)


def try_no_input(trial: Trial) -> float:
    """Input that ends, or was never there; Ctrl-C is left."""
    with trial.start(trial.chance.choice(("", "<&-", "</dev/null", "</dev/full"))) as program:
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
        program = stack.enter_context(trial.start(led))
        _wait_until_going(trial, program)
        return _stop_s(program)


def try_held(trial: Trial) -> float:
    """A program that was held still for more than five seconds is paused, and stops as ever."""
    with trial.start() as program:
        _wait_until_going(trial, program)
        program.process.send_signal(signal.SIGSTOP)
        time.sleep(LEAST_HELD_S + trial.chance.uniform(0.3, 3))
        going = time.monotonic()
        program.process.send_signal(signal.SIGCONT)
        program.event(since=going, timeout_s=5, kind="interrupted", why="slept")
        time.sleep(3)
        cues = [record for at, record in program.records if at > going and record["kind"] == "cue"]
        expect(not cues, "nothing is called after it was held", cues)
        return _stop_s(program)


def repeated(attempt: Callable[[Trial], float]) -> Callable[[int, Random, Path], Outcome]:
    """Make a trial a kind: so many runs, each in a folder of its own, and each stop within its limit."""

    def run(count: int, chance: Random, folder: Path) -> Outcome:
        outcome = Outcome(tries=count)
        for number in range(count):
            own = folder / f"{attempt.__name__}-{number}"
            own.mkdir()
            try:
                took_s = attempt(Trial(Random(chance.random()), own))
            except Exception as error:
                outcome.problems.append(f"run {number}: {type(error).__name__}: {str(error)[:600]}")
                continue
            outcome.stops_s.append(took_s)
            if took_s > STOP_LIMIT_S:
                outcome.problems.append(f"run {number}: the stop took {took_s:.2f} s")
        return outcome

    return run


def run_kills(count: int, chance: Random, _folder: Path) -> Outcome:
    """Sessions that are killed (-9) at random moments lose nothing of what was recorded."""
    problems, _ = kills(count, chance.randrange(1_000_000), LONGEST_S)
    return Outcome(tries=count, problems=problems)


KINDS = (
    ProgramKind("program-input", "after such a byte stop was never obeyed", repeated(try_input)),
    ProgramKind("program-no-input", "after the end of input it was paused for ever", repeated(try_no_input)),
    ProgramKind("program-output", "no cue and no stop while a pipe took nothing", repeated(try_output)),
    ProgramKind("program-held", "the next cue came at once", repeated(try_held)),
    ProgramKind("kills", "nothing was lost", run_kills),
)
