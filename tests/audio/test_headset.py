"""Whose microphone it is."""

import pytest

from drillvoice.audio import soundserver
from drillvoice.audio.headset import is_bluetooth, refusal


@pytest.mark.parametrize(
    "name",
    [
        "Headset (WH-1000XM4 Hands-Free AG Audio)",
        "Headset (AirPods)",
        "Handsfree",
        "AirPods Pro",
        "bluez_input.AC:12:2F:00:00:00.0",
        "bluez_source.AC_12_2F.headset_head_unit",
        "Galaxy Buds",
        "Speakerphone HFP",
    ],
)
def test_a_bluetooth_headset_is_known_by_its_name(name: str) -> None:
    assert is_bluetooth(name, 48_000, "win32")


@pytest.mark.parametrize(
    "name",
    [
        "Microphone (Realtek High Definition Audio)",
        "Headset Microphone (Jabra Link 380)",
        "Headset (USB Audio)",
        "USB PnP Sound Device: Audio (hw:1,0)",
        "MacBook Pro Microphone",
        "alsa_input.pci-0000_00_1f.3.analog-stereo",
        "default",
    ],
)
def test_other_microphones_are_not(name: str) -> None:
    assert not is_bluetooth(name, 44_100, "darwin")


@pytest.mark.parametrize(
    ("expected", "rate", "system"), [(True, 24_000, "darwin"), (True, 16_000, "darwin"), (False, 16_000, "linux")]
)
def test_macos_tells_it_by_the_rate(expected: bool, rate: float, system: str) -> None:
    assert expected == is_bluetooth("WH-1000XM4", rate, system)


def test_the_refusal_says_how_to_open_it_anyway() -> None:
    assert '--mic "AirPods Pro"' in refusal("AirPods Pro")
    assert "telephone quality" in refusal("AirPods Pro")


def test_what_a_loudspeaker_plays_is_no_microphone() -> None:
    assert soundserver.is_loudspeaker("alsa_output.pci-0000_00_1f.3.analog-stereo.monitor")
    assert not soundserver.is_loudspeaker("alsa_input.usb-monitor")
    assert not soundserver.is_loudspeaker("")
