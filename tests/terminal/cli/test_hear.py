"""`drillvoice hear`: recordings through the path of the microphone."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from drillvoice.audio.resample import Resampler
from drillvoice.core.clips import Clip
from drillvoice.errors import AudioError, ModelError
from tests.speaking import RATE, Take, needs_voice
from tests.terminal.cli.program import Program, json_lines

NEAR_S = 0.15


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def recording(path: Path, *parts: float | str, rate: int = RATE, channels: int = 1) -> Take:
    """Write a recording; all but its first channel are silent."""
    take = Take(*parts)
    sound = np.zeros((len(take.samples) * rate // RATE, channels), np.float32)
    sound[:, 0] = Resampler(rate).resample_clip(Clip(take.samples, RATE))[: len(sound)]
    soundfile.write(path, sound, rate)
    return take


def assert_heard(records: list[dict[str, Any]], path: Path, command: str, phrase: str, end_s: float) -> None:
    (record,) = [record for record in records if record["file"] == str(path)]
    assert {"file": str(path), "command": command, "phrase": phrase}.items() <= record.items()
    assert end_s == pytest.approx(record["word_end_s"], abs=NEAR_S)
    assert record["word_end_s"] <= record["decided_s"] <= end_s + 1.5
    assert {"file", "command", "phrase", "word_end_s", "decided_s"} == record.keys()


@needs_voice
def test_each_command_is_a_line_of_json(drillvoice: Program, tmp_path: Path) -> None:
    paths = tmp_path / "one.wav", tmp_path / "two.flac"
    one, two = recording(paths[0], 0.5, "stop", 1.0), recording(paths[1], 0.5, "take a break", 1.0)
    answer = drillvoice("hear", *paths)
    assert (0, "") == (answer.code, answer.err)
    records = json_lines(answer.out)
    assert 2 == len(records)
    assert_heard(records, paths[0], "stop", "stop", one.spans[0][1])
    assert_heard(records, paths[1], "pause", "take a break", two.spans[0][1])


@needs_voice
@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44_100, 2), (48_000, 2)])
def test_recordings_of_every_rate_are_heard(drillvoice: Program, tmp_path: Path, rate: int, channels: int) -> None:
    path = tmp_path / "one.wav"
    take = recording(path, 0.5, "next", 1.0, rate=rate, channels=channels)
    assert_heard(json_lines(drillvoice("hear", path).out), path, "next", "next", take.spans[0][1])


@needs_voice
def test_a_recording_may_end_with_the_word(drillvoice: Program, tmp_path: Path) -> None:
    path = tmp_path / "one.wav"
    take = recording(path, 0.5, "next")
    assert_heard(json_lines(drillvoice("hear", path).out), path, "next", "next", take.spans[0][1])


@needs_voice
def test_a_file_that_cannot_be_read_is_one_sentence_and_the_others_are_heard(
    drillvoice: Program, tmp_path: Path
) -> None:
    text, missing, good = tmp_path / "text.wav", tmp_path / "missing.wav", tmp_path / "good.wav"
    text.write_text("This is no sound.")
    recording(good, 0.5, "stop", 0.5)
    answer = drillvoice("hear", text, missing, tmp_path, good)
    assert AudioError.exit_code == answer.code
    assert [str(good)] == [record["file"] for record in json_lines(answer.out)]
    assert [f"{path} cannot be read as sound" for path in (text, missing, tmp_path)] == [
        line.split(" (")[0] for line in answer.err.splitlines()
    ]


@pytest.mark.parametrize("seconds", [0.0, 0.005, 1.0])
def test_where_nobody_speaks_nothing_is_printed(drillvoice: Program, tmp_path: Path, seconds: float) -> None:
    import soundfile

    path = tmp_path / "silence.wav"
    soundfile.write(path, np.zeros(round(seconds * 44_100), np.float32), 44_100)
    assert (0, "", "") == drillvoice("hear", path)


@needs_voice
def test_a_recording_that_is_longer_than_any_session_is_not_begun(drillvoice: Program, tmp_path: Path) -> None:
    path = tmp_path / "night.wav"
    soundfile.write(path, np.zeros(RATE, np.float32), RATE, subtype="PCM_16")
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[4:8] = content[at : at + 4] = (4_000_000_000).to_bytes(4, "little")
    path.write_bytes(content)
    os.truncate(path, 4_000_000_000)
    answer = drillvoice("hear", path)
    assert answer.code
    assert f"{path} lasts longer than 4 hours; give the part that matters.\n" == answer.err


def test_with_a_wake_word_a_bare_command_is_none(drillvoice: Program, tmp_path: Path) -> None:
    bare, woken = tmp_path / "bare.wav", tmp_path / "woken.wav"
    recording(bare, 0.5, "stop", 0.5)
    take = recording(woken, 0.5, "computer", "stop", 0.5)
    records = json_lines(drillvoice("hear", "--wake", "Computer", bare, woken).out)
    assert 1 == len(records)
    assert_heard(records, woken, "stop", "computer stop", take.spans[-1][1])


@needs_voice
@pytest.mark.parametrize(
    ("learnt_s", "heard", "said"),
    [
        (12.0, ["stop"], "dB quieter; it came 20 ms late, and its clock is off by 0 ppm."),
        (1.0, [], "could not be taken out; nothing was heard while it spoke."),
    ],
)
def test_what_the_loudspeaker_played_is_taken_out(
    drillvoice: Program, tmp_path: Path, learnt_s: float, heard: list[str], said: str
) -> None:
    """Somebody says a command over bursts of noise."""
    path, reference = tmp_path / "microphone.wav", tmp_path / "loudspeaker.wav"
    take = recording(path, learnt_s, "stop", 1.0)
    times = np.arange(len(take.samples)) / RATE
    bursts = 0.05 * np.random.default_rng(1).standard_normal(len(times)) * np.clip(np.sin(4 * np.pi * times), 0, 1)
    played = np.where(times < 0.5, 0.0, bursts)
    soundfile.write(reference, played, RATE)
    soundfile.write(path, take.samples + np.roll(played, RATE // 50), RATE)
    answer = drillvoice("hear", "--reference", reference, path)
    assert heard == [record["command"] for record in json_lines(answer.out)]
    assert f"{path}: the loudspeaker's voice" in answer.err
    assert said in answer.err


@pytest.mark.parametrize(
    ("options", "named"),
    [(("--model", "{folder}"), "{folder}"), (("--wake", "blorf"), '"blorf"')],
)
def test_what_the_model_cannot_do_is_one_sentence(
    drillvoice: Program, tmp_path: Path, options: tuple[str, str], named: str
) -> None:
    path = tmp_path / "silence.wav"
    path.touch()
    folder = tmp_path / "model"
    folder.mkdir()
    answer = drillvoice("hear", *(option.format(folder=folder) for option in options), path)
    assert (ModelError.exit_code, "") == (answer.code, answer.out)
    assert named.format(folder=folder) in answer.err
    assert 1 == len(answer.err.splitlines())
