"""What people name is read where it is a file, within a limit, and refused at once where it is none."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from drillvoice.files import NoFileError, UnreadableError, files_in, read_file, read_text
from drillvoice.written_files import writing_private, writing_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def make_no_file(path: Path, kind: str, device: str = "/dev/zero") -> None:
    """Put something of a kind there that is no file."""
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(str(path))
        case "device":
            path.symlink_to(device)
        case _:
            pytest.fail(f"there is no such kind: {kind}")


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "device", "link to a pipe"])
def test_what_is_no_file_is_refused_and_never_opened(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.toml"
    if kind == "link to a pipe":
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to(tmp_path / "pipe")
    else:
        make_no_file(path, kind)
    with pytest.raises(NoFileError) as caught:
        read_file(path, 100)
    assert f"is no file but a {kind.removeprefix('link to a ')}" == str(caught.value)


@pytest.mark.parametrize(
    "name", ["a" * 300, "a\0b", "caf\udce9/x"], ids=["a long name", "a name with a zero", "bytes that are no text"]
)
def test_a_name_that_no_file_has_is_an_error_of_its_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - nothing else may come through
        read_text(tmp_path / name, 100)


def test_a_circle_of_links_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UnreadableError, match=r"^cannot be read \(Too many levels"):
        read_text(tmp_path / "a", 100)


def test_what_the_system_calls_a_file_and_has_nothing_to_read_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As /proc/kmsg does, which a test may not empty; a pipe without a writer answers in the same way."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    monkeypatch.setattr("drillvoice.files._refuse_mode", lambda mode: None)
    monkeypatch.setattr("drillvoice.files.refuse_no_file", lambda path: None)
    with pytest.raises(UnreadableError, match=r"^is a file of the system's with nothing in it to read$"):
        read_file(f"/dev/fd/{reader}", 100)
    os.close(reader)
    os.close(writer)


def test_no_more_is_read_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 2048)
    assert 2048 == len(read_file(path, 2048))
    with pytest.raises(UnreadableError, match=r"^has more than 1 KB, far too much$"):
        read_file(path, 1024)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content in (b"\xef\xbb\xbfx = 1", b"x = 1"):
        path.write_bytes(content)
        assert "x = 1" == read_text(path, 100)


@pytest.mark.parametrize("content", [b"caf\xe9", "ä".encode("utf-16")])
def test_what_is_no_text_says_where(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(UnreadableError, match=r"^is not UTF-8 text \(at byte \d\); save it as UTF-8$"):
        read_text(tmp_path / "file", 100)


def test_files_that_begin_with_a_dot_are_those_of_others(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "._a.toml", ".hidden.toml", "c.txt"):
        (tmp_path / name).touch()
    assert ["a.toml", "b.toml"] == [path.name for path in files_in(tmp_path, ".toml")]
    assert [] == files_in(tmp_path / "nowhere", ".toml") == files_in(tmp_path / "b.toml", ".toml")


def test_what_is_written_whole_keeps_a_link_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with writing_private(tmp_path / "link") as file:
        file.write("after")
        assert "before" == (tmp_path / "file").read_text()
    assert "after" == (tmp_path / "file").read_text()
    assert (tmp_path / "link").is_symlink()
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with writing_private(tmp_path / "pipe") as file:
        file.write("all")
    assert b"all" == os.read(reader, 10)
    os.close(reader)
    assert ["file", "link", "pipe"] == sorted(os.listdir(tmp_path))


def write_to(path: Path, text: str) -> None:
    with writing_whole(path) as part:
        part.write_text(text)


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "device"])
def test_what_is_no_file_is_never_replaced_by_one(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.mp3"
    make_no_file(path, kind, device="/dev/full")
    before = path.lstat()
    with pytest.raises(OSError, match=f"it is no file but a {kind}"):
        write_to(path, "sound")
    assert (before.st_mode, before.st_ino) == (path.lstat().st_mode, path.lstat().st_ino)
    assert ["x.mp3"] == os.listdir(tmp_path)


@pytest.mark.parametrize("writing", [writing_private, writing_whole])
def test_where_links_go_round_nothing_is_written(tmp_path: Path, writing: Any) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="Too many levels"), writing(tmp_path / "loop"):
        pass
    assert (tmp_path / "loop").is_symlink()


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 251}.mp3"
    write_to(path, "sound")
    assert "sound" == path.read_text()


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    write_to(tmp_path / "link", "first")
    write_to(tmp_path / "link", "second")
    assert (True, "second") == ((tmp_path / "link").is_symlink(), (tmp_path / "file").read_text())


def test_what_a_killed_writer_left_goes_once_it_is_old(tmp_path: Path) -> None:
    old, new, own = (tmp_path / name for name in (".drillvoice-1-1.part", ".drillvoice-2-1.part", ".mine.part"))
    for path in (old, new, own):
        path.touch()
    for path in (old, own):
        os.utime(path, (0, 0))
    write_to(tmp_path / "x.mp3", "sound")
    assert [".drillvoice-2-1.part", ".mine.part", "x.mp3"] == sorted(os.listdir(tmp_path))


def test_the_document_of_a_word_processor_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"PK\x03\x04\x14\x00\xff")
    with pytest.raises(UnreadableError, match=r"^is a word processor's document or an archive; save it as plain text$"):
        read_text(path, 1000)
