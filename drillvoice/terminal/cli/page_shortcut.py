"""Something to double-click that opens the page: a starter in the way of each system."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drillvoice.errors import PageError, Tell
from drillvoice.places import starter_folders
from drillvoice.terminal.printing import print_text
from drillvoice.written_files import why_unwritable, write_atomically

MADE = "{path}: a double-click opens the page. `drillvoice page --remove-shortcut` removes it."
TRUST = "If the system asks whether to trust it, allow it once (right click, Allow Launching)."
REMOVED = "{path} is removed."
NONE_THERE = "There is no starter to remove."
NOT_OURS = "{path} was not made by drillvoice, and is left as it is; move it away, and try again."
MARK = "drillvoice page"
"""Stands in each of ours, so that nobody else's file is replaced or removed."""
EXECUTABLE = 0o755


@dataclass(frozen=True, slots=True)
class Starter:
    """A file that opens the page."""

    path: Path
    text: str
    encoding: str = "utf-8"


def starters_for(system: str, program: Sequence[str], desktop: Path, applications: Path) -> list[Starter]:
    """The starters of a system.

    Args:
        system: as `sys.platform` calls it.
        program: the command line that opens the page.
        desktop: what lies on the desktop.
        applications: where Linux looks for what can be started.

    """
    if system == "win32":
        return [Starter(desktop / "drillvoice.cmd", windows_text(program), "utf-8")]
    if system == "darwin":
        return [Starter(desktop / "drillvoice.command", mac_text(program))]
    text = linux_text(program)
    return [Starter(applications / "drillvoice.desktop", text), Starter(desktop / "drillvoice.desktop", text)]


def linux_text(program: Sequence[str]) -> str:
    """A desktop entry, by the Desktop Entry Specification: what a shell would read is quoted, and `%` is doubled."""
    command = " ".join(_desktop_quoted(part) for part in program)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Drillvoice",
        f"Comment=Balance drills, spoken ({MARK})",
        f"Exec={command}",
        "Terminal=true",
        "Categories=MedicalSoftware;Education;",
    )
    return "\n".join(lines) + "\n"


def _desktop_quoted(part: str) -> str:
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in part).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\")


def mac_text(program: Sequence[str]) -> str:
    """A file that the Finder opens in Terminal."""
    return f"#!/bin/sh\n# {MARK}\nexec {shlex.join(program)}\n"


def windows_text(program: Sequence[str]) -> str:
    """A file for the command interpreter; `%` is doubled, and letters beyond ASCII are read as UTF-8."""
    command = subprocess.list2cmdline(program).replace("%", "%%")
    return f"@echo off\r\nrem {MARK}\r\nchcp 65001 >nul\r\n{command}\r\n"


def _present_starters() -> list[Starter]:
    program = (sys.executable, "-m", "drillvoice", "page")
    desktop, applications = starter_folders()
    found = starters_for(sys.platform, program, desktop, applications)
    return [each for each in found if each.path.parent != desktop or desktop.is_dir()]


def install_shortcut(tell: Tell) -> None:
    """Make the starters of this system.

    Raises:
        PageError: they cannot be written, or something else has their name.

    """
    for starter in _present_starters():
        _refuse_foreign(starter.path)
        try:
            write_atomically(starter.path, starter.text.encode(starter.encoding))
            os.chmod(starter.path, EXECUTABLE)
        except OSError as error:
            raise PageError(
                f"{starter.path} cannot be written ({why_unwritable(starter.path, error)}); check the folder."
            ) from error
        print_text(MADE.format(path=starter.path))
    if sys.platform.startswith("linux"):
        tell(TRUST)


def remove_shortcut(tell: Tell) -> None:
    """Remove them.

    Raises:
        PageError: one cannot be removed.

    """
    found = [starter.path for starter in _present_starters() if os.path.lexists(starter.path)]
    for path in found:
        _refuse_foreign(path)
        try:
            path.unlink()
        except OSError as error:
            raise PageError(f"{path} cannot be removed ({error.strerror}); remove it by hand.") from error
        print_text(REMOVED.format(path=path))
    if not found:
        tell(NONE_THERE)


def _refuse_foreign(path: Path) -> None:
    if os.path.lexists(path) and MARK not in _beginning_of(path):
        raise PageError(NOT_OURS.format(path=path))


def _beginning_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(2000)
    except OSError:
        return ""
