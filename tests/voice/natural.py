"""A natural voice that is small enough for a test, as its publisher has it."""

import hashlib

import hibari.voices
import pytest

from drillvoice.voice.natural_voices import NaturalVoice, natural_voices


def published_emma(monkeypatch: pytest.MonkeyPatch, content: bytes = b"a voice") -> NaturalVoice:
    """The voice emma, whose file has this content from now on."""
    known = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    monkeypatch.setitem(hibari.voices.VOICES, "emma", hibari.voices.VOICES["emma"] | known)
    natural_voices.cache_clear()
    return natural_voices()["emma"]
