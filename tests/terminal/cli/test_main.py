"""What each command prints, writes and answers."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import soundfile

from drillvoice import __version__
from drillvoice.core.drill.schema import KINDS
from drillvoice.errors import DrillError
from drillvoice.language import load_language
from drillvoice.places import shipped_drills
from drillvoice.terminal.cli.option_types import Gap, Rest
from tests.builders import PHRASES, SHIPPED, swept
from tests.terminal.cli.program import NO_SOUND, Program, json_lines

QUICK = Path(__file__).parents[2] / "room" / "quick.toml"
SHORT = ("--safety-heard", "--seed", "7", "--brief")


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def own_drill(folder: Path, name: str = "mine", title: str = "My own turns") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(QUICK.read_text(encoding="utf-8").replace("Quick turns", title), encoding="utf-8")
    return path


class TestListAndShow:
    def test_all_drills_are_listed_with_what_they_train(self, drillvoice: Program) -> None:
        answer = drillvoice("list")
        assert (0, "") == (answer.code, answer.err)
        rows = {line.split()[0]: line for line in answer.out.splitlines()[1:]}
        assert set(SHIPPED) == set(rows)
        assert all(SHIPPED[name].trains in row for name, row in rows.items())

    def test_the_list_as_json(self, drillvoice: Program) -> None:
        found = {row["name"]: row for row in json.loads(drillvoice("list", "--json").out)}
        assert set(SHIPPED) == set(found)
        assert (7, "random-cues") == (found["head-turns"]["levels"], found["head-turns"]["kind"])
        assert ["head-turns"] == found["warm-up"]["drills"]

    def test_a_wrong_file_costs_a_sentence_and_not_the_list(self, drillvoice: Program, tmp_path: Path) -> None:
        (tmp_path / "bad.toml").write_text("kind = 1")
        answer = drillvoice("list", "--drills", tmp_path)
        assert answer.err.startswith(f"{tmp_path / 'bad.toml'}: `kind`")
        assert (0, True) == (answer.code, "head-turns" in answer.out)

    @pytest.mark.parametrize("name", swept(sorted(SHIPPED)))
    def test_every_drill_is_shown(self, drillvoice: Program, name: str) -> None:
        answer = drillvoice("show", name)
        assert answer.out.startswith(f"{SHIPPED[name].title} ({name})\n")
        assert SHIPPED[name].why in answer.out
        shown = json.loads(drillvoice("show", name, "--json").out)
        assert (name, SHIPPED[name].kind) == (shown["name"], shown["kind"])

    def test_show_names_levels_cautions_and_the_therapist(self, drillvoice: Program) -> None:
        out = drillvoice("show", "head-turns").out
        assert all(f"\n{heading}:\n" in out for heading in ("You need", "Setting up", "Take care", "Safety", "Levels"))
        assert 1 == out.count("(with a therapist)")


class TestCheckAndNew:
    def test_a_right_file_is_fine(self, drillvoice: Program) -> None:
        assert (0, f"{QUICK}: fine.\n", "") == drillvoice("check", QUICK)

    def test_each_file_is_checked_whatever_the_others_are(self, drillvoice: Program, tmp_path: Path) -> None:
        (tmp_path / "bad.toml").write_text(QUICK.read_text().replace("max_cues", "max_cue"))
        answer = drillvoice("check", tmp_path / "bad.toml", QUICK)
        assert (DrillError.exit_code, f"{QUICK}: fine.\n") == (answer.code, answer.out)
        assert f"{tmp_path}/bad.toml: `max_cue`: unknown key `max_cue`, did you mean `max_cues`?\n" == answer.err

    def test_a_programme_names_drills_and_levels_that_there_are(self, drillvoice: Program, tmp_path: Path) -> None:
        head = 'kind = "programme"\ntitle = "A"\ntrains = "a"\nwhy = "a"\n'
        items = '[[items]]\ndrill = "nothing"\n[[items]]\ndrill = "marching"\nlevel = 9\n[[items]]\ndrill = "whole"\n'
        (tmp_path / "a.toml").write_text(head + items)
        found = drillvoice("check", tmp_path / "a.toml").err.splitlines()
        places = ["items[0].drill", "items[1].level", "items[2].drill"]
        assert places == [line.split("`")[1] for line in found]

    def test_the_schema_describes_every_kind(self, drillvoice: Program) -> None:
        schema = json.loads(drillvoice("check", "--schema").out)
        assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
        kinds = {
            table["properties"]["kind"]["const"]: table
            for table in schema["$defs"].values()
            if "kind" in table.get("properties", {})
        }
        assert set(KINDS) == set(kinds)
        for drill in SHIPPED.values():
            assert set(kinds[drill.kind]["required"]) <= drill.model_fields_set <= set(kinds[drill.kind]["properties"])

    def test_every_reference_of_the_schema_leads_somewhere(self, drillvoice: Program) -> None:
        text = drillvoice("check", "--schema").out
        wanted = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
        assert wanted <= set(json.loads(text)["$defs"])

    def test_a_new_drill_is_right_and_is_found_by_its_name(self, drillvoice: Program) -> None:
        path = Path(drillvoice("new", "evening").out.strip())
        assert 'title = "My drill"' in path.read_text(encoding="utf-8")
        assert (0, f"{path}: fine.\n", "") == drillvoice("check", path)
        assert "My drill." in drillvoice("plan", "evening", *SHORT).out

    def test_a_new_drill_may_have_a_path(self, drillvoice: Program, tmp_path: Path) -> None:
        path = tmp_path / "sub" / "evening.toml"
        assert (0, f"{path}\n", "") == drillvoice("new", path)
        assert f"drillvoice run {path}\n" in path.read_text(encoding="utf-8")

    def test_a_new_drill_overwrites_nothing(self, drillvoice: Program, tmp_path: Path) -> None:
        path = own_drill(tmp_path)
        before = path.read_text()
        assert (2, "", f"{path} is there already; choose another name, or edit it.\n") == drillvoice("new", path)
        assert before == path.read_text()


class TestPlan:
    def test_every_line_has_its_time(self, drillvoice: Program) -> None:
        lines = drillvoice("plan", QUICK, *SHORT).out.splitlines()
        assert "0:00  Quick turns." == lines[0]
        times = [int(line.split(":")[0]) * 60 + int(line[line.index(":") + 1 :][:2]) for line in lines]
        assert sorted(times) == times

    def test_the_header_comes_first(self, drillvoice: Program) -> None:
        header = json_lines(drillvoice("plan", "head-turns", *SHORT, "--level", "2", "--json").out)[0]
        expected = {"kind": "header", "drill": "head-turns", "level": 2, "seed": 7, "voice": "default", "rate": 165}
        assert expected | {"sample_rate": None, "version": __version__} == header

    def test_a_seed_repeats_a_session(self, drillvoice: Program) -> None:
        one, two = (drillvoice("plan", QUICK, *SHORT, "--json").out for _ in range(2))
        assert one == two
        assert one != drillvoice("plan", QUICK, *SHORT, "--json", "--seed", "8").out

    def test_without_a_seed_each_session_is_another_and_says_its_seed(self, drillvoice: Program) -> None:
        seeds = {json_lines(drillvoice("plan", QUICK, "--json").out)[0]["seed"] for _ in range(3)}
        assert len(seeds) > 1

    def test_gaps_are_those_that_were_asked_for(self, drillvoice: Program) -> None:
        records = json_lines(drillvoice("plan", "head-turns", *SHORT, "--json", "--gap", "9-9", "--bouts", "1").out)
        cues = [record["at_s"] for record in records if record["kind"] == "cue"]
        gaps = [round(later - one, 2) for one, later in itertools.pairwise(cues)]
        assert 9.0 == min(gaps)
        assert gaps.count(9.0) >= len(gaps) - 2

    def test_a_drill_may_be_a_path(self, drillvoice: Program, tmp_path: Path) -> None:
        assert "My own turns." in drillvoice("plan", own_drill(tmp_path), *SHORT).out

    def test_a_folder_that_was_named_wins(self, drillvoice: Program, tmp_path: Path) -> None:
        own_drill(tmp_path, "head-turns")
        assert "My own turns." in drillvoice("plan", "head-turns", "--drills", tmp_path, *SHORT).out


class TestAgreement:
    def test_plan_render_and_run_agree_on_every_line_but_the_header(self, drillvoice: Program, tmp_path: Path) -> None:
        planned = json_lines(drillvoice("plan", QUICK, *SHORT, "--json").out)
        drillvoice("render", QUICK, *SHORT, "-o", tmp_path / "a.wav", "--events", tmp_path / "render.jsonl")
        drillvoice("run", QUICK, *SHORT, "--no-record", "--events", tmp_path / "run.jsonl")
        rendered, run = (json_lines((tmp_path / f"{name}.jsonl").read_text()) for name in ("render", "run"))
        assert planned[1:] == rendered[1:]
        assert planned[1:] == run[1:]
        assert [None, 44_100, 48_000] == [lines[0].pop("sample_rate") for lines in (planned, rendered, run)]
        assert planned[0] == rendered[0] == run[0]

    @pytest.mark.parametrize(
        "options", [("--cues", "both"), ("--cues", "beep"), ("--metronome", "90"), ("--rest", "ready")]
    )
    def test_they_agree_with_options_too(self, drillvoice: Program, tmp_path: Path, options: tuple[str, ...]) -> None:
        planned = json_lines(drillvoice("plan", QUICK, *SHORT, *options, "--bouts", "2", "--json").out)
        log = tmp_path / "run.jsonl"
        drillvoice("run", QUICK, *SHORT, *options, "--bouts", "2", "--no-record", "--events", log)
        assert planned[1:] == json_lines(log.read_text())[1:]


class TestRender:
    @pytest.mark.parametrize("ending", ["wav", "mp3"])
    def test_a_file_is_written_and_described(self, drillvoice: Program, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"drill.{ending}"
        answer = drillvoice("render", QUICK, *SHORT, "-o", path)
        seconds = round(soundfile.info(path).duration)
        assert (0, "") == (answer.code, answer.err)
        assert f"{path}: Quick turns, {seconds // 60} min {seconds % 60} s, seed 7.\n" == answer.out

    @pytest.mark.parametrize("name", ["album/", "there"])
    def test_a_folder_becomes_an_album(self, drillvoice: Program, tmp_path: Path, name: str) -> None:
        (tmp_path / "there").mkdir()
        answer = drillvoice("render", QUICK, *SHORT, "-o", f"{tmp_path}/{name}")
        assert (0, "") == (answer.code, answer.err)
        assert re.search(r": Quick turns, \d min \d+ s in \d parts, seed 7\.\n$", answer.out)
        assert list((tmp_path / name).glob("01 *.mp3"))

    def test_a_page_is_written_and_described(self, drillvoice: Program, tmp_path: Path) -> None:
        answer = drillvoice("render", QUICK, *SHORT, "-o", tmp_path / "drill.html")
        assert (0, "") == (answer.code, answer.err)
        assert answer.out.startswith(f"{tmp_path / 'drill.html'}: Quick turns, ")
        assert [tmp_path / "drill.html"] == list(tmp_path.glob("*.html"))

    def test_volume_changes_the_level(self, drillvoice: Program, tmp_path: Path) -> None:
        peaks = []
        for volume in ("100", "50"):
            drillvoice("render", QUICK, *SHORT, "-o", tmp_path / "a.wav", "--volume", volume)
            peaks.append(abs(soundfile.read(tmp_path / "a.wav")[0]).max())
        assert pytest.approx(0.5, abs=0.01) == peaks[1] / peaks[0]


class TestRun:
    def test_without_a_loudspeaker_the_lines_are_printed_after_one_sentence(self, drillvoice: Program) -> None:
        answer = drillvoice("run", QUICK, *SHORT)
        assert (0, f"{NO_SOUND} Until then the drill is printed, without sound.\n") == (answer.code, answer.err)
        assert drillvoice("plan", QUICK, *SHORT).out == answer.out

    def test_the_warm_up_is_what_runs_where_nothing_is_named(self, drillvoice: Program, tmp_path: Path) -> None:
        drillvoice("run", *SHORT, "--events", tmp_path / "log", "--plain", "--no-voice-control")
        assert "warm-up" == json_lines((tmp_path / "log").read_text())[0]["drill"]

    def test_several_drills_come_one_after_the_other(self, drillvoice: Program, tmp_path: Path) -> None:
        drillvoice("run", "calf-stretch", QUICK, *SHORT, "--events", tmp_path / "log")
        header, *records = json_lines((tmp_path / "log").read_text())
        assert ("calf-stretch+quick", None) == (header["drill"], header["level"])
        drills = [record["drill"] for record in records if "drill" in record]
        assert ["calf-stretch", "quick"] == list(dict.fromkeys(drills))

    def test_commands_come_from_standard_input(self, drillvoice: Program) -> None:
        answer = drillvoice("run", QUICK, *SHORT, "--stdin-commands", stdin="Hurrah\n\nfinish\n")
        assert '"Hurrah" is not a command; "what can I say" lists them.\n' in answer.err
        assert len(answer.out) < len(drillvoice("run", QUICK, *SHORT).out)

    def test_safety_is_heard_in_full_the_first_time_only(self, drillvoice: Program) -> None:
        intro = load_language().phrases.safety.intro
        first = drillvoice("run", QUICK, "--seed", "7").out
        second = drillvoice("run", QUICK, "--seed", "7").out
        assert (True, False) == (intro in first, intro in second)

    def test_the_plans_of_all_drills_are_written_for_reading(self, drillvoice: Program, tmp_path: Path) -> None:
        folder = tmp_path / "plans"
        (tmp_path / "drills").mkdir()
        shutil.copy(shipped_drills() / "gaze.toml", tmp_path / "drills")
        told = drillvoice(
            "plan", "--all", "-o", folder, "--safety-heard", "--brief", "--drills", tmp_path / "drills"
        ).out
        names = {path.stem for path in folder.iterdir()}
        assert {"gaze-1", "gaze-4", "head-turns-7", "warm-up", "whole-2"} <= names
        assert f"{folder}: {len(names)} plans.\n" == told
        assert "(tone) And slowly down" in (folder / "marching-1.txt").read_text(encoding="utf-8")
        assert "Gaze on a point." in (folder / "gaze-1.txt").read_text(encoding="utf-8")

    def test_plans_that_cannot_be_written_are_one_sentence(self, drillvoice: Program, tmp_path: Path) -> None:
        taken = tmp_path / "taken"
        taken.write_text("")
        found = drillvoice("plan", "--all", "-o", taken)
        assert 0 != found.code
        assert f"{taken} cannot be written" in found.err

    def test_a_plan_does_not_count_as_heard(self, drillvoice: Program) -> None:
        outs = [drillvoice("plan", QUICK, "--seed", "7").out for _ in range(2)]
        assert all(load_language().phrases.safety.intro in out for out in outs)

    def test_safety_reads_the_advice_and_nothing_else(self, drillvoice: Program) -> None:
        texts = [line.split("  ", 1)[1] for line in drillvoice("safety", "marching").out.splitlines()]
        drill: Any = SHIPPED["marching"]
        said = [PHRASES.safety.lines[name] for name in drill.safety]
        assert said == [text for text in texts if text in PHRASES.safety.lines.values()]
        assert PHRASES.safety.intro == texts[0]

    def test_all_the_advice_is_read_where_no_drill_is_named(self, drillvoice: Program) -> None:
        out = drillvoice("safety").out
        assert all(line in out for line in PHRASES.safety.lines.values())


class TestOptions:
    @pytest.mark.parametrize(
        ("text", "gap"), [("3-6", (3.0, 6.0)), ("4", (4.0, 4.0)), ("2.5-60", (2.5, 60.0)), ("1-1", (1.0, 1.0))]
    )
    def test_a_gap(self, text: str, gap: tuple[float, float]) -> None:
        assert gap == Gap().convert(text, None, None)

    @pytest.mark.parametrize(
        ("text", "rest"), [("0", 0.0), ("90", 90.0), ("1.5", 1.5), ("ready", "ready"), ("Until-Ready", "ready")]
    )
    def test_a_rest(self, text: str, rest: float | str) -> None:
        assert rest == Rest().convert(text, None, None)

    @pytest.mark.parametrize("command", ["run", "safety"])
    def test_what_voice_control_can_be_told(self, drillvoice: Program, command: str) -> None:
        out = drillvoice(command, "--help").out
        assert all(option in out for option in ("--mic DEVICE", "--headphones", "--wake WORD", "--model DIR"))

    def test_version_and_help(self, drillvoice: Program) -> None:
        assert f"drillvoice, version {__version__}\n" == drillvoice("--version").out
        commands = (
            "check devices doctor export forget hear history list model new note page person plan progress render"
            " resume run safety show today voice-check"
        )
        out = drillvoice("--help").out
        assert [*commands.split(), "voices", "week"] == [
            line.split()[0] for line in out.split("Commands:\n")[1].splitlines()
        ]


class TestAsAProcess:
    def start(self, home: Path, *arguments: str) -> "subprocess.Popen[str]":
        folders = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "CACHE", "STATE", "DATA")}
        return subprocess.Popen(
            [sys.executable, "-m", "drillvoice", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | folders,
        )

    def test_an_error_is_one_sentence_and_a_code(self, tmp_path: Path) -> None:
        process = self.start(tmp_path, "show", "had-turns")
        out, err = process.communicate()
        assert (4, "") == (process.returncode, out)
        assert (
            'There is no drill called "had-turns", did you mean head-turns? `drillvoice list` shows them all.\n' == err
        )

    def test_a_reader_that_goes_away_is_no_error(self, tmp_path: Path) -> None:
        process = self.start(tmp_path, "check", "--schema")
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "" == process.stderr.read()
        process.stderr.close()
        assert process.wait() in (0, 1)  # click answers 1


@pytest.mark.parametrize(
    ("options", "same"),
    [
        (("--gap", "6-9,5"), ("--gap", "6-9.5")),
        (("--gap", "6,5 s"), ("--gap", "6.5-6.5")),
        (("--minutes", "2 min"), ("--minutes", "2")),
        (("--bout", "0,5 min"), ("--bout", "30")),
        (("--rest", "1 min"), ("--rest", "60")),
        (("--rounds", "2 rounds"), ("--rounds", "2")),
    ],
)
def test_numbers_are_taken_as_people_type_them(
    drillvoice: Program, options: tuple[str, ...], same: tuple[str, ...]
) -> None:
    drill = ("plan", "head-turns", "--seed", "1")
    assert drillvoice(*drill, *same) == drillvoice(*drill, *options)


@pytest.mark.parametrize(
    ("option", "text", "mend"),
    [
        ("--minutes", "a few", "write it as 7, or 6.5"),
        ("--rounds", "2,5", "write it as 2 or 3"),
        ("--level", "two", "1"),
    ],
)
def test_where_a_number_is_none_the_mend_is_named(drillvoice: Program, option: str, text: str, mend: str) -> None:
    answer = drillvoice("plan", "head-turns", option, text)
    assert (2, "") == (answer.code, answer.out)
    assert f"{mend}. See drillvoice --help." in answer.err
