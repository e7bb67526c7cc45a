"""What else can be missing or break: a sentence each, never a traceback, and the drill goes on where it can."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from drillvoice.voice.worker_engine import MEND
from tests.builders import PHRASES

from .program import QUICK, Home, Lines, Program, Stage, run_to_end
from .room import wait_for

FIRST = "Quick turns."
NO_PORTAUDIO = """
import ctypes.util
find = ctypes.util.find_library
ctypes.util.find_library = lambda name: None if name == "portaudio" else find(name)
"""
BROKEN_VOICE = "raise OSError('no voice today')"


@pytest.fixture
def cold(stage: Stage) -> Stage:
    """The same room for somebody whose cache is empty."""
    folder = stage.folder / "cold"
    folder.mkdir()
    return Stage(stage.room, Home(folder / "home"), folder)


def shadowed(folder: Path, name: str, text: str) -> dict[str, str]:
    """An environment in which a module of ours comes before the real one."""
    (folder / f"{name}.py").write_text(text)
    return {"PYTHONPATH": str(folder)}


def without_voices(folder: Path) -> dict[str, str]:
    """An environment in which no engine speaks."""
    shadowed(folder, "hibari", BROKEN_VOICE)
    return shadowed(folder, "pyttsx3", BROKEN_VOICE)


def worker_of(program: Program) -> psutil.Process:
    """The process of the speech engine."""
    found: list[psutil.Process] = []

    def look() -> bool:
        for child in psutil.Process(program.process.pid).children():
            try:
                if "drillvoice.voice.natural_worker" in child.cmdline():
                    found.append(child)
            except psutil.Error:
                continue
        return bool(found)

    wait_for(look, "speech engine", timeout_s=20)
    return found[0]


def assert_plays(stage: Stage, program: Program, timeout_s: float = 10) -> None:
    """The drill begins, and is heard."""
    with stage.listening() as heard:
        program.event(text=FIRST, timeout_s=timeout_s)
        program.printed(FIRST)
        wait_for(lambda: bool(heard.recording.samples().any()), "sound", timeout_s=20)
    assert "Traceback" not in program.story()


def test_a_killed_speech_engine_is_started_again(cold: Stage) -> None:
    with cold.run() as program:
        worker_of(program).kill()
        assert_plays(cold, program)
    assert program.complaints() == []


def test_a_hung_speech_engine_is_given_up_after_its_time_limit_and_started_again(cold: Stage) -> None:
    with cold.run() as program:
        worker = worker_of(program)
        wait_for(lambda: any(cold.home.cache.glob("*.wav")), "first phrase", timeout_s=20)
        worker.suspend()
        assert_plays(cold, program, timeout_s=15)
        assert not worker.is_running()
    assert program.complaints() == []


def test_a_natural_voice_that_fails_hands_the_session_over_to_the_systems(cold: Stage) -> None:
    with cold.run(env=shadowed(cold.folder, "hibari", BROKEN_VOICE)) as program:
        program.printed(f"The voice cannot speak (no voice today); {MEND}. {PHRASES.printed.system_voice}")
        assert_plays(cold, program)
    assert len(program.complaints()) == 1


def test_voices_that_all_fail_are_replaced_by_beeps_and_printed_lines(cold: Stage) -> None:
    with cold.run(env=without_voices(cold.folder)) as program:
        program.printed("The voice cannot speak (no voice today)")
        assert_plays(cold, program)
    assert len(program.complaints()) == 2


def test_render_needs_a_voice(cold: Stage) -> None:
    env = cold.env(without_voices(cold.folder))
    done = run_to_end("render", str(QUICK), "-o", str(cold.folder / "drill.wav"), env=env)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("The voice cannot speak (no voice today)")
    assert done.stderr.count("\n") == 2
    assert not (cold.folder / "drill.wav").exists()


def test_a_cache_that_cannot_be_written_costs_a_sentence(cold: Stage) -> None:
    # Root may write everywhere, but not into a file as if it were a folder.
    cold.home.cache.parent.mkdir(parents=True)
    cold.home.cache.touch()
    with cold.run() as program:
        assert_plays(cold, program)
    (sentence,) = program.complaints()
    assert sentence.startswith(f"The spoken phrases cannot be kept in {cold.home.cache}")


def test_a_full_cache_costs_a_sentence(cold: Stage) -> None:
    cold.home.cache.mkdir(parents=True)
    with full_disk(cold.home.cache), cold.run() as program:
        assert_plays(cold, program)
    (sentence,) = program.complaints()
    assert sentence.startswith(f"The spoken phrases cannot be kept in {cold.home.cache} (the disk is full)")
    assert not list(cold.home.cache.glob("*.part"))


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """A file system with hardly any room; not everybody may mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_damaged_files_in_the_cache_are_made_anew(stage: Stage, cold: Stage) -> None:
    with stage.run() as program:
        program.event(text=FIRST)
    shutil.copytree(stage.home.cache, cold.home.cache)
    files = sorted(cold.home.cache.glob("*.wav"))
    for number, file in enumerate(files):
        whole = file.read_bytes()
        file.write_bytes([b"", whole[:20], whole[:-500], b"RIFF" + os.urandom(2000)][number % 4])
    with cold.run() as program:
        assert_plays(cold, program)
    assert program.complaints() == []
    assert cold.clip(FIRST).tolist() == stage.clip(FIRST).tolist()


def test_without_portaudio_the_drill_is_printed_in_real_time(stage: Stage) -> None:
    with stage.run(env=shadowed(stage.folder, "sitecustomize", NO_PORTAUDIO)) as program:
        assert_printed_in_real_time(program)
    (sentence,) = program.complaints()
    assert sentence.startswith("The system library PortAudio is missing: install it")


def test_without_a_loudspeaker_the_drill_is_printed_in_real_time(stage: Stage) -> None:
    with stage.run(env={"PULSE_SERVER": f"unix:{stage.folder / 'nobody'}"}) as program:
        assert_printed_in_real_time(program)
    (sentence,) = program.complaints()
    assert sentence.startswith("There is no loudspeaker: connect one")


def assert_printed_in_real_time(program: Program) -> None:
    first_at, _ = program.event(text=FIRST)
    wait_for(lambda: len(program.records) > 1, "second line", timeout_s=20)
    second_at, second = program.records[1]
    assert abs(second_at - first_at - second["at_s"]) < 0.5
    program.printed(second["text"])


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("warmup", 'There is no drill called "warmup", did you mean warm-up?'),
        ("./nowhere.toml", "There is no drill file ./nowhere.toml"),
    ],
)
def test_a_drill_that_is_not_there_is_one_sentence_and_an_exit_code(stage: Stage, wanted: str, sentence: str) -> None:
    for _ in range(3):  # PortAudio starts meanwhile, in another thread
        done = run_to_end("run", wanted, env=stage.env())
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr.startswith(sentence)
        assert done.stderr.count("\n") == 1


def test_a_reader_that_goes_away_is_told_and_the_voice_goes_on_to_its_end(stage: Stage) -> None:
    command = [sys.executable, "-m", "drillvoice.terminal.cli.main", "run", str(QUICK), "--brief", "--safety-heard"]
    command.append("--no-voice-control")
    process = subprocess.Popen(command, env=stage.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    printed = Lines(process.stderr)
    process.stdout.readline()
    process.stdout.close()
    try:
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
        printed.thread.join(1)
        printed.source.close()
    assert printed.complaints() == [PHRASES.printed.output_gone.format(why="Broken pipe")]
