"""Whether somebody at the computer says yes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import pytest

from drillvoice.app import consent, loudspeaker, voice_control
from drillvoice.app.consent import SOURCE, Consent, StandingQuestion, hear_consent
from drillvoice.app.session_run import SessionRun
from drillvoice.app.stage import Stage
from drillvoice.core.plan.lines import Kind
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import ListeningWish, Request
from drillvoice.core.session.answers import Subject
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import AsideAsked, Fact, Spoken
from drillvoice.core.session.messages import Asked
from drillvoice.listening.messages import Answered, Report
from tests.web.serving import Quickly


class SaidAtOnce:
    """A listening process that hears one thing as soon as it listens for yes and no."""

    said = "yes"
    opened = 0

    def __init__(self, _command: list[str], tell: Callable[[Report], None], _greeting: bytes) -> None:
        self._tell = tell

    def __enter__(self) -> "SaidAtOnce":
        SaidAtOnce.opened += 1
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        pass

    def listen_for(self, subject: Subject) -> None:
        if subject is Subject.CONSENT:
            self._tell(Answered(self.said))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_control, "Listener", SaidAtOnce)
    monkeypatch.setattr(consent, "LISTENS_S", 0.05)
    monkeypatch.setattr(SaidAtOnce, "opened", 0)


@pytest.mark.parametrize(("said", "told"), [("yes", [True]), ("no", [False]), ("skip", []), ("7", [])])
def test_only_yes_and_no_are_an_answer(said: str, told: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SaidAtOnce, "said", said)
    taken: list[bool] = []
    hear_consent(Request(), lambda: True, taken.append)
    assert told == taken


def test_it_ends_once_nobody_asks_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "LISTENS_S", 60.0)
    taken: list[bool] = []
    hear_consent(Request(), lambda: not taken, taken.append)
    assert [True] == taken


def test_no_microphone_is_opened_where_nobody_may_listen() -> None:
    hear_consent(Request(listening=ListeningWish(off=True)), lambda: True, lambda yes: pytest.fail("nobody asked"))
    assert 0 == SaidAtOnce.opened


QUICK = str(Path(__file__).parents[1] / "room" / "quick.toml")
TEXT = "A phone wants to join. Allow?"


@dataclass
class Asking:
    """A phone that waits, and what becomes of it."""

    taken: list[bool] = field(default_factory=list)
    is_over: bool = False

    def take(self, yes: bool) -> None:
        self.taken.append(yes)
        self.is_over = True

    @property
    def question(self) -> StandingQuestion:
        return StandingQuestion("t1", TEXT, lambda: not self.is_over, self.take)


class Evening:
    """A session in which a phone wants to join at the first cue, or in another moment."""

    def __init__(self, moment: Callable[[Fact], bool]) -> None:
        self.asking = Asking()
        self.facts: list[Fact] = []
        self._moment = moment
        request = Request(drills=(QUICK,), practice=Practice(brief=True), safety_heard=True, record=False)
        self.run = SessionRun(request, lambda sentence: None, attended=True)
        self.present: SessionRun | None = self.run
        self.said_alone: list[str] = []
        self.subjects: list[Subject] = []
        self._consent = Consent(lambda: self.asking.question, request, self.said_alone.append, lambda: self.present)
        self._has_asked = False
        self.threads: list[threading.Thread] = []

    def show_notice(self, sentence: str) -> None: ...

    def show_hearing(self, report: object) -> None: ...

    def miss_sound(self, why: str, is_back: object) -> None: ...

    def run_stage(self, stage: Stage) -> None:
        stage.make_runner().run()
        self.present = None

    def show_fact(self, fact: Fact) -> None:
        self.facts.append(fact)
        if self._moment(fact) and not self._has_asked:
            self._has_asked = True
            thread = threading.Thread(target=self._consent.ask, args=(self.asking.question,))
            self.threads.append(thread)
            thread.start()
        if isinstance(fact, Spoken) and fact.line.sound.text == TEXT:
            self.asking.take(True)  # as a key does

    def hold(self) -> "Evening":
        self.run.run(self)
        self.asking.is_over = True
        for thread in self.threads:
            thread.join(20)
            assert not thread.is_alive()
        return self

    @property
    def spoken(self) -> list[Spoken]:
        return [fact for fact in self.facts if isinstance(fact, Spoken)]


def is_cue(fact: Fact) -> bool:
    return isinstance(fact, Spoken) and fact.line.kind is Kind.CUE


@pytest.fixture
def quick_clock(quiet_computer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing sounds, and time goes eight times as fast: threads can follow that."""
    monkeypatch.setattr(loudspeaker, "SilentOutlet", Quickly)


@pytest.mark.slow
@pytest.mark.usefixtures("quick_clock")
def test_during_a_session_it_is_asked_in_its_turn_by_the_session() -> None:
    evening = Evening(is_cue).hold()
    (asked,) = [fact for fact in evening.facts if isinstance(fact, AsideAsked)]
    assert (SOURCE, TEXT, True) == (asked.source, asked.text, asked.accepted)
    assert 1 == sum(fact.line.sound.text == TEXT for fact in evening.spoken)
    assert ([], [True]) == (evening.said_alone, evening.asking.taken)


@pytest.mark.slow
@pytest.mark.usefixtures("quick_clock")
@pytest.mark.parametrize(
    ("command", "state", "heard_in"),
    [(Command.PAUSE, State.PAUSED, State.PAUSED), (Command.STOP, State.STOPPED, State.GOING)],
)
def test_a_pause_may_be_broken_by_it_and_a_stop_may_not(command: Command, state: State, heard_in: State) -> None:
    evening = Evening(lambda fact: fact.state is state)
    seen: list[State] = []

    def lead(fact: Fact) -> None:
        if is_cue(fact) and not seen:
            seen.append(fact.state)
            evening.run.inbox.put(Asked(command, "keys"))
        if isinstance(fact, AsideAsked) and not fact.accepted:
            evening.run.inbox.put(Asked(Command.RESUME, "keys"))
        if isinstance(fact, Spoken) and fact.line.sound.text == TEXT:
            seen.append(fact.state)
            evening.run.inbox.put(Asked(Command.FINISH, "keys"))

    evening.run.fronts.join(Listed(lead))
    evening.hold()
    assert [State.GOING, heard_in] == seen


class Listed:
    """A front that does one thing."""

    def __init__(self, do: Callable[[Fact], None]) -> None:
        self.show_fact = do

    def show_notice(self, sentence: str) -> None: ...

    def show_hearing(self, report: object) -> None: ...


def test_where_no_session_goes_on_it_opens_the_microphone_itself() -> None:
    said: list[str] = []
    asking = Asking()
    Consent(lambda: asking.question, Request(), said.append, lambda: None).ask(asking.question)
    assert ([TEXT], [True]) == (said, asking.taken)
