"""The waits for "ready" in front of units, and the questions asked in them."""

from drillvoice.core.plan.lines import Line, ReadyGate
from drillvoice.core.session.playhead import Playhead


class Gates:
    """Whether the wait in front is over, and when its question was asked last."""

    def __init__(self, head: Playhead) -> None:
        self._head = head
        self.is_open = False
        """Somebody has said so."""
        self._asked_at: int | None = None
        """When the wait in progress began; later the time of its last question."""
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
            self._asked_at = self._head.due
            again = False
        elif gate.ask_again and self._asked_at + gate.every <= horizon:
            self._asked_at += gate.every
            again = True
        else:
            return None
        line = gate.question(again=again, by_voice=self.by_voice)
        return (line, self._asked_at) if line else None

    def forget_question(self) -> None:
        """The wait begins anew when it goes on."""
        self._asked_at = None
