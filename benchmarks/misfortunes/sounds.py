"""Recordings that cannot be true, and clips of the cache that are another's or damaged."""

import io
from random import Random

import numpy as np
import soundfile

from benchmarks.misfortunes.files import ODD, damaged_header
from benchmarks.misfortunes.kinds import Ground, QuickKind, answer_or_refusal, expect
from drillvoice.app.library import Library
from drillvoice.core.clips import Clip
from drillvoice.voice.clip_cache import ClipCache
from drillvoice.voice.soundfiles import RATES, read_clip
from tests.builders import PHRASES

DRILL = """
kind = "random-cues"
title = "Turns"
trains = "the test"
why = "It is short."
position = "seated"
space = "a chair"
gap_s = [4.0, 5.0]
unit = ["turn", "turns"]
[framing]
bouts = 1
[cues.left]
say = "Look left"
recording = "left.wav"
"""
FORMS = (("WAV", "FLOAT"), ("WAV", "DOUBLE"), ("WAV", "PCM_16"), ("AIFF", "PCM_16"), ("AU", "FLOAT"))


def odd_recording(chance: Random) -> bytes:
    """A sound file of some kind, mostly with something wrong in it."""
    channels = chance.choice((1, 1, 2, 8, 9, 200, 1000))
    tone = np.full((chance.choice((0, 1, 100, 4000)), channels), chance.choice((0.0, 0.1, 1.0)), np.float64)
    if tone.size and chance.random() < 0.5:
        tone[-1, 0] = chance.choice((np.nan, np.inf, -np.inf, 1e300, -1e38))
    rate = chance.choice((1, 100, 8000, 44_100, 192_000, 1_000_000, 2**31 - 1))
    form, part = chance.choice(FORMS)
    whole = io.BytesIO()
    soundfile.write(whole, tone, rate, part, format=form)
    good = whole.getvalue()
    return damaged_header(good, chance) if chance.random() < 0.6 else good


def try_recording(ground: Ground) -> None:
    """A recording is sound that can be played, or `check` says why it is none."""
    path = ground.folder / "left.wav"
    if ground.chance.random() < 0.2:
        ground.chance.choice(ODD)(path, ground.chance)
    else:
        path.write_bytes(odd_recording(ground.chance))
    drill = ground.folder / "mine.toml"
    drill.write_text(DRILL, encoding="utf-8")
    if answer_or_refusal(lambda: Library([ground.folder], PHRASES).read_drill(drill)) is None:
        return
    clip = read_clip(path)
    expect(clip.rate in RATES and len(clip.samples), "a recording that is taken has sound", clip.rate)
    expect(np.isfinite(clip.samples).all() and np.abs(clip.samples).max() <= 1.01, "it can be played", clip.samples)


def try_kept_clip(ground: Ground) -> None:
    """What is kept is read back as it was, or not at all, whatever befalls the file."""
    chance, cache = ground.chance, ClipCache(ground.folder)
    key, other = ("Look left", "natural", str(chance.random())), ("Look right", "natural")
    samples = np.random.default_rng(chance.randrange(9999)).uniform(-0.5, 0.5, chance.randrange(1, 5000))
    kept = cache.put(key, Clip(samples.astype(np.float32), chance.choice((8000, 22_050, 48_000))))
    path = cache.clip_path(key)
    whole = path.read_bytes()
    match chance.randrange(4):
        case 0:
            path.write_bytes(damaged_header(whole, chance))
        case 1:
            path.unlink()
            chance.choice(ODD)(path, chance)
        case 2:
            path.rename(cache.clip_path(other))
        case _:
            at = chance.randrange(len(whole))
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
    found = cache.get(key)
    same = found is not None and found.rate == kept.rate and np.array_equal(found.samples, kept.samples)
    expect(found is None or same, "a clip is what was kept")
    expect(cache.get(other) is None, "a clip belongs to its key")


KINDS = (
    QuickKind("recordings", "", try_recording),
    QuickKind("kept-clips", "", try_kept_clip),
)
