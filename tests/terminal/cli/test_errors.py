"""Whatever is wrong: an exit code of its own, one sentence, no traceback."""

import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.terminal.cli.program import NO_SOUND, Program, json_lines

QUICK = str(Path(__file__).parents[2] / "room" / "quick.toml")
SHORT = ("--safety-heard", "--seed", "7", "--brief")

GIVES_WAY = "The voice cannot speak (it is a test). This session is in the computer's own voice.\n"


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("frobnicate", 2, "No such command"),
        ("plan", 2, "Name a drill, or several, or give --all with -o FOLDER"),
        ("run head-turns --wobble", 2, "No such option"),
        ("plan head-turns --level 0", 2, "Invalid value for '--level'"),
        ("plan head-turns --level x", 2, "Invalid value for '--level'"),
        ("plan head-turns --level 9", 2, "head-turns has levels 1 to 7; level 9"),
        ("plan warm-up --level 2", 2, "warm-up is a programme"),
        ("plan head-turns --level 7", 2, "head-turns at level 7 follows your own steps"),
        ("plan head-turns --cadence 20", 2, "Invalid value for '--cadence'"),
        ("plan head-turns --gap 6-3", 2, "Invalid value for '--gap': '6-3': a gap lies between"),
        ("plan head-turns --gap 0-3", 2, "Invalid value for '--gap': '0-3': a gap lies between"),
        ("plan head-turns --gap 3-4-5", 2, "Invalid value for '--gap': '3-4-5' is not a gap"),
        ("plan head-turns --gap nan", 2, "Invalid value for '--gap': 'nan' is not a gap"),
        ("plan head-turns --gap soon", 2, "Invalid value for '--gap': 'soon' is not a gap"),
        ("plan head-turns --rest soon", 2, "Invalid value for '--rest': 'soon' is not a rest"),
        ("plan head-turns --rest nan", 2, "Invalid value for '--rest': 'nan' is not a rest"),
        ("plan head-turns --rest 601", 2, "Invalid value for '--rest': '601' is not a rest"),
        ("plan head-turns --without sideways", 2, "head-turns has no cue called 'sideways'"),
        ("plan marching --without left", 2, "marching has no cue called 'left'"),
        ("plan head-turns --on-demand --gap 3-6", 2, "With --on-demand every cue waits for you"),
        ("render head-turns", 2, "Missing option '-o'"),
        ("render head-turns -o a.doc", 2, "a.doc: the name must end in .wav, .flac, .ogg, .mp3"),
        ("render head-turns -o a.m4a", 2, "a.m4a: the name must end in .wav, .flac, .ogg, .mp3 (phones play"),
        ("render head-turns -o a", 2, "a: the name must end in"),
        ("render head-turns -o a/ --events log", 2, "--events goes with one sound file"),
        ("render head-turns -o nowhere/a/", 6, "There is no folder nowhere for a"),
        ("render head-turns -o nowhere/a.html", 6, "There is no folder nowhere for a.html"),
        ("render head-turns -o a.html --on-demand", 2, "A sound file cannot wait for you"),
        ("render head-turns -o a.wav --on-demand", 2, "A sound file cannot wait for you"),
        ("render warm-up -o nowhere/a.wav", 6, "There is no folder nowhere"),
        ("render warm-up -o a.wav --events nowhere/log", 6, "The event log nowhere/log cannot be written"),
        ("run warm-up --events nowhere/log", 6, "The event log nowhere/log cannot be written"),
        ("check", 2, "Name at least one drill file to check"),
        ("check nothing.toml", 3, "nothing.toml: cannot be read (No such file or directory)"),
        ("new My-Drill", 2, "'My-Drill' is not a name for a drill"),
        ("show had-turns", 4, 'There is no drill called "had-turns", did you mean head-turns?'),
        ("show xyzzy", 4, 'There is no drill called "xyzzy"; `drillvoice list` shows them all'),
        ("plan a/b.toml", 4, "There is no drill file a/b.toml"),
        ("run nothing.toml", 4, "There is no drill file nothing.toml"),
        ("safety nothing", 4, 'There is no drill called "nothing"'),
    ],
)
def test_one_sentence_and_a_code(drillvoice: Program, empty_folder: Path, line: str, code: int, expected: str) -> None:
    answer = drillvoice(*line.split())
    said = answer.err.removeprefix(f"{NO_SOUND} Until then the drill is printed, without sound.\n")
    assert (code, "") == (answer.code, answer.out)
    assert said.startswith(expected)
    assert re.fullmatch(r"[^\n]+[.?)]\n", said)
    assert "Traceback" not in said
    assert [] == list(empty_folder.iterdir())


