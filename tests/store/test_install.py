import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from drillvoice.errors import ModelError
from drillvoice.places import models_folder
from drillvoice.speech_models import find
from drillvoice.speech_models.check import Problem
from drillvoice.speech_models.find import SHIPPED, find_model, model_named
from drillvoice.store.download import Publisher
from drillvoice.store.install import CHECKSUMS, Source, install, remove
from drillvoice.store.installable import Installable
from drillvoice.store.manifest import MANIFEST, file_sha256
from tests.speech_models.archives import FILES, NAME, cut, zipped
from tests.store.model_server import Server

pytestmark = pytest.mark.usefixtures("quick_disk")
MODEL = model_named(NAME)


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is tried: those of these tests are of the right shape, and no more."""
    monkeypatch.setattr(find, "try_in_child", lambda _folder: None)


class CountingBar:
    """pooch's progress, kept."""

    total = 0

    def __init__(self) -> None:
        self.counts: list[int] = []
        self.closed = False

    def update(self, count: int) -> None:
        self.counts.append(count)

    def reset(self) -> None:
        self.counts = []

    def close(self) -> None:
        self.closed = True


def from_file(path: Path) -> Source:
    return Source(path)


def from_server(server: Server) -> Source:
    return Source(publisher=server.publisher)


def refusal(source: Source, wanted: Installable = MODEL) -> str:
    with pytest.raises(ModelError) as caught:
        install(wanted, source)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def left_behind() -> set[str]:
    return {path.name for path in models_folder().iterdir()} - {CHECKSUMS} if models_folder().exists() else set()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return zipped(tmp_path / "a.zip")


def test_a_model_comes_from_its_publisher(archive: Path) -> None:
    bar = CountingBar()
    with Server(archive.read_bytes()) as server:
        done = install(MODEL, Source(publisher=server.publisher, bar=bar))
    assert [f"/{NAME}.zip"] == server.asked
    assert (models_folder() / NAME, True) == (done.path, done.fresh)
    assert (archive.stat().st_size, [archive.stat().st_size], True) == (bar.total, bar.counts, bar.closed)
    assert {NAME} == left_behind()
    assert set(FILES) == {
        path.relative_to(models_folder()).as_posix()
        for path in done.path.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    assert (done.path, NAME, "") == (find_model().path, find_model().name, find_model().note)


def test_a_model_gets_its_name_only_once_all_of_it_is_on_the_disk(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _handle: named.append((models_folder() / NAME).exists()))
    install(MODEL, from_file(archive))
    folders = {str(Path(name).parent) for name in FILES} | {NAME}
    on_disk = named[:-1] if os.name == "posix" else named
    assert len(on_disk) > len(FILES) + (len(folders) if os.name == "posix" else 0)
    assert not any(on_disk)


def test_a_length_need_not_be_told(archive: Path) -> None:
    with Server(archive.read_bytes(), "without a length") as server:
        assert install(MODEL, from_server(server)).fresh


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        ("breaks off", "could not be downloaded: the connection broke off. Try again, or fetch the file"),
        ("breaks off without a length", "cannot be installed: it is not a zip file, or a damaged one"),
        ("says less", "cannot be installed: it is not a zip file, or a damaged one"),
        ("says far more", "could not be downloaded: it is far larger than it should be"),
        ("says nonsense", "could not be downloaded: the server's answer makes no sense"),
        ("stalls", "could not be downloaded: the server sent nothing for 0.1 seconds"),
        ("stalls before a word", "could not be downloaded: the server sent nothing for 0.1 seconds"),
        ("has nothing", "could not be downloaded: the server answered with status 404"),
        ("is ill", "could not be downloaded: the server answered with status 503"),
    ],
)
def test_after_a_server_that_fails_the_next_one_works(archive: Path, manner: str, expected: str) -> None:
    with Server(archive.read_bytes(), manner) as server:
        said = refusal(from_server(server))
        assert said.startswith(f"{server.publisher.address_of(MODEL.file)} {expected}")
        assert set() == left_behind()
        assert not (models_folder() / CHECKSUMS).exists()
        server.manner = "well"
        assert install(MODEL, from_server(server)).recorded


def test_a_server_that_never_stops_is_stopped() -> None:
    with Server(bytes(1_000_000), "without a length") as server:
        said = refusal(from_server(server), replace(MODEL, most_bytes=200_000))
    assert "it is far larger than it should be" in said


def test_a_server_that_is_not_there() -> None:
    with Server(b"") as server:
        gone = server.publisher
    said = refusal(Source(publisher=gone))
    assert "there is no connection to the server. Try again" in said
    assert f"`drillvoice model install {NAME} --from FILE.zip`" in said


def test_an_address_that_is_none() -> None:
    assert "the server's answer makes no sense" in refusal(Source(publisher=Publisher("nowhere")))


@pytest.mark.parametrize("content", [b"<html>Please log in</html>", b""])
def test_a_wrong_file_from_the_server_is_refused(content: bytes) -> None:
    with Server(content) as server:
        assert "it is not a zip file, or a damaged one; get it again from its publisher" in refusal(from_server(server))
    assert set() == left_behind()


def test_a_model_comes_from_a_file_and_the_file_stays(archive: Path) -> None:
    assert install(MODEL, from_file(archive)).fresh
    assert archive.exists()


