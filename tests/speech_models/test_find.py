import json
import sys
from pathlib import Path

import pytest

from drillvoice.errors import ModelError
from drillvoice.places import models_folder
from drillvoice.speech_models import find
from drillvoice.speech_models.check import layout_problem, trial_problem
from drillvoice.speech_models.find import SHIPPED, find_model, shipped_model
from drillvoice.speech_models.trial import NOT_LOADED, VOSK_MISSING, WORDS_UNKNOWN
from drillvoice.store.manifest import MANIFEST, UNCHECKED, as_text, find_damage, from_text, take_stock
from tests.speech_models.archives import NAME, copy_of_shipped, cut


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_of_shipped(tmp_path)


@pytest.fixture
def installed(copy: Path) -> Path:
    """The shipped model under the name of the better one."""
    models_folder().mkdir(parents=True)
    folder = copy.rename(models_folder() / NAME)
    (folder / MANIFEST).write_text(as_text(take_stock(folder, NAME)))
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        find_model(folder)
    said = str(caught.value)
    assert said.startswith(f"The speech model {folder} cannot be used: ")
    assert "\n" not in said
    return said.removeprefix(f"The speech model {folder} cannot be used: ")


def test_the_shipped_manifest_agrees_with_the_shipped_files() -> None:
    kept = from_text((shipped_model() / MANIFEST).read_text(encoding="utf-8"))
    assert take_stock(shipped_model(), SHIPPED.name) == kept
    there = {path.relative_to(shipped_model()).as_posix() for path in shipped_model().rglob("*") if path.is_file()}
    assert there == set(kept.files) | {"README.md", MANIFEST}
    assert SHIPPED.megabytes == round(sum(entry.size for entry in kept.files.values()) / 1e6, 1)


def test_the_shipped_model_is_what_listens_where_nothing_is_installed() -> None:
    found = find_model()
    assert (shipped_model(), SHIPPED.name, "") == (found.path, found.name, found.note)


def test_an_installed_model_is_preferred(installed: Path) -> None:
    found = find_model()
    assert (installed, NAME, "") == (found.path, found.name, found.note)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/words.txt", "conf/model.conf"])
def test_a_damaged_installed_model_gives_way_with_a_sentence(installed: Path, name: str) -> None:
    cut(installed / name)
    found = find_model()
    assert (shipped_model(), SHIPPED.name) == (found.path, found.name)
    assert found.note.startswith(f"The speech model {NAME} is damaged ({name} is ")
    assert found.note.endswith(f"so {SHIPPED.name} listens instead; `drillvoice model install {NAME}` mends it.")


def test_an_installed_model_without_its_manifest_was_never_finished(installed: Path) -> None:
    (installed / MANIFEST).unlink()
    assert f"({MANIFEST} is missing)" in find_model().note


def test_an_installed_folder_of_another_model_is_not_used(installed: Path) -> None:
    (installed / MANIFEST).write_text(as_text(take_stock(installed, "vosk-model-small-en-us-0.22")))
    assert "(it holds vosk-model-small-en-us-0.22)" in find_model().note


def test_a_fixed_graph_that_came_later_is_noticed(installed: Path) -> None:
    (installed / "graph" / "HCLG.fst").write_text("")
    assert "its word graph is fixed" in find_model().note


def test_a_file_in_the_place_of_an_installed_model(installed: Path) -> None:
    installed.rename(installed.with_name("away"))
    installed.write_text("in the way")
    assert SHIPPED.name == find_model().name
    assert MANIFEST in find_model().note


def test_a_damaged_shipped_model_is_an_error(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "shipped_model", lambda: copy)
    changed = bytearray((copy / "am" / "final.mdl").read_bytes())
    changed[-1] ^= 1
    (copy / "am" / "final.mdl").write_bytes(changed)
    said = f"The speech model in {copy} is damaged (am/final.mdl has been changed); install drillvoice again"
    with pytest.raises(ModelError) as caught:
        find_model()
    assert str(caught.value).startswith(said)
    assert 7 == caught.value.exit_code


@pytest.mark.parametrize("text", ["", "[]", "{}", '"', '{"format": 2}', "[" * 100_000, '{"format": 1, "files": []}'])
def test_a_damaged_manifest_is_noticed(installed: Path, text: str) -> None:
    (installed / MANIFEST).write_text(text)
    assert f"{MANIFEST} cannot be read" in find.INSTALLABLE[0].find_damage()


def test_a_manifest_lists_what_vosk_reads_only(copy: Path) -> None:
    (copy / "README.md").unlink()
    assert "" == find_damage(copy, SHIPPED.name, every_byte=True)
    assert not set(take_stock(copy, "x").files) & set(UNCHECKED)


