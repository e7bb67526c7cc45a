"""Somebody who speaks to a drill that runs: the real program with its listening process, in the room."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from drillvoice.audio import portaudio
from drillvoice.core.clips import rising_tone
from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.listening.client import STARTS_AGAIN
from drillvoice.speech_models.find import shipped_model
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine

from .program import (
    BRIEF,
    PHRASES,
    QUICK,
    RATE,
    Program,
    Record,
    Stage,
    at_room_rate,
    difference,
    expected_sound,
    is_heard,
    last_sound,
    place_of,
    run_to_end,
    without,
)
from .room import wait_for

ON = "Voice control is on (default)"
OFF = "Voice control is off: "
WORDS = ("pause", "resume", "next", "stop", "slower", "coach stop", "nine", "four", "skip")
TRIES = 4
"""How often a word is said until it is heard: the program is deaf while it speaks itself."""
HEARD_S = 2.5
"""A word is heard by then, or not at all."""
DEAF_S = 0.6
"""The program does not listen so long after its own voice."""
SETTLED_S = 1.7
""""Paused." is over by then, and its echo too."""
SLOWEST_CUT_S = 0.3
ROUNDING = 1.5 / 32_768
NOTICED_S = 1.0
"""An interruption is noticed so much later at most."""
REFUSING = """
pcm.default { type asym playback.pcm { type pulse } capture.pcm { type pulse device "nobody" } }
ctl.default { type pulse }
"""

Say = Callable[[str], float]


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files of somebody who says words."""
    folder = tmp_path_factory.mktemp("words")
    speech = Pyttsx3Engine("", DEFAULT_RATE)
    for word in WORDS:
        clip = speech.speak(word)
        soundfile.write(folder / f"{word}.wav", clip.samples, clip.rate)
    speech.close()
    return {word: folder / f"{word}.wav" for word in WORDS}


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The room as it is where somebody practises: not perfectly silent."""
    stage.room.noise_bed()
    return stage


@pytest.fixture
def say(stage: Stage, spoken: dict[str, Path]) -> Say:
    """Say a word before the microphone; answers when that began."""

    def speak(word: str) -> float:
        began = time.monotonic()
        stage.room.say_into_microphone(spoken[word])
        return began

    return speak


def ask(program: Program, say: Say, word: str) -> tuple[float, Record]:
    """Say a command until it is heard; answers its record, and when that was written."""
    for _ in range(TRIES):
        began = say(word)
        with suppress(TimeoutError):
            return program.event(HEARD_S, since=began, kind="command", source="voice", phrase=word)
    raise TimeoutError(f"nobody heard {word!r}; {program.story()}")


def pause_by_hand(program: Program) -> None:
    """Make it quiet without a word."""
    asked = program.tell("pause")
    program.event(since=asked, text=PHRASES.reply.paused)
    time.sleep(SETTLED_S)


def assert_works(program: Program, say: Say) -> None:
    """A spoken command does what it says."""
    pause_by_hand(program)
    _, heard = ask(program, say, "next")
    assert heard["action"] in ("next_line", "next")


def spoken_commands(program: Program) -> list[Record]:
    return [record for _, record in list(program.records) if record.get("source") == "voice"]


def ears_of(program: Program) -> list[psutil.Process]:
    """The listening processes."""
    children = psutil.Process(program.process.pid).children()
    alive = [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if "drillvoice.listening.process" in child.cmdline()]


def opens_microphone(stage: Stage) -> bool:
    """Whether a program records, as far as the sound server knows."""
    return "protocol-native" in stage.room.pactl("list", "short", "source-outputs")


def test_spoken_commands_do_what_they_say_and_are_answered(stage: Stage, say: Say) -> None:
    wide = (str(QUICK), "--gap", "6-6.2", "--bout", "60")
    with stage.listening() as heard, stage.run(*wide, voice_control=True) as program:
        program.printed(ON)
        _, cue = program.event(kind="cue")
        time.sleep(len(stage.clip(cue["text"])) / RATE + DEAF_S)
        paused_at, paused = ask(program, say, "pause")
        time.sleep(SETTLED_S)
        slower_at, _ = ask(program, say, "slower")
        program.event(since=slower_at, text=PHRASES.reply.slower)
        time.sleep(SETTLED_S)
        stopped_at, _ = ask(program, say, "stop")
        time.sleep(SETTLED_S)
        resumed_at, _ = ask(program, say, "resume")
        program.event(since=resumed_at - SLOWEST_CUT_S, text=PHRASES.reply.resuming)
    assert program.complaints() == [f'{ON}: say pause, next, stop, or "what can I say".']
    assert ["pause", "slower", "stop", "resume"] == [record["action"] for record in spoken_commands(program)]
    assert 0 < paused["at_s"] - paused["word_end_s"] < 1
    pause = heard.between(paused_at + SLOWEST_CUT_S, slower_at - 0.1)
    said = stage.clip(PHRASES.reply.paused)
    assert is_heard(pause, said)
    assert last_sound(without(pause, said)) == 0
    assert is_heard(heard.between(slower_at - 0.5, slower_at + 0.5), at_room_rate(rising_tone()))
    assert last_sound(heard.between(stopped_at + SLOWEST_CUT_S, resumed_at - 0.1)) == 0


def test_with_a_wake_word_other_speech_does_nothing(stage: Stage, say: Say) -> None:
    with stage.run(str(QUICK), "--wake", "coach", voice_control=True) as program:
        program.printed(ON)
        pause_by_hand(program)
        say("stop")
        time.sleep(HEARD_S)
        assert [] == spoken_commands(program)
        ask(program, say, "coach stop")
        program.event(kind="stopped")


def test_without_voice_control_no_microphone_is_opened_and_nobody_listens(stage: Stage) -> None:
    with stage.run() as program:
        program.event(kind="say")
        assert [] == ears_of(program)
        assert not opens_microphone(stage)
        assert [] == program.complaints()


def test_the_questions_are_answered_by_voice_and_a_wrong_number_said_again(stage: Stage, say: Say) -> None:
    with stage.run(str(QUICK), "--ask", "yes", voice_control=True) as program:
        answer(program, say, "nine", "Nine.")
        answer(program, say, "four", "Four.")
        program.printed(PHRASES.questions.unsteadiness)
        answer(program, say, "skip", PHRASES.questions.fatigue)
        answer(program, say, "skip", "Quick turns.")
        rated = [record["value"] for _, record in program.records if record["kind"] == "rating"]
        assert_works(program, say)
    assert [4, None, None] == rated
    assert {"voice"} == {record["source"] for _, record in program.records if record["kind"] == "rating"}


def answer(program: Program, say: Say, word: str, printed: str) -> None:
    """Say an answer until it is understood; what the program says itself is over by then."""
    for _ in range(TRIES):
        say(word)
        with suppress(TimeoutError):
            program.printed(printed, HEARD_S)
            return
    raise TimeoutError(f"nobody heard {word!r}; {program.story()}")


def test_a_microphone_that_is_pulled_and_put_back_is_told_and_works_again(stage: Stage, say: Say) -> None:
    with stage.run(voice_control=True) as program:
        program.printed(ON)
        stage.room.remove_microphone("microphone")
        told_at, _ = program.event(text=PHRASES.reply.deaf)
        program.event(since=told_at, kind="count")  # it goes on
        stage.room.add_microphone("microphone")
        program.event(kind="voice", news="listening_again")
        assert_works(program, say)
    assert [portaudio.INPUT.none, PHRASES.printed.voice_again] == program.complaints()[1:]


def test_a_killed_listening_process_is_started_again_and_ends_with_the_drill(stage: Stage, say: Say) -> None:
    with stage.run(voice_control=True) as program:
        program.printed(ON)
        (ears,) = ears_of(program)
        assert opens_microphone(stage)
        ears.kill()
        program.printed(PHRASES.printed.voice_again)
        assert_works(program, say)
        (ears,) = ears_of(program)
        program.process.terminate()
        assert program.ended(3) == 0
        assert not ears.is_running()
    assert [STARTS_AGAIN, PHRASES.printed.voice_again] == program.complaints()[1:]


def test_when_the_drill_is_killed_nobody_goes_on_listening(stage: Stage) -> None:
    with stage.run(voice_control=True) as program:
        program.printed(ON)
        (ears,) = ears_of(program)
        program.process.kill()
        wait_for(lambda: not ears.is_running() or ears.status() == psutil.STATUS_ZOMBIE, "end of it", timeout_s=3)


def test_a_microphone_that_is_set_too_loud_is_named(stage: Stage) -> None:
    noise = np.clip(np.random.default_rng(2).normal(0, 1, 4 * stage.room.rate), -1, 1)
    soundfile.write(stage.folder / "noise.wav", noise, stage.room.rate)
    with stage.run(voice_control=True) as program:
        program.printed(ON)
        stage.room.say_into_microphone(stage.folder / "noise.wav")
        program.printed("The microphone default is set too loud")


def test_a_microphone_that_is_refused_costs_a_sentence(stage: Stage) -> None:
    config = stage.folder / "alsa.conf"
    config.write_text(REFUSING)
    with stage.run(voice_control=True, env={"ALSA_CONFIG_PATH": str(config)}) as program:
        program.printed(f"{OFF}The microphone default cannot be opened")
        assert_goes_on(program)


def test_a_microphone_that_is_not_there_costs_a_sentence(stage: Stage) -> None:
    with stage.run(str(QUICK), "--mic", "Blue Yeti", voice_control=True) as program:
        program.printed(f'{OFF}There is no microphone called "Blue Yeti"')
        assert_goes_on(program)


def assert_goes_on(program: Program) -> None:
    """The drill is not disturbed, and says nothing of what never worked."""
    program.event(text=PHRASES.safety.seated)
    assert "voice" not in {record["kind"] for _, record in program.records}
    (sentence,) = (said for said in program.complaints() if said != PHRASES.printed.another_session)
    assert sentence.startswith(OFF)


def test_a_model_that_is_no_use_turns_voice_control_off_and_nothing_else(stage: Stage) -> None:
    with ExitStack() as leaving:
        programs = [
            leaving.enter_context(stage.run(str(QUICK), "--model", str(model), voice_control=True))
            for model in no_models(stage.folder)
        ]
        for program in programs:
            program.printed(OFF)
            assert_goes_on(program)
            program.tell("finish")
        for program in programs:
            assert program.ended() == 0, program.story()


def no_models(folder: Path) -> Iterator[Path]:
    """Folders that are nearly models."""
    shutil.copytree(shipped_model(), folder / "incomplete")
    (folder / "incomplete" / "graph" / "HCLr.fst").unlink()
    yield folder / "incomplete"
    shutil.copytree(shipped_model(), folder / "torn")
    (folder / "torn" / "manifest.json").unlink()
    whole = (folder / "torn" / "am" / "final.mdl").read_bytes()
    (folder / "torn" / "am" / "final.mdl").write_bytes(whole[: len(whole) // 2])
    yield folder / "torn"
    (folder / "empty").mkdir()
    yield folder / "empty"
    yield folder / "missing"


@pytest.mark.parametrize("over_cues", ["none", "all"])
def test_a_drill_does_not_hear_itself_and_sounds_as_exactly_as_without(stage: Stage, over_cues: str) -> None:
    stage.room.add_echo()
    short = stage.folder / "short.toml"
    short.write_text(QUICK.read_text(encoding="utf-8").replace("max_cues = 6", "max_cues = 3"), encoding="utf-8")
    with stage.listening() as heard, stage.run(str(short), "--over-cues", over_cues, voice_control=True) as program:
        assert program.ended(60) == 0, program.story()
    records = [record for _, record in program.records]
    assert [] == [record for record in records if record["kind"] == "command"]
    interrupted = (record["at_s"] - NOTICED_S for record in records if record["kind"] == "underflow")
    until = next(interrupted, records[-1]["at_s"])  # a busy computer is told of, and nothing is promised after that
    if until > 1:
        samples = heard.recording.samples()
        origin = place_of(samples[: 10 * RATE], stage.clip(records[0]["text"]))
        assert difference(samples, expected_sound(records, stage.home, until), origin) < ROUNDING
    planned = run_to_end("plan", str(short), *BRIEF, "--json", env=stage.env())
    assert intervals(records) == intervals([json.loads(line) for line in planned.stdout.splitlines()[1:]])


def intervals(records: list[Record]) -> list[float]:
    """From each cue to the next."""
    at = [record["at_s"] for record in records if record["kind"] == "cue"]
    assert len(at) == 3
    return [round(after - before, 3) for before, after in pairwise(at)]
