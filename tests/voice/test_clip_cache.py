"""Clips on disk: read back as they were, or counted as missing."""

import os
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.clips import Clip
from drillvoice.voice import clip_cache
from drillvoice.voice.clip_cache import ClipCache
from tests.fakes import hum

KEY = ("Look left", "", "165", "an engine")


def write(path: Path, *, channels: int = 1, width: int = 2, rate: int = 8000, frames: int = 100) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(bytes(channels * width * frames))


def test_what_was_never_kept_is_missing(tmp_path: Path) -> None:
    assert ClipCache(tmp_path).get(KEY) is None


@given(st.lists(st.floats(-2, 2, width=32), min_size=1, max_size=50), st.sampled_from([8000, 22050, 48000]))
def test_the_second_run_sounds_like_the_first(
    tmp_path_factory: pytest.TempPathFactory, samples: list[float], rate: int
) -> None:
    folder = ClipCache(tmp_path_factory.getbasetemp() / "clips")
    first = folder.put(KEY, Clip(np.array(samples, dtype=np.float32), rate))
    second = folder.get(KEY)
    assert second is not None
    assert (rate, rate) == (first.rate, second.rate)
    assert np.array_equal(first.samples, second.samples)
    assert np.allclose(np.clip(samples, -1, 1), second.samples, atol=1 / 32768)


@pytest.mark.parametrize("place", range(4))
def test_every_part_of_the_key_counts(tmp_path: Path, place: int) -> None:
    folder = ClipCache(tmp_path)
    folder.put(KEY, hum())
    assert folder.get((*KEY[:place], "other", *KEY[place + 1 :])) is None


def test_parts_of_the_key_do_not_run_into_each_other(tmp_path: Path) -> None:
    folder = ClipCache(tmp_path)
    paths = {
        folder.clip_path(("a", "bc")),
        folder.clip_path(("ab", "c")),
        folder.clip_path(("a", "b", "c")),
        folder.clip_path(("abc",)),
    }
    assert 4 == len(paths)


@pytest.mark.parametrize("length", [0, 1, 11, 43, 44, 45, 500])
def test_a_truncated_file_is_missing(tmp_path: Path, length: int) -> None:
    folder = ClipCache(tmp_path)
    folder.put(KEY, hum())
    path = folder.clip_path(KEY)
    path.write_bytes(path.read_bytes()[:length])
    assert folder.get(KEY) is None


@pytest.mark.parametrize("data", [b"not a sound", b"RIFF" + b"\xff" * 100, b"RIFF\x00\x00\x00\x00WAVE", bytes(5000)])
def test_a_damaged_file_is_missing_and_is_written_anew(tmp_path: Path, data: bytes) -> None:
    folder = ClipCache(tmp_path)
    folder.clip_path(KEY).write_bytes(data)
    assert folder.get(KEY) is None
    folder.put(KEY, hum())
    assert folder.get(KEY) is not None


@pytest.mark.parametrize("form", [{"channels": 2}, {"width": 1}, {"width": 3}, {"rate": 1}, {"frames": 0}])
def test_a_file_of_another_form_is_missing(tmp_path: Path, form: dict[str, int]) -> None:
    folder = ClipCache(tmp_path)
    write(folder.clip_path(KEY), **form)
    assert folder.get(KEY) is None


def test_a_folder_in_place_of_a_file_is_missing(tmp_path: Path) -> None:
    folder = ClipCache(tmp_path)
    folder.clip_path(KEY).mkdir()
    assert folder.get(KEY) is None


def test_a_place_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("in the way")
    folder = ClipCache(place)
    kept = folder.put(KEY, hum())
    said = folder.complaint
    folder.put(("another",), hum())
    assert said.startswith(f"The spoken phrases cannot be kept in {place} (")
    assert said == folder.complaint
    assert len(hum().samples) == len(kept.samples)


def test_after_a_complaint_no_more_is_tried(tmp_path: Path) -> None:
    folder = ClipCache(tmp_path)
    folder.complaint = "The disk is full."
    folder.put(KEY, hum())
    assert [] == list(tmp_path.iterdir())


def test_only_whole_files_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: str, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    folder = ClipCache(tmp_path)
    folder.put(KEY, hum())
    assert [] == list(tmp_path.iterdir())
    assert "(the disk is full)" in folder.complaint


def test_the_oldest_files_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_cache, "MOST_FILES", 2)
    folder = ClipCache(tmp_path)
    for age, name in enumerate(("newest", "middle", "oldest")):
        folder.put((name,), hum())
        os.utime(folder.clip_path((name,)), (1000 - age, 1000 - age))
    folder.prune()
    assert [False, True, True] == [folder.clip_path((name,)).exists() for name in ("oldest", "middle", "newest")]


def test_a_missing_folder_is_pruned_in_peace(tmp_path: Path) -> None:
    ClipCache(tmp_path / "nowhere").prune()
    assert [] == list(tmp_path.iterdir())


def test_a_clip_belongs_to_its_key(tmp_path: Path) -> None:
    folder = ClipCache(tmp_path)
    folder.put(KEY, hum())
    other = ("Look right", *KEY[1:])
    folder.clip_path(KEY).rename(folder.clip_path(other))
    assert folder.get(other) is None


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_one_byte_that_changed_is_damage(tmp_path_factory: pytest.TempPathFactory, place: int, change: int) -> None:
    folder = ClipCache(tmp_path_factory.getbasetemp() / "changed")
    folder.put(KEY, hum())
    path = folder.clip_path(KEY)
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= change
    path.write_bytes(content)
    assert folder.get(KEY) is None


@pytest.mark.parametrize("rate", [1, 7_999, 192_001, 2_000_000_000])
def test_an_impossible_rate_is_damage(tmp_path: Path, rate: int) -> None:
    folder = ClipCache(tmp_path)
    folder.put(KEY, Clip(hum().samples, rate))
    assert folder.get(KEY) is None


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes among files")
def test_a_pipe_in_place_of_a_clip_is_missing_and_is_replaced(tmp_path: Path) -> None:
    folder = ClipCache(tmp_path)
    os.mkfifo(folder.clip_path(KEY))
    assert folder.get(KEY) is None
    folder.put(KEY, hum())
    assert folder.get(KEY) is not None


def test_what_a_killed_process_left_unfinished_is_removed(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.wav.x1", tmp_path / ".b.wav.x2"
    for part in (old, new):
        part.touch()
    os.utime(old, (1000, 1000))
    ClipCache(tmp_path).prune()
    assert [new] == list(tmp_path.iterdir())
