"""Loudspeakers and sound servers that vanish during a drill, and come back."""

import signal
import time

from drillvoice.language import load_language

from .program import PHRASES, Program, Stage, is_heard, without
from .room import Room

LOST = load_language().phrases.printed.lost
FOUND = load_language().phrases.printed.found
BACK = PHRASES.reply.sound_back


def begin(program: Program) -> None:
    program.event(kind="say")


def assert_waits_and_goes_on(stage: Stage, program: Program) -> None:
    """Sound is back: it is said and printed, nothing else happens until somebody says to go on."""
    with stage.listening() as heard:
        found_at, _ = program.event(kind="found")
        program.event(text=BACK)
        time.sleep(2.5)
    assert program.texts(since=found_at) == [BACK]
    program.printed(FOUND)
    samples = heard.recording.samples()
    spoken = stage.clip(BACK)
    assert is_heard(samples, spoken)
    assert not without(samples, spoken).any()
    resumed_at = program.tell("resume")
    program.event(kind="resumed", since=resumed_at)
    assert program.complaints() == []


def pull_all(room: Room) -> None:
    room.remove_sink("voice")
    room.remove_sink("loudspeaker")


def test_when_every_loudspeaker_is_gone_and_back_the_drill_stays_paused_until_resume(stage: Stage) -> None:
    with stage.run() as program:
        begin(program)
        pull_all(stage.room)
        program.event(kind="lost", timeout_s=2)
        program.printed(LOST)
        asked_at = program.tell("resume")
        program.event(kind="lost", since=asked_at)  # and not: goes on unheard, or by itself later
        stage.room.add_sink("loudspeaker")
        assert_waits_and_goes_on(stage, program)


def test_finish_ends_without_sound_too(stage: Stage) -> None:
    with stage.run() as program:
        begin(program)
        pull_all(stage.room)
        program.printed(LOST)
        program.tell("finish")
        assert program.ended(3) == 0
    assert program.records[-1][1]["how"] == "finished"
    assert program.complaints() == []


def test_when_one_of_two_loudspeakers_is_gone_the_drill_goes_on_at_the_other(stage: Stage) -> None:
    with stage.run() as program:
        begin(program)
        stage.room.remove_sink("loudspeaker")
        with stage.listening("voice") as heard:
            program.event(kind="count", text=PHRASES.bout.count[0])
            time.sleep(0.6)
    samples = heard.recording.samples()
    assert is_heard(samples, stage.clip(PHRASES.bout.count[0]))
    assert "lost" not in {record["kind"] for _, record in program.records}
    assert program.complaints() == []


def test_a_sound_server_that_crashed_and_was_started_again(stage: Stage) -> None:
    with stage.run() as program:
        begin(program)
        stage.room.stop_server()
        program.printed(LOST)
        stage.room.start_server()
        assert_waits_and_goes_on(stage, program)


def test_a_sound_server_that_froze_and_woke_up(stage: Stage) -> None:
    with stage.run() as program:
        begin(program)
        stage.room.signal_server(signal.SIGSTOP)
        program.printed(LOST)
        time.sleep(2.5)  # longer than the program waits for an answer
        stage.room.signal_server(signal.SIGCONT)
        assert_waits_and_goes_on(stage, program)


def test_ctrl_c_ends_the_program_while_the_sound_server_is_frozen(stage: Stage) -> None:
    with stage.run() as program:
        begin(program)
        stage.room.signal_server(signal.SIGSTOP)
        program.process.send_signal(signal.SIGINT)
        assert program.ended(8) == 0
        stage.room.signal_server(signal.SIGCONT)
    assert program.records[-1][1]["how"] == "finished"
    assert program.complaints() == []
