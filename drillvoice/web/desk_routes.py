"""What is asked for beside a session: starting one, what there is to choose, notes after it, progress, persons."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.core.plan.request import Request as SessionRequest
from drillvoice.errors import DrillNotFoundError, DrillvoiceError, HistoryError
from drillvoice.web.board import Board
from drillvoice.web.choosing import remember_request, request_of_wish
from drillvoice.web.desk import Desk
from drillvoice.web.offers import Offers, id_of
from drillvoice.web.page_front import PageFront
from drillvoice.web.page_news import PageScreen
from drillvoice.web.progress import keep_note, report_html, weeks_json
from drillvoice.web.replies import RefusedError, done
from drillvoice.web.session_routes import ONCE, Counter
from drillvoice.web.wishes import AllowWish, PersonWish, SayWish, StartWish, TouchWish, read_wish

REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The report has its styles in itself, as it is written to a file, and no script at all."""


class DeskRoutes:
    """What is asked for beside a session.

    Args:
        desk: runs sessions.
        board: what pages show.
        front: leads them.
        counter: when and how often.
        base: the sound and the listening of this computer.

    """

    def __init__(self, desk: Desk, board: Board, front: PageFront, counter: Counter, base: SessionRequest) -> None:
        self._desk = desk
        self._board = board
        self._front = front
        self._counter = counter
        self._words: PageServerPhrases = counter.words
        self._base = base
        self._offers = Offers(base, desk, desk.tell)
        self.routes = [
            Route("/start", self.start_session, methods=["POST"]),
            Route("/sound", self.answer_no_sound, methods=["POST"]),
            Route("/person", self.serve_person, methods=["POST"]),
            Route("/after/note", self.write_note, methods=["POST"]),
            Route("/after/done", self.leave_after, methods=["POST"]),
            Route("/drills", self.list_drills, methods=["GET"]),
            Route("/drills/{name}", self.show_drill, methods=["GET"]),
            Route("/progress", self.show_progress, methods=["GET"]),
            Route("/report", self.show_report, methods=["GET"]),
        ]

    async def start_session(self, request: Request) -> Response:
        """Begin what somebody has chosen."""
        wish = await read_wish(request, StartWish)
        self._counter.moment_of(wish, request.scope["browser"])
        self._refuse_meanwhile()
        if not self._counter.presses.is_first("start"):
            return done(**ONCE)
        try:
            asked = await run_in_threadpool(request_of_wish, wish, self._base)
        except DrillvoiceError as error:
            raise RefusedError(422, str(error)) from error
        if not self._desk.begin(asked):
            raise RefusedError(409, self._words.session_goes_on)
        await run_in_threadpool(remember_request, asked)
        return done()

    async def answer_no_sound(self, request: Request) -> Response:
        """There is no loudspeaker: look for one now, or begin without."""
        wish = await read_wish(request, AllowWish)
        self._counter.moment_of(wish, request.scope["browser"])
        no_sound = self._board.no_sound
        if no_sound is None:
            raise RefusedError(409, self._words.moved_on)
        if not self._counter.presses.is_first(f"sound {wish.allow}"):
            return done(**ONCE)
        if not wish.allow:
            no_sound.begin_without()
        elif not await run_in_threadpool(no_sound.wait_for_look):
            raise RefusedError(409, self._words.still_no_sound)
        return done()

    def _refuse_meanwhile(self) -> None:
        if not self._board.is_led_here:
            raise RefusedError(409, self._words.terminal_leads)
        if self._desk.is_busy or not self._board.is_free:
            raise RefusedError(409, self._words.session_goes_on)

    async def serve_person(self, request: Request) -> Response:
        """Let what follows be about somebody else."""
        wish = await read_wish(request, PersonWish)
        self._counter.moment_of(wish, request.scope["browser"])
        self._refuse_meanwhile()
        persons, _ = await run_in_threadpool(self._desk.known_persons)
        found = next((each for each in persons if id_of(each.person) == wish.person), None)
        if found is None:
            raise RefusedError(422, self._words.misunderstood.format(what="person"))
        if not await run_in_threadpool(self._desk.serve_person, found):
            raise RefusedError(409, self._words.session_goes_on)
        self._board.person = {"id": id_of(found.person), "name": found.name}
        self._front.turn_to_start()
        return done()

    async def write_note(self, request: Request) -> Response:
        """A note on the session that has just ended."""
        wish = await read_wish(request, SayWish)
        self._counter.moment_of(wish, request.scope["browser"])
        if self._board.screen is not PageScreen.AFTER or self._board.question:
            raise RefusedError(409, self._words.not_now)
        try:
            kept = self._base.record and await run_in_threadpool(keep_note, wish.text, self._desk.tell)
        except HistoryError as error:
            raise RefusedError(409, str(error)) from error
        if not kept:
            raise RefusedError(409, self._words.nothing_recorded)
        return done()

    async def leave_after(self, request: Request) -> Response:
        """Back to the start."""
        wish = await read_wish(request, TouchWish)
        self._counter.moment_of(wish, request.scope["browser"])
        if self._board.screen is PageScreen.AFTER and self._board.is_free:
            self._front.turn_to_start()
        return done()

    def list_drills(self, request: Request) -> Response:
        """All that there is to choose from."""
        return JSONResponse(self._offers.drills_json())

    def show_drill(self, request: Request) -> Response:
        """All that a drill says of itself."""
        try:
            return JSONResponse(self._offers.drill_json(request.path_params["name"]))
        except DrillNotFoundError as error:
            raise RefusedError(404, str(error)) from error
        except DrillvoiceError as error:
            raise RefusedError(409, str(error)) from error

    def show_progress(self, request: Request) -> Response:
        """The last weeks."""
        try:
            weeks = weeks_json(self._words, self._desk.tell)
        except HistoryError as error:
            raise RefusedError(409, str(error)) from error
        return JSONResponse({"weeks": weeks, "report": "/report"})

    def show_report(self, request: Request) -> Response:
        """The same to print."""
        try:
            page = report_html(self._desk.tell)
        except HistoryError as error:
            raise RefusedError(409, str(error)) from error
        if not page:
            raise RefusedError(404, self._words.nothing_recorded)
        return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY})
