"""Plans for the week as files: those that come along, a person's own, and the one that is installed."""

import contextlib
import difflib
import os
from datetime import UTC, date, datetime
from pathlib import Path

from drillvoice.app.library import Library
from drillvoice.core.plain_text import shown_name
from drillvoice.core.week.reading import SEE_LIST, parse_week
from drillvoice.core.week.schema import WeekPlan
from drillvoice.errors import WeekError
from drillvoice.files import UnreadableError, files_in, read_text
from drillvoice.history.plan_log import PlanSince, log_plan
from drillvoice.language import Language
from drillvoice.places import user_weeks, week_plan_file
from drillvoice.written_files import why_unwritable, write_atomically

MOST_BYTES = 64 * 1024
"""Far more than eight exercises with all their notes take."""
NONE_YET = (
    "There is no plan for the week yet; `drillvoice week list` shows those that come along, and "
    "`drillvoice week install NAME` puts one in."
)
PUT_BACK = "put the drill back, or `drillvoice week install NAME` puts another plan in"


def present_day() -> date:
    """Today, where the computer is."""
    return datetime.now(UTC).astimezone().date()


def read_plan(path: Path, library: Library, *, if_gone: str = SEE_LIST) -> WeekPlan:
    """The checked plan of a file.

    Args:
        path: the file.
        library: the drills that it may ask for.
        if_gone: what to do where one of them is not there.

    Raises:
        WeekError: the file cannot be read.
        DrillError: it is wrong, or a drill that it asks for is.

    """
    return parse_week(_plan_text(path), str(path), library, if_gone=if_gone)


def installed_plan(library: Library) -> WeekPlan | None:
    """The plan that is installed; None where none is.

    Raises:
        WeekError: its file cannot be read.
        DrillError: it is wrong, or a drill that it asks for is.

    """
    path = week_plan_file()
    _refuse_link(path)
    return read_plan(path, library, if_gone=PUT_BACK) if os.path.lexists(path) else None


def needed_plan(library: Library) -> WeekPlan:
    """The same, for whoever cannot do without.

    Raises:
        WeekError: there is none, or its file cannot be read.
        DrillError: it is wrong, or a drill that it asks for is.

    """
    plan = installed_plan(library)
    if plan is None:
        raise WeekError(NONE_YET)
    return plan


def _refuse_link(path: Path) -> None:
    if os.path.islink(path):
        raise WeekError(
            f"The plan {path} is a link to another file; `drillvoice week remove` takes the link away, then install "
            "the plan again."
        )


def _plan_text(path: Path) -> str:
    try:
        return read_text(path, MOST_BYTES)
    except UnreadableError as error:
        problem = error.why
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
    raise WeekError(f"The plan {path} {problem}; name another file, or install a plan again.")


def plan_files(language: Language) -> dict[str, Path]:
    """Every plan by its name, a person's own first."""
    return {path.stem: path for folder in (language.weeks, user_weeks()) for path in files_in(folder, ".toml")}


def find_plan_file(wanted: str, language: Language) -> Path:
    """The file of a plan that was given by name or by path.

    Raises:
        WeekError: there is none; suggests one that is spelt alike.

    """
    known = plan_files(language)
    if wanted in known:
        return known[wanted]
    path = Path(wanted)
    if path.suffix == ".toml" or len(path.parts) > 1:
        if not os.path.lexists(path):
            raise WeekError(f"There is no file {shown_name(wanted)}; check the path, or see `drillvoice week list`.")
        return path
    close = difflib.get_close_matches(wanted.lower().replace(" ", "-"), known, n=1, cutoff=0.5)
    guess = f", did you mean {close[0]}?" if close else ";"
    raise WeekError(f'There is no plan called "{shown_name(wanted)}"{guess} `drillvoice week list` shows them all.')


def install_plan(path: Path, library: Library) -> WeekPlan:
    """Make a file's plan the one that holds from now on; what it replaces holds for the weeks before.

    Raises:
        WeekError: it cannot be read or written.
        DrillError: it is wrong; the one that is installed stays.

    """
    text = _plan_text(path)
    plan = parse_week(text, str(path), library)
    target = week_plan_file()
    _refuse_link(target)
    try:
        write_atomically(target, text.encode(), durable=True)
    except OSError as error:
        what = why_unwritable(target, error)
        raise WeekError(f"The plan {target} cannot be written ({what}); check the disk and the folder.") from error
    _log_quietly(PlanSince(present_day(), plan.day_count, plan.drills, plan.weekdays))
    return plan


def remove_plan() -> None:
    """Take the installed plan away, whatever is in its file; a link is taken away, and what it leads to stays.

    Raises:
        WeekError: there is none, or it cannot be taken away.

    """
    path = week_plan_file()
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise WeekError(NONE_YET) from error
    except OSError as error:
        what = error.strerror or str(error)
        raise WeekError(f"The plan {path} cannot be taken away ({what}); remove it yourself.") from error
    _log_quietly(PlanSince.none_since(present_day()))


def _log_quietly(plan: PlanSince) -> None:
    """Without the log only the weeks before this one are not told of."""
    with contextlib.suppress(OSError):
        log_plan(plan)
