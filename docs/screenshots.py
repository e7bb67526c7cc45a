"""Makes the pictures of the screen in docs/images, as SVG; `--png FOLDER` makes bitmaps of every screen to look at."""

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from drillvoice.terminal.screen.app import ScreenApp
from drillvoice.terminal.screen.page import Row
from tests.terminal.screen.scenes import SCENES, Draw

IMAGES = Path(__file__).with_name("images")
README = {"picker": (80, 24), "cue": (80, 24), "hold": (80, 24)}
SIZES = ((80, 24), (120, 40), (40, 24))


class Still:
    """A page that does not change."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def render_rows(self, columns: int, rows: int) -> list[Row]:
        """The page."""
        return self._draw(columns, rows)

    def press_key(self, key: str) -> None:
        """Nothing happens."""


async def picture(draw: Draw, columns: int, rows: int, *, light: bool) -> str:
    """A page as SVG."""
    app = ScreenApp(Still(draw), light=light)
    async with app.run_test(size=(columns, rows)) as pilot:
        await pilot.pause()
        return app.export_screenshot(title="drillvoice")


def draw_all(names: Iterable[tuple[str, int, int]], folder: Path, *, light: bool, png: bool) -> None:
    """Draw pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns, rows in names:
        svg = asyncio.run(picture(SCENES[name](), columns, rows, light=light))
        path = folder / (f"{name}-{columns}{'-light' if light else ''}.svg" if png else f"{name}.svg")
        path.write_text(svg, encoding="utf-8")
        if png:
            photograph(path, columns, rows)


def photograph(svg: Path, columns: int, rows: int) -> None:
    """A picture as a bitmap; Chromium draws the letters where Textual has put them."""
    size = f"--window-size={columns * 13},{rows * 27}"
    shot = f"--screenshot={svg.with_suffix('.png')}"
    command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", size, shot, svg.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Draw the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--png", type=Path, metavar="FOLDER", help="every screen in every size, as SVG and PNG")
    parser.add_argument("--light", action="store_true", help="dark letters on white")
    asked = parser.parse_args()
    if asked.png:
        every = ((name, *size) for name in SCENES for size in SIZES)
        draw_all(every, asked.png, light=asked.light, png=True)
    else:
        draw_all(((name, *size) for name, size in README.items()), IMAGES, light=asked.light, png=False)


if __name__ == "__main__":
    main()
