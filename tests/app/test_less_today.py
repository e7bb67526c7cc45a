"""Less today, from the first session to the lesser one: its request, its record, its log, and who follows."""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drillvoice.app.acts import Acts
from drillvoice.app.session_run import SessionRun
from drillvoice.app.stage import Stage
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import CHANGED, Ended, Fact, PlanChanged, Spoken
from drillvoice.core.session.messages import Asked, NoteAsked
from drillvoice.core.session.notes import WOBBLE
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.places import history_file, shipped_drills
from tests.builders import PHRASES
from tests.terminal.cli.program import json_lines

BRIEF = Practice(brief=True, level=2)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet_computer")]


class Lead:
    """Leads a session, and asks for less as often as it is told to, at the first line that is said."""

    def __init__(self, request: Request, times: int = 1, events: Path | None = None) -> None:
        self.told: list[str] = []
        self.facts: list[Fact] = []
        self._times = times
        self.session = SessionRun(request, self.told.append, attended=True, events=events)

    def show_notice(self, sentence: str) -> None:
        self.told.append(sentence)

    def show_hearing(self, report: LevelReport | Echo) -> None:
        pass

    def show_fact(self, fact: Fact) -> None:
        if not self.facts or isinstance(self.facts[-1], PlanChanged):
            self._ask_for_less()
        self.facts.append(fact)

    def _ask_for_less(self) -> None:
        if self._times:
            self._times -= 1
            self.session.inbox.put(Asked(Command.LESS, "test"))

    def miss_sound(self, why: str, is_back: Callable[[], bool]) -> None:
        pass

    def run_stage(self, stage: Stage) -> None:
        stage.make_runner().run()

    @property
    def texts(self) -> list[str]:
        return [fact.line.sound.text for fact in self.facts if isinstance(fact, Spoken)]

    @property
    def endings(self) -> list[str]:
        return [fact.how for fact in self.facts if isinstance(fact, Ended)]


def run(request: Request, **given: Any) -> Lead:
    lead = Lead(request, **given)
    lead.session.run(lead)
    return lead


def recorded(sql: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(history_file())) as connection:
        return connection.execute(sql).fetchall()


def test_the_lesser_session_follows_and_is_all_that_the_record_keeps() -> None:
    lead = run(Request(drills=("marching",), practice=replace(BRIEF, bouts=3), safety_heard=True))
    assert [CHANGED, "complete"] == lead.endings
    ((drill, settings, ended),) = recorded("SELECT drill, settings ->> '$.request', ended FROM session")
    assert ("marching", "complete") == (drill, ended)
    assert '"less":true' in settings
    assert '"bouts"' not in settings
    assert f'"announcement":"{PHRASES.week.less}"' in settings
    assert '"safety_heard":true' in settings
    assert [(1, 1)] == recorded("SELECT level, bouts FROM exercise")
    assert [] == recorded("SELECT * FROM command")


def test_a_near_fall_before_it_is_kept() -> None:
    class Wobbly(Lead):
        def _ask_for_less(self) -> None:
            if self._times:
                self.session.inbox.put(NoteAsked(WOBBLE, "test"))
            super()._ask_for_less()

    lead = Wobbly(Request(drills=("marching",), practice=BRIEF, safety_heard=True))
    lead.session.run(lead)
    assert [CHANGED, "complete"] == lead.endings
    assert [(1, WOBBLE, 0.0, "")] == recorded("SELECT session, name, at_s, text FROM noted")
    assert [(1, "complete")] == recorded("SELECT id, ended FROM session")


def test_a_record_that_goes_away_meanwhile_costs_a_sentence_and_not_the_lesser_session() -> None:
    class Clearing(Lead):
        def _ask_for_less(self) -> None:
            if self._times:
                history_file().unlink()
            super()._ask_for_less()

    lead = Clearing(Request(drills=("marching",), practice=BRIEF, safety_heard=True))
    lead.session.run(lead)
    assert [CHANGED, "complete"] == lead.endings
    assert [f"The record {history_file()} cannot be opened or written"] == [
        sentence.partition(" (")[0] for sentence in lead.told if "record" in sentence
    ]


def test_what_was_left_unfinished_is_told_once() -> None:
    class Killed(Lead):
        def show_fact(self, fact: Fact) -> None:
            super().show_fact(fact)
            if isinstance(fact, Spoken) and fact.tally:
                raise KeyboardInterrupt

    request = Request(drills=("marching",), practice=BRIEF, safety_heard=True)
    killed = Killed(request, times=0)
    killed.session.run(killed)
    assert [(None,)] == recorded("SELECT ended FROM session")
    lead = run(request)
    assert [CHANGED, "complete"] == lead.endings
    assert 1 == sum("stopped before the end" in sentence for sentence in lead.told)


