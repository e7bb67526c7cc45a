"""Drills to take along: rendered on this computer, and handed over as one file. Who renders them is handed in."""

import io
import shutil
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from drillvoice.core.page_server_phrases import PageServerPhrases
from drillvoice.core.plan.request import Request as SessionRequest
from drillvoice.errors import DrillvoiceError, Tell
from drillvoice.places import taken_along_folder
from drillvoice.web.choosing import request_of_wish
from drillvoice.web.desk import Desk
from drillvoice.web.replies import RefusedError
from drillvoice.web.wishes import StartWish
from drillvoice.written_files import make_folder

PAGE, ALBUM = ".html", ".zip"
KINDS = {PAGE: "text/html", ALBUM: "application/zip"}
Render = Callable[[SessionRequest, Path, Tell], object]
"""Renders a request to a path; what is worth telling is told."""


@dataclass(frozen=True)
class Renderers:
    """What makes something to take along."""

    album: Render
    """A folder of MP3 files, one a part."""
    page: Render
    """One page with the sound inside."""


class TakeRoutes:
    """Drills to take along, one at a time.

    Args:
        renderers: what makes them; None where there are none.
        desk: while a session goes on nothing is rendered: the voice needs the computer.
        words: why not.
        base: the folder of drills, and the voice.

    """

    def __init__(self, renderers: Renderers | None, desk: Desk, words: PageServerPhrases, base: SessionRequest) -> None:
        self._renderers = renderers
        self._desk = desk
        self._words = words
        self._base = base
        self._rendering = threading.Lock()
        self.routes = [Route("/take/{file}", self.hand_over, methods=["GET"])]

    def hand_over(self, request: Request) -> Response:
        """A drill as a file; `level` may be asked for."""
        name, dot, kind = request.path_params["file"].rpartition(".")
        ending, level = f"{dot}{kind}", request.query_params.get("level", "")
        if self._renderers is None or ending not in KINDS or not (level in ("", "null") or level.isdecimal()):
            raise RefusedError(404, self._words.unknown_page)
        if self._desk.is_busy:
            raise RefusedError(409, self._words.session_goes_on)
        if not self._rendering.acquire(blocking=False):
            raise RefusedError(409, self._words.rendering)
        try:
            wish = StartWish(drills=(name[:100],), level=int(level[:4]) if level.isdecimal() else None)
            content = self._render(request_of_wish(wish, self._base), name, ending, self._renderers)
        except DrillvoiceError as error:
            raise RefusedError(422, str(error)) from error
        finally:
            self._rendering.release()
        headers = {"content-disposition": f'attachment; filename="{name}{ending}"'}
        return Response(content, media_type=KINDS[ending], headers=headers)

    def _render(self, wanted: SessionRequest, name: str, ending: str, renderers: Renderers) -> bytes:
        """Render it into a folder that is gone afterwards."""
        folder = taken_along_folder()
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        wanted = replace(wanted, record=False)
        try:
            if ending == PAGE:
                file = folder / f"{name}{PAGE}"
                renderers.page(wanted, file, self._desk.tell)
                return file.read_bytes()
            album = folder / name
            renderers.album(wanted, album, self._desk.tell)
            return _zipped(album)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _zipped(folder: Path) -> bytes:
    """A folder as one file; MP3 cannot be packed any further."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{folder.name}/{path.name}")
    return packed.getvalue()
