"""What a person has taught by example, on disk: one file of numbers, for its owner alone, and no sound."""

import contextlib
import os
from pathlib import Path

from pydantic import ValidationError

from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.errors import SettingsError, Tell
from drillvoice.files import read_file
from drillvoice.places import taught_voice_file
from drillvoice.written_files import why_unwritable, write_atomically

MOST_BYTES = 1_000_000
DAMAGED = (
    "What your voice sounds like cannot be read from {path} ({what}), so commands are understood without it; "
    "`drillvoice voice-check` teaches it anew, `drillvoice voice-check --forget all` deletes it."
)


def read_taught(tell: Tell) -> TaughtVoice:
    """What is in the file, nothing where there is none; where it is damaged that is told, and there is nothing."""
    path = taught_voice_file()
    try:
        return TaughtVoice.model_validate_json(read_file(path, MOST_BYTES))
    except FileNotFoundError:
        pass
    except OSError as error:
        tell(DAMAGED.format(path=path, what=error.strerror or error))
    except ValidationError:
        tell(DAMAGED.format(path=path, what="it is damaged, or of another version"))
    return TaughtVoice()


def write_taught(voice: TaughtVoice) -> None:
    """Replace the file as a whole; what holds nothing is none.

    Raises:
        SettingsError: it cannot be written.

    """
    path = Path(os.path.realpath(taught_voice_file()))
    try:
        if voice == TaughtVoice():
            forget_taught()
        else:
            write_atomically(path, voice.model_dump_json().encode(), durable=True)
    except OSError as error:
        what = why_unwritable(path, error)
        raise SettingsError(
            f"What your voice sounds like cannot be kept in {path} ({what}); check the disk and the folder."
        ) from error


def forget_taught() -> bool:
    """Delete it; whether there was something.

    Raises:
        OSError: it cannot be deleted.

    """
    with contextlib.suppress(FileNotFoundError):
        taught_voice_file().unlink()
        return True
    return False
