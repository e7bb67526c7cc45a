"""PortAudio behind sounddevice: loaded late, quietly, and with its faults put into words."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

from drillvoice.errors import AudioError

NO_PORTAUDIO = {
    "linux": "The system library PortAudio is missing: install it (Debian, Ubuntu: sudo apt install libportaudio2).",
    "other": "PortAudio cannot be loaded: install drillvoice again with pip.",
}
NO_SPEAKER = "There is no loudspeaker: connect one, or choose one from `drillvoice devices` with --speaker."


def load() -> Any:
    """The sounddevice module.

    Raises:
        AudioError: PortAudio is missing or does not start.

    """
    with quiet_stderr():
        try:
            import sounddevice
        except OSError as error:
            raise AudioError(NO_PORTAUDIO["linux" if sys.platform == "linux" else "other"]) from error
        except Exception as error:
            # sounddevice initialises PortAudio when it is imported and raises its own PortAudioError,
            # a class that cannot be named before the import has worked.
            if type(error).__name__ != "PortAudioError":
                raise
            raise AudioError(f"PortAudio does not start ({error}); restart the computer's sound service.") from error
    return sounddevice


def restart(sounddevice: Any) -> None:
    """Look for devices afresh; PortAudio freezes its list when it starts (sounddevice issues 47, 125, 382)."""
    with quiet_stderr():
        sounddevice._terminate()
        sounddevice._initialize()


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """ALSA and JACK print about every device they do not find; none of it helps anybody."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def outputs(sounddevice: Any) -> list[dict[str, Any]]:
    """Every device that can play."""
    return [device for device in sounddevice.query_devices() if device["max_output_channels"] > 0]


def find_output(sounddevice: Any, wanted: str) -> dict[str, Any]:
    """The loudspeaker of a name or number; the system's own where none is named.

    Raises:
        AudioError: there is none.

    """
    if not wanted:
        return _default_output(sounddevice)
    devices = outputs(sounddevice)
    exact = [device for device in devices if wanted in (str(device["index"]), device["name"])]
    part = [device for device in devices if wanted.lower() in device["name"].lower()]
    if not exact and not part:
        raise AudioError(f'There is no loudspeaker called "{wanted}"; `drillvoice devices` lists them.')
    return (exact or part)[0]


def _default_output(sounddevice: Any) -> dict[str, Any]:
    try:
        device: dict[str, Any] = sounddevice.query_devices(kind="output")
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(NO_SPEAKER) from error
    return device
