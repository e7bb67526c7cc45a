"""The page itself: a few files beside this module, and its words. Nothing in them is about anybody."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drillvoice.language import Language

FOLDER = Path(__file__).with_name("assets")
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FILES = {"/": "index.html", "/page.css": "page.css", "/page.js": "page.js", "/icon.svg": "icon.svg"}


def asset_routes(language: Language) -> list[Route]:
    """A route for each file, read once, and one for the words."""
    words: dict[str, Any] = {**language.phrases.page.model_dump(mode="json"), "lang": language.code}

    async def show_words(request: Request) -> Response:
        return JSONResponse(words)

    found = [_file_route(path, FOLDER / name) for path, name in FILES.items()]
    return [*found, Route("/words", show_words, methods=["GET"])]


def _file_route(path: str, file: Path) -> Route:
    content = file.read_bytes()

    async def show_file(request: Request) -> Response:
        return Response(content, media_type=KINDS[file.suffix])

    return Route(path, show_file, methods=["GET"])