def test_the_given_up_part_says_neither_closing_nor_praise() -> None:
    lead = run(Request(drills=("marching",), practice=BRIEF, safety_heard=True, record=False))
    at = next(at for at, fact in enumerate(lead.facts) if isinstance(fact, Ended))
    before = [fact.line.sound.text for fact in lead.facts[:at] if isinstance(fact, Spoken)]
    assert not {PHRASES.closing.done, PHRASES.closing.early} & set(before)
    changed = lead.facts[at + 1]
    assert isinstance(changed, PlanChanged)
    assert lead.session.stage is not None
    assert lead.session.stage.plan == changed.plan


def test_how_somebody_felt_before_belongs_to_the_lesser_session() -> None:
    lead = Lead(Request(drills=("marching",), practice=BRIEF, safety_heard=True))

    def keep(stage: Stage) -> None:
        stage.rate("before", {"dizziness": 4, "unsteadiness": None, "fatigue": 7})
        stage.make_runner().run()

    lead.run_stage = keep  # type: ignore[method-assign]
    lead.session.run(lead)
    assert [("before", 4, None, 7)] == recorded("SELECT moment, dizziness, unsteadiness, fatigue FROM rating")
    assert 1 == len(recorded("SELECT id FROM session"))


def test_the_log_tells_of_both(tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    run(Request(drills=("marching",), practice=BRIEF, safety_heard=True, record=False), events=events)
    records = json_lines(events.read_text(encoding="utf-8"))
    assert ["header", "header"] == [each["kind"] for each in records if each["kind"] == "header"]
    assert [CHANGED, "complete"] == [each["how"] for each in records if each["kind"] == "ended"]
    assert 1 == sum(each["kind"] == "plan_changed" for each in records)


@pytest.mark.parametrize(
    "request_",
    [
        Request(drills=("obstacle-course",), practice=Practice(brief=True, bouts=1), safety_heard=True),
        Request(drills=("marching",), practice=Practice(brief=True, less=True), safety_heard=True),
        Request(drills=("marching",), practice=Practice(brief=True), safety_heard=True),
    ],
    ids=["only walking", "less already", "as little as it can be"],
)
def test_where_there_is_no_less_it_goes_on_and_says_so(request_: Request) -> None:
    lead = run(request_)
    assert PHRASES.reply.no_less in lead.texts
    assert ["complete"] == lead.endings
    assert [("complete",)] == recorded("SELECT ended FROM session")


def test_where_the_lesser_one_cannot_be_prepared_the_first_begins_again_and_says_so(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text((shipped_drills() / "marching.toml").read_text(encoding="utf-8"), encoding="utf-8")

    class Editing(Lead):
        def _ask_for_less(self) -> None:
            if self._times:
                mine.write_text("kind = 3", encoding="utf-8")
                self.session.inbox.put(NoteAsked(WOBBLE, "test"))
            super()._ask_for_less()

    lead = Editing(Request(drills=("mine",), folder=tmp_path, practice=BRIEF, safety_heard=True))
    lead.session.run(lead)
    assert [CHANGED, "complete"] == lead.endings
    assert f"{PHRASES.reply.less_failed} {mine}: `kind`: unknown kind 3" in "\n".join(lead.told)
    assert 1 == lead.texts.count(PHRASES.reply.less_failed)
    assert [("mine", "complete")] == recorded("SELECT drill, ended FROM session")
    assert [(2, 1)] == recorded("SELECT level, bouts FROM exercise")
    assert [(WOBBLE,)] == recorded("SELECT name FROM noted")


def test_less_of_less_is_none() -> None:
    lead = run(Request(drills=("marching",), practice=BRIEF, safety_heard=True, record=False), times=2)
    assert [CHANGED, "complete"] == lead.endings
    assert PHRASES.reply.no_less in lead.texts


def test_a_second_press_was_meant_for_the_first_session() -> None:
    class Twice(Lead):
        def _ask_for_less(self) -> None:
            for _ in range(2 if self._times else 0):
                self.session.inbox.put(Asked(Command.LESS, "test"))
            self._times = 0

    lead = Twice(Request(drills=("marching",), practice=BRIEF, safety_heard=True, record=False))
    lead.session.run(lead)
    assert [CHANGED, "complete"] == lead.endings
    assert PHRASES.reply.no_less not in lead.texts


def test_who_joins_late_is_told_of_the_lesser_one_only() -> None:
    lead = run(Request(drills=("marching",), practice=BRIEF, safety_heard=True, record=False))
    late = Lead(Request())
    lead.session.fronts.join(late)
    assert isinstance(late.facts[0], PlanChanged)
    assert ["complete"] == late.endings


def test_whoever_leaves_leaves_all_of_it() -> None:
    class Step:
        def __init__(self) -> None:
            self.left = False

        def run(self) -> None:
            acts.leave()

        def leave(self) -> None:
            self.left = True

    first = Step()
    acts = Acts(lambda: first, lambda: pytest.fail("nothing follows"))
    acts.run()
    assert first.left
