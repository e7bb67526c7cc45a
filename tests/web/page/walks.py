"""The way to every screen, for the tests that look at all of them and for benchmarks/page_pictures.py."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.web.page import canned
from tests.web.page.canned import Json
from tests.web.page.stub import StubServer


def press(name: str) -> Callable[[Page], None]:
    """A step: press the button of this name."""
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def press_drill(name: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f'[data-drill="{name}"]').click()


ARRIVED = "main:not([hidden], :has(> #stale:not([hidden]))) > section:not([hidden], #joining)"
"""A screen that is drawn, and more than waiting: not the file as it came, nor one that a busy computer kept waiting."""


@dataclass(frozen=True)
class Walk:
    """From a state of the computer, and what is pressed then, to a screen."""

    state: Json = field(default_factory=canned.state)
    steps: tuple[Callable[[Page], None], ...] = ()
    paired: bool = True
    beating: bool = True
    joining: str = "paired"

    def prepare_stub(self, stub: StubServer) -> None:
        """Let the computer be as this walk wants it."""
        stub.state, stub.paired = self.state, self.paired
        stub.joining = {"status": self.joining, "ticket": "t1"}

    def take_steps(self, page: Page, stub: StubServer) -> None:
        """Walk, on a page that is open."""
        page.locator(ARRIVED).first.wait_for(state="attached")
        for step in self.steps:
            step(page)
            page.wait_for_timeout(750)  # the next press is one of its own
        if not self.beating:
            stub.beating = False
            page.locator("#stale").wait_for()


def press_choose(page: Page) -> None:
    page.locator('#tiles [data-go="choosing"]').click()


def _type_code(page: Page) -> None:
    page.locator("#code").fill("1234 5678")
    page.locator("#code-form button").click()


WALKS: dict[str, Walk] = {name: Walk(state) for name, state in canned.SCREENS.items()} | {
    "pairing": Walk(paired=False),
    "joining": Walk(paired=False, joining="asking", steps=(_type_code,)),
    "persons": Walk(steps=(press("For Anna. Change"),)),
    "choosing": Walk(steps=(press_choose,)),
    "one": Walk(steps=(press_choose, press_drill("head-turns"))),
    "progress": Walk(steps=(press("What was done"),)),
    "phones": Walk(steps=(press("Helper's phone"),)),
    "more": Walk(canned.drill(more=canned.OPENING), (press("More"),)),
    "notes": Walk(canned.drill(), (press("Notes"),)),
    "cues": Walk(canned.drill(), (press("More"), press("Call cues"))),
    "cues-long": Walk(canned.drill(cues=canned.LONG_CUES), (press("More"), press("Call cues"))),
    "cues-many": Walk(canned.drill(cues=canned.MANY_CUES), (press("More"), press("Call cues"))),
    "cues-none": Walk(canned.drill(cues=[]), (press("More"), press("Call cues"))),
    "speak": Walk(canned.drill(), (press("More"), press("Call cues"), press("Say something"))),
    "stale": Walk(beating=False),
    "stale-drill": Walk(canned.drill(), beating=False),
}
LED = [
    name
    for name, walk in WALKS.items()
    if walk.state["screen"] in ("drill", "preparing") and not walk.state["question"]
]
"""Those that stand while a drill is led: they never scroll, and have Stop."""
