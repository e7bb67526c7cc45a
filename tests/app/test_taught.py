"""The file of what a voice has taught: its owner's alone, checked when it is read, and deleted as a whole."""

import stat
import sys
from pathlib import Path

import pytest

from drillvoice.app.taught import forget_taught, read_taught, write_taught
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.session.commands import Command
from drillvoice.errors import SettingsError
from drillvoice.person import files_of, new_person
from drillvoice.places import files_about, persons_on_disk, taught_voice_file
from tests.core.hearing.vectors import made_sound

VOICE = TaughtVoice().with_takes(Command.PAUSE, "pause", [made_sound(1), made_sound(2)]).with_loudness(-45.0)
OTHER = new_person()


def test_nothing_is_taught_at_first() -> None:
    assert TaughtVoice() == read_taught(pytest.fail)
    assert not forget_taught()


def test_what_is_kept_is_read_again_and_forgotten_as_a_whole() -> None:
    write_taught(VOICE)
    again = read_taught(pytest.fail)
    assert (2, -45.0) == (len(again.takes[Command.PAUSE]), again.voice_db)
    assert forget_taught()
    assert not taught_voice_file().exists()
    write_taught(VOICE)
    write_taught(TaughtVoice())
    assert not taught_voice_file().exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_it_is_its_owners_alone() -> None:
    write_taught(VOICE)
    assert 0o600 == stat.S_IMODE(taught_voice_file().stat().st_mode)


def test_each_person_has_their_own_and_it_goes_with_them() -> None:
    write_taught(VOICE)
    with files_of(OTHER):
        assert TaughtVoice() == read_taught(pytest.fail)
        write_taught(VOICE.with_loudness(-50.0))
        path = taught_voice_file()
    assert OTHER in persons_on_disk()
    assert [path] == files_about(OTHER)
    assert -45.0 == read_taught(pytest.fail).voice_db


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 2}', b"\xff\xfe", b"[" * 3000])
def test_a_damaged_file_is_told_in_one_sentence_and_nothing_is_lost(content: bytes) -> None:
    path = taught_voice_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    told: list[str] = []
    assert TaughtVoice() == read_taught(told.append)
    (sentence,) = told
    assert str(path) in sentence
    assert "`drillvoice voice-check` teaches it anew" in sentence
    assert content == path.read_bytes()


def test_a_folder_in_its_place_is_told() -> None:
    taught_voice_file().mkdir(parents=True)
    told: list[str] = []
    assert TaughtVoice() == read_taught(told.append)
    assert "is no file but a folder" in told[0]
    with pytest.raises(SettingsError, match=r"cannot be kept in .*; check the disk and the folder"):
        write_taught(VOICE)


def test_a_link_stays_one(tmp_path: Path) -> None:
    write_taught(VOICE)
    path, elsewhere = taught_voice_file(), tmp_path / "voice.json"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    write_taught(VOICE.with_loudness(-30.0))
    assert path.is_symlink()
    assert -30.0 == read_taught(pytest.fail).voice_db
