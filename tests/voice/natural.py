"""A natural voice that is small enough for a test, as its publisher has it."""

import hashlib

import hibari.voices
import pytest

from drillvoice.voice import natural_engine as natural_engine_module
from drillvoice.voice import natural_voices as natural_voices_module
from drillvoice.voice.natural_voices import NaturalVoice, natural_voices


def published_emma(monkeypatch: pytest.MonkeyPatch, content: bytes = b"a voice") -> NaturalVoice:
    """The voice emma, whose file has this content from now on."""
    known = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    monkeypatch.setitem(hibari.voices.VOICES, "emma", hibari.voices.VOICES["emma"] | known)
    return natural_voices()["emma"]


def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra `natural` were not installed."""
    for module in (natural_voices_module, natural_engine_module):
        monkeypatch.setattr(module, "find_spec", lambda name: None)
