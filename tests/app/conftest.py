"""What several tests of whole sessions share."""

import contextlib

import pytest

from drillvoice.app import loudspeaker, runner
from drillvoice.app.session_run import SessionRun
from drillvoice.errors import AudioError
from tests.fakes import only_engine
from tests.terminal.cli.program import RushingOutlet


@pytest.fixture
def quiet_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice that hums, and no sound."""

    def no_loudspeaker(_run: SessionRun, *, afresh: bool) -> None:
        raise AudioError("There is no loudspeaker: it is a test.")

    only_engine(monkeypatch)
    monkeypatch.setattr(SessionRun, "_open_outlet", no_loudspeaker)
    monkeypatch.setattr(SessionRun, "_listening", lambda _run, _prepared: contextlib.nullcontext())
    monkeypatch.setattr(loudspeaker, "SilentOutlet", RushingOutlet)
    monkeypatch.setattr(runner, "WAIT_S", 0.0)
