"""Where drills are found, and what becomes of their recordings."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from drillvoice.app.library import MOST_BYTES, Library
from drillvoice.app.prepare import open_library
from drillvoice.core.drill.schema import RandomCues
from drillvoice.errors import DrillError, DrillNotFoundError
from drillvoice.language import load_language
from drillvoice.places import shipped_drills, user_drills
from tests.builders import PHRASES

QUICK = (Path(__file__).parents[1] / "room" / "quick.toml").read_text(encoding="utf-8")


def write(folder: Path, name: str, title: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(QUICK.replace("Quick turns", title), encoding="utf-8")
    return path


def recorded(folder: Path, recording: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(QUICK.replace('"Look left"', f'"Look left"\nrecording = "{recording}"'))
    return path


def test_earlier_folders_win(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write(tmp_path / folder, "both", folder)
    write(tmp_path / "two", "other", "two")
    library = Library([tmp_path / "one", tmp_path / "two"], PHRASES)
    assert (["both", "other"], 2) == (list(library), len(library))
    assert ("one", "two") == (library["both"].title, library["other"].title)


def test_a_named_folder_wins_over_the_users_own_and_that_over_the_shipped(tmp_path: Path) -> None:
    def title(folder: Path | None = None) -> str:
        return open_library(folder, load_language())["head-turns"].title

    assert "Head turns" == title()
    write(user_drills(), "head-turns", "Mine")
    assert "Mine" == title()
    write(tmp_path / "named", "head-turns", "Named")
    assert "Named" == title(tmp_path / "named")


def test_folders_that_are_not_there_are_empty(tmp_path: Path) -> None:
    assert 0 == len(Library([tmp_path / "nowhere"], PHRASES))


def test_the_shipped_drills_are_there() -> None:
    assert {"warm-up", "head-turns", "whole"} <= {path.stem for path in shipped_drills().glob("*.toml")}


def test_a_drill_is_read_when_it_is_asked_for_and_once(tmp_path: Path) -> None:
    write(tmp_path, "good", "Good")
    (tmp_path / "bad.toml").write_text("kind =")
    library = Library([tmp_path], PHRASES)
    assert library["good"] is library["good"]
    with pytest.raises(DrillError):
        library["bad"]


def test_a_drill_is_found_by_name_or_path(tmp_path: Path) -> None:
    library = Library([tmp_path / "drills"], PHRASES)
    path = write(tmp_path, "mine", "Mine")
    assert "mine" == library.find_name(str(path))
    assert (path, "Mine") == (library.path("mine"), library["mine"].title)
    assert "mine" == library.find_name("mine")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("head-turn", r'called "head-turn", did you mean head-turns\? '),
        ("Head Turns", r'called "Head Turns", did you mean head-turns\? '),
        ("xyzzy", 'called "xyzzy"; `drillvoice list` shows them all'),
        ("xyzzy.toml", "no drill file xyzzy.toml; check the path"),
        ("some/where", "no drill file some/where; check the path"),
        ("", 'called "";'),
    ],
)
def test_what_is_not_there_is_said_with_what_was_meant(wanted: str, expected: str) -> None:
    with pytest.raises(DrillNotFoundError, match=expected):
        Library([shipped_drills()], PHRASES).find_name(wanted)


def test_where_no_drill_is_found_the_places_are_named(tmp_path: Path) -> None:
    with pytest.raises(DrillNotFoundError, match=f"No drills were found in {tmp_path}; install drillvoice again"):
        Library([tmp_path], PHRASES).find_name("warm-up")


def test_a_recording_becomes_a_full_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(tmp_path, "voice/left.wav")
    (tmp_path / "voice").mkdir()
    soundfile.write(tmp_path / "voice" / "left.wav", np.full(800, 0.1), 8000)
    monkeypatch.chdir(tmp_path)
    drill = Library([Path()], PHRASES)["mine"]
    assert isinstance(drill, RandomCues)
    assert (str(tmp_path / "voice" / "left.wav"), None) == (drill.cues["left"].recording, drill.cues["right"].recording)


def test_a_missing_recording_is_a_problem_of_the_file(tmp_path: Path) -> None:
    path = recorded(tmp_path, "left.wav")
    with pytest.raises(DrillError) as caught:
        Library([tmp_path], PHRASES)["mine"]
    assert f"{path}: `cues.left.recording`: there is no file left.wav beside the drill" == str(caught.value)


def test_a_recording_is_no_longer_than_the_gap(tmp_path: Path) -> None:
    recorded(tmp_path, "left.wav")
    soundfile.write(tmp_path / "left.wav", np.full(8000 * 3, 0.1), 8000)
    with pytest.raises(DrillError, match=r"left\.wav lasts 3\.0 s, but the gap leaves only 1\.5 s"):
        Library([tmp_path], PHRASES)["mine"]


@pytest.mark.parametrize("name", [r"a\u0000b", "a" * 300, ".", "/dev/full/x"])
def test_a_strange_recording_is_a_problem_of_the_file(tmp_path: Path, name: str) -> None:
    recorded(tmp_path, name)
    with pytest.raises(DrillError, match=r"`cues\.left\.recording`"):
        Library([tmp_path], PHRASES)["mine"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"title = '\xff'", r"is not UTF-8 text \(at byte 9\); save it as UTF-8"),
        (b"#" * (MOST_BYTES + 1), "has more than 1 MB, far too much"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(DrillError, match=expected):
        Library([tmp_path], PHRASES)["mine"]


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").mkdir()
    with pytest.raises(DrillError, match="is no file but a folder"):
        Library([tmp_path], PHRASES)["mine"]
