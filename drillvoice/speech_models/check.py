"""Whether a folder can be used as a speech model, found out without loading it into this process.

vosk takes a folder on trust: of the files below, a damaged one can end the whole program, and a missing one may be
noticed only by what is no longer understood.
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from drillvoice.speech_models import trial

NEEDED = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "conf/model.conf",
    "graph/HCLr.fst",
    "graph/Gr.fst",
    "graph/disambig_tid.int",
)
MAY_BE_EMPTY = ("graph/disambig_tid.int",)
FIXED_GRAPH = "graph/HCLG.fst"
OLD_LAYOUT = "final.mdl"
TRIAL_LIMIT_S = 60.0
"""The largest of Vosk's own models takes some ten seconds to load from a disk."""


class Problem(NamedTuple):
    """Why a folder is no use, and what to do."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what}; {self.mend}"


UNPACK_AGAIN = "unpack it again, or leave --model out"
ANOTHER = "name another one with --model, or leave it out"


def layout_problem(folder: Path) -> Problem | None:
    """What the names and lengths of the files in a folder already tell."""
    try:
        names = sorted(path.name for path in folder.iterdir())
        return _kind_problem(folder, names) or _file_problem(folder) if names else Problem("it is empty", UNPACK_AGAIN)
    except FileNotFoundError:
        return Problem("there is no such folder", "check the path, or leave --model out")
    except NotADirectoryError:
        return Problem("it is a file", "unpack it, and name the folder with --model")
    except OSError as error:
        return Problem(f"it cannot be read ({error.strerror or error})", ANOTHER)


def _kind_problem(folder: Path, names: list[str]) -> Problem | None:
    if (folder / FIXED_GRAPH).exists():
        return Problem(f"its word graph is fixed ({FIXED_GRAPH}) and cannot be set to drillvoice's commands", ANOTHER)
    if any((folder / name).exists() for name in NEEDED):
        return None
    if OLD_LAYOUT in names:
        return Problem("it has an old layout of Vosk's, with all files in one folder", ANOTHER)
    for name in names:
        if (folder / name / NEEDED[0]).exists():
            return Problem("the model lies one folder deeper", f"use --model {folder / name}")
    return Problem("it holds no speech model in Vosk's format", ANOTHER)


def _file_problem(folder: Path) -> Problem | None:
    for name in NEEDED:
        path = folder / name
        if not path.is_file():
            return Problem(f"{name} is missing", UNPACK_AGAIN)
        if name not in MAY_BE_EMPTY and path.stat().st_size == 0:
            return Problem(f"{name} is empty", UNPACK_AGAIN)
    return None


def try_in_child(folder: Path) -> Problem | None:
    """What vosk makes of a folder."""
    return trial_problem([sys.executable, "-m", "drillvoice.speech_models.trial", str(folder)])


def trial_problem(command: list[str], limit_s: float = TRIAL_LIMIT_S) -> Problem | None:
    """What a trial in a process of its own finds; takes about half a second for a small model."""
    try:
        code = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limit_s,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return Problem(f"it did not load within {limit_s:g} seconds", ANOTHER)
    except OSError as error:
        return Problem(f"it could not be tried ({error.strerror or error})", "start drillvoice again")
    return _exit_code_problem(code)


def _exit_code_problem(code: int) -> Problem | None:
    if code == trial.FINE:
        return None
    if code == trial.NOT_LOADED:
        return Problem("vosk cannot load it, so one of its files is damaged or missing", UNPACK_AGAIN)
    if code == trial.WORDS_UNKNOWN:
        words = ", ".join(trial.TRIAL_WORDS)
        return Problem(f"it does not know the words {words}, so it is damaged or not for English", ANOTHER)
    if code == trial.VOSK_MISSING:
        return Problem("the vosk package cannot be loaded", "install drillvoice again")
    return Problem("vosk crashed with it, so one of its files is damaged or missing", UNPACK_AGAIN)
