"""A drill as a folder of MP3 files."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import soundfile
from mutagen.id3 import ID3

from drillvoice.app import album
from drillvoice.app.album import PART_FOLDER, render_album
from drillvoice.app.taken_along import TakenAlong
from drillvoice.core.plan.album_parts import AlbumPart, album_parts
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from drillvoice.core.plan.timing import Plan
from drillvoice.core.rates import MP3_RATE
from drillvoice.core.ticks import TICK_S
from drillvoice.errors import AudioError, UsageError
from tests.fakes import only_engine

pytestmark = pytest.mark.slow

SHORT = Request(
    drills=("head-turns",), seed=7, practice=Practice(level=3, bouts=2, bout_s=30.0, rest_s=60.0), safety_heard=True
)
KILLED = """
import os, pkgutil, signal, sys
from pathlib import Path
from drillvoice.app.album import PART_FOLDER, render_album
from tests.app.test_album import SHORT
from tests.fakes import only_engine
import pytest
only_engine(pytest.MonkeyPatch())
owner, _, name = sys.argv[1].rpartition(".")
owner = pkgutil.resolve_name(owner)
real, calls = getattr(owner, name), []
def kill(*given):
    if name == "write" or Path(given[1]).parent == Path(sys.argv[2]):
        calls.append(given)
    if len(calls) > 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given)
