import random
import stat
import zipfile
from pathlib import Path

import pytest

from drillvoice.speech_models import unpack as unpack_module
from drillvoice.speech_models.unpack import unpack
from drillvoice.store.installable import BadFileError
from tests.speech_models.archives import FILES, NAME, zipped, zipped_link

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "deep" / "into"
    folder.mkdir(parents=True)
    return folder


def refusal(archive: Path, into: Path) -> str:
    before = sorted(archive.parent.rglob("*"))
    with pytest.raises(BadFileError) as caught:
        unpack(archive, into, NAME)
    assert before == sorted(archive.parent.rglob("*"))
    return str(caught.value)


def test_an_archive_is_unpacked_with_all_of_its_files(tmp_path: Path, into: Path) -> None:
    folder = unpack(zipped(tmp_path / "a.zip"), into, NAME)
    assert into / NAME == folder
    assert FILES == {str(path.relative_to(into)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../evil",
        f"{NAME}/../../evil",
        f"{NAME}/./evil",
        f"{NAME}//evil",
        "C:/evil",
        f"{NAME}/C:evil",
        f"{NAME}/a\\..\\..\\evil",
        f"{NAME}/evil\nname",
        f"{NAME}/\u202eevil",
        f"{NAME}/.hidden",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused_before_anything_is_written(
    tmp_path: Path, into: Path, name: str
) -> None:
    said = refusal(zipped(tmp_path / "a.zip", FILES | {name: b"evil"}), into)
    assert said.endswith("which does not belong into a speech model")
    assert "\n" not in said


def test_a_link_is_refused(tmp_path: Path, into: Path) -> None:
    assert f"it holds '{NAME}/README', which does not belong" in refusal(zipped_link(tmp_path / "a.zip"), into)


def test_a_device_is_refused(tmp_path: Path, into: Path) -> None:
    device = zipfile.ZipInfo(f"{NAME}/README")
    device.external_attr = stat.S_IFCHR << 16
    with zipfile.ZipFile(zipped(tmp_path / "a.zip"), "a") as archive:
        archive.writestr(device, "")
    assert "does not belong" in refusal(tmp_path / "a.zip", into)


def test_an_unusual_compression_is_refused(tmp_path: Path, into: Path) -> None:
    with zipfile.ZipFile(zipped(tmp_path / "a.zip"), "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr(f"{NAME}/README", "words")
    assert "does not belong" in refusal(tmp_path / "a.zip", into)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, "it holds nothing, not one folder"),
        ({"other/a": b""}, f"it holds other, not one folder {NAME}"),
        (FILES | {"other/a": b""}, f"it holds other and {NAME}, not one folder {NAME}"),
        (FILES | {"__MACOSX/_a": b""}, f"it holds __MACOSX and {NAME}, not one folder {NAME}"),
        (FILES | {f"{NAME}/AM/final.mdl": b""}, "it holds two files of one name"),
        (FILES | {f"{NAME}/am": b""}, "it holds two files of one name"),
        (FILES | {f"{NAME}/conf/mfcc.conf/deeper": b""}, "it holds two files of one name"),
        ({f"{NAME}/": b""}, "it holds two files of one name, or no file at all"),
        ({f"{NAME}/{number}": b"" for number in range(201)}, "it holds far more than a small speech model"),
    ],
)
def test_another_content_is_refused(tmp_path: Path, into: Path, files: dict[str, bytes], expected: str) -> None:
    assert refusal(zipped(tmp_path / "a.zip", files), into).startswith(expected)


def test_what_would_unpack_to_too_much_is_refused(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack_module, "MOST_BYTES", 1_000_000)
    bomb = zipped(tmp_path / "a.zip", FILES | {f"{NAME}/zeros": bytes(1_000_000)})
    assert bomb.stat().st_size < 5_000
    assert "it holds far more than a small speech model" == refusal(bomb, into)


def test_an_entry_that_lies_about_its_length_writes_no_more_than_it_says(tmp_path: Path, into: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{NAME}/zeros": bytes(1_000_000)})
    path.write_bytes(path.read_bytes().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(BadFileError):
        unpack(path, into, NAME)
    assert 10 >= sum(file.stat().st_size for file in into.rglob("*") if file.is_file())


@pytest.mark.parametrize("content", [b"", b"<html>Please log in</html>", b"PK\x05\x06" + bytes(18) + b"junk"])
def test_what_is_no_archive_is_refused(tmp_path: Path, into: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert refusal(tmp_path / "a.zip", into).startswith("it ")


def test_damaged_archives_are_refused_or_unpacked_whole(tmp_path: Path, into: Path) -> None:
    whole = zipped(tmp_path / "a.zip").read_bytes()
    draw = random.Random(1)
    for number in range(60):
        content = bytearray(whole)
        content[draw.randrange(len(content) // 3, len(content))] = draw.choice((0, 1, 127, 128, 255))
        (tmp_path / "a.zip").write_bytes(content[: draw.choice((len(content), draw.randrange(len(content))))])
        target = into / str(number)
        target.mkdir()
        try:
            folder = unpack(tmp_path / "a.zip", target, NAME)
        except BadFileError:
            continue
        assert all(path.read_bytes() in FILES.values() for path in folder.rglob("*") if path.is_file())
