"""Debian's Chromium, driven by Playwright without a browser of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 640},
    "tablet": {"width": 768, "height": 1024},
    "laptop": {"width": 1280, "height": 800},
}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
