"""Where files are, how they are written, and who may read them."""

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drillvoice import places
from drillvoice.app.event_log import EventLog
from drillvoice.app.persons import add_person, remember_person
from drillvoice.app.safety_heard import SafetyHeard
from drillvoice.app.settings import Settings, write_settings
from drillvoice.history.database import open_store
from drillvoice.history.export import export_sessions
from drillvoice.history.session_lock import Living
from drillvoice.terminal.last_choice import write_choice
from drillvoice.terminal.wishes import Choice
from drillvoice.written_files import keep_private, make_folder, open_private, write_atomically

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


@pytest.fixture(params=[0o022, 0o000, 0o077], ids=oct, autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    """The mode of everything in a folder, by name."""
    return {path.name: mode(path) for path in folder.rglob("*")}


def test_each_kind_of_file_has_a_place_of_its_own(own_folders: Path) -> None:
    found = {
        "config": [places.user_drills(), places.settings_file()],
        "data": [places.history_file(), places.models_folder()],
        "state": [places.last_choice_file(), places.safety_heard_file()],
        "cache": [places.clips_folder()],
    }
    for kind, paths in found.items():
        assert {own_folders / kind / "drillvoice"} == {path.parent for path in paths}


@pytest.mark.parametrize("shipped", [places.shipped_drills, places.shipped_models])
def test_what_is_shipped_is_there(shipped: Callable[[], Path]) -> None:
    assert any(shipped().iterdir())


def test_folders_that_are_made_belong_to_their_owner_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "one" / "two" / "three")
    assert {"one": 0o700, "two": 0o700, "three": 0o700} == modes(tmp_path)
    assert 0o755 == mode(tmp_path)


def test_a_file_in_the_way_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one").touch()
    for path in (tmp_path / "one", tmp_path / "one" / "two"):
        with pytest.raises(OSError, match="one"):
            make_folder(path)


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    write_atomically(path, b"first")
    write_atomically(path, b"second", durable=True)
    assert b"second" == path.read_bytes()
    assert {"folder": 0o700, "file": 0o600} == modes(tmp_path)


def test_what_was_there_stays_where_a_file_cannot_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: str, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    write_atomically(path, b"first")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"second")
    assert (b"first", ["file"]) == (path.read_bytes(), os.listdir(tmp_path))


def test_only_what_must_outlast_a_power_cut_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fsync", waited.append)
    write_atomically(tmp_path / "file", b"")
    assert not waited
    write_atomically(tmp_path / "file", b"", durable=True)
    assert 1 == len(waited)


def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_atomically(tmp_path / "link", b"content")
    assert (tmp_path / "link").is_symlink()
    assert b"content" == (tmp_path / "file").read_bytes()


def test_what_is_written_over_a_file_that_others_could_read_is_taken_away_from_them(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.touch()
    path.chmod(0o644)
    open_private(path).close()
    assert 0o600 == mode(path)


def test_what_says_nothing_to_others_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o400)
    keep_private(path)
    assert 0o400 == mode(path)
    keep_private(tmp_path / "nowhere")


def test_what_is_kept_of_a_person_is_for_its_owner_alone(own_folders: Path) -> None:
    write_settings(Settings().with_words("pause", "halt"))
    write_choice(Choice())
    SafetyHeard(places.safety_heard_file()).add(["head-turns"])
    remember_person(add_person("Anna", pytest.fail).person)
    found = modes(own_folders)
    assert {
        "settings.toml",
        "last-choice.json",
        "safety-heard.json",
        "person.toml",
        "persons",
        "last-person.json",
    } < set(found)
    assert {0o700, 0o600} == set(found.values())


def test_the_record_is_for_its_owner_alone_with_all_that_lies_beside_it(own_folders: Path) -> None:
    path = places.history_file()
    with contextlib.closing(open_store(path, print)) as connection:
        connection.execute("CREATE TABLE more (text)")
        living = Living(path)
        living.begin_session(7)
        found = modes(path.parent)
        living.end_session()
    assert {"history.db", "history.db-wal", "history.db-shm", "history-session-7.lock"} == set(found)
    assert {0o600} == set(found.values())
    assert 0o700 == mode(path.parent)


def test_a_record_that_everybody_could_read_is_taken_away_from_them(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    open_store(path, print).close()
    path.chmod(0o644)
    (tmp_path / "history.db-wal").touch()
    (tmp_path / "history.db-wal").chmod(0o644)
    with contextlib.closing(open_store(path, print)):
        assert {0o600} == set(modes(tmp_path).values())


def test_event_logs_and_exports_are_for_their_owner_alone(tmp_path: Path) -> None:
    EventLog(tmp_path / "events.jsonl").close()
    export_sessions([], tmp_path / "export.csv")
    export_sessions([], tmp_path / "export.json")
    assert {0o600} == set(modes(tmp_path).values())
