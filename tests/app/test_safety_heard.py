"""For which drills the safety advice was heard; in doubt it is heard again."""

from pathlib import Path

import pytest

from drillvoice.app.safety_heard import SafetyHeard
from drillvoice.places import safety_heard_file


def test_nothing_was_heard_at_first(tmp_path: Path) -> None:
    heard = SafetyHeard(tmp_path / "heard.json")
    assert not heard.all_heard(["a"])
    assert heard.all_heard([])


def test_it_is_remembered_for_each_drill(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "heard.json"
    SafetyHeard(path).add(["a", "b"])
    SafetyHeard(path).add(["c"])
    again = SafetyHeard(path)
    assert [True, True, False] == [again.all_heard(names) for names in (["a", "c"], ["b"], ["a", "d"])]
    assert ["heard.json"] == [file.name for file in path.parent.iterdir()]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"a": 1}', b"3", b"[" * 100_000, b"null"])
def test_a_damaged_file_means_that_it_is_heard_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "heard.json"
    path.write_bytes(content)
    heard = SafetyHeard(path)
    assert not heard.all_heard(["a"])
    heard.add(["a"])
    assert SafetyHeard(path).all_heard(["a"])


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    heard = SafetyHeard(tmp_path / "file" / "heard.json")
    heard.add(["a"])
    assert heard.all_heard(["a"])
    assert not SafetyHeard(tmp_path / "file" / "heard.json").all_heard(["a"])


def test_it_is_kept_in_the_state_folder(own_folders: Path) -> None:
    assert own_folders / "state" / "drillvoice" / "safety-heard.json" == safety_heard_file()
