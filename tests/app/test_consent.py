"""Whether somebody at the computer says yes."""

from collections.abc import Callable
from types import TracebackType

import pytest

from drillvoice.app import consent, voice_control
from drillvoice.app.consent import hear_consent
from drillvoice.core.plan.request import ListeningWish, Request
from drillvoice.core.session.answers import Subject
from drillvoice.listening.messages import Answered, Report


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
