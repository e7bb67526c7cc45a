"""A front in forty lines: it joins a session that runs, prints what is said, asks for a pause and leaves."""

from collections.abc import Callable

from drillvoice.app.session_run import SessionRun
from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import Commanded, Fact, Spoken
from drillvoice.core.session.messages import Asked
from drillvoice.listening.messages import Echo, LevelReport


class ExampleFront:
    """Follows a session line by line.

    Args:
        session: what it follows, and commands.
        echo: prints a line.

    """

    def __init__(self, session: SessionRun, echo: Callable[[str], None]) -> None:
        self._session = session
        self._echo = echo
        session.fronts.join(self)

    def show_notice(self, sentence: str) -> None:
        """Print what a person should know."""
        self._echo(f"({sentence})")

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """It shows no meter."""

    def show_fact(self, fact: Fact) -> None:
        """Print what is said, and leave once the session has paused for us."""
        if isinstance(fact, Spoken):
            self._echo(fact.line.sound.text)
        elif isinstance(fact, Commanded) and fact.source == "example":
            self._session.fronts.leave(self)

    def pause(self) -> None:
        """Ask for a pause, as a button would."""
        self._session.inbox.put(Asked(Command.PAUSE, "example"))
