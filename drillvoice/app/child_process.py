"""Ending a process whose life hangs on its standard input."""

import contextlib
import subprocess


def end_child(process: subprocess.Popen[bytes], limit_s: float) -> None:
    """Close its input, by which it ends; killed where it has not within a limit."""
    assert process.stdin is not None, "it was asked for"
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
