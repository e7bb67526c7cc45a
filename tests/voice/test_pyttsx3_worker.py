"""The worker's decisions, without an engine."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from drillvoice.voice.engine import VoiceInfo
from drillvoice.voice.pyttsx3_worker import describe_voice, is_whole, pick_voice, short_data_path

VOICES = [
    VoiceInfo("gmw/de", "German", ("de",)),
    VoiceInfo("gmw/en", "English (Great Britain)", ("en-gb",)),
    VoiceInfo("gmw/en-US", "English (America)", ("en-us",)),
]


@dataclass
class EngineVoice:
    """A voice as pyttsx3 has it."""

    id: str = "v"
    name: str = "Name"
    languages: Any = field(default_factory=list)


@pytest.mark.parametrize(
    ("wanted", "default", "expected"),
    [
        ("", "gmw/en", None),
        ("", "unknown", None),
        ("", None, None),
        ("", "gmw/de", "gmw/en"),
        ("german", "gmw/en", "gmw/de"),
        ("GMW/EN-us", "gmw/en", "gmw/en-US"),
        ("en", "gmw/de", "gmw/en"),
        ("en-US", "gmw/de", "gmw/en-US"),
        ("america", "gmw/de", "gmw/en-US"),
    ],
)
def test_a_voice_is_picked_by_id_or_name_and_english_is_the_default(
    wanted: str, default: str | None, expected: str | None
) -> None:
    assert expected == pick_voice(VOICES, wanted, default)


def test_without_an_english_voice_the_engine_keeps_its_own() -> None:
    assert pick_voice(VOICES[:1], "", "gmw/de") is None


def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(LookupError, match=r'There is no voice "klingon"; `drillvoice voices` lists them\.'):
        pick_voice(VOICES, "klingon", None)


@pytest.mark.parametrize(
    ("languages", "expected"),
    [([], True), (["en"], True), (["EN_US"], True), (["\x05en-gb"], True), (["de", "en"], True), (["de"], False)],
)
def test_a_voice_is_english_unless_it_says_otherwise(languages: list[str], expected: bool) -> None:
    assert expected == VoiceInfo("v", "Name", tuple(languages)).speaks("en")


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(None, []), ([], []), ([b"\x05en"], ["\x05en"]), (["en"], ["en"]), ([b"\xff"], ["\ufffd"])],
)
def test_a_voice_becomes_plain_data(languages: Any, expected: list[str]) -> None:
    assert VoiceInfo("v", "Name", tuple(expected)) == describe_voice(EngineVoice(languages=languages))


@pytest.mark.parametrize(("mark", "order"), [(b"RIFF", "little"), (b"FORM", "big")])
def test_a_file_is_whole_when_it_is_as_long_as_it_says(tmp_path: Path, mark: bytes, order: Any) -> None:
    path = tmp_path / "sound"
    whole = mark + (192).to_bytes(4, order) + bytes(192)
    found = []
    for data in (whole, whole[:-1], whole + b"x", whole[:6], mark + (2).to_bytes(4, order) + bytes(2), b""):
        path.write_bytes(data)
        found.append(is_whole(path))
    assert [True, False, False, False, False, False] == found


def test_a_missing_file_is_not_whole(tmp_path: Path) -> None:
    assert not is_whole(tmp_path / "nothing")


def test_espeak_is_told_a_path_of_its_data_that_it_can_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    near, far = tmp_path / "espeak-ng-data", tmp_path / ("x" * 90) / ("ä" * 40) / "espeak-ng-data"
    far.mkdir(parents=True)
    assert str(near) == short_data_path(near)
    assert "espeak-ng-data" == short_data_path(far)
    assert far == Path("espeak-ng-data").absolute()
