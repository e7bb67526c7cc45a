"""What is learnt from use, where it is asked for."""

from dataclasses import dataclass, field

import pytest

from drillvoice.app.learning import TAKEN_BACK_S, Learning
from drillvoice.app.taught import read_taught, write_taught
from drillvoice.core.hearing.taught_voice import MOST_LEARNT, TaughtVoice, pack_vectors
from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.facts import Commanded, Stopped
from drillvoice.listening.messages import Echo, LevelReport, TakeReport
from drillvoice.places import taught_voice_file
from tests.core.hearing.vectors import made_sound

C = Command


@dataclass
class Session:
    """A session that learns, and its clock."""

    now_s: float = 100.0
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.learning = Learning(lambda: self.now_s)

    def hear(self, command: Command, seed: int = 1, after_s: float = 1.0) -> None:
        self.now_s += after_s
        self.learning.add_take(TakeReport(command.value, command.value, pack_vectors(made_sound(seed))))

    def ask(self, command: Command, after_s: float = 1.0) -> None:
        self.now_s += after_s
        self.learning.show_fact(Commanded(0, State.GOING, command, Action.BACK, "keys"))

    def end(self, after_s: float = 60.0) -> dict[Command, int]:
        self.now_s += after_s
        self.learning.keep_takes(self.told.append)
        return {command: len(takes) for command, takes in read_taught(pytest.fail).takes.items()}


def test_commands_that_were_not_taken_back_are_kept() -> None:
    session = Session()
    session.hear(C.NEXT)
    session.hear(C.PAUSE, after_s=30.0)
    assert {C.NEXT: 1, C.PAUSE: 1} == session.end()


@pytest.mark.parametrize("correction", [C.BACK, C.RESUME, C.TOGGLE])
def test_what_is_taken_back_within_ten_seconds_is_not_learnt(correction: Command) -> None:
    session = Session()
    session.hear(C.PAUSE)
    session.hear(C.NEXT, after_s=60.0)
    session.ask(correction, after_s=TAKEN_BACK_S - 1)
    assert {C.PAUSE: 1} == session.end()


def test_later_than_that_it_is_no_correction() -> None:
    session = Session()
    session.hear(C.PAUSE)
    session.ask(C.RESUME, after_s=TAKEN_BACK_S + 1)
    assert {C.PAUSE: 1} == session.end()


def test_the_correction_itself_is_learnt() -> None:
    session = Session()
    session.hear(C.PAUSE)
    session.hear(C.RESUME)
    session.ask(C.RESUME, after_s=0.1)
    assert {C.RESUME: 1} == session.end()


def test_other_commands_and_facts_take_nothing_back() -> None:
    session = Session()
    session.hear(C.PAUSE)
    session.ask(C.TIME_LEFT)
    session.learning.show_fact(Stopped(0, State.STOPPED))
    session.learning.show_notice("Something.")
    session.learning.show_hearing(LevelReport(-30.0, -60.0))
    session.learning.show_hearing(Echo(heard=True, erle_db=20.0, delay_s=0.0, drift_ppm=0.0, jumps=0))
    assert {C.PAUSE: 1} == session.end()


def test_what_was_said_last_may_yet_have_been_taken_back() -> None:
    session = Session()
    session.hear(C.STOP)
    assert {} == session.end(after_s=2.0)


def test_no_more_than_a_few_are_kept_beside_what_was_taught() -> None:
    write_taught(TaughtVoice().with_takes(C.PAUSE, "hold on", [made_sound(7), made_sound(8)]))
    session = Session()
    for seed in range(9):
        session.hear(C.PAUSE, seed)
    assert {C.PAUSE: 2 + MOST_LEARNT} == session.end()
    assert "hold on" == read_taught(pytest.fail).form_of(C.PAUSE)


def test_where_it_cannot_be_kept_that_is_told() -> None:
    taught_voice_file().mkdir(parents=True)
    session = Session()
    session.hear(C.PAUSE)
    session.now_s += 60
    session.learning.keep_takes(session.told.append)
    assert any("cannot be kept" in sentence for sentence in session.told)