setattr(owner, name, kill)
render_album(SHORT, Path(sys.argv[2]), print)
"""
"""Makes an album, and is killed at the second call of something."""
NAMES = [
    "01 Getting ready.mp3",
    "02 Round 1 of 2.mp3",
    "03 Rest.mp3",
    "04 Get up slowly.mp3",
    "05 Round 2 of 2.mp3",
    "06 The end.mp3",
]


@dataclass(frozen=True)
class Made:
    """An album, and what was planned."""

    folder: Path
    told: TakenAlong
    parts: tuple[AlbumPart, ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("album")
    parts: list[AlbumPart] = []

    def noted(plan: Plan) -> tuple[AlbumPart, ...]:
        parts.extend(album_parts(plan))
        return tuple(parts)

    with pytest.MonkeyPatch.context() as patch:
        only_engine(patch)
        patch.setattr(album, "album_parts", noted)
        told = render_album(SHORT, folder, print)
    return Made(folder, told, tuple(parts))


@pytest.fixture
def humming(monkeypatch: pytest.MonkeyPatch) -> None:
    only_engine(monkeypatch)


def test_each_part_is_a_file_with_a_title_and_a_number(made: Made) -> None:
    assert (6, "Head turns", 7) == (made.told.parts, made.told.title, made.told.seed)
    assert [*NAMES, "Head turns.m3u8"] == sorted(path.name for path in made.folder.iterdir())
    tag = ID3(made.folder / NAMES[3])
    assert ["Get up slowly", "Head turns", "drillvoice", "4/6"] == [
        str(tag[name]) for name in ("TIT2", "TALB", "TPE1", "TRCK")
    ]


def test_each_part_is_as_long_as_in_the_plan(made: Made) -> None:
    lengths = [soundfile.info(made.folder / name).frames / MP3_RATE for name in NAMES]
    planned = [(part.end - part.start) * TICK_S for part in made.parts]
    assert planned[:-1] == pytest.approx(lengths[:-1], abs=0.06)
    assert planned[-1] <= lengths[-1] <= planned[-1] + 2.1, "a moment of silence follows"
    assert made.told.seconds == pytest.approx(sum(lengths), abs=0.2)


def test_the_playlist_has_them_in_order(made: Made) -> None:
    lines = (made.folder / "Head turns.m3u8").read_text(encoding="utf-8").splitlines()
    assert ["#EXTM3U", "#PLAYLIST:Head turns"] == lines[:2]
    assert NAMES == lines[3::2]
    assert all(line.startswith("#EXTINF:") for line in lines[2::2])


@pytest.mark.usefixtures("humming")
class TestFolder:
    def test_what_is_in_the_folder_stays(self, tmp_path: Path) -> None:
        (tmp_path / "01 Getting ready.mp3").write_bytes(b"mine")
        with pytest.raises(
            UsageError, match=r"There is something in .* already; name a new folder in it, such as .*head-turns/\."
        ):
            render_album(SHORT, tmp_path, print)
        assert [b"mine"] == [path.read_bytes() for path in tmp_path.iterdir()]

    def test_a_folder_that_is_empty_or_has_only_what_systems_hide_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / ".Trash-1000").mkdir()
        assert 6 == render_album(SHORT, tmp_path, print).parts

    def test_what_fails_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(title: str, entries: object) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(album, "_playlist", full)
        with pytest.raises(AudioError, match=r"cannot be written \(the disk is full\); choose another folder"):
            render_album(SHORT, tmp_path / "album", print)
        assert [] == list(tmp_path.iterdir())

    def test_one_whose_making_was_killed_is_in_nobodys_way(self, tmp_path: Path) -> None:
        """The program is killed for good, at its first file and then while the files get their place."""
        folder = tmp_path / "album"
        for killed_in in ("drillvoice.audio.recording.Recording.write", "os.replace"):
            making = subprocess.run([sys.executable, "-c", KILLED, killed_in, str(folder)], check=False)
            assert -signal.SIGKILL == making.returncode
            assert (folder / PART_FOLDER).is_dir()
        assert (folder / NAMES[0]).is_file()
        assert 6 == render_album(SHORT, folder, print).parts
        assert [*NAMES, "Head turns.m3u8"] == sorted(path.name for path in folder.iterdir())

    def test_a_foreign_playlist_in_the_folder_takes_nothing_away(self, tmp_path: Path) -> None:
        folder = tmp_path / "album"
        (folder / PART_FOLDER).mkdir(parents=True)
        kept = tmp_path / "thesis.txt", tmp_path / "01 Safety.mp3", folder / ".mine.mp3"
        for path in kept:
            path.write_text("years of work")
        names = ("../thesis.txt", str(kept[0]), "../01 Safety.mp3", f"{tmp_path}/01 Safety.mp3", ".mine.mp3", "..", "")
        (folder / PART_FOLDER / "x.m3u8").write_text("\n".join(names))
        render_album(SHORT, folder, print)
        assert all(path.is_file() for path in kept)

    def test_what_is_no_playlist_there_holds_nobody_up(self, tmp_path: Path) -> None:
        folder = tmp_path / "album"
        (folder / PART_FOLDER).mkdir(parents=True)
        os.mkfifo(folder / PART_FOLDER / "x.m3u8")
        (folder / PART_FOLDER / "y.m3u8").write_bytes(b"\xff\xfe")
        render_album(SHORT, folder, print)
        assert not (folder / PART_FOLDER).exists()

    def test_a_link_in_place_of_the_unfinished_is_taken_away_alone(self, tmp_path: Path) -> None:
        folder, other = tmp_path / "album", tmp_path / "other"
        folder.mkdir()
        other.mkdir()
        (other / "mine.txt").touch()
        (folder / PART_FOLDER).symlink_to(other)
        render_album(SHORT, folder, print)
        assert (other / "mine.txt").is_file()

    def test_a_title_may_have_any_letters(self, tmp_path: Path) -> None:
        text = (Path(__file__).parents[2] / "drills" / "head-turns.toml").read_text(encoding="utf-8")
        (tmp_path / "odd.toml").write_text(
            text.replace('title = "Head turns"', 'title = "Kopf: links/rechts? <b>…"', 1)
        )
        request = replace(SHORT, drills=("odd",), folder=tmp_path)
        render_album(request, tmp_path / "album", print)
        assert (tmp_path / "album" / "Kopf links rechts b ….m3u8").is_file()

    def test_it_waits_for_nobody(self, tmp_path: Path) -> None:
        request = replace(SHORT, practice=Practice(on_demand=True))
        with pytest.raises(UsageError, match="cannot wait for you"):
            render_album(request, tmp_path / "album", print)
        assert [] == list(tmp_path.iterdir())


def test_a_folder_in_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"There is no folder .*nowhere for album; make it, or choose another\."):
        render_album(SHORT, tmp_path / "nowhere" / "album", print)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "album").write_text("")
    with pytest.raises(UsageError, match="is a file and no folder"):
        render_album(SHORT, tmp_path / "album", print)


@pytest.mark.parametrize(("drill", "level"), [("gaze", 1), ("head-turns", 3)])
def test_an_album_takes_little_room_even_where_there_is_much_talk(tmp_path: Path, drill: str, level: int) -> None:
    """With the voice that comes with the program, whose sound is made of more than a hum."""
    made = render_album(Request(drills=(drill,), seed=1, practice=Practice(level=level)), tmp_path / "album", print)
    size = sum(path.stat().st_size for path in (tmp_path / "album").iterdir())
    assert size / 1e6 / (made.seconds / 60) <= 0.15


def test_a_name_has_only_letters_that_the_locale_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.getfilesystemencoding", lambda: "ascii")
    assert "Krper und Kpfe" == album._file_name("K\u00f6rper und K\u00f6pfe")
    assert "drillvoice" == album._file_name("\u00f6")
