"""The screens of the page as a real drill shows them, as pictures, at three sizes, light and dark.

    python -m benchmarks.page_live_pictures -o FOLDER

The server, the desk and the session are real; the voice hums, nothing sounds, and time goes eight times as fast. It
needs Chromium and the test tools.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest
from playwright.sync_api import Page

from benchmarks.page_pictures import SCHEMES
from drillvoice.app.session_run import SessionRun
from drillvoice.core.plan.request import Request
from drillvoice.errors import AudioError
from tests.conftest import lead_folders_to
from tests.web.page.browsing import SIZES, chromium
from tests.web.serving import Quickly, Served, quiet_sound, served

TREMOR_MS = 750
LIMIT_MS = 60_000
LAN = "192.168.178.21"
"""Nobody listens there; how a phone joins is shown all the same."""


class Photographer:
    """Takes pictures of a page.

    Args:
        page: the page.
        folder: where they go.

    """

    def __init__(self, page: Page, folder: Path) -> None:
        self._page = page
        self._folder = folder

    def take(self, name: str) -> None:
        """All sizes and schemes of what is shown now."""
        for size, view in SIZES.items():
            self._page.set_viewport_size(view)
            for scheme in SCHEMES:
                self._page.emulate_media(color_scheme=scheme)
                self._page.wait_for_timeout(50)
                self._page.screenshot(path=self._folder / f"{name}-{size}-{scheme}.png")
        click.echo(name)

    def press(self, selector: str) -> None:
        """A button, and then wait for as long as a hand may tremble."""
        self._page.locator(selector).first.click()
        self._page.wait_for_timeout(TREMOR_MS)

    def wait_for(self, selector: str) -> None:
        """Until it is shown."""
        self._page.locator(selector).first.wait_for(timeout=LIMIT_MS)


def walk_before(camera: Photographer) -> None:
    """What is chosen."""
    camera.wait_for("#start")
    camera.take("start")
    camera.press('[data-go="phones"]')
    camera.take("phones")
    camera.press("#phones .back")
    camera.press('#tiles [data-go="choosing"]')
    camera.take("choosing")
    camera.press('[data-drill="head-turns"]')
    camera.take("one")


def walk_drill(camera: Photographer, page: Served, plug: Callable[[], None]) -> None:
    """What a drill shows, from its beginning to what is asked after it."""
    camera.press("#begin")
    camera.wait_for("#asks")
    camera.take("no-sound")
    plug()
    camera.wait_for("#drill")
    camera.take("opening")
    camera.press('[data-panel="more"]')
    camera.take("more")
    camera.press('#more [data-panel=""]')
    camera.press("#main-button")
    camera.wait_for('#main-button[data-command="ready"]:visible, #main-button[data-command="resume"]:visible')
    camera.take("paused")
    camera.press("#main-button")
    invitation = page.server.app.pairing.invitation
    page.stranger().join_with(secret=invitation)
    camera.wait_for("#asks")
    camera.take("phone-asks")
    camera.press("#asks-yes")
    camera.take("going")
    camera.press('[data-note="wobble"]')
    camera.take("noted")
    camera.press("#drill .stop")
    camera.take("stopped")
    camera.press('#strip [data-command="finish"]')
    camera.wait_for("#after")
    camera.take("after")
    camera.press("#done")
    camera.press('[data-go="progress"]')
    camera.take("progress")


@click.command()
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to.")
def draw_pictures(output: Path) -> None:
    """Lead a drill from a page, and draw what is seen."""
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch, chromium() as browser:
        lead_folders_to(Path(home), patch)
        quiet_sound(patch)
        plugged: list[bool] = []

        def open_outlet(_run: SessionRun, *, afresh: bool) -> Quickly:
            if plugged:
                return Quickly()
            raise AudioError("There is no loudspeaker: connect one, or choose one with --speaker.")

        patch.setattr(SessionRun, "_open_outlet", open_outlet)
        with served(Request()) as page:
            page.server.app.joining.address = f"http://{LAN}:{page.server.port}"
            shown = browser.new_page(viewport=SIZES["phone"])
            shown.goto(page.server.start_url)
            camera = Photographer(shown, output)
            walk_before(camera)
            walk_drill(camera, page, lambda: plugged.append(True))


if __name__ == "__main__":
    draw_pictures()
