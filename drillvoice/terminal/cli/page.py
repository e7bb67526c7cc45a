"""`drillvoice page` and `run --page`: what is needed for them, before anything of the page is loaded."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillvoice.core.plan.request import Request
from drillvoice.errors import PageError, Tell

if TYPE_CHECKING:
    from drillvoice.terminal.cli.page_beside import PageBeside

LIBRARIES = ("starlette", "uvicorn", "segno")
MISSING = "The page needs {names}, not installed here; `pip install 'drillvoice[page]'` or `script/run` installs that."


@dataclass(frozen=True, kw_only=True)
class PageOptions:
    """What was wanted on the command line."""

    port: int | None = None
    lan: str | None = None
    """The private address for phones; "" for the computer's own, None for none."""
    browser: bool = True
    pause_when_alone: bool = False
    events: Path | None = None
    person_is_named: bool = False


def look_for_libraries() -> None:
    """See that the extra is there.

    Raises:
        PageError: it is not.

    """
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        raise PageError(MISSING.format(names=" and ".join(missing)))


def open_page(request: Request, options: PageOptions) -> None:
    """Serve the page until somebody ends it.

    Raises:
        PageError: something that it needs is missing, or its place is taken.

    """
    look_for_libraries()
    from drillvoice.terminal.cli.page_program import PageProgram

    PageProgram(request, options).run()


def page_beside(request: Request, tell: Tell, *, lan: bool) -> "PageBeside":
    """The page that joins a session which the terminal leads.

    Raises:
        PageError: something that it needs is missing, its place is taken, or there is no network for phones.

    """
    look_for_libraries()
    from drillvoice.terminal.cli.page_beside import PageBeside

    return PageBeside(request, tell, lan=lan)
