"""Whoever shows a session or leads it: the screen, printed lines, a page. There may be several at once."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from drillvoice.app.stage import Stage
from drillvoice.core.session.facts import Fact, PlanChanged
from drillvoice.errors import Tell, describe_failure
from drillvoice.listening.messages import Echo, LevelReport

FAILED = "A view of this session has failed ({what}) and is left out; the session goes on."


class Front(Protocol):
    """Follows one session. Nothing that it does may wait: the session's own loop tells it."""

    def show_notice(self, sentence: str) -> None:
        """Something that a person should know; any thread may tell."""
        ...

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """How loud it is at the microphone, or how well commands are heard while the program speaks."""
        ...

    def show_fact(self, fact: Fact) -> None:
        """Something that has sounded or happened."""
        ...


class LeadingFront(Front, Protocol):
    """The one that the session is begun from. It asks the questions, and runs the session in its own way."""

    def miss_sound(self, why: str, is_back: Callable[[], bool]) -> None:
        """Say first of all that there is no loudspeaker, before the session is begun without; wait for one where
        somebody can end the wait.

        Args:
            why: one sentence, which names the mend.
            is_back: looks once more; quick enough to be asked each second.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        ...

    def run_stage(self, stage: Stage) -> None:
        """Run the session to its end, with its questions.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        ...


class Fronts:
    """All who follow one session; any thread may join or leave.

    Args:
        complain: is told of a front that fails.

    """

    def __init__(self, complain: Tell) -> None:
        self._complain = complain
        self._lock = threading.Lock()
        self._fronts: list[Front] = []
        self._lead: Front | None = None
        self._told: list[Fact] = []
        """Everything so far, for those who join late."""

    def join(self, front: Front) -> None:
        """Let one follow from now on; it is told first what has been told so far."""
        shown = 0
        while (behind := self._facts_behind(front, shown)) is not None:
            for fact in behind:
                front.show_fact(fact)
            shown += len(behind)

    def _facts_behind(self, front: Front, shown: int) -> list[Fact] | None:
        """What a front that joins has not been shown yet; once that is nothing it follows, and None is answered."""
        with self._lock:
            if shown < len(self._told):
                return self._told[shown:]
            self._fronts.append(front)
            return None

    def begin_with(self, lead: Front) -> None:
        """Let the one follow that leads: where it fails, the session does, as nobody would be left to lead it."""
        self._lead = lead
        self.join(lead)

    def leave(self, front: Front) -> None:
        """Let one go; nothing happens where it has gone."""
        with self._lock:
            self._fronts = [each for each in self._fronts if each is not front]

    def show_notice(self, sentence: str) -> None:
        """Tell all of them."""
        self._for_each(lambda front: front.show_notice(sentence))

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """The same of what is heard."""
        self._for_each(lambda front: front.show_hearing(report))

    def show_fact(self, fact: Fact) -> None:
        """The same of a fact, which is kept for those who come later."""
        with self._lock:
            self._told.append(fact)
            fronts = list(self._fronts)
        self._show_each(fronts, lambda front: front.show_fact(fact))

    def begin_anew(self, changed: PlanChanged) -> None:
        """Another session takes the place of the one that was told; who comes later is told of that one only."""
        with self._lock:
            self._told.clear()
        self.show_fact(changed)

    def _for_each(self, show: Callable[[Front], None]) -> None:
        with self._lock:
            fronts = list(self._fronts)
        self._show_each(fronts, show)

    def _show_each(self, fronts: Sequence[Front], show: Callable[[Front], None]) -> None:
        """One that only follows and fails is left out: neither the voice nor the others may suffer from it. No lock is
        held meanwhile, so that a front may join or leave from wherever it likes.
        """
        for front in fronts:
            try:
                show(front)
            except Exception as error:
                if front is self._lead:
                    raise
                self.leave(front)
                self._complain(FAILED.format(what=describe_failure(error)))
