"""Two sessions at one computer call over each other: whoever begins one hears of the other."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from drillvoice.app.other_sessions import is_another_going_on, told_of_others
from drillvoice.language import load_language
from drillvoice.places import playing_file

PHRASES = load_language().phrases
ANOTHER = PHRASES.printed.another_session
OTHER_WINDOW = """
import sys, platformdirs
platformdirs.user_state_dir = lambda *_, **__: sys.argv[1]
from drillvoice.app.other_sessions import told_of_others
from drillvoice.language import load_language
with told_of_others(load_language().phrases, print):
    print("playing", flush=True)
    sys.stdin.read()
"""


class Window:
    """A session in a process of its own, until the end of the block."""

    def __init__(self) -> None:
        folder = platformdirs.user_state_dir("drillvoice")
        command = [sys.executable, "-c", OTHER_WINDOW, folder]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.said = self.process.stdout.readline().strip()

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate("")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def told() -> list[str]:
    sentences: list[str] = []
    with told_of_others(PHRASES, sentences.append):
        return sentences


def test_a_session_alone_hears_of_none() -> None:
    assert [] == told()
    assert not is_another_going_on()


@pytest.mark.slow
def test_a_session_in_another_window_is_said() -> None:
    with Window() as window:
        assert "playing" == window.said
        assert [ANOTHER] == told()
        assert is_another_going_on()
    assert [] == told()


@pytest.mark.slow
def test_the_other_window_hears_of_this_one() -> None:
    with told_of_others(PHRASES, print), Window() as window:
        assert ANOTHER == window.said


@pytest.mark.slow
def test_one_that_was_killed_is_over_and_leaves_nothing() -> None:
    with Window() as window:
        window.kill()
        assert [] == told()
        assert [] == list(playing_file().parent.iterdir())


def test_where_nothing_can_be_written_it_begins_all_the_same(own_folders: Path) -> None:
    own_folders.mkdir(parents=True)
    (own_folders / "state").write_text("in the way")
    assert [] == told()


@pytest.mark.parametrize("name", ["playing-session-x.lock", "playing-session-99999999999999999999.lock"])
def test_other_files_are_no_sessions(name: str) -> None:
    folder = playing_file().parent
    folder.mkdir(parents=True)
    (folder / name).write_text("")
    assert [] == told()
