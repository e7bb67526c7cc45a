"""The waits for "ready" in front of units, and the questions asked in them."""

from drillvoice.core.plan.lines import Kind, Line, ReadyGate, spoken_line
from drillvoice.core.plan.rests import READY_WAIT
from drillvoice.core.session.playhead import Playhead


class Gates:
    """Whether the wait in front is over, and when its question was asked last."""

    def __init__(self, head: Playhead, unattended: str) -> None:
        self._head = head
        self._unattended = spoken_line(unattended, kind=Kind.READY)
        """Said at a wait that nobody can end."""
        self.is_open = False
        """Somebody has said so."""
        self._asked_at: int | None = None
        """When the wait in progress began; later the time of its last question."""
        self._waits_since: int | None = None
        self.alone_since: int | None = None
        """Since when nobody can give a command any more, but by voice."""
        self.by_voice = False
        """Whether "ready" can be said."""

    @property
    def waiting(self) -> ReadyGate | None:
        """What is waited at."""
        unit = self._head.next_unit()
        return unit.gate if unit and unit.gate and not self.is_open else None

    @property
    def on_demand(self) -> bool:
        """Whether it is that of a cue, which need not cut what sounds before it."""
        gate = self.waiting
        return gate is not None and gate.ask is None

    def due_question(self, gate: ReadyGate, horizon: int) -> tuple[Line, int] | None:
        """What is to be asked up to `horizon`, and when."""
        if self._asked_at is None:
            self._asked_at = self._waits_since = self._head.due
            again = False
        elif gate.ask_again and self._asked_at + gate.every <= horizon:
            self._asked_at += gate.every
            again = True
        else:
            return None
        line = gate.question(again=again, by_voice=self.by_voice)
        if line and self._is_alone:
            return None if again else (self._unattended, self._asked_at)
        return (line, self._asked_at) if line else None

    @property
    def _is_alone(self) -> bool:
        return self.alone_since is not None and not self.by_voice

    def open_unasked(self, horizon: int) -> bool:
        """Open the wait in front where nobody can do it any more, as long after it began as where nobody ever could;
        whether that is due.
        """
        if self.alone_since is None or self._waits_since is None or self.by_voice:
            return False
        opens_at = max(self._waits_since, self.alone_since) + READY_WAIT
        if opens_at > horizon:
            return False
        self.is_open = True
        self._head.due = max(self._head.due, opens_at)
        return True

    def forget_question(self) -> None:
        """The wait begins anew when it goes on."""
        self._asked_at = self._waits_since = None
