"""Where the program keeps what, and how its files are written: whole or not at all, and for their owner alone.

The only module that asks the system for folders. What a person practises, says and feels is nobody else's business, so
files that tell of a person have mode 0600, and folders that are made on the way to them 0700.
"""

import contextlib
import os
import tempfile
from importlib import resources
from pathlib import Path
from typing import IO

OWNER_ONLY = 0o600
OWNERS_FOLDER = 0o700


def user_drills() -> Path:
    """The user's own drills."""
    return _config_folder() / "drills"


def settings_file() -> Path:
    """What a person has settled for all sessions."""
    return _config_folder() / "settings.toml"


def user_weeks() -> Path:
    """The user's own plans for the week."""
    return _config_folder() / "weeks"


def week_plan_file() -> Path:
    """The plan for the week that is installed."""
    return _config_folder() / "week.toml"


def week_log_file() -> Path:
    """Which plan held since when."""
    return _data_folder() / "week-plans.json"


def history_file() -> Path:
    """The record of what was practised."""
    return _data_folder() / "history.db"


def session_lock_file(record: Path, session: int) -> Path:
    """The file that a session of a record locks, beside the record."""
    return record.with_name(f"{record.stem}-session-{session}.lock")


def models_folder() -> Path:
    """Where speech models are installed."""
    return _data_folder() / "models"


def last_choice_file() -> Path:
    """What was started last."""
    return _state_folder() / "last-choice.json"


def safety_heard_file() -> Path:
    """For which drills the safety advice was heard."""
    return _state_folder() / "safety-heard.json"


def clips_folder() -> Path:
    """What the voice has spoken."""
    return _cache_folder() / "clips"


def shipped_drills() -> Path:
    """The drills that come with the program."""
    return _shipped_folder("drills")


def languages_folder() -> Path:
    """What the program says and understands, a folder for each language."""
    return Path(str(resources.files("drillvoice"))) / "languages"


def shipped_models() -> Path:
    """The models that come with the program."""
    return _shipped_folder("models")


def _shipped_folder(name: str) -> Path:
    """In the wheel, or in the repository where the package is installed from it."""
    package = Path(str(resources.files("drillvoice")))
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


def _config_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("drillvoice", appauthor=False))


def _cache_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("drillvoice", appauthor=False))


def _state_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_state_dir("drillvoice", appauthor=False))


def _data_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("drillvoice", appauthor=False))


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are missing.

    Raises:
        OSError: that cannot be done, or something else is in its place.

    """
    if not folder.parent.exists():
        make_folder(folder.parent)  # `Path.mkdir(parents=True)` gives its mode to the last one only
    folder.mkdir(mode=OWNERS_FOLDER, exist_ok=True)


def write_atomically(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Replace a file as a whole; a link stays one.

    Args:
        path: the file; its folder is made where it is missing.
        content: all that it is to hold.
        durable: wait until the disk has it, so that it is there after a power cut too.

    Raises:
        OSError: it cannot be written; what was there before is left as it was.

    """
    path = Path(os.path.realpath(path))
    make_folder(path.parent)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise


def open_private(path: Path, *, newline: str | None = None, buffering: int = -1) -> IO[str]:
    """Open a file that a person named for text about them; one that is there keeps the mode that it was given.

    Raises:
        OSError: it cannot be written.

    """
    return open(path, "w", buffering, encoding="utf-8", newline=newline, opener=_open_for_owner)


def _open_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)


def make_private(path: Path) -> None:
    """Make an empty file where there is none. One that another program fills keeps this mode.

    What is there already is not opened: to close it again would take away the locks that SQLite holds on it.
    """
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))


def keep_private(path: Path) -> None:
    """Take a file away from everybody but its owner: earlier versions of the program gave it to all."""
    with contextlib.suppress(OSError):
        if path.stat().st_mode & ~OWNER_ONLY & 0o777:
            path.chmod(OWNER_ONLY)
