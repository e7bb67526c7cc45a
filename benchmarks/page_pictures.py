"""Draws every screen of the page, at three sizes, light and dark: `python -m benchmarks.page_pictures -o FOLDER`.

They are to be looked at after a change of the page: no test sees what looks wrong. With names of screens it draws
those only. It needs Chromium and the test tools; the computer's answers are the canned ones of the tests.
"""

from pathlib import Path
from typing import Literal

import click

from tests.web.page.browsing import SIZES, chromium
from tests.web.page.stub import StubServer, serving, usual_answers
from tests.web.page.walks import WALKS

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(WALKS)))
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to.")
@click.option("--text", default=100, show_default=True, help="The size of text, in percent.")
@click.option("--size", "sizes", multiple=True, type=click.Choice(list(SIZES)), default=list(SIZES))
def draw_pictures(names: tuple[str, ...], output: Path, text: int, sizes: tuple[str, ...]) -> None:
    """Draw the screens that are named, or all."""
    output.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name in names or WALKS:
            for size in sizes:
                page = browser.new_page(viewport=SIZES[size])
                stub = StubServer(answers=usual_answers())
                WALKS[name].prepare_stub(stub)
                with serving(stub):
                    page.goto(stub.address)
                    page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
                    WALKS[name].take_steps(page, stub)
                    for scheme in SCHEMES:
                        page.emulate_media(color_scheme=scheme)
                        page.screenshot(path=output / f"{name}-{size}-{scheme}.png", full_page=True)
                    page.close()
            click.echo(name)


if __name__ == "__main__":
    draw_pictures()
