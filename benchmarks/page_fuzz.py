"""Requests that nobody has thought of, over all routes of the page: half by a page that is joined, half by strangers.

    python -m benchmarks.page_fuzz [--count 5000]

It ends at the first that has an error of the server, a traceback, or an effect by somebody who is not joined.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest

from benchmarks.common import figure, heading
from tests.conftest import lead_folders_to
from tests.web.serving import quiet_sound
from tests.web.test_fuzz import NO_ANSWER, fuzz


@click.command()
@click.option("--count", default=5000, show_default=True, help="How many requests.")
def send_requests(count: int) -> None:
    """Send them to a server of its own, with folders of its own."""
    heading(f"{count} made-up requests over all routes of the page")
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        lead_folders_to(Path(home), patch)
        quiet_sound(patch)
        began = time.monotonic()
        statuses = fuzz(count)
    for status, times in sorted(statuses.items()):
        figure("no HTTP, the connection was ended" if status == NO_ANSWER else f"answered {status}", str(times))
    figure("errors of the server, tracebacks, effects by strangers", "0")
    figure("it took", f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    send_requests()
