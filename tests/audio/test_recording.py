"""Sound files: every format, written whole or not at all."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drillvoice.app.event_log import Record, record_of
from drillvoice.app.render import render_session, undisturbed_records
from drillvoice.audio.mixer import Mixer
from drillvoice.audio.recording import FORMATS, Recording, encode_mp3
from drillvoice.core.plan.timing import lay_out
from drillvoice.core.rates import MP3_RATE
from drillvoice.core.session.machine import Session
from drillvoice.errors import AudioError, UsageError
from tests.builders import PHRASES, choices_of, length, turns
from tests.fakes import hum


@pytest.mark.parametrize("ending", [*FORMATS, ".WAV"])
def test_every_format_gives_back_what_was_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"drill{ending}"
    with Recording(path, 44_100) as recording:
        for _ in range(4):
            recording.write(hum(0.25, 44_100).samples)
    samples, rate = soundfile.read(path)
    assert 44_100 == rate
    assert 1.0 == pytest.approx(len(samples) / rate, abs=0.06)
    assert 0.1 == pytest.approx(np.median(samples), abs=0.02)


def test_a_small_mp3_keeps_the_consonants() -> None:
    """Noise up to 6.3 kHz comes through; an MP3 as small as can be has nothing above 5 kHz."""
    sound = (0.1 * np.random.default_rng(1).standard_normal(10 * MP3_RATE)).astype(np.float32)
    samples, _ = soundfile.read(io.BytesIO(encode_mp3([sound])))
    shares = [np.abs(np.fft.rfft(each[: len(sound)])) ** 2 for each in (sound, samples)]
    band = slice(5600 * len(sound) // MP3_RATE, 6300 * len(sound) // MP3_RATE)
    assert 0.5 < shares[1][band].sum() / shares[0][band].sum() < 2


def test_an_unknown_ending_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"must end in \.wav, \.flac, \.ogg, \.mp3"):
        Recording(tmp_path / "drill.aac")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"There is no folder .*no for drill\.wav; make it"):
        Recording(tmp_path / "no" / "drill.wav").__enter__()


def interrupted(path: Path) -> None:
    with Recording(path) as recording:
        recording.write(hum().samples)
        raise KeyboardInterrupt


def test_a_file_that_was_cut_short_leaves_the_old_one_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "drill.wav"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert b"old" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_a_place_that_cannot_be_taken_is_told_when_the_file_is_whole(tmp_path: Path) -> None:
    (tmp_path / "drill.wav").mkdir()
    with pytest.raises(AudioError, match="cannot be written"), Recording(tmp_path / "drill.wav") as recording:
        recording.write(hum().samples)
    assert [tmp_path / "drill.wav"] == list(tmp_path.iterdir())


def test_a_write_that_fails_is_told(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "drill.wav").__enter__()
    recording._file.close()
    with pytest.raises(AudioError, match="cannot be written"):
        recording.write(hum().samples)


class TestRender:
    def session(self, metronome: int = 0) -> Session:
        choices = choices_of(turns(max_cues=3), bouts=2, rest_s=5.0, metronome=metronome)
        return Session(lay_out(choices, length), length, PHRASES)

    def test_every_line_sounds_where_its_record_says(self, tmp_path: Path) -> None:
        records: list[Record] = []
        path = tmp_path / "drill.wav"
        seconds = render_session(
            self.session(),
            lambda _: hum(0.1, 8000),
            Mixer(8000),
            Recording(path, 8000),
            lambda fact: records.append(record_of(fact)),
        )
        samples, rate = soundfile.read(path)
        assert len(samples) == seconds * rate
        loud = np.flatnonzero(np.abs(samples) > 0.01)
        onsets = loud[np.diff(loud, prepend=-100) > 50] / rate
        assert [record["at_s"] for record in records if "text" in record] == [
            round(float(onset), 3) for onset in onsets
        ]

    def test_the_beat_is_heard_in_the_bouts(self, tmp_path: Path) -> None:
        path = tmp_path / "drill.wav"
        render_session(
            self.session(60), lambda _: hum(0.02, 8000, 0.0), Mixer(8000), Recording(path, 8000), lambda _: None
        )
        samples, _ = soundfile.read(path)
        assert 20 < len(np.flatnonzero(np.diff(np.flatnonzero(np.abs(samples) > 0.01)) > 4000)) < 70

    def test_it_leaves_the_records_of_the_plan(self, tmp_path: Path) -> None:
        records: list[Record] = []
        render_session(
            self.session(),
            lambda _: hum(0.01),
            Mixer(8000),
            Recording(tmp_path / "drill.wav", 8000),
            lambda fact: records.append(record_of(fact)),
        )
        assert [record_of(fact) for fact in undisturbed_records(self.session())] == records
        assert "ended" == records[-1]["kind"]


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_a_name_that_the_locale_has_no_letters_for_is_written(tmp_path: Path) -> None:
    script = (
        "import sys, numpy; from pathlib import Path; from drillvoice.audio.recording import Recording\n"
        "with Recording(Path(sys.argv[1])) as file: file.write(numpy.zeros(800, dtype='float32'))"
    )
    plain = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    path = tmp_path / "mü.wav"
    subprocess.run([sys.executable, "-c", script, os.fsencode(path)], env=plain, check=True, timeout=60)
    assert path.stat().st_size > 800
