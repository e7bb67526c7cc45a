"""`drillvoice run`: a session with the front, the keys and the log that the terminal gives it."""

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from drillvoice.app.front import LeadingFront
from drillvoice.app.session_record import request_to_resume, session_to_resume
from drillvoice.app.session_run import SessionRun
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.request import Request
from drillvoice.errors import Tell
from drillvoice.history.unfinished import Unfinished
from drillvoice.language import load_language
from drillvoice.terminal.lines.show import LinesShow
from drillvoice.terminal.lines.writer import SessionLines, session_lines
from drillvoice.terminal.phone_door import CLOSED, Door
from drillvoice.terminal.process import prepare_process
from drillvoice.terminal.screen.page import marks_for
from drillvoice.terminal.wishes import TerminalWish

if TYPE_CHECKING:
    from drillvoice.terminal.cli.page_beside import PageBeside


def resume_session(request: Request, terminal: TerminalWish, tell: Tell) -> None:
    """Run the rest of the session that was left unfinished.

    Raises:
        DrillvoiceError: there is none, or it cannot be run.

    """
    left = session_to_resume(tell, attended=_is_attended(terminal))
    run_session(request_to_resume(left, request), terminal, left=left)


def run_session(request: Request, terminal: TerminalWish, *, left: Unfinished | None = None) -> None:
    """Run a session, or what is left of one, to its end.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    prepare_process()
    phrases = load_language(request.language).phrases
    attended = _is_attended(terminal)
    with session_lines(sys.stdout, sys.stderr, phrases.printed) as lines:
        page = _page_beside(request, terminal, lines)
        draws = _draws(request, terminal)
        front = _make_front(terminal, lines, phrases, page.door if page else CLOSED, draws=draws)
        run = SessionRun(request, lines.warn, attended=attended, events=terminal.events, left=left)
        with page.following(run, drawn=not draws) if page else contextlib.nullcontext():
            run.run(front)


def _page_beside(request: Request, terminal: TerminalWish, lines: SessionLines) -> "PageBeside | None":
    """The page in the browser, where it is wanted."""
    if not (terminal.page or terminal.lan):
        return None
    from drillvoice.terminal.cli.page import page_beside

    return page_beside(request, lines.warn, lan=terminal.lan)


def _is_attended(terminal: TerminalWish) -> bool:
    """Whether somebody can say "ready": by a key, or by a line."""
    return sys.stdin.isatty() or terminal.stdin_commands


def _has_keys(terminal: TerminalWish) -> bool:
    return sys.stdin.isatty() and not terminal.stdin_commands


def _draws(request: Request, terminal: TerminalWish) -> bool:
    """Whether the session is shown on a screen: where there is one to draw on."""
    return not request.only_safety and _has_keys(terminal) and can_draw() and not terminal.plain


def _make_front(
    terminal: TerminalWish, lines: SessionLines, phrases: Phrases, door: Door, *, draws: bool
) -> LeadingFront:
    """The screen, or lines."""
    if draws:
        from drillvoice.terminal.screen.session_mode import Look
        from drillvoice.terminal.screen.show import ScreenShow

        look = Look(marks_for(sys.stdout.encoding), terminal.light, terminal.flash)
        screen = ScreenShow(*lines, phrases, look)
        screen.door = door
        return screen
    printed = LinesShow(*lines, phrases, keys=_has_keys(terminal), commands=terminal.stdin_commands)
    printed.door = door
    return printed


def can_draw() -> bool:
    """Whether standard output is a terminal that can be drawn on."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
