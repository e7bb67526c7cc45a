"""The program as people hear it, what the loudspeaker plays led to the microphone: one drill after the other.

Questions are asked on standard input, whose answers name commands, and nothing may be heard. Or somebody says a command
over every few cues, by voices that nothing was tuned to.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice

import psutil

from benchmarks.common import PROGRAM, figure, shares, virtual_room
from benchmarks.footprint import processor_s
from benchmarks.speakers import forms
from benchmarks.voice_delay import Word, command_since, words
from drillvoice.core.plan.options import OverCues
from tests.room.program import Program, Record, Stage

MINUTES = 5.0
DRILL = ("head-turns", "--safety-heard", "--seed", "1", "--rest", "0")
"""After a rest it would wait until somebody is ready."""
QUESTIONS = ("what can I say", "pause", "what can I say", "resume", "time left", "slower", "help", "resume", "faster")
ASK_EVERY_S = 10.0
SAID = ("slower", "faster", "again", "time left", "hold on")
"""What is said over cues; none of it ends the drill."""
LEARNT_S = 30.0
"""Nothing is said over the cues until the program knows the room."""
BETWEEN_S = 6.0
SETTLED_S = 3.0
"""Until the answer to a command is over."""
UNDERSTOOD_SHARE = 0.8


@dataclass
class Live:
    """What became of it."""

    said: list[bool] = field(default_factory=list)
    """Commands that were said over cues, and whether each was understood."""
    obeyed: int = 0
    """Commands that nobody said, or that were taken for others."""
    underflows: int = 0
    processor_s: float = 0.0
    running_s: float = 0.0


def measure(minutes: float, *, over_cues: OverCues, talk: bool) -> None:
    """Print all figures."""
    live, began = Live(), time.monotonic()
    with virtual_room() as stage:
        stage.room.add_echo()
        said = speakers(stage) if talk else None
        while time.monotonic() - began < 60 * minutes:
            drill(stage, live, began + 60 * minutes, said, over_cues=over_cues)
    took = (time.monotonic() - began) / 60
    figure("live, commands that nobody said", f"{live.obeyed} in {took:.1f} minutes", "none", met=not live.obeyed)
    if talk:
        count, total = sum(live.said), len(live.said)
        figure("said over cues, understood", shares(count, total), "80 %", met=count >= UNDERSTOOD_SHARE * total)
    figure("underflows", str(live.underflows), "none", met=not live.underflows)
    if live.running_s:
        figure("processor time", f"{live.processor_s / live.running_s * 100:.1f} % of a core")


def speakers(stage: Stage) -> Iterator[tuple[str, Word]]:
    """Commands, and how they are said: one voice after the other."""
    ready = {phrase: islice(words(phrase, stage.folder), first, None) for first, phrase in enumerate(SAID)}
    return ((phrase, next(ready[phrase])) for phrase in cycle(SAID))


def drill(
    stage: Stage, live: Live, until: float, said: Iterator[tuple[str, Word]] | None, *, over_cues: OverCues
) -> None:
    """One drill, which is ended at a time."""
    events = stage.folder / f"events-{time.monotonic()}"
    how = ("run", *DRILL, "--over-cues", over_cues, "--stdin-commands", "--no-record")
    with ExitStack() as leaving:
        program = leaving.enter_context(Program(*how, env=stage.env(), events=events, command=PROGRAM))
        program.printed("Voice control is on")
        process = psutil.Process(program.process.pid)
        began, used = time.monotonic(), processor_s(process)
        if said is None:
            ask(program, until)
            meant: list[Record] = []
        else:
            meant = talk_over(stage, program, until, said, live)
        if not program.over():
            live.running_s += time.monotonic() - began
            live.processor_s += processor_s(process) - used
    tell(program, live, meant)


def ask(program: Program, until: float) -> None:
    """Let it talk about commands."""
    for question in cycle(QUESTIONS):
        time.sleep(max(0.0, min(ASK_EVERY_S, until - time.monotonic())))
        if program.over() or time.monotonic() >= until:
            return
        program.tell(question)


def talk_over(
    stage: Stage, program: Program, until: float, said: Iterator[tuple[str, Word]], live: Live
) -> list[Record]:
    """Say commands over cues; answers what was rightly heard."""
    meant: list[Record] = []
    time.sleep(LEARNT_S)
    while time.monotonic() < until and not program.over():
        asked = next_cue(program)
        if asked is None:
            continue
        phrase, word = next(said)
        stage.room.say_into_microphone(word.path)
        answer = command_since(program, asked)
        right = answer is not None and answer["command"] == forms()[phrase]
        live.said.append(right)
        print(f'      "{phrase}", {word.speaker}: {answer["phrase"] if answer else "nothing"}')
        if answer and right:
            meant.append(answer)
        if answer:
            time.sleep(SETTLED_S)
        if answer and answer["command"] == "pause":
            program.tell("resume")
        time.sleep(BETWEEN_S)
    return meant


def next_cue(program: Program) -> float | None:
    """When the next cue began; None where none comes soon."""
    now = time.monotonic()
    try:
        return program.event(since=now, kind="cue")[0]
    except (TimeoutError, AssertionError):
        return None


def tell(program: Program, live: Live, meant: list[Record]) -> None:
    """Read its event log."""
    records = [record for _, record in program.records]
    told = [
        f"{'heard' if one['heard'] else 'gate'} {one['erle_db']:.0f} dB at {at - program.started:.0f} s"
        for at, one in program.records
        if one["kind"] == "echo"
    ]
    print(f"      over cues: {', '.join(told)}")
    found = [record for record in records if record.get("source") == "voice" and record not in meant]
    for record in found:
        print(f'      not said: "{record["phrase"]}" at {record["at_s"]:.1f} s')
    live.obeyed += len(found)
    live.underflows += max((record["count"] for record in records if record["kind"] == "underflow"), default=0)
