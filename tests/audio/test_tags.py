"""What a player shows of an MP3 file."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.id3 import ID3

from drillvoice.audio.recording import Recording
from drillvoice.audio.tags import Tags, write_tags
from drillvoice.core.rates import MP3_RATE
from drillvoice.errors import AudioError
from tests.fakes import hum


def texts(path: Path) -> dict[str, str]:
    return {name: str(frame) for name, frame in ID3(path).items()}


def written(path: Path, tags: Tags) -> Path:
    with Recording(path, MP3_RATE, tags) as recording:
        recording.write(hum(1.0, MP3_RATE).samples)
    return path


def test_an_mp3_has_its_title_and_its_place_in_the_album(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp3", Tags("Повороты №1", "Kopfdrehungen", 2, 9))
    assert {"TIT2": "Повороты №1", "TALB": "Kopfdrehungen", "TRCK": "2/9", "TPE1": "drillvoice"} == texts(path)
    assert b"ID3\x03" == path.read_bytes()[:4], "what old players and Windows can read"
    samples, rate = soundfile.read(path)
    assert (MP3_RATE, MP3_RATE) == (rate, len(samples))
    assert 0.1 == pytest.approx(np.median(samples), abs=0.02)


def test_what_belongs_to_no_album_has_a_title_alone(tmp_path: Path) -> None:
    assert {"TIT2", "TPE1"} == set(texts(written(tmp_path / "a.MP3", Tags("Head turns"))))


def test_other_formats_go_without(tmp_path: Path) -> None:
    assert MP3_RATE == soundfile.info(written(tmp_path / "a.wav", Tags("Head turns"))).frames


def test_a_tag_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "a.mp3", MP3_RATE, Tags("Head turns")).__enter__()
    recording._part.path.unlink()
    recording._part.path.mkdir()
    with pytest.raises(AudioError, match="cannot be written"):
        recording.__exit__(None, None, None)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_tags(tmp_path / "no.mp3", Tags("Head turns"))
