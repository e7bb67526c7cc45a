"""A browser for each worker, and pages in it that look at a stand-in for the computer."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.web.page.browsing import CHROMIUM, SIZES, chromium
from tests.web.page.stub import StubServer, serving, usual_answers
from tests.web.page.walks import ARRIVED, WALKS


@dataclass(frozen=True)
class Walked:
    """A page that has reached its screen."""

    name: str
    page: Page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("needs chromium, which script/test installs")
    with chromium() as found:
        yield found


@pytest.fixture
def stub() -> Iterator[StubServer]:
    """A computer with a drill to be shown; changed before a page is opened, or while it looks on."""
    made = StubServer(answers=usual_answers())
    with serving(made):
        yield made


@pytest.fixture
def open_page(browser: Browser, stub: StubServer) -> Iterator[Callable[[], Page]]:
    """Opens a page on a phone with a touch screen, once what it shall show is set."""
    with ExitStack() as pages:

        def opened() -> Page:
            context = browser.new_context(viewport=SIZES["phone"], has_touch=True)
            pages.callback(context.close)
            page = context.new_page()
            page.goto(stub.address)
            page.locator(ARRIVED).first.wait_for(state="attached")
            return page

        yield opened


@pytest.fixture
def walk(browser: Browser, stub: StubServer) -> Iterator[Callable[[str], Walked]]:
    """Walks to a screen, by its name in tests/web/page/walks.py."""
    with ExitStack() as pages:

        def walked(name: str) -> Walked:
            WALKS[name].prepare_stub(stub)
            page = browser.new_page(viewport=SIZES["phone"])
            pages.callback(page.close)
            page.goto(stub.address)
            WALKS[name].take_steps(page, stub)
            return Walked(name, page)

        yield walked
