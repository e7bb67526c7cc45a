"""A page that loses its computer, finds it again, or has not joined yet."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.builders import PHRASES
from tests.web.page import canned
from tests.web.page.browsing import SIZES
from tests.web.page.stub import StubServer, serving, usual_answers

pytestmark = pytest.mark.browser
Opener = Callable[[], Page]
SIGN_MS = 3000
SLACK_MS = 700
"""What a loaded machine adds; the figures themselves are measured by benchmarks/page.py."""


@pytest.fixture
def page(stub: StubServer, open_page: Opener) -> Page:
    stub.state = canned.drill()
    opened = open_page()
    opened.locator("#big").filter(has_text="Look up").wait_for()
    return opened


def test_a_frozen_computer_is_shown_within_three_seconds(stub: StubServer, page: Page) -> None:
    stub.beating = False
    page.locator("#stale").wait_for(timeout=SIGN_MS + SLACK_MS)
    assert not page.locator("#big").is_visible(), "what may be untrue any more is not shown"
    assert page.get_by_role("button", name="Stop").is_visible()
    assert PHRASES.page.stale.drill in page.locator("#stale").inner_text()
    stub.show(canned.drill(said="Look down"))
    stub.beating = True
    page.locator("#big").filter(has_text="Look down").wait_for()
    assert not page.locator("#stale").is_visible()


def test_stop_is_sent_from_a_stale_page(stub: StubServer, page: Page) -> None:
    stub.beating = False
    page.locator("#stale").wait_for()
    page.get_by_role("button", name="Stop").click()
    assert ["stop"] == [body["command"] for body in stub.wait_for_posts("command")]


def test_a_page_comes_back_by_itself_after_the_program_begins_again(browser: Browser) -> None:
    stub = StubServer(answers=usual_answers(), state=canned.drill())
    with ExitStack() as pages:
        with serving(stub):
            page = browser.new_page(viewport=SIZES["phone"])
            pages.callback(page.close)
            page.goto(stub.address)
            page.locator("#drill").wait_for()
        page.locator("#stale").wait_for(timeout=SIGN_MS + 3 * SLACK_MS)
        page.get_by_role("button", name="Stop").click()
        time.sleep(2)
        stub.show(canned.state())
        with serving(stub):
            page.locator("#start").wait_for(timeout=SIGN_MS + 3 * SLACK_MS)
            assert not page.locator("#stale").is_visible()


def test_a_stop_that_does_not_arrive_is_told(stub: StubServer, page: Page) -> None:
    page.route("**/command", lambda route: route.abort())
    page.get_by_role("button", name="Stop").click()
    page.locator("#drill .message").filter(has_text=PHRASES.page.drill.unheard_stop).wait_for()


@pytest.mark.parametrize("event", ["pageshow", "online", "visibilitychange"])
def test_a_page_that_wakes_asks_at_once(stub: StubServer, page: Page, event: str) -> None:
    """Its connection is dead, and it has just tried another in vain: by itself it would wait for three seconds."""
    stub.dead_streams = 10**9
    page.locator("#stale").wait_for()
    tried = stub.opened
    while stub.opened == tried:
        page.wait_for_timeout(50)
    stub.show(canned.drill(said="Look down"))
    stub.dead_streams = stub.opened
    page.evaluate("(name) => (name === 'visibilitychange' ? document : window).dispatchEvent(new Event(name))", event)
    page.locator("#big").filter(has_text="Look down").wait_for(timeout=1000 + SLACK_MS)


def test_a_clock_that_slept_makes_a_page_stale(page: Page) -> None:
    """While a phone sleeps, the browser's own clock may stand still; the day's does not. The next beat ends it."""
    page.evaluate(
        "() => { const stale = document.getElementById('stale');"
        " new MutationObserver(() => { window.wasStale ||= !stale.hidden; }).observe(stale, { attributes: true });"
        " const now = Date.now; Date.now = () => now() + 60000; }"
    )
    page.wait_for_function("() => window.wasStale", timeout=SIGN_MS + SLACK_MS)
    page.locator("#drill .top").wait_for(timeout=SIGN_MS + SLACK_MS)


def test_what_the_computer_tells_unasked_stays_until_something_is_pressed(stub: StubServer, open_page: Opener) -> None:
    notice = {"number": 1, "text": "There is no loudspeaker."}
    stub.state = canned.state("preparing", notice=notice)
    page = open_page()
    line = page.locator("#preparing .message")
    line.filter(has_text="no loudspeaker").wait_for()
    stub.show(canned.drill() | {"notice": notice})
    line = page.locator("#drill .message")
    line.filter(has_text="no loudspeaker").wait_for()
    page.wait_for_timeout(9500)
    assert line.is_visible()
    page.get_by_role("button", name="Wobble").click()
    assert not line.is_visible()


def test_two_pages_see_the_same(stub: StubServer, open_page: Opener) -> None:
    stub.state = canned.drill()
    pages = [open_page(), open_page()]
    stub.show(canned.drill(said="Look down"))
    for page in pages:
        page.locator("#big").filter(has_text="Look down").wait_for()


def test_a_secret_pairs_and_leaves_the_address_bar(stub: StubServer, browser: Browser) -> None:
    stub.paired = False
    page = browser.new_page(viewport=SIZES["phone"])
    page.goto(f"{stub.address}#s3cr3t")
    page.locator("#start").wait_for()
    assert ["s3cr3t"] == [body["secret"] for body in stub.posted("pair")]
    assert stub.address == page.url
    page.close()


def test_a_code_pairs(stub: StubServer, open_page: Opener) -> None:
    stub.paired = False
    page = open_page()
    assert page.locator("#pairing").is_visible()
    page.locator("#code").fill("1234 5678")
    page.get_by_role("button", name="Join").click()
    page.locator("#start").wait_for()
    assert ["12345678"] == [body["code"] for body in stub.posted("pair")]


def test_a_wrong_code_is_told_and_can_be_typed_again(stub: StubServer, open_page: Opener) -> None:
    stub.paired = False
    stub.refusals["pair"] = (403, "That is not the code.")
    page = open_page()
    page.locator("#code").fill("1")
    page.get_by_role("button", name="Join").click()
    page.locator("#pairing .message").filter(has_text="not the code").wait_for()


def test_a_phone_waits_until_it_is_allowed(stub: StubServer, open_page: Opener) -> None:
    stub.paired, stub.joining = False, {"status": "asking", "ticket": "t1"}
    page = open_page()
    page.locator("#code").fill("12345678")
    page.get_by_role("button", name="Join").click()
    page.locator("#ask-there").wait_for()
    assert "t1" == stub.wait_for_posts("pair", 2)[1]["ticket"]
    stub.joining = {"status": "paired"}
    page.locator("#start").wait_for()


def test_the_computer_asks_before_a_phone_joins(stub: StubServer, page: Page) -> None:
    stub.show(canned.SCREENS["asks"])
    page.get_by_role("button", name="Allow", exact=True).click()
    (body,) = stub.wait_for_posts("phones/allow")
    assert ("t1", True) == (body["ticket"], body["allow"])
    assert page.get_by_role("button", name="Stop").is_visible()
    stub.show(canned.drill())
    page.get_by_role("button", name="Wobble").wait_for()


def test_a_page_that_is_forgotten_shows_nothing_of_a_person(stub: StubServer, page: Page) -> None:
    stub.paired = False
    page.get_by_role("button", name="Wobble").click()
    page.locator("#pairing").wait_for()
    assert not page.locator("#drill").is_visible()


def test_nothing_is_asked_of_anybody_else(stub: StubServer, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(stub.address)
    page.locator("#start").wait_for()
    assert [] == [url for url in asked if not url.startswith(stub.address)]
    assert [] == troubles, "also none of the content security policy"
    page.close()


def in_capitals(words: object) -> Any:
    if isinstance(words, dict):
        return {key: in_capitals(each) for key, each in words.items()}
    return str(words).upper()


def test_all_words_come_from_the_phrases(page: Page) -> None:
    words = in_capitals(PHRASES.page.model_dump())
    page.route("**/words", lambda route: route.fulfill(json=words | {"lang": "de"}))
    page.reload()
    page.locator("#main-button").wait_for()
    shown = "".join(page.locator(f"#drill {part}").first.inner_text() for part in (".top", "#state", ".act"))
    assert shown == shown.upper()
    assert "de" == page.evaluate("document.documentElement.lang")
