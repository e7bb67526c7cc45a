"""What the sound server of Linux says of the microphone that it would give us; PortAudio only knows it as "default"."""

import shutil
import subprocess
import sys

ANSWER_LIMIT_S = 1.0
SERVED = ("default", "pulse", "pipewire")
"""PortAudio's names for whatever the server chooses."""


def default_source() -> str:
    """The name of the microphone that is the system's own; empty where nobody says so."""
    pactl = shutil.which("pactl")
    if sys.platform != "linux" or pactl is None:
        return ""
    try:
        answer = subprocess.run(
            [pactl, "get-default-source"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ANSWER_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def is_loudspeaker(source: str) -> bool:
    """Whether a source is what a loudspeaker plays: the server offers it where there is no microphone."""
    return source.endswith(".monitor")
