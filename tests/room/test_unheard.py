"""A loudspeaker that is there and would not be heard, or not alone: told in one sentence, and nothing waits."""

import pytest

from drillvoice.audio import soundserver
from drillvoice.language import load_language

from .program import QUICK, Stage, run_to_end
from .test_faults import FIRST

ANOTHER = load_language().phrases.printed.another_session


def begins_with(stage: Stage, sentence: str) -> None:
    with stage.run() as program:
        program.printed(sentence)
        program.event(text=FIRST)
        assert [sentence] == program.complaints()


def examined(stage: Stage, **env: str) -> tuple[int, str]:
    done = run_to_end("doctor", env=stage.env(env))
    [line] = [line for line in done.stdout.splitlines() if "Loudspeaker: " in line]
    return done.returncode, line


def test_a_loudspeaker_that_is_heard_is_not_mentioned(stage: Stage) -> None:
    assert examined(stage)[1].startswith("ok")


def test_a_muted_loudspeaker_is_said(stage: Stage) -> None:
    stage.room.pactl("set-sink-mute", "@DEFAULT_SINK@", "1")
    begins_with(stage, soundserver.MUTED)
    code, line = examined(stage)
    assert code
    assert line.startswith("MEND")
    assert line.endswith(soundserver.MUTED)


@pytest.mark.parametrize("percent", [0, 4])
def test_a_loudspeaker_that_is_turned_down_is_said(stage: Stage, percent: int) -> None:
    stage.room.pactl("set-sink-volume", "@DEFAULT_SINK@", f"{percent}%")
    begins_with(stage, soundserver.TURNED_DOWN.format(percent=percent))


def test_a_dummy_in_place_of_a_loudspeaker_is_said(stage: Stage) -> None:
    stage.room.add_sink("auto_null")
    stage.room.pactl("set-default-sink", "auto_null")
    begins_with(stage, soundserver.PLAYS_NOWHERE)


def test_the_package_that_lets_alsa_reach_the_sound_server_is_named(stage: Stage) -> None:
    """For somebody whose other programs can be heard."""
    _, line = examined(stage, ALSA_PLUGIN_DIR="/nowhere")
    assert "sudo apt install libasound2-plugins" in line


def test_a_session_in_another_window_is_said(stage: Stage) -> None:
    with stage.run() as first:
        first.event(text=FIRST)
        begins_with(stage, ANOTHER)
    assert [] == first.complaints()


def test_the_drill_begins_though_the_sound_server_does_not_answer_about_it(stage: Stage) -> None:
    pactl = stage.folder / "pactl"
    pactl.write_text("#!/bin/sh\nexec sleep 60\n")
    pactl.chmod(0o755)
    path = f"{stage.folder}:{stage.env({})['PATH']}"
    with stage.run(str(QUICK), env={"PATH": path}) as program:
        program.event(text=FIRST)
        assert [] == program.complaints()