def test_no_drills_at_all(drillvoice: Program, tmp_path: Path) -> None:
    drillvoice.hide_the_shipped_drills(tmp_path / "nowhere")
    for command in (("list",), ("run",), ("plan", "warm-up"), ("show", "warm-up")):
        answer = drillvoice(*command)
        assert 4 == answer.code
        assert answer.err.startswith("No drills were found in ") or answer.err.startswith(NO_SOUND)
        assert "install drillvoice again, or name a folder with --drills.\n" in answer.err


@pytest.mark.parametrize("command", ["plan", "render"])
def test_a_voice_that_fails_is_an_error_where_the_voice_is_needed(
    drillvoice: Program, tmp_path: Path, command: str
) -> None:
    drillvoice.break_the_voice()
    output = ("-o", str(tmp_path / "a.wav")) if command == "render" else ()
    answer = drillvoice(command, QUICK, *output)
    assert (5, "", f"{GIVES_WAY}The voice cannot speak (it is a test).\n") == answer
    assert not (tmp_path / "a.wav").exists()


def test_a_drill_goes_on_without_a_voice(drillvoice: Program, tmp_path: Path) -> None:
    drillvoice.break_the_voice()
    answer = drillvoice("run", QUICK, *SHORT, "--events", tmp_path / "log")
    sentence = (
        f"{GIVES_WAY}The voice cannot speak (it is a test). Until then each line is printed and marked by a beep.\n"
    )
    assert (0, True) == (answer.code, sentence in answer.err)
    assert "ended" == json_lines((tmp_path / "log").read_text())[-1]["kind"]


def test_a_cache_that_cannot_be_written_costs_a_sentence(drillvoice: Program, own_folders: Path) -> None:
    (own_folders / "cache").mkdir(parents=True)
    (own_folders / "cache" / "drillvoice").write_text("in the way")
    answer = drillvoice("plan", QUICK, *SHORT)
    assert 0 == answer.code
    assert answer.err.startswith("The spoken phrases cannot be kept in ")
    assert 1 == len(answer.err.splitlines())


def test_a_place_for_what_was_heard_that_cannot_be_written_costs_nothing(
    drillvoice: Program, own_folders: Path
) -> None:
    own_folders.mkdir(exist_ok=True)
    (own_folders / "state").write_text("in the way")
    answer = drillvoice("run", QUICK, "--seed", "7")
    assert (0, 1) == (answer.code, len(answer.err.splitlines()))


