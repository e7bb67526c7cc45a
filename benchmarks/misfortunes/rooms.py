"""The real program in the virtual room: loudspeakers and microphones that are unplugged, listeners that freeze."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.common import virtual_room
from benchmarks.misfortunes.kinds import Outcome, ProgramKind, expect
from benchmarks.misfortunes.programs import stop_s
from benchmarks.misfortunes.repeats import note_stop
from drillvoice.language import load_language
from tests.room.program import QUICK, Program, Stage
from tests.room.test_voice import ears_of

REPLY = load_language().phrases.reply
PER_SESSION = 4
"""So many mishaps befall one session."""
NOTICED_S = 10
"""On a busy computer; a quiet one needs 3."""
LONG = (str(QUICK), "--rounds", "12")


class Mishap(NamedTuple):
    """What befalls a session, and how all is well again."""

    befall: Callable[[Stage, Program, Random], None]
    mend: Callable[[Stage, Program], None]
    voice_control: bool = False


def _pull_loudspeaker(stage: Stage, program: Program, _chance: Random) -> None:
    since = time.monotonic()
    for sink in ("voice", "loudspeaker"):
        if sink in stage.room.pactl("list", "short", "sinks"):
            stage.room.remove_sink(sink)
    program.event(kind="lost", since=since, timeout_s=NOTICED_S)


def _plug_loudspeaker(stage: Stage, program: Program) -> None:
    since = time.monotonic()
    stage.room.add_sink("loudspeaker")
    program.event(kind="found", since=since, timeout_s=NOTICED_S)


def _pull_microphone(stage: Stage, program: Program, _chance: Random) -> None:
    since = time.monotonic()
    stage.room.remove_microphone("microphone")
    program.event(text=REPLY.deaf, since=since, timeout_s=NOTICED_S)


def _plug_microphone(stage: Stage, program: Program) -> None:
    since = time.monotonic()
    stage.room.add_microphone("microphone")
    program.event(kind="voice", news="listening_again", since=since, timeout_s=2 * NOTICED_S)


def _freeze_listener(_stage: Stage, program: Program, _chance: Random) -> None:
    since = time.monotonic()
    ears = ears_of(program)
    expect(ears, "somebody listens", program.story())
    ears[0].send_signal(signal.SIGSTOP)
    program.event(text=REPLY.deaf, since=since, timeout_s=NOTICED_S)


def _wait_for_listener(_stage: Stage, program: Program) -> None:
    program.event(kind="voice", news="listening_again", since=time.monotonic() - NOTICED_S, timeout_s=3 * NOTICED_S)


def _one_mishap(stage: Stage, program: Program, mishap: Mishap, chance: Random) -> float:
    """It befalls a session; somebody says stop; all is well again, and the drill goes on."""
    time.sleep(chance.uniform(0, 2))
    mishap.befall(stage, program, chance)
    took_s = stop_s(program)
    mishap.mend(stage, program)
    resumed = program.tell("resume")
    program.event(kind="resumed", since=resumed, timeout_s=NOTICED_S)
    expect(program.process.poll() is None, "the session goes on", program.story())
    return took_s


def run_mishaps(mishap: Mishap) -> Callable[[int, Random, Path], Outcome]:
    """Make a mishap a kind: several of it befall each session."""

    def run(count: int, chance: Random, _folder: Path) -> Outcome:
        outcome = Outcome()
        while outcome.tries < count:
            _one_session(outcome, min(PER_SESSION, count - outcome.tries), mishap, chance)
        return outcome

    return run


def _one_session(outcome: Outcome, count: int, mishap: Mishap, chance: Random) -> None:
    with virtual_room() as stage, stage.run(*LONG, voice_control=mishap.voice_control) as program:
        for _ in range(count):
            outcome.tries += 1
            try:
                program.event(kind="say", timeout_s=30)
                if mishap.voice_control:
                    program.printed("Voice control is on", 30)
                note_stop(outcome, outcome.tries, _one_mishap(stage, program, mishap, chance))
            except Exception as error:
                outcome.problems.append(f"mishap {outcome.tries}: {type(error).__name__}: {str(error)[:600]}")
                return


KINDS = (
    ProgramKind("loudspeaker-unplugged", "nothing was lost", run_mishaps(Mishap(_pull_loudspeaker, _plug_loudspeaker))),
    ProgramKind(
        "microphone-unplugged", "nothing was lost", run_mishaps(Mishap(_pull_microphone, _plug_microphone, True))
    ),
    ProgramKind("frozen-listener", "nobody noticed", run_mishaps(Mishap(_freeze_listener, _wait_for_listener, True))),
)
