"""The process that keeps the computer awake: `python -m drillvoice.app.awake_process`, until its standard input ends.

wakepy asks the desktop to inhibit its idle timers: GNOME's session manager or the freedesktop screen saver, over D-Bus;
caffeinate on macOS; SetThreadExecutionState on Windows. Where there is no such desktop, systemd-inhibit asks logind.
All of them let go when this process ends. Where none can be had, nothing is said: the drill goes on all the same.
"""

import contextlib
import os
import shutil

STDIN = 0
LOGIND = "systemd-inhibit"


def main() -> None:
    """Hold what can be had."""
    with contextlib.suppress(Exception):
        if _hold_desktop():
            return
    inhibitor = shutil.which(LOGIND)
    if inhibitor:
        os.execv(inhibitor, [LOGIND, "--what=idle", "--who=drillvoice", "--why=drill", "--mode=block", "cat"])


def _hold_desktop() -> bool:
    """Hold the desktop awake until our input ends; False at once where that cannot be had."""
    from wakepy import keep

    with keep.presenting(on_fail="pass") as mode:
        held = bool(mode.active)
        while held and os.read(STDIN, 1):
            pass
    return held


if __name__ == "__main__":
    main()
