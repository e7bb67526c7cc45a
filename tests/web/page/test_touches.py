"""What fingers, hands that tremble, keys and screen readers do to the page."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, Page

from tests.web.page import canned
from tests.web.page.stub import StubServer

pytestmark = pytest.mark.browser
Opener = Callable[[], Page]
APART_MS = 800
"""Presses that are two."""


class Finger:
    """One finger on a touch screen: down and up are two things.

    What it does comes when the browser takes it, which on a busy computer may be late; `at` says when it was, as a
    touch screen does, in seconds since 1970.
    """

    def __init__(self, page: Page) -> None:
        self._cdp: CDPSession = page.context.new_cdp_session(page)

    def down(self, target: Locator, at: float | None = None) -> None:
        box = target.bounding_box()
        assert box
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        self._cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]} | _then(at))

    def move(self, x: float, y: float) -> None:
        self._cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})

    def up(self, at: float | None = None) -> None:
        self._cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []} | _then(at))

    def tap(self, target: Locator, at: float | None = None) -> None:
        self.down(target, at)
        self.up(at)


def _then(at: float | None) -> dict[str, float]:
    return {} if at is None else {"timestamp": at}


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def commands(stub: StubServer, count: int = 1) -> list[str]:
    return [body["command"] for body in stub.wait_for_posts("command", count)]


@pytest.fixture
def page(stub: StubServer, open_page: Opener) -> Page:
    stub.state = canned.drill()
    page = open_page()
    button(page, "Stop").wait_for()
    return page


@pytest.mark.parametrize("name", ["Stop", "Pause"])
def test_stop_and_pause_act_when_the_finger_comes_down(stub: StubServer, page: Page, name: str) -> None:
    finger = Finger(page)
    finger.down(button(page, name))
    assert [name.lower()] == commands(stub)
    stub.show(canned.drill(state="paused", main="resume"))
    button(page, "Go on").wait_for()
    page.wait_for_timeout(APART_MS)
    finger.up()
    page.wait_for_timeout(200)
    assert [name.lower()] == commands(stub), "what has come under the finger meanwhile is not pressed"


def test_all_else_acts_when_it_goes_up(stub: StubServer, page: Page) -> None:
    finger = Finger(page)
    finger.down(button(page, "Wobble"))
    page.wait_for_timeout(200)
    assert [] == stub.posts
    finger.up()
    assert ["wobble"] == [body["note"] for body in stub.wait_for_posts("note")]


def test_a_finger_that_trembles_within_a_button_presses_it(stub: StubServer, page: Page) -> None:
    finger, box = Finger(page), button(page, "Wobble").bounding_box()
    assert box
    finger.down(button(page, "Wobble"))
    for step in range(1, 5):
        finger.move(box["x"] + 10 * step, box["y"] + box["height"] / 2 + 5 * step)
    finger.up()
    assert 1 == len(stub.wait_for_posts("note"))


def test_a_finger_that_leaves_a_button_takes_that_back(stub: StubServer, page: Page) -> None:
    finger = Finger(page)
    finger.down(button(page, "Wobble"))
    finger.move(200, 260)
    finger.up()
    page.wait_for_timeout(200)
    assert [] == stub.posts


def test_a_button_changes_its_colour_at_once(page: Page) -> None:
    """Within the frame: 50 ms hold at any rate of frames from 20 a second on."""
    page.evaluate(
        "() => addEventListener('pointerdown', () => requestAnimationFrame(() => {"
        " window.colour = getComputedStyle(document.querySelector('#main-button')).backgroundColor; }))"
    )
    before = page.evaluate("getComputedStyle(document.querySelector('#main-button')).backgroundColor")
    Finger(page).down(page.locator("#main-button"))
    page.wait_for_timeout(200)  # the page allows no script to be made of text, by which one could wait for it
    assert page.evaluate("window.colour") not in (None, "", before)
    assert "Pause" == page.locator("#main-button").inner_text(), "a colour is no confirmation"


@pytest.mark.parametrize("name", ["Pause", "Wobble"])
def test_a_second_press_in_a_moment_counts_once(stub: StubServer, page: Page, name: str) -> None:
    finger, began = Finger(page), time.time()
    for number in range(3):
        finger.tap(button(page, name), at=began + 0.15 * number)
        page.wait_for_timeout(150)
    page.wait_for_timeout(300)
    assert 1 == len(stub.posts)
    page.wait_for_timeout(APART_MS)
    finger.tap(button(page, name))
    page.wait_for_timeout(200)
    assert 2 == len(stub.posts)


def test_stop_counts_each_time(stub: StubServer, page: Page) -> None:
    finger = Finger(page)
    for _ in range(3):
        finger.tap(button(page, "Stop"))
        page.wait_for_timeout(100)
    assert ["stop"] * 3 == commands(stub, 3)


def test_a_second_tap_does_not_press_what_has_come_in_its_place(stub: StubServer, open_page: Opener) -> None:
    page = open_page()
    finger, began = Finger(page), time.time()
    finger.tap(page.locator('#tiles [data-go="choosing"]'), at=began)
    drill = page.locator("#drill-list button").first
    drill.wait_for()
    finger.tap(drill, at=began + 0.3)
    page.wait_for_timeout(300)
    assert page.locator("#choosing").is_visible()
    page.wait_for_timeout(APART_MS)
    finger.tap(page.locator('[data-drill="head-turns"]'))
    page.locator("#one").wait_for()


def test_pause_acts_right_after_another_button(stub: StubServer, page: Page) -> None:
    finger = Finger(page)
    finger.tap(button(page, "Wobble"))
    finger.tap(button(page, "Pause"))
    assert ["pause"] == commands(stub)


def test_a_go_on_that_has_become_a_pause_is_not_sent(stub: StubServer, page: Page) -> None:
    stub.show(canned.drill(state="paused", main="resume"))
    button(page, "Go on").wait_for()
    finger = Finger(page)
    finger.down(button(page, "Go on"))
    stub.show(canned.drill())
    button(page, "Pause").wait_for()
    finger.up()
    page.wait_for_timeout(200)
    assert [] == stub.posts


def test_a_command_tells_what_was_seen_and_how_old_it_is(stub: StubServer, page: Page) -> None:
    beat = stub.beat
    while stub.beat == beat:
        page.wait_for_timeout(10)
    page.wait_for_timeout(400)
    Finger(page).tap(button(page, "Wobble"))
    taken = time.monotonic()
    (body,) = stub.wait_for_posts("note")
    assert 5 == body["state"]
    age_ms = 1000 * (taken - stub.beats_sent[body["beat"]])
    assert 0 < body["since"] <= age_ms + 100
    assert body["beat"] > beat + 1 or 300 <= body["since"]


def test_a_page_that_was_frozen_sends_what_shows_its_age(stub: StubServer, page: Page) -> None:
    """The touch comes first, then the page hangs for two seconds, and beats that waited are read before the touch."""
    page.evaluate(
        "() => addEventListener('pointerup', () => { const end = performance.now() + 2000;"
        " while (performance.now() < end); }, { capture: true })"
    )
    Finger(page).tap(button(page, "Wobble"))
    (body,) = stub.wait_for_posts("note")
    assert 2 <= time.monotonic() - stub.beats_sent[body["beat"]] - body["since"] / 1000 + 0.3


def test_a_refusal_is_a_sentence_on_the_page(stub: StubServer, page: Page) -> None:
    stub.refusals["command"] = (409, "Too late. Look, then press again.")
    stub.show(canned.drill(state="paused", main="resume"))
    Finger(page).tap(button(page, "Go on"))
    line = page.locator("#drill .message")
    line.filter(has_text="Too late").wait_for()
    assert "status" == line.get_attribute("role")


@pytest.mark.parametrize(("key", "command"), [(" ", "toggle"), ("s", "stop"), ("S", "stop"), ("Escape", "stop")])
@pytest.mark.parametrize("held", ["", "Wobble", "Stop"])
def test_keys_lead_a_drill_wherever_the_focus_is(
    stub: StubServer, page: Page, key: str, command: str, held: str
) -> None:
    if held:
        button(page, held).focus()
    page.keyboard.press(key)
    page.wait_for_timeout(150)
    assert [command] == commands(stub)
    assert [] == stub.posted("note")


def test_a_held_key_is_pressed_once(stub: StubServer, page: Page) -> None:
    button(page, "Wobble").focus()
    for _ in range(12):
        page.keyboard.down("Enter")
        page.wait_for_timeout(100)
    page.keyboard.up("Enter")
    assert 1 == len(stub.posted("note"))


def test_a_key_whose_repetition_begins_late_is_pressed_once(stub: StubServer, page: Page) -> None:
    """As systems do for hands that tremble: the first repetition after a second or more."""
    button(page, "Wobble").focus()
    page.keyboard.down("Enter")
    stub.wait_for_posts("note")
    for _ in range(3):
        page.wait_for_timeout(APART_MS)
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.wait_for_timeout(200)
    assert 1 == len(stub.posted("note"))


def test_a_held_step_goes_on_slowly(stub: StubServer, page: Page) -> None:
    for name in ("More", "Slower"):
        button(page, name).focus()
        page.wait_for_timeout(APART_MS)
        page.keyboard.down("Enter")
        if name == "Slower":
            for _ in range(2):
                page.wait_for_timeout(APART_MS)
                page.keyboard.down("Enter")
        page.keyboard.up("Enter")
    assert ["slower"] * 3 == commands(stub, 3)


def test_a_typed_line_is_spoken_and_its_letters_are_no_keys(stub: StubServer, page: Page) -> None:
    for name in ("More", "Call cues", "Say something"):
        button(page, name).focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(APART_MS)
    page.keyboard.type("Slow steps")
    page.keyboard.press("Enter")
    assert ["Slow steps"] == [body["text"] for body in stub.wait_for_posts("say")]
    assert [] == stub.posted("command")


def test_a_drill_can_be_chosen_and_fitted_by_keys_alone(stub: StubServer, open_page: Opener) -> None:
    page = open_page()

    def press(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            held = page.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()")
            if held.startswith(name):
                break
        assert held.startswith(name)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert "5px" == outline, "the focus is seen"
        page.keyboard.press("Enter")
        page.wait_for_timeout(APART_MS)

    for name in ("Choose a drill", "Head turns", "Level: the next one", "Rounds: the next one", "Start"):
        press(name)
    (body,) = stub.wait_for_posts("start")
    assert {"drills": ["head-turns"], "level": 2, "rounds": 1} == {
        key: value for key, value in body.items() if key not in ("state", "beat", "since")
    }


def test_the_focus_comes_back_to_the_button_that_led_away(page: Page) -> None:
    button(page, "More").focus()
    page.keyboard.press("Enter")
    assert "Help" == page.evaluate("document.activeElement.textContent")
    page.wait_for_timeout(APART_MS)
    button(page, "Back to the drill").focus()
    page.keyboard.press("Enter")
    assert "More" == page.evaluate("document.activeElement.textContent")


def test_a_screen_reader_hears_names_and_no_cues(page: Page) -> None:
    tree = page.locator("#drill").aria_snapshot()
    for name in ("Wobble", "Notes", "More", "Pause", "Stop"):
        assert f'button "{name}"' in tree
    live = page.locator("#drill [role=status], #drill [aria-live]").all_inner_texts()
    assert not any("Look up" in text for text in live), "the program speaks itself"
    assert 0 == page.locator("[aria-live=assertive], [role=alert]").count()


def test_a_wobble_is_noted_with_one_tap_and_undone(stub: StubServer, page: Page) -> None:
    Finger(page).tap(button(page, "Wobble"))
    assert 1 == len(stub.wait_for_posts("note"))
    page.locator("#heard").filter(has_text="Noted: Wobble").wait_for(state="attached")
    stub.show(canned.drill(undo=canned.UNDO))
    Finger(page).tap(button(page, "Undo: Wobble"))
    assert 1 == len(stub.wait_for_posts("note/undo"))


@pytest.mark.parametrize(
    ("name", "note"), [("Touched the wall", "wall"), ("Needed a hand", "hand"), ("Needed a rest", "rest")]
)
def test_other_notes(stub: StubServer, page: Page, name: str, note: str) -> None:
    finger = Finger(page)
    finger.tap(button(page, "Notes"))
    page.wait_for_timeout(APART_MS)
    finger.tap(button(page, name))
    assert [note] == [body["note"] for body in stub.wait_for_posts("note")]
    button(page, "Wobble").first.wait_for()


def test_cues_are_called_by_hand(stub: StubServer, page: Page) -> None:
    finger = Finger(page)
    for name in ("More", "Call cues"):
        finger.tap(button(page, name))
        page.wait_for_timeout(APART_MS)
    finger.tap(button(page, "Look left"))
    finger.tap(button(page, "Look right"))
    assert ["left", "right"] == [body["cue"] for body in stub.wait_for_posts("cue", 2)]


def test_a_question_takes_a_number_or_nothing(stub: StubServer, open_page: Opener) -> None:
    stub.state = canned.SCREENS["question"]
    page = open_page()
    finger = Finger(page)
    for name in ("7", "Skip this question"):
        finger.tap(button(page, name))
        page.wait_for_timeout(APART_MS)
    assert [7, None] == [body["value"] for body in stub.wait_for_posts("answer", 2)]


def test_a_note_after_the_drill_is_kept(stub: StubServer, open_page: Opener) -> None:
    stub.state = canned.SCREENS["after"]
    page = open_page()
    page.locator("#note").fill("Tired today, the chair helped.")
    Finger(page).tap(button(page, "Keep the note"))
    assert ["Tired today, the chair helped."] == [body["text"] for body in stub.wait_for_posts("after/note")]
    page.locator("#after .message").filter(has_text="kept").wait_for()
    assert 1 == len(stub.posted("after/note"))


def test_phones_are_forgotten_with_two_presses(stub: StubServer, open_page: Opener) -> None:
    page = open_page()
    button(page, "Helper's phone").click()
    page.wait_for_timeout(APART_MS)
    button(page, "Forget all phones").click()
    page.wait_for_timeout(APART_MS)
    assert [] == stub.posted("phones/forget")
    button(page, "Press again to forget them all").click()
    assert 1 == len(stub.wait_for_posts("phones/forget"))


def test_stop_leads_back_to_the_drill(stub: StubServer, page: Page) -> None:
    finger = Finger(page)
    finger.tap(button(page, "More"))
    finger.tap(button(page, "Stop"))
    assert ["stop"] == commands(stub)
    button(page, "Wobble").wait_for()
