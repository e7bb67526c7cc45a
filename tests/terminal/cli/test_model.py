"""`drillvoice model`, as it is called from a shell."""

import json
import zipfile
from pathlib import Path

import pytest

from drillvoice.places import models_folder
from drillvoice.speech_models.find import SHIPPED, shipped_model
from tests.speech_models.archives import NAME, cut, zipped
from tests.terminal.cli.program import Program


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The shipped model under the name of the better one: vosk can load it."""
    files = {
        f"{NAME}/{path.relative_to(shipped_model()).as_posix()}": path.read_bytes()
        for path in shipped_model().rglob("*")
        if path.is_file()
    }
    return zipped(tmp_path / "a.zip", files, zipfile.ZIP_STORED)


def states(drillvoice: Program) -> list[tuple[str, str, bool]]:
    return [
        (each["name"], each["state"], each["used"]) for each in json.loads(drillvoice("model", "list", "--json").out)
    ]


def test_a_model_from_its_archive_to_its_removal(drillvoice: Program, archive: Path) -> None:
    assert [(NAME, "available", False), (SHIPPED.name, "shipped", True)] == states(drillvoice)

    code, out, err = drillvoice("model", "install", NAME, "--from", archive)
    assert (0, "") == (code, err)
    assert out.startswith(f"{NAME} is installed in {models_folder() / NAME}.\nNo checksum of it was known beforehand.")
    assert [(NAME, "installed", True), (SHIPPED.name, "shipped", False)] == states(drillvoice)
    assert (0, f"{models_folder() / NAME}\n", "") == drillvoice("model", "path")
    assert (0, f"{models_folder() / NAME}\n", "") == drillvoice("model", "path", NAME)
    assert (0, f"{shipped_model()}\n", "") == drillvoice("model", "path", SHIPPED.name)
    again = drillvoice("model", "install", NAME, "--from", archive)
    assert (0, f"{NAME} is installed already, in {models_folder() / NAME}, and whole.\n", "") == again

    cut(models_folder() / NAME / "graph" / "HCLr.fst")
    code, out, err = drillvoice("model", "list")
    assert (0, f"{NAME} is damaged; `drillvoice model install {NAME}` brings a new one.\n") == (code, err)
    assert "damaged: graph/HCLr.fst is " in out
    code, out, err = drillvoice("model", "path")
    assert (0, f"{shipped_model()}\n") == (code, out)
    assert err.startswith(f"The speech model {NAME} is damaged (graph/HCLr.fst is ")
    code, out, err = drillvoice("model", "path", NAME)
    assert (7, "") == (code, out)
    assert err.startswith(f"{NAME} in {models_folder() / NAME} is damaged (")

    assert (0, f"{NAME} has been removed; {SHIPPED.name} is used now.\n", "") == drillvoice("model", "remove", NAME)
    assert [(NAME, "available", False), (SHIPPED.name, "shipped", True)] == states(drillvoice)


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("model install", 2, "Missing argument 'NAME'"),
        ("model install xyzzy", 7, 'There is no model called "xyzzy"; `drillvoice model list` shows them all.'),
        (f"model install {SHIPPED.name}", 7, f"{SHIPPED.name} comes with drillvoice, so there is nothing to install."),
        (f"model install {NAME} --from nowhere.zip", 7, "nowhere.zip cannot be read ("),
        (f"model remove {SHIPPED.name}", 7, f"{SHIPPED.name} comes with drillvoice and cannot be removed."),
        (f"model remove {NAME}", 7, f"{NAME} is not installed, so there is nothing to remove."),
        (f"model path {NAME}", 7, f"{NAME} is not installed; `drillvoice model install {NAME}` does it."),
        ("model path ../evil", 7, 'There is no model called "../evil"'),
    ],
)
def test_one_sentence_and_a_code(drillvoice: Program, line: str, code: int, expected: str) -> None:
    answer = drillvoice(*line.split())
    assert (code, "", 1) == (answer.code, answer.out, len(answer.err.splitlines()))
    assert answer.err.startswith(expected)


def test_the_list_is_a_table(drillvoice: Program) -> None:
    rows = [line.split() for line in drillvoice("model", "list").out.splitlines()]
    assert ["model", "language", "size", "state"] == rows[0]
    assert [NAME, "English", "40", "MB", "available"] == rows[1]
    assert [SHIPPED.name, "English", "3.9", "MB", "shipped", "used"] == rows[2]
