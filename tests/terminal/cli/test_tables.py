"""Tables in terminals of any width."""

import re

import pytest

from drillvoice.terminal.cli.drills import add_row, print_table, table_of

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def printed(columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm"), ("COLUMNS", str(columns))):
        monkeypatch.setenv(name, value)
    table = table_of("drill", "kind", "", "what it trains")
    add_row(table, "obstacle-course", "random-cues", "ready", "stepping over things and going round them")
    add_row(table, "steady", "programme", "", "standing and turning")
    print_table(table)
    return [STYLE.sub("", line).rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_narrow_terminal_cuts_no_word(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(40, monkeypatch, capsys)
    assert ["obstacle-course", "  kind: random-cues", "  ready", "  what it trains: stepping over things"] == lines[:4]
    assert ["steady", "  kind: programme", "  what it trains: standing and turning"] == lines[5:]


def test_a_wide_one_has_columns(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    head, first, second = printed(90, monkeypatch, capsys)
    assert head.index("kind") == first.index("random-cues") == second.index("programme")
