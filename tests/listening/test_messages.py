"""What the listening process tells, as lines."""

import json

import pytest

from drillvoice.listening.messages import (
    Clipped,
    Failed,
    Found,
    HeardReport,
    LevelReport,
    ListeningReport,
    Lost,
    Report,
    Silent,
    Sounding,
    TakeReport,
    from_line,
    to_line,
)

ALL = [
    ListeningReport("mic", 44_100, 0.1),
    HeardReport("pause", "take a break", 12.5, 12.75),
    TakeReport("pause", "hold on", "AAAA"),
    Lost("gone"),
    Found(),
    Silent("muted"),
    Sounding(),
    Clipped("loud"),
    LevelReport(-20.0, -60.5),
    Failed("no model"),
]


@pytest.mark.parametrize("report", ALL)
def test_every_report_survives_the_pipe(report: Report) -> None:
    line = to_line(report)
    assert 1 == line.count("\n")
    assert report == from_line(line)


def test_a_line_names_its_kind() -> None:
    assert {"kind": "lost", "why": "gone"} == json.loads(to_line(Lost("gone")))


@pytest.mark.parametrize("line", ["", "{", "[]", "3", "{}", '{"kind": "rain"}', '{"kind": "lost"}', '{"kind": []}'])
def test_nonsense_is_no_report(line: str) -> None:
    assert from_line(line) is None