def test_a_model_of_ours_needs_no_trial(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "try_in_child", lambda _folder: pytest.fail("tried"))
    assert (installed, NAME) == (find_model(installed).path, find_model(installed).name)
    assert SHIPPED.name == find_model(SHIPPED.place).name


def test_every_damage_of_a_copy_with_a_manifest_is_found_before_vosk_sees_it(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "try_in_child", lambda _folder: pytest.fail("tried"))
    for name in from_text((copy / MANIFEST).read_text()).files:
        content = (copy / name).read_bytes()
        (copy / name).unlink()
        assert refusal(copy).startswith(f"{name} is missing; unpack ")
        (copy / name).write_bytes(content[:-1] + b"?")
        assert refusal(copy).startswith(f"{name} ")
        (copy / name).write_bytes(content)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("graph/HCLr.fst", "graph/HCLr.fst is missing; unpack it again, or leave --model out."),
        ("graph/Gr.fst", "graph/Gr.fst is missing"),
        ("graph/disambig_tid.int", "graph/disambig_tid.int is missing"),
        ("conf/mfcc.conf", "conf/mfcc.conf is missing"),
        ("conf/model.conf", "conf/model.conf is missing"),
        ("am/final.mdl", "am/final.mdl is missing"),
    ],
)
def test_what_vosk_needs_is_looked_for_without_a_manifest_too(copy: Path, name: str, expected: str) -> None:
    (copy / MANIFEST).unlink()
    (copy / name).unlink()
    assert refusal(copy).startswith(expected)


def test_an_empty_file_is_noticed(copy: Path) -> None:
    (copy / MANIFEST).unlink()
    (copy / "graph" / "HCLr.fst").write_bytes(b"")
    assert "graph/HCLr.fst is empty; unpack it again, or leave --model out." == refusal(copy)


def test_a_fixed_graph_is_refused(copy: Path) -> None:
    (copy / "graph" / "HCLr.fst").rename(copy / "graph" / "HCLG.fst")
    assert refusal(copy).startswith("its word graph is fixed (graph/HCLG.fst) and cannot be set to drillvoice's")


def test_what_is_no_model_has_a_sentence_each(tmp_path: Path, copy: Path) -> None:
    assert "there is no such folder; check the path, or leave --model out." == refusal(tmp_path / "nowhere")
    assert refusal(copy / "README.md").startswith("it is a file; unpack it")
    assert f"the model lies one folder deeper; use --model {copy}." == refusal(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refusal(empty).startswith("it is empty; unpack it again")
    (empty / "letter.txt").write_text("")
    assert refusal(empty).startswith("it holds no speech model in Vosk's format")
    (empty / "final.mdl").write_text("")
    assert refusal(empty).startswith("it has an old layout of Vosk's")
    assert refusal(tmp_path / ("x" * 300)).startswith("it cannot be read (File name too long)")


def test_a_strange_model_is_used_once_it_has_been_tried(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Path] = []
    monkeypatch.setattr(find, "try_in_child", tried.append)
    assert (copy, "copy", "") == (find_model(copy).path, find_model(copy).name, find_model(copy).note)
    assert [copy] * 3 == tried


@pytest.mark.slow
def test_a_strange_model_that_crashes_vosk_does_not_crash_us(copy: Path) -> None:
    (copy / MANIFEST).unlink()
    cut(copy / "graph" / "HCLr.fst")
    expected = "vosk crashed with it, so one of its files is damaged or missing; unpack it again"
    assert refusal(copy).startswith(expected)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise SystemExit(0)", "None"),
        (f"raise SystemExit({NOT_LOADED})", "vosk cannot load it, so one of its files is damaged"),
        (f"raise SystemExit({WORDS_UNKNOWN})", "it does not know the words pause, stop, next, so it is damaged or not"),
        (f"raise SystemExit({VOSK_MISSING})", "the vosk package cannot be loaded; install drillvoice again"),
        ("import os; os.abort()", "vosk crashed with it"),
        ("while True: pass", "it did not load within 0.2 seconds"),
    ],
)
def test_what_a_trial_answers(code: str, expected: str) -> None:
    limit_s = 0.2 if "while" in code else 20
    assert str(trial_problem([sys.executable, "-I", "-S", "-c", code], limit_s)).startswith(expected)


def test_a_trial_that_cannot_be_started() -> None:
    assert "it could not be tried (No such file or directory)" in str(trial_problem(["/nowhere/python"]))


def test_the_layout_of_the_shipped_model_is_right() -> None:
    assert layout_problem(shipped_model()) is None


def test_a_manifest_is_read_as_it_was_written(copy: Path) -> None:
    stock = take_stock(copy, "name", "sum")
    assert stock == from_text(as_text(stock))
    assert 1 == json.loads(as_text(stock))["format"]
