"""Every screen of the page, as it is laid out by a real browser: sizes, contrast, large text, and axe-core."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.web.page import canned
from tests.web.page.axe import axe_violations
from tests.web.page.browsing import SIZES
from tests.web.page.conftest import Walked
from tests.web.page.looking import buttons, contrasts, covered, outside, resize, scrolls, set_text_size
from tests.web.page.stub import StubServer
from tests.web.page.walks import LED, WALKS

pytestmark = pytest.mark.browser
ENLARGED = ((640, 400), (384, 512), (320, 256))
"""Pages at 200 % on a laptop and a tablet, and at 400 % on a screen of 1280 by 1024."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def buttons_are_large_enough(screen: Walked, size: str) -> None:
    found = buttons(screen.page)
    for button in found:
        least = 190 if button["stop"] else 126 if button["main"] else 76
        assert least <= button["height"], button
        assert 76 <= button["width"], button
        assert not button["cut"], button
    stops = [each for each in found if each["stop"]]
    assert bool(stops) == (screen.name in LED)
    assert size != "phone" or all(344 <= each["width"] for each in stops)


def nothing_scrolls_while_a_drill_is_led(screen: Walked) -> None:
    assert not scrolls(screen.page)[1] or screen.name not in LED


def nothing_is_lost(screen: Walked) -> None:
    assert not scrolls(screen.page)[0]
    assert [] == outside(screen.page)
    assert [] == covered(screen.page)
    assert [] == [each for each in buttons(screen.page) if each["cut"]]


def text_stands_out(screen: Walked) -> None:
    found = contrasts(screen.page)
    assert found
    assert {} == {text: ratio for text, ratio in found.items() if ratio < 13}


def axe_finds_nothing(screen: Walked) -> None:
    assert [] == axe_violations(screen.page)


def colours_of_the_system_lose_nothing(screen: Walked) -> None:
    before = screen.page.locator("main").inner_text()
    screen.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert before == screen.page.locator("main").inner_text()
    borders = screen.page.evaluate(
        "() => [...document.querySelectorAll('button, .button')].filter((each) => each.checkVisibility())"
        ".map((each) => getComputedStyle(each).borderTopWidth)"
    )
    assert set(borders) <= {"3px"}, "a button is seen by its border"
    assert 0 == screen.page.evaluate("document.getAnimations().length")
    screen.page.emulate_media(forced_colors="none", reduced_motion="no-preference")


def focus_has_moved_to_what_is_new(screen: Walked) -> None:
    assert screen.page.evaluate("document.activeElement.tagName") in ("H1", "BUTTON", "INPUT")
    assert [each for each in screen.page.locator("main h1:visible").all() if each.inner_text().strip()]


@pytest.mark.parametrize("name", list(WALKS))
def test_a_screen_is_for_everybody(walk: Callable[[str], Walked], name: str) -> None:
    screen = walk(name)
    focus_has_moved_to_what_is_new(screen)
    for scheme in SCHEMES:
        screen.page.emulate_media(color_scheme=scheme)
        text_stands_out(screen)
        axe_finds_nothing(screen)
    for size in SIZES:
        resize(screen.page, SIZES[size])
        buttons_are_large_enough(screen, size)
        nothing_scrolls_while_a_drill_is_led(screen)
        nothing_is_lost(screen)
        set_text_size(screen.page, 200)
        nothing_is_lost(screen)
        set_text_size(screen.page, 100)
    for wide, high in ENLARGED:
        resize(screen.page, {"width": wide, "height": high})
        nothing_is_lost(screen)
    resize(screen.page, SIZES["phone"])
    colours_of_the_system_lose_nothing(screen)


def cue_size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.getElementById('big')).fontSize)"))


@pytest.mark.parametrize(("name", "least"), [("phone", 40), ("tablet", 80), ("laptop", 96)])
@pytest.mark.parametrize("drill", ["drill", "long-cue", "counted", "noted", "rest", "paused"])
def test_a_cue_is_large(stub: StubServer, open_page: Callable[[], Page], drill: str, name: str, least: int) -> None:
    """On a laptop of 13 inches 96 px are 21 mm, 24 minutes of arc from three metres: one in five of normal sight."""
    stub.state = canned.SCREENS[drill]
    page = open_page()
    resize(page, SIZES[name])
    assert least <= cue_size(page)


def test_wobble_is_far_from_stop(stub: StubServer, open_page: Callable[[], Page]) -> None:
    stub.state = canned.drill()
    page = open_page()
    wobble, stop = (page.get_by_role("button", name=name, exact=True).bounding_box() for name in ("Wobble", "Stop"))
    assert wobble
    assert stop
    assert 300 <= stop["y"] - (wobble["y"] + wobble["height"])


def test_a_refusal_fits_beside_a_long_cue(stub: StubServer, open_page: Callable[[], Page]) -> None:
    stub.state = canned.SCREENS["long-cue"]
    stub.refusals["note"] = (409, "The computer was out of reach, so nothing was done. Look, then press again.")
    page = open_page()
    page.get_by_role("button", name="Wobble", exact=True).click()
    page.locator("#drill .message").filter(has_text="out of reach").wait_for()
    assert (False, False) == scrolls(page)
    assert [] == covered(page)
