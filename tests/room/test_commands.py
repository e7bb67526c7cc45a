"""A person who interrupts a drill: from standard input, with keys, or with Ctrl-C."""

import os
import pty
import signal
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np

from drillvoice.core.clips import Samples

from .program import PHRASES, RATE, Program, Stage, is_heard, last_sound, without
from .room import wait_for

SLOWEST_CUT_S = 0.3
"""Behaviour, not speed: benchmarks/silence.py measures the speed."""
CUT_S = 0.015
"""A cut fades out within 10 ms."""


def test_pause_is_silence_but_for_one_word_and_resume_counts_in_and_repeats_the_cue(stage: Stage) -> None:
    with stage.listening() as heard, stage.run() as program:
        cue_at, cue = program.event(kind="cue", timeout_s=20)
        paused_at = program.tell("pause")
        program.event(kind="paused")
        time.sleep(2)
        resumed_at = program.tell("resume")
        _, again = program.event(since=resumed_at, kind="cue")
    assert again["text"] == cue["text"]
    answers = program.texts(since=resumed_at)
    assert answers[: answers.index(cue["text"])] == [PHRASES.reply.resuming, *PHRASES.bout.count]

    pause = heard.between(paused_at, resumed_at)
    cut = last_sound(pause[: round(SLOWEST_CUT_S * RATE)])
    spoken = stage.clip(PHRASES.reply.paused)
    assert is_heard(pause[cut:], spoken)
    assert last_sound(without(pause[cut:], spoken)) == 0

    start = heard.frame(cue_at) - RATE // 2
    end = heard.frame(paused_at) + cut
    assert_no_click(heard.recording.samples()[start:end], stage.clip(cue["text"]))


def assert_no_click(ending: Samples, clip: Samples) -> None:
    """What was cut ends without a step that is larger than those of the speech itself."""
    steps = np.abs(np.diff(np.append(ending, 0)))
    assert steps[-round(CUT_S * RATE) :].max() <= 1.001 * np.abs(np.diff(clip)).max()
    assert abs(ending[-1]) < 0.01


def test_after_stop_nothing_sounds_until_finish_which_ends_with_the_summary(stage: Stage) -> None:
    with stage.listening() as heard, stage.run() as program:
        program.event(kind="say")
        stopped_at = program.tell("stop")
        program.event(kind="stopped")
        program.tell("time left", "pause", "repeat")
        time.sleep(2)
        finished_at = program.tell("finish")
        assert program.ended() == 0, program.story()
    silence = heard.between(stopped_at, finished_at)
    assert last_sound(silence) < SLOWEST_CUT_S * RATE
    _, last = program.records[-1]
    assert (last["kind"], last["how"]) == ("ended", "finished")
    summary = [record for at, record in program.records if at > finished_at and "text" in record]
    assert summary[0]["text"] == PHRASES.closing.early
    samples = heard.between(finished_at, finished_at + 20)
    assert all(is_heard(samples, stage.clip(record["text"])) for record in summary)


def test_a_line_that_is_no_command_is_answered_and_changes_nothing(stage: Stage) -> None:
    with stage.run() as program:
        program.event(kind="say")
        program.tell("sing", "", "What can I say?")
        program.printed('"sing" is not a command')
        program.event(kind="command", command="what-can-i-say")
        assert program.process.poll() is None


def test_ctrl_c_ends_with_the_summary_and_a_second_one_at_once_without_a_click(stage: Stage) -> None:
    with stage.listening() as heard, stage.run() as program:
        program.event(kind="say")
        program.process.send_signal(signal.SIGINT)
        program.event(text=PHRASES.closing.early)
        time.sleep(0.2)
        program.process.send_signal(signal.SIGINT)
        assert program.ended(3) == 0
    assert_ended_at_once(program, heard.recording.samples(), stage.clip(PHRASES.closing.early))


def test_a_termination_ends_at_once_without_a_click(stage: Stage) -> None:
    with stage.listening() as heard, stage.run() as program:
        program.event(kind="say")
        time.sleep(0.2)
        program.process.terminate()
        assert program.ended(3) == 0
    assert_ended_at_once(program, heard.recording.samples(), stage.clip(program.texts()[0]))


def assert_ended_at_once(program: Program, samples: Samples, clip: Samples) -> None:
    """What was being said was cut, and not in the middle of a wave."""
    assert "ended" not in {record["kind"] for _, record in program.records}
    assert program.complaints() == []
    ending = samples[: last_sound(samples)]
    assert_no_click(ending, clip)


def test_keys_work_in_a_terminal_which_is_left_as_it_was(stage: Stage) -> None:
    with terminal() as (keyboard, screen):
        before = termios.tcgetattr(screen)
        with stage.run(terminal=screen, env={"TERM": "xterm"}) as program:
            program.event(kind="say")
            wait_until_keys_are_read(screen, before)
            press(keyboard, " ", 0.3, " ")
            assert actions(program, 1) == [("toggle", "pause")]
            time.sleep(1.2)
            press(keyboard, " ")
            assert actions(program, 2) == [("toggle", "pause"), ("toggle", "resume")]
            press(keyboard, "x")
            assert actions(program, 3)[-1] == ("pause", "pause")
            press(keyboard, "n")
            assert actions(program, 4)[-1] == ("next", "next_line")
            program.process.terminate()
            assert program.ended() == 0
        assert termios.tcgetattr(screen) == before


def test_q_ends_with_the_summary_and_leaves_the_terminal_as_it_was(stage: Stage) -> None:
    with terminal() as (keyboard, screen):
        before = termios.tcgetattr(screen)
        with stage.run(terminal=screen, env={"TERM": "xterm"}) as program:
            program.event(kind="say")
            wait_until_keys_are_read(screen, before)
            press(keyboard, "q")
            program.event(text=PHRASES.closing.early)
            program.process.terminate()
            assert program.ended() == 0
        assert termios.tcgetattr(screen) == before


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """A pseudo-terminal: where keys are pressed, and what the program gets."""
    keyboard, screen = pty.openpty()
    threading.Thread(target=watch_screen, args=(keyboard,), daemon=True).start()
    try:
        yield keyboard, screen
    finally:
        os.close(screen)
        os.close(keyboard)


def watch_screen(keyboard: int) -> None:
    """Read what is shown, as a terminal does; nobody looks at it."""
    with suppress(OSError):
        while os.read(keyboard, 4096):
            pass


def wait_until_keys_are_read(screen: int, before: list[Any]) -> None:
    wait_for(lambda: termios.tcgetattr(screen) != before, "keys to be read one by one", timeout_s=20)


def press(keyboard: int, *keys: str | float) -> None:
    """Press keys; a number is a wait in seconds."""
    for key in keys:
        if isinstance(key, float):
            time.sleep(key)
        else:
            os.write(keyboard, key.encode())


def actions(program: Program, count: int) -> list[tuple[str, str]]:
    """What the first so many commands came to."""

    def seen() -> list[tuple[str, str]]:
        records = [record for _, record in list(program.records) if record["kind"] == "command"]
        return [(record["command"], record["action"]) for record in records]

    wait_for(lambda: len(seen()) >= count, f"{count} commands", timeout_s=20)
    return seen()
