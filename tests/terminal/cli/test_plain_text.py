"""Text from files and devices is text in a terminal, whatever it holds."""

from pathlib import Path

import pytest

from drillvoice.audio import portaudio
from drillvoice.core.plain_text import find_control_character
from drillvoice.places import user_drills
from tests.terminal.cli.program import Program

QUICK = (Path(__file__).parents[2] / "room" / "quick.toml").read_text(encoding="utf-8")
FIELDS = {
    "title": 'title = "Quick turns"',
    "trains": 'trains = "the test"',
    "why": 'why = "It is short."',
    "space": 'space = "a chair"',
    "setup[0]": 'setup = ["Sit well."]',
    "unit[1]": 'unit = ["turn", "turns"]',
    "cues.left.say": 'say = "Look left"',
}


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)


def own_drill(name: str, text: str) -> Path:
    user_drills().mkdir(parents=True, exist_ok=True)
    path = user_drills() / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("escape", ["\\u001b[2J", "\\u009b2J", "\\u0007", "\\u202e"])
@pytest.mark.parametrize("field", FIELDS)
def test_an_escape_sequence_in_a_field_is_refused_with_its_place(drillvoice: Program, field: str, escape: str) -> None:
    line = FIELDS[field]
    assert line in QUICK
    path = own_drill("odd", QUICK.replace(line, f'{line.rstrip(chr(34) + "]")}{escape}x"{"]" * line.count("]")}'))
    answer = drillvoice("plan", path)
    assert (3, "") == (answer.code, answer.out)
    assert f"`{field}`: holds the control character U+" in answer.err
    assert "" == find_control_character(answer.err.replace("\n", ""))


@pytest.mark.parametrize("text", ["Reach [/] back", "[bold]Reach[/bold]", "[link=https://x]here", "50 % \\\\[red]"])
def test_brackets_are_no_style(drillvoice: Program, text: str) -> None:
    own_drill("slash", QUICK.replace("the test", text))
    answer = drillvoice("list")
    assert (0, "") == (answer.code, answer.err)
    assert text.replace("\\\\", "\\") in answer.out


def test_a_device_may_be_called_anything(drillvoice: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = {"name": "Boom [/] \x1b]0;x\x07", "index": 0}
    monkeypatch.setattr(portaudio, "devices", lambda _library, _side: [odd])
    monkeypatch.setattr(portaudio, "own_index", lambda _library, _side: 0)
    answer = drillvoice("devices")
    assert 0 == answer.code
    assert "Boom [/] \\x1b]0;x\\x07" in answer.out


def test_the_name_of_a_file_is_shown_and_not_obeyed(drillvoice: Program, tmp_path: Path) -> None:
    for name in ("\x1b[31mred.toml", "caf\udce9.toml"):
        (tmp_path / name).write_text("kind = 1", encoding="utf-8")
        answer = drillvoice("check", tmp_path / name)
        assert 3 == answer.code
        assert "" == find_control_character(answer.err.replace("\n", ""))


def test_a_note_with_a_control_character_is_refused(drillvoice: Program) -> None:
    for text, sign in (("a\x1b[2Jb", "U+001B"), ("caf\udce9", "U+DCE9")):
        assert (2, "", f"The note holds a character that nobody can read ({sign}); write it again without.\n") == (
            drillvoice("note", text)
        )
