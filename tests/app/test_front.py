"""Several fronts follow one session; they join late, leave early and fail without harm."""

from collections.abc import Callable
from pathlib import Path

import pytest

from drillvoice.app.front import Fronts
from drillvoice.app.session_run import SessionRun
from drillvoice.app.stage import Stage
from drillvoice.core.plan.lines import spoken_line
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import Ended, Fact, Spoken
from drillvoice.core.session.follower import Follower
from drillvoice.core.session.messages import Asked
from drillvoice.core.session.plan_route import Route
from drillvoice.listening.messages import Echo, LevelReport
from tests.app.example_front import ExampleFront

QUICK = str(Path(__file__).parents[1] / "room" / "quick.toml")


def spoken(text: str) -> Spoken:
    return Spoken(0, State.GOING, spoken_line(text), 0, "x", 0)


class Listed:
    """A front that remembers, and fails where it is told to."""

    def __init__(self, fails: str = "") -> None:
        self.seen: list[object] = []
        self._fails = fails

    def show_notice(self, sentence: str) -> None:
        self._see("tell", sentence)

    def show_hearing(self, report: LevelReport | Echo) -> None:
        self._see("hearing", report)

    def show_fact(self, fact: Fact) -> None:
        self._see("fact", fact)

    def _see(self, what: str, seen: object) -> None:
        if what == self._fails:
            raise ZeroDivisionError("it is a test")
        self.seen.append(seen)


def test_whoever_joins_late_is_told_first_what_has_been_told() -> None:
    fronts, early, late = Fronts(pytest.fail), Listed(), Listed()
    fronts.join(early)
    fronts.show_fact(spoken("one"))
    fronts.join(late)
    fronts.show_fact(spoken("two"))
    fronts.show_hearing(LevelReport(-20.0, -50.0))
    assert [spoken("one"), spoken("two"), LevelReport(-20.0, -50.0)] == early.seen == late.seen


def test_whoever_has_left_is_told_no_more() -> None:
    fronts, front = Fronts(pytest.fail), Listed()
    fronts.join(front)
    fronts.leave(front)
    fronts.leave(front)
    fronts.show_notice("Well.")
    assert [] == front.seen


@pytest.mark.parametrize("fails", ["tell", "hearing", "fact"])
def test_one_that_fails_is_left_out_and_the_others_go_on(fails: str) -> None:
    complaints: list[str] = []
    fronts, broken, whole = Fronts(complaints.append), Listed(fails), Listed()
    for front in (broken, whole):
        fronts.join(front)
    for _ in range(2):
        fronts.show_notice("Well.")
        fronts.show_hearing(LevelReport(-20.0, -50.0))
        fronts.show_fact(spoken("one"))
    assert 6 == len(whole.seen)
    (complaint,) = complaints
    assert complaint.startswith("A view of this session has failed (ZeroDivisionError: it is a test)")


def test_where_the_one_that_leads_fails_the_session_does() -> None:
    fronts = Fronts(pytest.fail)
    fronts.begin_with(Listed("fact"))
    with pytest.raises(ZeroDivisionError):
        fronts.show_fact(spoken("one"))


class Lead(Listed):
    """Leads a session; others join when they like, and it finishes what was paused."""

    def __init__(self, session: SessionRun) -> None:
        super().__init__()
        self.session = session
        self.printed: list[str] = []
        self.printed_why = ""
        self.example: ExampleFront | None = None

    def miss_sound(self, why: str, is_back: Callable[[], bool]) -> None:
        """Nobody is there who could connect one."""
        self.printed_why = why

    def run_stage(self, stage: Stage) -> None:
        stage.make_runner().run()

    def show_fact(self, fact: Fact) -> None:
        super().show_fact(fact)
        if isinstance(fact, Spoken) and fact.line.cue and self.example is None:
            self.example = ExampleFront(self.session, self.printed.append)
            self.example.pause()
        if fact.state is State.PAUSED and isinstance(fact, Spoken):
            self.session.inbox.put(Asked(Command.FINISH, "test"))


class Talker(Lead):
    """Has a text spoken at the first cue."""

    def show_fact(self, fact: Fact) -> None:
        Listed.show_fact(self, fact)
        if isinstance(fact, Spoken) and fact.line.cue and not self.printed:
            self.printed.append(fact.line.sound.text)
            self.session.speak_text("Well walked.", "test")


@pytest.mark.usefixtures("quiet_computer")
def test_a_text_is_spoken_in_a_running_session() -> None:
    request = Request(drills=(QUICK,), practice=Practice(brief=True), safety_heard=True, record=False)
    session = SessionRun(request, lambda sentence: None, attended=True)
    lead = Talker(session)
    session.run(lead)
    assert "Well walked." in [fact.line.sound.text for fact in lead.seen if isinstance(fact, Spoken)]


@pytest.mark.usefixtures("quiet_computer")
def test_a_front_joins_a_running_session_pauses_it_and_leaves() -> None:
    warned: list[str] = []
    request = Request(drills=(QUICK,), practice=Practice(brief=True), safety_heard=True, record=False)
    session = SessionRun(request, warned.append, attended=True)
    lead = Lead(session)
    session.run(lead)
    assert lead.example is not None
    assert session.stage is not None
    assert Follower(Route(session.stage.plan)).view(0.0).exercise.title == session.stage.plan.title
    told = [fact for fact in lead.seen if isinstance(fact, Spoken)]
    paused = next(index for index, fact in enumerate(told) if fact.state is State.PAUSED)
    assert [fact.line.sound.text for fact in told[:paused]] == lead.printed
    assert isinstance(lead.seen[-1], Ended)
    assert lead.printed_why == "There is no loudspeaker: it is a test."
    assert [] == warned
