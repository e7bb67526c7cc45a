"""What the sound server of Linux says of the devices that it would give us; PortAudio only knows them as "default"."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ANSWER_LIMIT_S = 1.0
SERVED = ("default", "pulse", "pipewire")
"""PortAudio's names for whatever the server chooses."""
DUMMY = re.compile(r"(auto_)?null(\.\d+)?|dummy.*", re.IGNORECASE)
"""PulseAudio and PipeWire call the sink auto_null that stands in where there is no loudspeaker."""
FAINTEST_PERCENT = 10
"""The server's percents are cubes: at 10 % a sound is 60 dB softer, and nobody hears it across a room."""

NO_BRIDGE = (
    "The computer's sound server is there, but ALSA has no way to it: install {package} "
    "(Debian, Ubuntu: sudo apt install {package})."
)
PLAYS_NOWHERE = "There is no loudspeaker that could be heard: the computer plays into a dummy output; connect one."
MUTED = "The loudspeaker is muted, so nothing will be heard: switch it on in the computer's sound settings."
TURNED_DOWN = (
    "The loudspeaker is turned down to {percent} %, so nothing will be heard: "
    "turn it up in the computer's sound settings."
)


def default_source() -> str:
    """The name of the microphone that is the system's own; empty where nobody says so."""
    return _ask_server("get-default-source")


def is_loudspeaker(source: str) -> bool:
    """Whether a source is what a loudspeaker plays: the server offers it where there is no microphone."""
    return source.endswith(".monitor")


def why_unheard(speaker: str) -> str:
    """Why nothing would be heard from a loudspeaker, in one sentence; empty where something would, or nobody says.

    Args:
        speaker: as it was chosen; what goes past the server is not known to it.

    """
    if speaker not in ("", *SERVED):
        return ""
    sink = os.environ.get("PULSE_SINK") or _ask_server("get-default-sink")
    if not sink:
        return ""
    if DUMMY.fullmatch(sink):
        return PLAYS_NOWHERE
    if _ask_server("get-sink-mute", sink).endswith("yes"):
        return MUTED
    percents = [int(found) for found in re.findall(r"(\d+)%", _ask_server("get-sink-volume", sink))]
    if percents and max(percents) <= FAINTEST_PERCENT:
        return TURNED_DOWN.format(percent=max(percents))
    return ""


def missing_bridge() -> str:
    """Where PortAudio has found no device: what is missing between ALSA and a sound server that is there, in one
    sentence; empty where there is no server.
    """
    told = _ask_server("info")
    if not told and not _has_socket():
        return ""
    return NO_BRIDGE.format(package="pipewire-alsa" if "PipeWire" in told else "libasound2-plugins")


def _ask_server(*question: str) -> str:
    """What pactl answers, in English; empty where it does not."""
    pactl = shutil.which("pactl")
    if sys.platform != "linux" or pactl is None:
        return ""
    try:
        answer = subprocess.run(
            [pactl, *question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env=os.environ | {"LC_ALL": "C"},
            timeout=ANSWER_LIMIT_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):  # a name with a null byte is a ValueError
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _has_socket() -> bool:
    """Whether a sound server can be reached where there is no pactl to ask it."""
    if sys.platform != "linux" or shutil.which("pactl"):
        return False
    server = os.environ.get("PULSE_SERVER", "")
    path = server.removeprefix("unix:") or f"{os.environ.get('XDG_RUNTIME_DIR', '')}/pulse/native"
    return Path(path).is_socket()
