"""What the threads of a session tell the server's loop, one thing after the other."""

from dataclasses import dataclass
from enum import StrEnum

from drillvoice.app.session_run import SessionRun
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.questions import Symptom
from drillvoice.history.ratings import Moment


class PageScreen(StrEnum):
    """What a page shows."""

    START = "start"
    PREPARING = "preparing"
    DRILL = "drill"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know."""

    text: str


@dataclass(frozen=True, slots=True)
class RunBegun:
    """A session is being prepared."""

    run: SessionRun


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the session that goes on."""

    run: SessionRun
    fact: Fact


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody is asked how they feel."""

    symptom: Symptom
    text: str
    when: Moment
    number: int | None = None
    """What was said and not given yet."""


@dataclass(frozen=True, slots=True)
class QuestionsOver:
    """Nobody is asked any more."""


@dataclass(frozen=True, slots=True)
class RunOver:
    """The session has ended."""

    next_screen: PageScreen
    verdict: str = ""
    """What is said of the ratings."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Another screen is wanted."""

    screen: PageScreen


PageNews = Notice | RunBegun | Told | Question | QuestionsOver | RunOver | Turned
