"""The door of a page that is served: who joins is told, shown and asked about at this computer."""

import contextlib
import io
import sys
from collections.abc import Callable

from drillvoice.app.consent import Consent
from drillvoice.app.session_run import SessionRun
from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.core.plan.request import Request
from drillvoice.errors import Tell
from drillvoice.terminal.phone_door import Invitation
from drillvoice.web.server import PageServer


class ServerDoor:
    """The door.

    Args:
        words: what is said there.
        tell: tells a sentence to whoever reads the terminal.

    """

    def __init__(self, words: PageServerPhrases, tell: Tell) -> None:
        self._words = words
        self._tell = tell
        self._server: PageServer | None = None
        self._consent: Consent | None = None

    def open(
        self,
        server: PageServer,
        request: Request,
        say: Callable[[str], None],
        present_run: Callable[[], SessionRun | None],
    ) -> None:
        """Let phones be asked about from now on; for the arguments see `Consent`."""
        self._server = server
        self._consent = Consent(lambda: server.standing_question, request, say, present_run)

    def ask_computer(self) -> None:
        """A phone wants to join: ask in the terminal and aloud. The page of this computer asks by itself."""
        self._tell(self._words.phone_keys)
        if self._consent is not None:
            self._consent.ask_soon()

    @property
    def invitation(self) -> Invitation | None:
        """How a phone joins now; None where none can."""
        server = self._server
        if server is None or not server.invitation_url:
            return None
        return Invitation(server.app.joining.address, server.code, server.invitation_url)

    @property
    def question(self) -> str:
        """What is asked about the phone that waits; "" where none does."""
        server = self._server
        return self._words.phone_keys if server is not None and server.standing_question else ""

    def answer_phone(self, *, allow: bool) -> None:
        """Let it in, or not."""
        question = self._server.standing_question if self._server else None
        if question is not None:
            question.take(allow)

    def print_invitation(self, tell: Tell, *, drawn: bool = True) -> None:
        """Print how a phone joins.

        Args:
            tell: prints a line.
            drawn: with the square for its camera, where standard output is a terminal.

        """
        invitation = self.invitation
        if invitation is None:
            return
        tell(self._words.lan_open.format(address=invitation.address, code=invitation.code))
        tell(self._words.lan_code)
        if drawn and sys.stdout.isatty():
            print_square(invitation.url)


def spoken_address(words: PageServerPhrases, address: str, port: int) -> str:
    """An address as it is said aloud."""
    return words.lan_spoken.format(address=address.replace(".", f" {words.dot} "), port=port)


def print_square(url: str) -> None:
    """The address for a phone's camera, in the terminal."""
    import segno

    drawn = io.StringIO()
    segno.make(url, micro=False).terminal(drawn, compact=True)
    with contextlib.suppress(UnicodeEncodeError):  # a terminal of few letters: the code can be typed
        sys.stdout.write(drawn.getvalue())
        sys.stdout.flush()
