"""Every error that a person can meet: one sentence, one hint, one exit code."""

from collections.abc import Callable

Tell = Callable[[str], None]
"""Is told, in one sentence, what a person should know and what ends nothing."""


def tell_nobody(_sentence: str) -> None:
    """A `Tell` where what is amiss is said later, or elsewhere."""


class DrillvoiceError(Exception):
    """What went wrong, in one sentence that names the place and the mend."""

    exit_code = 1


class UsageError(DrillvoiceError):
    """The options do not fit together or do not fit the drill."""

    exit_code = 2


MOST_PROBLEMS_SHOWN = 20
"""More would only hide the first, from which the others often follow."""


class DrillError(DrillvoiceError):
    """A drill file or a plan for the week is wrong; `problems` holds every problem found, one sentence each."""

    exit_code = 3

    def __init__(self, source: str, problems: tuple[str, ...]) -> None:
        self.source = source
        self.problems = problems
        left = len(problems) - MOST_PROBLEMS_SHOWN
        more = (f"{left} more problems; mend these first",) if left > 0 else ()
        shown = (f"{source}: {problem}" for problem in (*problems[:MOST_PROBLEMS_SHOWN], *more))
        super().__init__("\n".join(line.replace("\n", "\\n") for line in shown))


class DrillNotFoundError(DrillvoiceError):
    """No drill of that name or path."""

    exit_code = 4


class SpeechError(DrillvoiceError):
    """The voice could not speak a phrase."""

    exit_code = 5


class AudioError(DrillvoiceError):
    """A loudspeaker, a microphone or a sound file could not be opened or written."""

    exit_code = 6


class ModelError(DrillvoiceError):
    """A speech model is missing, damaged or of the wrong kind, or could not be installed."""

    exit_code = 7


class HistoryError(DrillvoiceError):
    """The record of what was practised could not be read or written."""

    exit_code = 8


class SettingsError(DrillvoiceError):
    """The file of settings is damaged, or cannot be written."""

    exit_code = 9


class ScreenError(DrillvoiceError):
    """The screen cannot be drawn."""

    exit_code = 10


class WeekError(DrillvoiceError):
    """There is no plan for the week of that name, or its file cannot be read or written."""

    exit_code = 11


class PageError(DrillvoiceError):
    """The page cannot be opened: something that it needs is missing, or its place is taken."""

    exit_code = 12


def describe_failure(failure: Exception) -> str:
    """An error that nobody has foreseen, in a few words."""
    text = " ".join(str(failure).split())
    return f"{type(failure).__name__}: {text}" if text else type(failure).__name__


def cannot_write(path: object, why: object) -> AudioError:
    """The error of a file or folder that was to hold sound, in the one way that it is said."""
    return AudioError(f"{path} cannot be written ({why}); choose another folder or free some space.")
