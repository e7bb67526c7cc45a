"""Moments of sessions as they are shown: for tests, and for the pictures of the documentation."""

from collections.abc import Callable
from datetime import date
from typing import Any

from drillvoice.app.catalogue import Entry
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.effects import Note, Speak
from drillvoice.core.session.machine import Session
from drillvoice.core.session.plan_route import Route
from drillvoice.core.ticks import to_seconds
from drillvoice.listening.messages import LevelReport
from drillvoice.terminal.screen.page import UNICODE, Marks, Row
from drillvoice.terminal.screen.picker_page import PickerMode
from drillvoice.terminal.screen.picking import begin_picking
from drillvoice.terminal.screen.question_page import QuestionMode
from drillvoice.terminal.screen.session_page import session_page
from drillvoice.terminal.screen.view import View
from drillvoice.terminal.screen.viewer import Viewer
from drillvoice.terminal.wishes import Choice
from tests.builders import PHRASES, session_of
from tests.fakes import Shell

Draw = Callable[[int, int], list[Row]]
BEGAN = 1000.0
"""When sessions begin, on the clock of whoever looks."""
TODAY = date(2026, 3, 11)
"""A Wednesday."""
YESTERDAY = date(2026, 3, 10)
ENTRIES = (
    Entry("warm-up", "Warm-up", "a first minute of looking around", ("programme",), 2, TODAY, random=True),
    Entry(
        "walking",
        "Walking",
        "looking around and stepping round things",
        ("programme",),
        17,
        date(2026, 3, 10),
        random=True,
    ),
    Entry("whole", "The whole programme", "a little of everything", ("programme",), 29, random=True),
    Entry(
        "head-turns",
        "Head turns",
        "keeping steady while you look around",
        ("walking",),
        11,
        date(2026, 3, 9),
        ("standing with a hand on a support, left and right", "walking, left and right"),
        random=True,
    ),
    Entry(
        "heel-raises",
        "Heel raises",
        "the calves, which push you forward",
        ("standing",),
        9,
        None,
        ("ten times", "twelve"),
    ),
)


class Watched:
    """A session and somebody who watches it."""

    def __init__(self, session: Session, phrases: Phrases = PHRASES, **look: Any) -> None:
        self.shell = Shell(session)
        self.viewer = Viewer(Route(session.head.plan), phrases, **look)
        self._told = 0

    @property
    def now(self) -> float:
        return BEGAN + self.shell.now / 50

    def run(self, seconds: float) -> View:
        """Let time pass; answers what is seen then."""
        self.shell.run(self.shell.now + round(seconds * 50))
        return self.view()

    def run_to(self, state: State) -> View:
        """Let time pass until the session is in a state."""
        self.shell.run_to(lambda: self.shell.session.state is state)
        self.shell.run(self.shell.now + 10)
        return self.view()

    def run_to_line(self, text: str) -> View:
        """Let time pass until something has been said."""
        self.shell.run_to(lambda: any(text in said for said in self.shell.texts))
        self.shell.run(self.shell.now + 10)
        return self.view()

    def ask(self, command: Command) -> View:
        """Give a command and look half a second later."""
        self.shell.ask(command)
        return self.run(0.6)

    def lose(self) -> View:
        """The loudspeaker goes, and is not back yet."""
        self.shell.cut()
        self.shell.effects += self.shell.session.mishaps.lose_loudspeaker(self.shell.now)
        return self.view()

    def view(self) -> View:
        """What is seen now."""
        found = (each for each in self.shell.effects if isinstance(each, Speak | Note) and each.at <= self.shell.now)
        facts = [each.fact for each in sorted(found, key=lambda each: each.at)]
        for fact in facts[self._told :]:
            self.viewer.show_fact(fact, BEGAN + to_seconds(fact.at))
        self._told = len(facts)
        return self.viewer.view(self.now)


