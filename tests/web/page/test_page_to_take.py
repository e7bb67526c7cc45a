"""The page with the sound inside, in a browser, from a file: it waits, repeats, goes on, and obeys media keys."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from drillvoice.app.take_along import render_page
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from tests.builders import PHRASES
from tests.fakes import only_engine
from tests.web.page.axe import axe_violations
from tests.web.page.browsing import CHROMIUM, SIZES
from tests.web.page.looking import buttons, covered, outside, set_text_size, settle

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="needs chromium")]
WORDS = PHRASES.take_along
PRACTICE = Practice(level=3, bouts=2, bout_s=30.0, rest_s=60.0)
SHORT = Request(drills=("head-turns",), seed=7, practice=PRACTICE, safety_heard=True)
TREMOR_MS = 750
GET_UP = 3
"""Which part it is, from 0 on."""
QUICKLY = 4
"""How much quicker the sound before "Get up" is played: the page goes by the sound's own time."""
CAUGHT = """
const keys = window.keys = {};
navigator.mediaSession.setActionHandler = (name, act) => { keys[name] = act; };
"""
"""Media keys that a test can press; real ones need a desktop."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("taken") / "head-turns.html"
    with pytest.MonkeyPatch.context() as patch:
        only_engine(patch)
        render_page(SHORT, path, print)
    return path


@pytest.fixture
def player(browser: Browser, file: Path) -> Iterator[Page]:
    """The page on a phone without any network."""
    context = browser.new_context(viewport=SIZES["phone"], has_touch=True, offline=True)
    context.add_init_script(CAUGHT)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert [] == wrong


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_timeout(TREMOR_MS)


def press_key(page: Page, name: str) -> None:
    page.evaluate("name => window.keys[name]()", name)


def in_state(page: Page, state: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-state", state, timeout=20_000)


def said(page: Page) -> str:
    return page.locator("#said").inner_text()


def is_sounding(page: Page) -> bool:
    return bool(page.evaluate("!document.getElementById('sound').paused"))


def go_to(page: Page, part: int) -> None:
    press(page, WORDS.play)
    for _ in range(part):
        press(page, WORDS.next)


def wait_at_get_up(page: Page) -> None:
    go_to(page, GET_UP)
    page.evaluate("rate => document.getElementById('sound').playbackRate = rate", QUICKLY)
    in_state(page, "waiting")
    page.evaluate("document.getElementById('sound').playbackRate = 1")


def test_it_plays_from_a_file_without_a_network(player: Page) -> None:
    in_state(player, "ready")
    press(player, WORDS.play)
    in_state(player, "playing")
    assert is_sounding(player)
    assert "" != said(player)
    expect(player.locator("#part")).to_have_text("Getting ready, part 1 of 6")


def test_it_goes_from_part_to_part_by_itself(player: Page) -> None:
    go_to(player, 0)
    player.evaluate("document.getElementById('sound').dispatchEvent(new Event('ended'))")
    expect(player.locator("#part")).to_have_text("Round 1 of 2, part 2 of 6")
    in_state(player, "playing")


def test_it_waits_at_get_up_until_it_is_told(player: Page) -> None:
    wait_at_get_up(player)
    assert not is_sounding(player)
    assert (WORDS.get_up, WORDS.waiting) == (said(player), player.locator("#state").inner_text())
    player.wait_for_timeout(5000)
    in_state(player, "waiting")
    press(player, WORDS.standing)
    expect(player.locator("#part")).to_have_text("Round 2 of 2, part 5 of 6")
    in_state(player, "playing")


def test_an_earbud_ends_the_wait(player: Page) -> None:
    wait_at_get_up(player)
    assert "paused" == player.evaluate("navigator.mediaSession.playbackState")
    press_key(player, "play")
    expect(player.locator("#part")).to_have_text("Round 2 of 2, part 5 of 6")
    in_state(player, "playing")
    assert is_sounding(player)


def test_again_says_the_last_line_again_and_waits_again(player: Page) -> None:
    wait_at_get_up(player)
    press(player, WORDS.again)
    in_state(player, "playing")
    assert WORDS.get_up == said(player)
    in_state(player, "waiting")


def test_going_on_repeats_the_line_that_was_cut(player: Page) -> None:
    go_to(player, GET_UP)
    expect(player.locator("#said")).to_have_text(WORDS.get_up)
    press_key(player, "pause")
    in_state(player, "paused")
    assert not is_sounding(player)
    assert WORDS.go_on == player.locator("#main").inner_text()
    drill = json.loads(player.locator("#drill").text_content() or "")
    line = drill["parts"][GET_UP]["lines"][-1]
    press_key(player, "play")
    in_state(player, "playing")
    assert player.evaluate("document.getElementById('sound').currentTime") < line["end"] - line["base"]
    assert WORDS.get_up == said(player)
    in_state(player, "waiting")


def test_a_rest_goes_on_where_it_was(player: Page) -> None:
    go_to(player, 2)
    player.evaluate("document.getElementById('sound').currentTime = 30")
    player.wait_for_timeout(500)
    press(player, WORDS.pause)
    press(player, WORDS.go_on)
    assert 30 <= player.evaluate("document.getElementById('sound').currentTime") < 40


@pytest.mark.parametrize(("key", "part"), [("nexttrack", 2), ("previoustrack", 0)])
def test_earbuds_go_to_other_parts(player: Page, key: str, part: int) -> None:
    go_to(player, 1)
    press_key(player, key)
    expect(player.locator("#part")).to_contain_text(f"part {part + 1} of 6")


def test_the_player_of_the_phone_shows_what_is_played(player: Page) -> None:
    go_to(player, 1)
    shown = player.evaluate("(({title, album, artist}) => [title, album, artist])(navigator.mediaSession.metadata)")
    assert ["Round 1 of 2", "Head turns", "drillvoice"] == shown
    assert "playing" == player.evaluate("navigator.mediaSession.playbackState")


def test_pause_acts_when_the_finger_goes_down_and_a_held_finger_presses_once(player: Page) -> None:
    go_to(player, 1)
    box = player.locator("#main").bounding_box()
    assert box
    player.mouse.move(box["x"] + 50, box["y"] + 50)
    player.mouse.down()
    in_state(player, "paused")
    player.wait_for_timeout(TREMOR_MS)
    player.mouse.up()
    player.wait_for_timeout(300)
    in_state(player, "paused")


def test_a_second_press_in_a_moment_counts_once(player: Page) -> None:
    go_to(player, 0)
    player.get_by_role("button", name=WORDS.next, exact=True).dblclick(delay=50)
    expect(player.locator("#part")).to_contain_text("part 2 of 6")


def test_keys_alone_lead_it(player: Page) -> None:
    player.keyboard.press(" ")
    in_state(player, "playing")
    player.wait_for_timeout(TREMOR_MS)
    player.keyboard.press(" ")
    in_state(player, "paused")
    for _ in range(4):
        player.keyboard.press("Tab")
    player.keyboard.press("Enter")
    expect(player.locator("#part")).to_contain_text("part 2 of 6")


def test_at_its_end_it_can_begin_anew(player: Page) -> None:
    go_to(player, 5)
    player.evaluate("document.getElementById('sound').dispatchEvent(new Event('ended'))")
    in_state(player, "ended")
    press(player, WORDS.anew)
    expect(player.locator("#part")).to_contain_text("part 1 of 6")


def test_what_the_system_takes_away_is_a_pause(player: Page) -> None:
    go_to(player, 1)
    player.evaluate("document.getElementById('sound').pause()")
    in_state(player, "paused")


def heights(page: Page) -> dict[str, float]:
    ids = ("main", "previous", "again", "next")
    boxes = {name: page.locator(f"#{name}").bounding_box() for name in ids}
    return {name: box["height"] for name, box in boxes.items() if box}


@pytest.mark.parametrize("go", [lambda page: None, lambda page: go_to(page, 1), wait_at_get_up])
def test_all_of_it_fits_a_small_phone_with_large_buttons(player: Page, go: Callable[[Page], None]) -> None:
    go(player)
    tall = heights(player)
    assert tall.pop("main") >= 190
    assert all(height >= 76 for height in tall.values())
    assert player.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert player.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert WORDS.safety == player.locator("#safety").inner_text()


def test_cues_are_large(player: Page) -> None:
    go_to(player, 1)
    expect(player.locator("#said")).to_have_class("cue")
    assert 40 <= player.evaluate("parseFloat(getComputedStyle(document.getElementById('said')).fontSize)") + 0.5


LUMINANCE = """([text, ground]) => {
    const light = (id, kind) => getComputedStyle(document.getElementById(id) ?? document.documentElement)[kind]
        .match(/[\\d.]+/g).slice(0, 3).map((each) => each / 255)
        .map((each) => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
    const both = [light(text, "color"), light(ground, "backgroundColor")].sort((a, b) => b - a);
    return (both[0] + 0.05) / (both[1] + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_a_contrast_for_tired_eyes(player: Page, scheme: str) -> None:
    player.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for text, ground in (("said", ""), ("safety", ""), ("main", "main"), ("again", "again")):
        assert player.evaluate(LUMINANCE, [text, ground]) >= 13


@pytest.fixture
def plain(browser: Browser, file: Path) -> Iterator[Page]:
    """The same where scripts are off."""
    context = browser.new_context(viewport=SIZES["phone"], java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def test_without_scripts_it_says_what_to_do(plain: Page) -> None:
    text = plain.locator("body").inner_text()
    assert WORDS.no_scripts in text
    assert WORDS.safety in text
    assert "drillvoice render head-turns -o head-turns/" in text
    assert 0 == plain.get_by_role("button").count()


def test_without_scripts_each_part_has_a_player_of_its_own(plain: Page) -> None:
    assert 6 == plain.locator("audio[controls]").count()
    assert all((box := each.bounding_box()) and box["height"] >= 76 for each in plain.locator("audio[controls]").all())


def test_a_pause_of_a_round_is_ended_by_a_count_and_then_the_whole_cue(player: Page) -> None:
    go_to(player, 1)
    expect(player.locator("#said")).to_have_class("cue")
    cue = said(player)
    press(player, WORDS.pause)
    press(player, WORDS.go_on)
    assert WORDS.going_on == said(player)
    assert is_sounding(player)
    expect(player.locator("#said")).to_have_text(cue, timeout=15_000)
    in_state(player, "playing")


def test_a_pause_in_the_count_begins_the_count_anew(player: Page) -> None:
    go_to(player, 1)
    expect(player.locator("#said")).to_have_class("cue")
    cue = said(player)
    for key in ("pause", "play", "pause", "play"):
        press_key(player, key)
        player.wait_for_timeout(300)
    assert WORDS.going_on == said(player)
    expect(player.locator("#said")).to_have_text(cue, timeout=15_000)


@pytest.mark.parametrize("go", [lambda page: None, lambda page: go_to(page, 1), wait_at_get_up])
def test_axe_finds_nothing(player: Page, go: Callable[[Page], None]) -> None:
    go(player)
    # The page's own policy lets no script in but its own; this comes as a browser's extension does.
    session = player.context.new_cdp_session(player)
    session.send("Page.setBypassCSP", {"enabled": True})
    for size in SIZES.values():
        player.set_viewport_size(size)
        assert [] == axe_violations(player), size


@pytest.mark.parametrize("go", [lambda page: None, lambda page: go_to(page, 1), wait_at_get_up])
def test_nothing_is_lost_with_text_of_twice_the_size(player: Page, go: Callable[[Page], None]) -> None:
    go(player)
    set_text_size(player, 200)
    for size in SIZES.values():
        player.set_viewport_size(size)
        settle(player)
        assert [] == outside(player), size
        assert [] == covered(player), size
        assert [] == [each["name"] for each in buttons(player) if each["cut"]], size