def test_all_problems_of_a_drill_file_come_at_once(drillvoice: Program, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(Path(QUICK).read_text().replace("max_", "maxi_"))
    for command in ("check", "plan", "show"):
        answer = drillvoice(command, path)
        assert (3, "") == (answer.code, answer.out)
        assert [f"{path}: `maxi_cues`", f"{path}: `maxi_run`"] == sorted(
            line.split(": unknown")[0] for line in answer.err.splitlines()
        )


def test_a_recording_that_is_no_sound_is_named(drillvoice: Program, tmp_path: Path) -> None:
    (tmp_path / "left.wav").write_text("These are words.")
    path = tmp_path / "mine.toml"
    path.write_text(Path(QUICK).read_text().replace('"Look left"', '"Look left"\nrecording = "left.wav"'))
    answer = drillvoice("plan", path)
    why = "is not a sound file that can be read (Format not recognised); save it as WAV, FLAC or OGG"
    said = f"{path}: `cues.left.recording`: left.wav {why}\n"
    assert (3, "", said) == answer


@pytest.mark.parametrize("name", ["left.m4a", "my left.M4A", "left.3gp"])
def test_a_recording_as_phones_make_it_is_told_with_how_to_convert_it(
    drillvoice: Program, tmp_path: Path, name: str
) -> None:
    sound = tmp_path / name
    sound.write_bytes(b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom" + bytes(4000))
    path = tmp_path / "mine.toml"
    path.write_text(Path(QUICK).read_text().replace('"Look left"', f'"Look left"\nrecording = "{name}"'))
    command = shlex.join(["ffmpeg", "-i", str(sound), str(sound.with_suffix(".wav"))])
    for answer in (drillvoice("check", path), drillvoice("hear", sound)):
        assert answer.code
        assert 1 == len(answer.err.splitlines())
        assert f"`{command}` makes a WAV file of it" in answer.err


@pytest.mark.parametrize("content", [b"\xff\xfe", b"kind = " + b"9" * 5000, b"[" * 50_000, bytes(1_000_001), b"\x00"])
def test_hostile_files_are_refused_in_one_sentence(drillvoice: Program, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    answer = drillvoice("check", path)
    assert (3, "", 1) == (answer.code, answer.out, len(answer.err.splitlines()))
    assert answer.err.startswith(f"{path}: ")


@pytest.mark.skipif(sys.platform == "win32", reason="no such names and files there")
class TestNamesAndPlaces:
    @pytest.mark.parametrize("command", ["check", "show", "week check", "hear", "export -o", "progress -o"])
    def test_a_line_break_in_a_name_breaks_no_line(self, drillvoice: Program, tmp_path: Path, command: str) -> None:
        path = tmp_path / "a\nAll is well.toml"
        path.write_text("kind = ")
        answer = drillvoice(*command.split(), path)
        assert 1 == len((answer.out + answer.err).splitlines())

    @pytest.mark.parametrize("command", ["check", "export -o", "render heel-raises -o"])
    def test_nor_where_all_went_well(self, drillvoice: Program, tmp_path: Path, command: str) -> None:
        assert 0 == drillvoice("run", QUICK, *SHORT).code
        path = tmp_path / f"a\nb{'.toml' if command == 'check' else '.csv' if 'export' in command else '.wav'}"
        if command == "check":
            path.write_text(Path(QUICK).read_text())
        answer = drillvoice(*command.split(), path)
        assert (0, 1) == (answer.code, len(answer.out.splitlines()))
        assert f"{tmp_path}/a\\nb." in answer.out

    def test_only_the_first_of_very_many_problems_are_told(self, drillvoice: Program, tmp_path: Path) -> None:
        path = tmp_path / "bad.toml"
        path.write_text("\n".join(f"k{number} = 1" for number in range(500)) + "\n" + Path(QUICK).read_text())
        answer = drillvoice("check", path)
        lines = answer.err.splitlines()
        assert (3, 21) == (answer.code, len(lines))
        assert f"{path}: 480 more problems; mend these first" == lines[-1]

    def test_what_is_no_folder_is_no_folder_of_drills(self, drillvoice: Program, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path / "pipe", "/dev/null"):
            answer = drillvoice("list", "--drills", path)
            assert (2, "") == (answer.code, answer.out)
            assert "is no folder; name the folder that your drill files lie in" in answer.err

    @pytest.mark.parametrize("ending", ["wav", "mp3", "html", ""])
    def test_a_name_that_is_too_long_is_an_error(self, drillvoice: Program, tmp_path: Path, ending: str) -> None:
        answer = drillvoice("render", "heel-raises", "-o", tmp_path / f"{'x' * 300}{ending and '.'}{ending}")
        assert (True, 1) == (answer.code in (2, 6), len(answer.err.splitlines()))

    def test_a_plan_is_written_into_no_pipe(self, drillvoice: Program, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "calf-stretch-1.txt")
        answer = drillvoice("plan", "--all", "-o", tmp_path)
        assert 2 == answer.code
        assert f"{tmp_path} cannot be written (it is no file but a pipe); choose another folder.\n" == answer.err
