"""What the tests of speech share."""

import os

import pytest


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the disk; that it is waited for has a test of its own."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
