"""`drillvoice voices --try` in the room."""

import os
import pty
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from drillvoice.errors import AudioError

from .program import LOUD, Heard, Program, Stage, run_to_end
from .room import wait_for

STOPPED_S = 1.0
"""From a key to silence, generously: the terminal is looked at every tenth of a second."""


@contextmanager
def trying(stage: Stage) -> Iterator[tuple[Program, int]]:
    """The program in a terminal, and the terminal's keyboard."""
    keyboard, terminal = pty.openpty()
    try:
        with Program("voices", "--try", "pyttsx3", "pyttsx3:en-gb", env=stage.env(), terminal=terminal) as program:
            yield program, keyboard
    finally:
        os.close(keyboard)
        os.close(terminal)


def is_loud(heard: Heard, since: float = 0.0) -> bool:
    samples = heard.recording.samples()[heard.frame(since) if since else 0 :]
    return bool((np.abs(samples) > LOUD).any())


@pytest.mark.parametrize("key", [b"x", b"\x03"], ids=["any key", "Ctrl-C"])
def test_voices_are_heard_and_a_key_stops_them_at_once(stage: Stage, key: bytes) -> None:
    with stage.listening() as heard, trying(stage) as (program, keyboard):
        wait_for(lambda: is_loud(heard) or program.over(), "voice", timeout_s=20)
        pressed = time.monotonic()
        os.write(keyboard, key)
        assert 0 == program.ended(10), program.story()
        time.sleep(0.5)
        assert is_loud(heard)
        assert not is_loud(heard, pressed + STOPPED_S)
        assert [] == program.complaints()


def test_without_a_loudspeaker_there_is_one_sentence(stage: Stage) -> None:
    done = run_to_end("voices", "--try", env=stage.env({"PULSE_SERVER": "unix:/nowhere"}))
    assert (AudioError.exit_code, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
