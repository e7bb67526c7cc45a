"""Drills to take along, handed over by the page."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillvoice.core.plan.request import Request
from drillvoice.errors import AudioError, Tell
from drillvoice.places import taken_along_folder
from drillvoice.web.take_routes import Renderers
from tests.web.serving import WORDS, Served, quiet_sound, served, wait_for


def render_album(request: Request, folder: Path, tell: Tell) -> None:
    folder.mkdir()
    for name in ("01 Safety.mp3", "02 Round 1.mp3"):
        (folder / name).write_bytes(f"{request.drills} {request.practice.level}".encode())


def render_page(request: Request, file: Path, tell: Tell) -> None:
    if request.drills == ("head-turns",) and request.practice.level == 2:
        raise AudioError("The disk is full; make room.")
    file.write_text(f"<html>{request.drills[0]}", encoding="utf-8")


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    quiet_sound(monkeypatch)
    with served(renderers=Renderers(render_album, render_page)) as found:
        yield found


def test_a_drill_is_handed_over_as_an_album_and_as_a_page(page: Served) -> None:
    visitor = page.visitor()
    album = visitor.ask("GET", "/take/head-turns.zip?level=3")
    assert "application/zip" == album.headers["content-type"]
    assert 'attachment; filename="head-turns.zip"' == album.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(album.body)) as archive:
        assert ["head-turns/01 Safety.mp3", "head-turns/02 Round 1.mp3"] == archive.namelist()
        assert b"('head-turns',) 3" == archive.read("head-turns/01 Safety.mp3")
    assert b"<html>quick" == visitor.ask("GET", "/take/quick.html").body
    assert not taken_along_folder().exists(), "nothing of it is left here"


@pytest.mark.parametrize("path", ["x.html", "..%2f..%2fx.zip", ".zip", "quick.html?level=99"])
def test_what_cannot_be_had_is_told(page: Served, path: str) -> None:
    assert page.visitor().ask("GET", f"/take/{path}").status in (404, 422)


@pytest.mark.parametrize("path", ["quick.exe", "quick", "quick.html?level=x", "quick.html?level=-1"])
def test_what_is_no_file_of_ours_is_not_there(page: Served, path: str) -> None:
    assert 404 == page.visitor().ask("GET", f"/take/{path}").status


def test_what_fails_is_told_in_its_own_words(page: Served) -> None:
    reply = page.visitor().ask("GET", "/take/head-turns.html?level=2")
    assert (422, "The disk is full; make room.") == (reply.status, reply.message)


def test_nothing_is_rendered_while_a_drill_goes_on(page: Served) -> None:
    visitor = page.visitor()
    visitor.press("/start", drills=["quick"])
    wait_for(lambda: visitor.state["session"])
    reply = visitor.ask("GET", "/take/quick.html")
    assert (409, WORDS.session_goes_on) == (reply.status, reply.message)
