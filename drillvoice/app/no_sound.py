"""A session that nobody would hear yet: it waits for a loudspeaker, or for somebody who wants to begin without."""

import threading
from collections.abc import Callable

SOUND_EVERY_S = 1.0
"""How often a loudspeaker is looked for; the list of devices is made anew each time."""
LOOKS_TO_KNOW = 2
"""A look only begins to open a loudspeaker; the next one knows what came of it."""
KNOWN_WITHIN_S = 4.0


class NoSound:
    """The wait. Whoever leads the session looks every `SOUND_EVERY_S`; anybody else may end it, from any thread.

    Args:
        why: there is no loudspeaker, in one sentence that names the mend.
        is_back: looks once more.

    """

    def __init__(self, why: str, is_back: Callable[[], bool]) -> None:
        self.why = why
        self._is_back = is_back
        self._begins_without = False
        self._is_settled = False
        self._looked = threading.Condition()
        self._looks = 0

    def is_settled(self) -> bool:
        """Look: whether the session can begin. For whoever leads it alone."""
        settled = self._begins_without or self._is_back()
        with self._looked:
            self._is_settled |= settled
            self._looks += 1
            self._looked.notify_all()
        return settled

    def begin_without(self) -> None:
        """Begin without sound."""
        self._begins_without = True

    def wait_for_look(self) -> bool:
        """Whether there is a loudspeaker by now; waits until that is known."""
        with self._looked:
            wanted = self._looks + LOOKS_TO_KNOW
            self._looked.wait_for(lambda: self._is_settled or self._looks >= wanted, KNOWN_WITHIN_S)
            return self._is_settled
