"""Where drills are found, and what is remembered of them."""

from pathlib import Path

import pytest
import soundfile

from drillvoice.core.drill import RandomCues
from drillvoice.errors import DrillError, DrillNotFoundError
from drillvoice.heard import Heard, heard_file
from drillvoice.library import Library, load_phrases, shipped_drills, user_drills
from drillvoice.wiring import open_library
from tests.builders import PHRASES
from tests.fakes import hum

TEXT = """\
kind = "random-cues"
title = "{title}"
trains = "balance"
why = "It helps."
position = "standing"
space = "some room"
gap_s = [4.0, 6.0]
[cues.left]
say = "Look left"
"""


def put(folder: Path, name: str, title: str = "Mine", more: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(TEXT.format(title=title) + more, encoding="utf-8")
    return path


class TestLibrary:
    def test_a_folder_that_was_named_wins_then_the_users_own_then_the_shipped(self, tmp_path: Path) -> None:
        for name in ("head-turns", "other"):
            put(user_drills(), name, "The user's")
        put(tmp_path / "named", "other", "The named")
        library = open_library(tmp_path / "named", PHRASES)
        titles = [library[name].title for name in ("other", "head-turns", "marching")]
        assert ["The named", "The user's", "Marching"] == titles

    def test_names_come_in_order_and_once(self) -> None:
        library = Library([shipped_drills(), shipped_drills()], PHRASES)
        assert sorted(set(library)) == list(library)
        assert 16 == len(library)

    def test_a_drill_can_be_given_by_its_path(self, tmp_path: Path) -> None:
        path = put(tmp_path, "mine", "By path")
        library = Library([], PHRASES)
        assert "By path" == library[library.find(str(path))].title
        assert path == library.path("mine")

    @pytest.mark.parametrize(
        ("wanted", "message"),
        [
            ("head-turn", 'no drill called "head-turn", did you mean head-turns?'),
            ("Head Turns", "did you mean head-turns?"),
            ("zzzzzz", 'There is no drill called "zzzzzz"; `drillvoice list` shows them all.'),
            ("nowhere.toml", "There is no drill file nowhere.toml; check the path"),
            ("no/where", "There is no drill file no/where"),
        ],
    )
    def test_what_is_not_there_is_told_with_a_guess(self, wanted: str, message: str) -> None:
        with pytest.raises(DrillNotFoundError) as caught:
            open_library(None, PHRASES).find(wanted)
        assert message in str(caught.value)

    def test_where_no_drill_is_found_the_places_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(DrillNotFoundError, match=f"No drills were found in {tmp_path}; install drillvoice again"):
            Library([tmp_path], PHRASES).find("warm-up")

    def test_a_drill_is_read_once(self, tmp_path: Path) -> None:
        path = put(tmp_path, "mine")
        library = Library([tmp_path], PHRASES)
        first = library["mine"]
        path.unlink()
        assert first is library["mine"]

    @pytest.mark.parametrize(
        ("content", "problem"),
        [(b"\xff\xfe", "is not UTF-8 text (at byte 0); save it as UTF-8"), (b"#" * 1_000_001, "is far too large")],
    )
    def test_a_file_that_is_no_text_is_told(self, tmp_path: Path, content: bytes, problem: str) -> None:
        (tmp_path / "mine.toml").write_bytes(content)
        with pytest.raises(DrillError) as caught:
            Library([tmp_path], PHRASES)["mine"]
        assert problem in caught.value.problems[0]

    def test_a_file_that_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "mine.toml").mkdir()
        with pytest.raises(DrillError, match="cannot be read"):
            Library([tmp_path], PHRASES)["mine"]


class TestRecordings:
    def test_they_lie_beside_the_drill(self, tmp_path: Path) -> None:
        soundfile.write(tmp_path / "left.wav", hum(1.0).samples, 8000)
        drill = Library([], PHRASES).read(put(tmp_path, "mine", more='recording = "left.wav"\n'))
        assert isinstance(drill, RandomCues)
        assert str(tmp_path / "left.wav") == drill.cues["left"].recording

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (None, "`cues.left.recording`: there is no file left.wav beside the drill"),
            (b"no sound", "`cues.left.recording`: left.wav is not a sound file that can be read"),
            (hum(4.5), "`cues.left.recording`: left.wav lasts 4.5 s, but the gap leaves only 4.0 s"),
        ],
    )
    def test_each_is_looked_at_with_the_drill(self, tmp_path: Path, content: object, problem: str) -> None:
        if isinstance(content, bytes):
            (tmp_path / "left.wav").write_bytes(content)
        elif content is not None:
            soundfile.write(tmp_path / "left.wav", hum(4.5).samples, 8000)
        with pytest.raises(DrillError) as caught:
            Library([], PHRASES).read(put(tmp_path, "mine", more='recording = "left.wav"\n'))
        assert caught.value.problems[0].startswith(problem)


class TestHeard:
    def test_what_was_heard_is_remembered(self) -> None:
        Heard(heard_file()).add(["marching", "head-turns"])
        assert Heard(heard_file()).all_heard(["marching"])
        assert not Heard(heard_file()).all_heard(["marching", "wall-free"])

    @pytest.mark.parametrize("content", [b"", b"{", b'"text"', b"\xff", b"[1, null]"])
    def test_a_damaged_file_only_means_that_it_is_heard_again(self, content: bytes) -> None:
        heard_file().parent.mkdir(parents=True)
        heard_file().write_bytes(content)
        assert not Heard(heard_file()).all_heard(["marching"])

    def test_a_file_that_cannot_be_written_stops_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        heard = Heard(tmp_path / "file" / "heard.json")
        heard.add(["marching"])
        assert heard.all_heard(["marching"])


def test_the_shipped_phrases_are_right() -> None:
    assert "Paused." == load_phrases().reply.paused


class TestPhrases:
    @pytest.mark.parametrize(
        ("seconds", "text"),
        [
            (0, "one second"),
            (20, "twenty seconds"),
            (45, "45 seconds"),
            (60, "one minute"),
            (90, "one and a half minutes"),
            (120, "two minutes"),
            (1800, "30 minutes"),
        ],
    )
    def test_lengths_of_time_are_spoken(self, seconds: float, text: str) -> None:
        assert text == PHRASES.length(seconds)

    def test_numbers_have_their_nouns(self) -> None:
        nouns = ("turn", "turns")
        assert ["no turns", "one turn", "twenty turns", "21 turns"] == [PHRASES.count(n, nouns) for n in (0, 1, 20, 21)]

    def test_brief_phrases_are_no_longer(self) -> None:
        brief = PHRASES.shortened()
        for group, forms in PHRASES.brief.items():
            for name in forms:
                assert len(getattr(getattr(brief, group), name)) <= len(getattr(getattr(PHRASES, group), name))
