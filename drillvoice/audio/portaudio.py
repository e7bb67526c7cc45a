"""PortAudio behind sounddevice: loaded late, quietly, and with its faults put into words."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drillvoice.audio import soundserver
from drillvoice.errors import AudioError

NO_PORTAUDIO = {
    "linux": "The system library PortAudio is missing: install it (Debian, Ubuntu: sudo apt install libportaudio2).",
    "other": "PortAudio cannot be loaded: install drillvoice again with pip.",
}

Device = dict[str, Any]
"""What PortAudio knows of a device."""


@dataclass(frozen=True, slots=True)
class Side:
    """Playing or listening."""

    kind: str
    """PortAudio's word for it."""
    name: str
    """Ours."""
    option: str
    """What chooses one."""

    @property
    def missing(self) -> str:
        """There is none, whatever is chosen."""
        return f"There is no {self.name}: connect one."

    @property
    def none(self) -> str:
        """What is said where one was to be opened."""
        return f"{self.missing[:-1]}, or choose one from `drillvoice devices` with {self.option}."


OUTPUT = Side("output", "loudspeaker", "--speaker")
INPUT = Side("input", "microphone", "--mic")


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


def devices(sounddevice: Any, side: Side) -> list[Device]:
    """Every device that can play, or listen."""
    return [device for device in sounddevice.query_devices() if device[f"max_{side.kind}_channels"] > 0]


def own_index(sounddevice: Any, side: Side) -> int | None:
    """The number of the system's own device."""
    with contextlib.suppress(AudioError):
        return int(_default_device(sounddevice, side)["index"])
    return None


def find_output(sounddevice: Any, wanted: str) -> Device:
    """The loudspeaker of a name or number; the system's own where none is named.

    Raises:
        AudioError: there is none.

    """
    return _find_device(sounddevice, OUTPUT, wanted)


def find_input(sounddevice: Any, wanted: str) -> Device:
    """The microphone of a name or number; the system's own where none is named.

    Raises:
        AudioError: there is none.

    """
    return _find_device(sounddevice, INPUT, wanted)


def _find_device(sounddevice: Any, side: Side, wanted: str) -> Device:
    if not wanted:
        return _default_device(sounddevice, side)
    found = devices(sounddevice, side)
    exact = [device for device in found if wanted in (str(device["index"]), device["name"])]
    part = [device for device in found if wanted.lower() in device["name"].lower()]
    if not exact and not part:
        raise AudioError(f'There is no {side.name} called "{wanted}"; `drillvoice devices` lists them.')
    return (exact or part)[0]


def _default_device(sounddevice: Any, side: Side) -> Device:
    try:
        device: Device = sounddevice.query_devices(kind=side.kind)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(soundserver.missing_bridge() or side.none) from error
    return device