def watched(drill: Any, *, sound: str = "on", flash: bool = False, **given: Any) -> Watched:
    """Somebody who watches a session of a drill, attended."""
    return Watched(session_of(drill, attended=True, **given), sound=sound, flash=flash)


def drawn(watched: Watched, marks: Marks = UNICODE) -> Draw:
    """The page of what is seen now, in any size."""
    watched.viewer.show_hearing(LevelReport(-30.0, -48.0), watched.now)
    view = watched.view()
    return lambda columns, rows: session_page(view, columns, rows, marks, PHRASES.screen)


def at(drill: str, seconds: float, *commands: Command, **given: Any) -> Draw:
    """A session some time after it began, and after some commands."""
    found = watched(drill, **given)
    found.run(seconds)
    for command in commands:
        found.ask(command)
    return drawn(found)


def at_line(drill: str, text: str, **given: Any) -> Draw:
    """A session at something that it says."""
    found = watched(drill, **given)
    found.run_to_line(text)
    return drawn(found)


def waiting() -> Draw:
    """The wait for "ready" after a rest."""
    found = watched("head-turns", level=3)
    found.run_to(State.WAITING)
    found.run(2)
    return drawn(found)


def lost() -> Draw:
    """The loudspeaker is gone."""
    found = watched("heel-raises")
    found.run(60)
    found.lose()
    return drawn(found)


DUE = Entry(
    "(today)",
    "Today: Marching, Head turns and Calf stretch",
    minutes=9,
    about="This is the second of three days this week. Left this week: two days.",
    is_due=True,
)


def picker_with_plan(*keys: str) -> PickerMode:
    """The picker where a plan is installed, after some keys."""
    mode = PickerMode(begin_picking([DUE, *ENTRIES], LAST), PHRASES, UNICODE, lambda choice: None, today=TODAY)
    for key in keys:
        mode.press_key(key)
    return mode


LAST = Choice(Request(drills=("head-turns",), practice=Practice(level=2)))


def picker(*keys: str) -> PickerMode:
    """The picker after some keys."""
    mode = PickerMode(begin_picking(ENTRIES, LAST), PHRASES, UNICODE, lambda choice: None, today=TODAY)
    for key in keys:
        mode.press_key(key)
    return mode


def questions(*keys: str) -> QuestionMode:
    """The questions after some keys."""
    mode = QuestionMode("Before the session", PHRASES, UNICODE, lambda text: None, lambda values: None, lambda: None)
    mode.ask_first_question()
    for key in keys:
        mode.press_key(key)
    return mode


def said(*answers: Answer) -> QuestionMode:
    """The questions where somebody listens, after some spoken answers."""
    mode = questions()
    mode.listening = lambda: True
    for answer in answers:
        mode.hear_answer(answer)
    return mode


SCENES: dict[str, Callable[[], Draw]] = {
    "picker": lambda: picker("right", "down").render_rows,
    "picker-drills": lambda: picker().render_rows,
    "picker-plan": lambda: picker_with_plan().render_rows,
    "questions": lambda: questions("3").render_rows,
    "questions-by-voice": lambda: said().render_rows,
    "questions-said": lambda: said(Answer.FOUR).render_rows,
    "cue": lambda: at_line("head-turns", "Look left", level=3),
    "cue-obstacle": lambda: at_line("obstacle-course", "round on the left"),
    "repetition": lambda: at("heel-raises", 60),
    "hold": lambda: at_line("staggered-stance", "Hold it there", level=2),
    "steps": lambda: at("step-parts", 60),
    "announcement": lambda: at("head-turns", 20),
    "count-in": lambda: at_line("head-turns", "Two", level=3),
    "rest": lambda: at("head-turns", 200, level=3),
    "waiting": waiting,
    "paused": lambda: at("head-turns", 100, Command.PAUSE),
    "stopped": lambda: at("head-turns", 100, Command.STOP),
    "lost": lost,
}
"""The main screens by name."""
