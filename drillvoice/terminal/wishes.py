"""What somebody wants of the terminal, beside what they want to practise."""

from dataclasses import dataclass, field
from pathlib import Path

from drillvoice.core.plan.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalWish:
    """How a session is shown, and where its commands come from."""

    plain: bool = False
    """Lines instead of the screen."""
    light: bool = False
    """Dark letters on a light screen."""
    flash: bool = False
    """The screen flashes with each cue."""
    stdin_commands: bool = False
    """Commands are lines of standard input."""
    events: Path | None = None
    """Where the event log is written."""
    page: bool = False
    """The page in the browser joins."""
    lan: bool = False
    """It does, and helpers' phones may join too."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose on the screen."""

    request: Request = field(default_factory=Request)
    """Without drills: to go on with the session that was left unfinished."""
    terminal: TerminalWish = field(default_factory=TerminalWish)
    is_of_plan: bool = False
    """It is what a plan has for one day, which is nothing to remember."""

    @property
    def name(self) -> str:
        """What is to be practised; "" for going on."""
        return next(iter(self.request.drills), "")
