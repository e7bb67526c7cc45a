"""Everything behind the sockets, put together: routes, guard, state, and what keeps them going."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from drillvoice.app.persons import NamedPerson
from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.core.plan.request import Request as SessionRequest
from drillvoice.errors import Tell, describe_failure
from drillvoice.language import load_language
from drillvoice.places import page_pairing_file
from drillvoice.web.addresses import HERE
from drillvoice.web.assets_routes import asset_routes
from drillvoice.web.board import Board
from drillvoice.web.browsers import Browsers
from drillvoice.web.connections import Connections
from drillvoice.web.desk import Desk
from drillvoice.web.desk_routes import DeskRoutes
from drillvoice.web.guard import Guard, Known
from drillvoice.web.join_routes import JoinRoutes
from drillvoice.web.offers import id_of
from drillvoice.web.page_front import PageFront
from drillvoice.web.pairing import Pairing
from drillvoice.web.pulse import Pulse
from drillvoice.web.replies import RefusedError, refusal
from drillvoice.web.session_routes import Counter, SessionRoutes
from drillvoice.web.streams import Streams
from drillvoice.web.take_routes import Renderers, TakeRoutes
from drillvoice.web.wishes import WishError


@dataclass(frozen=True, kw_only=True)
class PageWish:
    """How the page is to be."""

    base: SessionRequest = field(default_factory=SessionRequest)
    """The sound, the listening and the folders of its sessions."""
    port: int | None = None
    """The usual one, or another where that is taken."""
    lan: str = ""
    """The private address at which phones may find it; "" for this computer alone."""
    is_led_here: bool = True
    """Sessions are begun from the page, not from a terminal."""
    pause_when_alone: bool = False
    """A drill pauses once no page is left."""


@dataclass(frozen=True)
class Helpers:
    """What the page works with."""

    front: PageFront
    """Follows the sessions."""
    desk: Desk
    """Runs those that are begun here."""
    tell: Tell
    """Is told what somebody at the computer should know."""
    ask_computer: Callable[[], None] = lambda: None
    """Somebody at the computer is to say whether a phone may join."""
    renderers: Renderers | None = None
    """What makes something to take along."""


class PageApp:
    """All of it, for one port.

    Args:
        wish: how it is to be.
        helpers: what it works with.
        port: where it is served.

    """

    def __init__(self, wish: PageWish, helpers: Helpers, port: int) -> None:
        language = load_language(wish.base.language)
        self._helpers = helpers
        self.words = language.phrases.page_server
        self.pairing = Pairing(Browsers(page_pairing_file()))
        self.board = Board(language.phrases, lambda: self.pairing.asking)
        self.board.is_led_here = wish.is_led_here
        self.connections = Connections()
        self.pulse = Pulse(self.board, helpers.front, self.connections, helpers.tell)
        self.pulse.pause_when_alone = wish.pause_when_alone
        cookie_name = f"drillvoice-{port}"
        joining = JoinRoutes(self.pairing, self.words, self.pulse.streams, cookie_name, helpers.ask_computer)
        joining.address = f"http://{wish.lan}:{port}" if wish.lan else ""
        self.joining = joining
        counter = Counter.open_counter(self.words, self.pulse.heartbeat)
        self.routes: list[BaseRoute] = [
            *asset_routes(language),
            *joining.routes,
            *DeskRoutes(helpers.desk, self.board, helpers.front, counter, wish.base).routes,
            *SessionRoutes(self.board, helpers.front, counter).routes,
            *TakeRoutes(helpers.renderers, helpers.desk, self.words, wish.base).routes,
            Route("/events", EventsRoute(self.pulse, self.words), methods=["GET"]),
        ]
        known = Known(self.pairing.browsers, self.words, cookie_name, self.connections.keep_connection)
        known.hosts.update(f"{name}:{port}" for name in (HERE, "localhost", wish.lan) if name)
        self.guarded = Guard(self._routed(), known)

    def show_person(self, named: NamedPerson) -> None:
        """Say whose things these are, where there are several."""
        self.board.person = {"id": id_of(named.person), "name": named.name}

    def _routed(self) -> Starlette:
        async def refuse(request: Request, error: Exception) -> Response:
            assert isinstance(error, RefusedError), "it is asked for no other"
            return refusal(error.status, error.sentence)

        async def misunderstand(request: Request, error: Exception) -> Response:
            return refusal(422, self.words.misunderstood.format(what=str(error)))

        async def find_nothing(request: Request, error: Exception) -> Response:
            assert isinstance(error, HTTPException), "it is asked for no other"
            return refusal(error.status_code, self.words.unknown_page)

        async def fail(request: Request, error: Exception) -> Response:
            sentence = self.words.failed.format(what=describe_failure(error))
            self._helpers.tell(sentence)
            return refusal(500, sentence)

        handlers = {RefusedError: refuse, WishError: misunderstand, HTTPException: find_nothing, Exception: fail}
        return Starlette(routes=self.routes, exception_handlers=handlers)


class EventsRoute:
    """The state on its way down, for one page after the other.

    Args:
        pulse: keeps pages up to date.
        words: why there may be no room.

    """

    def __init__(self, pulse: Pulse, words: PageServerPhrases) -> None:
        self._pulse = pulse
        self._words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one page, where there is room for it."""
        streams: Streams = self._pulse.streams
        if streams.is_full:
            await refusal(429, self._words.too_many_pages)(scope, receive, send)
            return
        await streams.serve_page(scope["browser"], self._pulse.heartbeat.number, scope, receive, send)