def test_the_first_checksum_is_kept_and_compared_even_after_removal(archive: Path, tmp_path: Path) -> None:
    assert file_sha256(archive) == install(MODEL, from_file(archive)).recorded
    remove(MODEL)
    other = zipped(tmp_path / "b.zip", FILES | {f"{NAME}/README": b"other"})
    said = refusal(from_file(other))
    assert (
        f"b.zip is not the file that is expected: its sha256 is {file_sha256(other)}, not {file_sha256(archive)};"
        in said
    )
    assert f"if the publisher has changed it, delete {models_folder() / CHECKSUMS}." in said
    assert set() == left_behind()
    again = install(MODEL, from_file(archive))
    assert (True, "") == (again.fresh, again.recorded)
    assert {NAME: file_sha256(archive)} == json.loads((models_folder() / CHECKSUMS).read_text())


@pytest.mark.parametrize("content", ["", "[]", "{", '{"other": 1}'])
def test_a_list_of_checksums_that_is_damaged_counts_as_empty(archive: Path, content: str) -> None:
    models_folder().mkdir(parents=True)
    (models_folder() / CHECKSUMS).write_text(content)
    assert file_sha256(archive) == install(MODEL, from_file(archive)).recorded


def test_a_model_that_is_there_and_whole_is_left_alone(archive: Path) -> None:
    before = install(MODEL, from_file(archive)).path.stat()
    again = install(MODEL, from_file(Path("nowhere.zip")))
    assert (False, "") == (again.fresh, again.recorded)
    assert before.st_ino == again.path.stat().st_ino


def test_a_model_that_is_damaged_is_replaced(archive: Path) -> None:
    folder = install(MODEL, from_file(archive)).path
    cut(folder / "graph" / "HCLr.fst")
    assert SHIPPED.name == find_model().name
    assert install(MODEL, from_file(archive)).fresh
    assert NAME == find_model().name
    assert {NAME} == left_behind()


def test_a_change_that_keeps_the_length_is_found_by_the_next_install(archive: Path) -> None:
    folder = install(MODEL, from_file(archive)).path
    size = (folder / "am" / "final.mdl").stat().st_size
    (folder / "am" / "final.mdl").write_bytes(bytes(size))
    assert install(MODEL, from_file(archive)).fresh


def test_what_an_install_left_that_was_killed_goes_with_a_later_one(archive: Path) -> None:
    for name, age_s in ((".part-old", 100_000), (".part-now", 0)):
        (models_folder() / name / NAME).mkdir(parents=True)
        os.utime(models_folder() / name, (os.stat(models_folder()).st_mtime - age_s,) * 2)
    install(MODEL, from_file(archive))
    assert {NAME, ".part-now"} == left_behind()


def test_a_model_that_vosk_refuses_is_not_installed(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "try_in_child", lambda _folder: Problem("vosk crashed with it", "unused"))
    said = refusal(from_file(archive))
    assert f"{archive} cannot be installed: vosk crashed with it; get it again from its publisher." == said
    assert set() == left_behind()


def test_an_archive_of_half_a_model_is_refused(tmp_path: Path) -> None:
    half = zipped(tmp_path / "a.zip", dict(list(FILES.items())[:3]))
    assert "cannot be installed: graph/HCLr.fst is missing" in refusal(from_file(half))


@pytest.mark.parametrize("path", ["nowhere.zip", "."])
def test_a_file_that_cannot_be_read(path: str) -> None:
    assert refusal(from_file(Path(path))).startswith(f"{path} cannot be read (")


def test_what_comes_along_is_not_installed(archive: Path) -> None:
    assert "comes with drillvoice, so there is nothing to install" in refusal(from_file(archive), SHIPPED)


def test_a_store_that_cannot_be_written_costs_a_sentence(archive: Path, own_folders: Path) -> None:
    (own_folders / "data").mkdir(parents=True)
    (own_folders / "data" / "drillvoice").write_text("in the way")
    said = refusal(from_file(archive))
    assert said.startswith(f"{NAME} cannot be installed in {models_folder()} (")
    assert said.endswith("); free some space there, or make the folder writable.")


def test_an_installed_model_can_be_removed(archive: Path) -> None:
    install(MODEL, from_file(archive))
    remove(MODEL)
    assert set() == left_behind()
    with pytest.raises(ModelError, match="is not installed, so there is nothing to remove"):
        remove(MODEL)


def test_removing_a_link_leaves_what_it_leads_to(tmp_path: Path, archive: Path) -> None:
    models_folder().mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious").write_text("")
    (models_folder() / NAME).symlink_to(tmp_path / "mine", target_is_directory=True)
    remove(MODEL)
    assert (tmp_path / "mine" / "precious").exists()


def test_what_comes_along_cannot_be_removed() -> None:
    with pytest.raises(ModelError, match="comes with drillvoice and cannot be removed"):
        remove(SHIPPED)


@pytest.mark.parametrize("name", ["..", "../evil", ""])
def test_nothing_else_has_a_name(name: str) -> None:
    with pytest.raises(ModelError, match="There is no model called"):
        model_named(name)


def test_no_room_on_the_disk_costs_a_sentence(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    assert "(the disk is full); free some space there" in refusal(from_file(archive))
    assert set() == left_behind()


def test_a_file_that_is_far_too_large_is_not_looked_through(tmp_path: Path) -> None:
    path = tmp_path / "night.zip"
    path.touch()
    os.truncate(path, 1 << 40)
    assert f"{path} has more than 200 MB, far too much; get it again from its publisher." == refusal(from_file(path))
