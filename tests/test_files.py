"""What people name is read where it is a file, within a limit, and refused at once where it is none."""

import os
import socket
import sys
from pathlib import Path

import pytest

from drillvoice.files import NoFileError, UnreadableError, files_in, read_file, read_text
from drillvoice.written_files import writing_private

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "device", "link to a pipe"])
def test_what_is_no_file_is_refused_and_never_opened(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.toml"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(str(path))
        case "device":
            path.symlink_to("/dev/zero")
        case _:
            os.mkfifo(tmp_path / "pipe")
            path.symlink_to(tmp_path / "pipe")
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


def test_the_document_of_a_word_processor_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"PK\x03\x04\x14\x00\xff")
    with pytest.raises(UnreadableError, match=r"^is a word processor's document or an archive; save it as plain text$"):
        read_text(path, 1000)
