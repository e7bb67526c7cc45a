"""Which microphones are a Bluetooth headset's: opening one turns the whole headset into a telephone."""

import re
import sys

NAMES = re.compile(
    r"hands.?free|\b(hfp|hsp|sco|buds)\b|airpods|bluez|bluetooth|^headset(?! mic)(?!.*\busb\b)", re.IGNORECASE
)
"""Windows calls a wired headset's "Headset Microphone", a Bluetooth headset's "Headset (its name)"."""
TELEPHONE_RATE = 24_000
"""macOS gives Bluetooth microphones 8, 16 or 24 kHz and no more, and every other one at least 44.1 kHz."""


def is_bluetooth(name: str, rate: float, platform: str = sys.platform) -> bool:
    """Whether a microphone belongs to a Bluetooth headset, as far as its name and rate tell."""
    return bool(NAMES.search(name)) or (platform == "darwin" and rate <= TELEPHONE_RATE)


def refusal(name: str) -> str:
    """What is said instead of opening it unasked."""
    return (
        f"The microphone {name} belongs to a Bluetooth headset; to open it would lower all sound to telephone quality, "
        f'so it stays closed. Choose another with --mic, or open it anyway with --mic "{name}".'
    )
