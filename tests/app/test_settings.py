"""The file of settings: read, written as a whole, damaged, edited by hand, and from a newer version."""

import os
from pathlib import Path

import pytest

from drillvoice.app.settings import Settings, own_voice, own_words, read_settings, write_settings
from drillvoice.errors import SettingsError
from drillvoice.places import settings_file
from tests.builders import PHRASES


def written(content: str | bytes) -> Path:
    path = settings_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_they_are_kept_in_the_folder_of_configuration(own_folders: Path) -> None:
    assert own_folders / "config" / "drillvoice" / "settings.toml" == settings_file()


def test_nothing_is_settled_at_first() -> None:
    assert Settings() == read_settings()


def test_what_is_written_is_read() -> None:
    settings = Settings().with_words("pause", "break").with_words("pause", "rest").with_words("next", "forward")
    write_settings(settings)
    assert {"pause": ("break", "rest"), "next": ("forward",)} == read_settings().commands
    write_settings(settings.without_words("pause"))
    assert {"next": ("forward",)} == own_words(pytest.fail)
    assert ["settings.toml"] == os.listdir(settings_file().parent)


def test_the_same_words_are_kept_once() -> None:
    assert ("break",) == Settings().with_words("pause", "break").with_words("pause", "break").commands["pause"]


def test_what_a_newer_version_settled_is_kept() -> None:
    path = written('colour = "blue"\n[later]\nlevel = 3\nsince = 2026-01-02\n')
    write_settings(read_settings().with_words("pause", "break"))
    text = path.read_text()
    assert all(part in text for part in ('colour = "blue"', "[later]", "level = 3", "since = 2026-01-02", '"break"'))


def test_words_are_read_as_they_are_heard() -> None:
    written('commands.pause = ["Take a BREAK!"]\ncommands.next = "Forward"')
    assert {"pause": ("take a break",), "next": ("forward",)} == read_settings().commands


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("[commands", "expected ']'"),
        (b"\xff\xfe", "is not UTF-8 text"),
        ("commands = 3", "`commands`: Input should be a valid dictionary"),
        ("[commands]\npaus = ['break']", "`commands.paus`: there is no such command; there are pause, resume"),
        ("[commands]\ntoggle = ['break']", "no such command"),
        ("[commands]\npause = [3]", "`commands.pause.0`: Input should be a valid string"),
        ("[commands]\npause = ['']", "one to 4 words"),
        ("[commands]\npause = ['one two three four five']", "one to 4 words"),
        ("[commands]\nnext = ['stop']", '"stop" is given for next, but means stop'),
        ("[commands]\nnext = ['forward']\nback = ['forward']", '"forward" is given for back, but means next'),
        ("x = " + "[" * 5000, "nested too deeply"),
        (b" " * 1_000_001, "has more than 1 MB, far too much"),
    ],
)
def test_a_damaged_file_is_one_sentence_and_is_left_alone(content: str | bytes, what: str) -> None:
    path = written(content)
    before = path.read_bytes()
    with pytest.raises(SettingsError) as caught:
        read_settings()
    said = str(caught.value)
    assert said.startswith(f"The settings in {path} cannot be read (")
    assert what in said
    assert said.endswith("); mend the file or delete it.")
    assert "\n" not in said
    told: list[str] = []
    assert {} == own_words(told.append)
    assert [f"{said} Until then your own words for commands are not understood."] == told
    assert before == path.read_bytes()


def test_a_file_that_cannot_be_read_or_written_is_one_sentence() -> None:
    settings_file().mkdir(parents=True)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings()
    with pytest.raises(SettingsError, match="cannot be written"):
        write_settings(Settings())
    assert ["settings.toml"] == os.listdir(settings_file().parent)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = written("")
    path.unlink()
    (tmp_path / "mine.toml").touch()
    path.symlink_to(tmp_path / "mine.toml")
    write_settings(Settings().with_words("pause", "break"))
    assert path.is_symlink()
    assert "break" in (tmp_path / "mine.toml").read_text()


def test_every_command_that_can_be_spoken_can_have_own_words() -> None:
    for name in PHRASES.commands:
        Settings.model_validate({"commands": {name: ["banana"]}})


def test_a_voice_is_settled_beside_own_words_and_forgotten() -> None:
    settings = Settings().with_words("pause", "break").with_voice("natural:emma")
    write_settings(settings)
    assert ("natural:emma", "natural:emma") == (read_settings().voice, own_voice(pytest.fail))
    write_settings(read_settings().with_voice(""))
    assert "voice" not in settings_file().read_text()
    assert {"pause": ("break",)} == read_settings().commands
