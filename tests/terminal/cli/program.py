"""The program as it is called from a shell, but in this process, with a voice that hums and no sound."""

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from drillvoice import language
from drillvoice.app import loudspeaker, runner
from drillvoice.app.front import Fronts, LeadingFront
from drillvoice.app.prepare import Prepared
from drillvoice.app.session_run import SessionRun
from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import Fact, Spoken
from drillvoice.core.session.messages import Asked
from drillvoice.errors import AudioError
from drillvoice.history.recorder import Recorder
from drillvoice.terminal.cli import main
from tests.fakes import BrokenEngine, only_engine

NO_SOUND = "There is no loudspeaker: it is a test."
STEP = SilentOutlet.rate // 50


class Answer(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class RushingOutlet(SilentOutlet):
    """A clock that goes on by a tick each time it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._position = 0

    @property
    def position(self) -> int:
        self._position += STEP
        return self._position


def _no_listener(_run: SessionRun, _prepared: Prepared) -> contextlib.AbstractContextManager[None]:
    """A rushing clock leaves nobody the time to speak."""
    return contextlib.nullcontext()


class Program:
    """Runs commands; the answer of each stands alone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        only_engine(monkeypatch)
        monkeypatch.setattr(SessionRun, "_open_outlet", _no_loudspeaker)
        monkeypatch.setattr(loudspeaker, "SilentOutlet", RushingOutlet)
        monkeypatch.setattr(SessionRun, "_listening", _no_listener)
        monkeypatch.setattr(runner, "WAIT_S", 0.0)

    def __call__(self, *arguments: str | Path, stdin: str = "") -> Answer:
        self._monkeypatch.setattr(sys, "argv", ["drillvoice", *map(str, arguments)])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = 0
        try:
            main.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        captured = self._capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def break_the_voice(self) -> None:
        """From now on nothing can be spoken."""
        only_engine(self._monkeypatch, BrokenEngine)

    def hide_the_shipped_drills(self, folder: Path) -> None:
        """From now on the shipped drills are those of a folder."""
        self._monkeypatch.setattr(language, "shipped_drills", lambda: folder)


@contextlib.contextmanager
def killed_after(text: str) -> Iterator[None]:
    """What is said after a text is never told to the record, as if the program had been killed there."""
    take = Recorder.__call__
    seen: list[str] = []

    def until(recorder: Recorder, fact: Fact) -> None:
        if not any(text in each for each in seen):
            seen.append(fact.line.sound.text if isinstance(fact, Spoken) else "")
            take(recorder, fact)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recorder, "__call__", until)
        yield


@contextlib.contextmanager
def finishing_at(text: str) -> Iterator[None]:
    """Somebody finishes as soon as a text has been said."""
    lead = Fronts.show_fact

    def show(fronts: Fronts, fact: Fact) -> None:
        lead(fronts, fact)
        if isinstance(fact, Spoken) and text in fact.line.sound.text:
            runs[-1].inbox.put(Asked(Command.FINISH, "keys"))

    runs: list[SessionRun] = []
    begin = SessionRun.run

    def run(session: SessionRun, front: LeadingFront) -> None:
        runs.append(session)
        begin(session, front)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fronts, "show_fact", show)
        patch.setattr(SessionRun, "run", run)
        yield


def json_lines(text: str) -> list[dict[str, Any]]:
    """The records of an event log."""
    return [json.loads(line) for line in text.splitlines()]


def _no_loudspeaker(_run: SessionRun, *, afresh: bool) -> Outlet:
    raise AudioError(NO_SOUND)
