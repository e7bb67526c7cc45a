"""`drillvoice doctor`: one line a part, each with the mend where something is wrong, and a spoken test line."""

import platform
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

import numpy as np

from drillvoice.app.other_sessions import is_another_going_on
from drillvoice.app.prepare import open_library
from drillvoice.app.session_voice import open_voice, with_own_voice
from drillvoice.audio.api import READ_S, Microphone, Outlet, SoundBlock
from drillvoice.audio.microphone import PortAudioMicrophone
from drillvoice.audio.soundserver import why_unheard
from drillvoice.audio.speaker import Speaker
from drillvoice.core.clips import Clip
from drillvoice.core.hearing.voicing import SILENT_DB, level_db
from drillvoice.core.plan.lines import Sound
from drillvoice.core.plan.request import VoiceWish
from drillvoice.echo.canceller import Quality
from drillvoice.echo.check import QUIET_S, echo_quality
from drillvoice.errors import AudioError, DrillError, ModelError, SpeechError, Tell, UsageError
from drillvoice.language import load_language
from drillvoice.listening.microphone_feed import MicrophoneFeed
from drillvoice.places import shipped_drills, user_drills
from drillvoice.speech_models.find import find_model
from drillvoice.voice.engine import OF_SYSTEM, Engine, open_engine, usual_voice
from drillvoice.voice.natural_engine import NOT_INSTALLED

OLDEST_PYTHON = (3, 11)
LEAD_S = 0.2
LISTEN_S = 4.0
"""Somebody has to read that they are to speak."""
SPEECH_OVER_ROOM_DB = 12.0
"""Speech at arm's length is at least that much louder than a room in which it can be understood."""
AFTER_S = 0.3
FAINT_DB = 3.0
"""An echo that is made no quieter than that, and yet is no trouble, was hardly there."""


def examine(voice: str, speaker: str, mic: str, tell: Tell) -> bool:
    """Look at every part; whether all that a drill needs are well. A drill needs no microphone."""
    well = True
    for good, sentence in _silent_checks():
        well &= good
        tell(_result_line(sentence, good=good))
    voice = with_own_voice(VoiceWish(name=voice), load_language(), tell).name
    clip = _check_voices(voice, tell)
    well &= clip is not None
    well &= _check_model(tell)
    hears = _check_microphone(mic, tell)
    sounds = _check_speaker(speaker, clip, tell)
    if hears and sounds and clip:
        _check_echo((voice, speaker, mic), tell)
    return sounds and well


def _result_line(sentence: str, *, good: bool) -> str:
    return f"{'ok  ' if good else 'MEND'}  {sentence}"


def _lack_line(sentence: str) -> str:
    """Of something that is not there, and that a drill does without."""
    return f"none  {sentence}"


def _silent_checks() -> Iterator[tuple[bool, str]]:
    version = platform.python_version()
    if sys.version_info >= OLDEST_PYTHON:
        yield True, f"Python: {version}."
    else:
        yield False, f"Python: {version} is too old; install Python 3.11 or newer."
    library = open_library(None, load_language())
    if not len(library):
        yield False, f"Drills: none in {shipped_drills()}; install drillvoice again."
    bad = 0
    for name in library:
        try:
            library[name]
        except DrillError as error:
            bad += 1
            yield False, f"Drills: {error}; mend the file, then `drillvoice check` it."
    if len(library) > bad:
        yield True, f"Drills: {len(library) - bad} are fine; your own belong in {user_drills()}."
    if is_another_going_on():
        yield False, f"Sessions: {load_language().phrases.printed.another_session}"


def _check_voices(voice: str, tell: Tell) -> Clip | None:
    """Whether the voice speaks, and the system's, which steps in for it; the first clip, if both do."""
    language = load_language()
    first = open_engine(voice or usual_voice(language.code))
    checked = [(first, voice or "the default voice")]
    if first.id != OF_SYSTEM:
        checked.append((open_engine(OF_SYSTEM), "the system's voice"))
    if not first.is_installed:
        tell(_result_line(f"Voice: {NOT_INSTALLED}", good=True))
    clips = [_spoken_afresh(engine, name, tell) for engine, name in checked if engine.is_installed]
    return clips[0] if all(clips) else None


def _spoken_afresh(engine: Engine, name: str, tell: Tell) -> Clip | None:
    """A phrase spoken now: what the cache holds, or came with the program, says nothing of whether a voice works."""
    try:
        with closing(engine):
            clip = engine.speak(load_language().phrases.reply.test)
    except (SpeechError, UsageError) as error:
        tell(_result_line(f"Voice: {error}", good=False))
        return None
    tell(_result_line(f"Voice: {name} speaks ({engine.id} {engine.version}).", good=True))
    return clip


def _spoken(voice: str, text: str) -> Clip:
    """The clip of a phrase."""
    with closing(open_voice(VoiceWish(name=voice), load_language())) as speaking:
        return speaking.clip(Sound(text))


def _check_model(tell: Tell) -> bool:
    try:
        found = find_model()
    except ModelError as error:
        tell(_result_line(f"Speech model: {error}", good=False))
        return False
    tell(_result_line(f"Speech model: {found.name} listens for commands. {found.note}".rstrip(), good=not found.note))
    return not found.note


def _check_microphone(device: str, tell: Tell) -> bool:
    try:
        microphone = PortAudioMicrophone(device)
    except AudioError as error:
        tell(_lack_line(f"Microphone: {error} Drills run without spoken commands."))
        return False
    tell(f"      {load_language().phrases.printed.say_something}")
    try:
        levels = [level_db(block.samples) for block in listened(microphone, LISTEN_S)]
    finally:
        microphone.close()
    level = max(levels, default=SILENT_DB)
    where = f"Microphone: {microphone.name}, {microphone.rate} frames a second"
    if level == SILENT_DB:
        tell(
            _result_line(
                f"{where}, gives no sound: it is muted, or may not be used; see the system's settings.", good=False
            )
        )
    else:
        tell(_result_line(f"{where}. {_heard_sentence(levels)} `drillvoice voice-check` tests your words.", good=True))
    return level > SILENT_DB


def _heard_sentence(levels: Sequence[float]) -> str:
    """Whether somebody spoke, in a room that is as loud as in the quietest quarter of the time."""
    loudest, room = max(levels), sorted(levels)[len(levels) // 4]
    if loudest - max(room, SILENT_DB) < SPEECH_OVER_ROOM_DB:
        return f"Nobody was heard to speak; the room is at {loudest:.0f} dBFS."
    return f"It hears you: {loudest:.0f} dBFS, in a room at {room:.0f}."


def _check_speaker(device: str, clip: Clip | None, tell: Tell) -> bool:
    try:
        speaker = Speaker(device)
    except AudioError as error:
        tell(_result_line(f"Loudspeaker: {error}", good=False))
        return False
    try:
        played = _play_clip(speaker, clip) if clip else True
    finally:
        speaker.close()
    where = f"Loudspeaker: {speaker.name}, {speaker.rate} frames a second, {speaker.latency_s * 1000:.0f} ms latency"
    if not played:
        tell(
            _result_line(
                f"{where}, takes no sound; choose another with --speaker, or check the system's sound.", good=False
            )
        )
        return False
    if unheard := why_unheard(device):
        tell(_result_line(f"{where}. {unheard}", good=False))
        return False
    tell(_result_line(f"{where}. You should have heard: {load_language().phrases.reply.test}", good=True))
    return True


def _check_echo(devices: tuple[str, str, str], tell: Tell) -> None:
    """Whether somebody is heard who talks over the program; a drill does not need it."""
    voice, speaker_name, mic = devices
    text = load_language().phrases.voice_check.echo
    tell(f"      {text}")
    try:
        with closing(PortAudioMicrophone(mic)) as microphone, closing(Speaker(speaker_name)) as speaker:
            found = overhear(microphone, speaker, _spoken(voice, text))
    except (AudioError, SpeechError) as error:
        tell(_result_line(f"Echo: {error}", good=True))
        return
    heard = "pause and stop are heard" if found.trusted else "here nothing is heard"
    level = f"its own voice is made {found.erle_db:.0f} dB quieter"
    if found.trusted and found.erle_db < FAINT_DB:
        level = "its own voice hardly reaches the microphone"
    mend = "" if found.trusted else " With earbuds and --headphones it always hears you."
    tell(_result_line(f"Echo: {heard} while the program speaks; {level}.{mend}", good=True))


def listened(microphone: Microphone, seconds: float) -> Iterator[SoundBlock]:
    """What a microphone hears for so long."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        block = microphone.read_block(READ_S)
        if block is not None:
            yield block


def overhear(microphone: Microphone, speaker: Outlet, clip: Clip) -> Quality:
    """Play a clip, and listen to it."""
    while microphone.read_block(0.0) is not None:
        pass  # it was heard before
    speaker.play(clip, speaker.position + int(QUIET_S * speaker.rate))
    seconds = QUIET_S + len(clip.samples) / clip.rate + AFTER_S
    feed = MicrophoneFeed(microphone.rate)
    frames = [feed.whole_frames(block.samples)[1] for block in listened(microphone, seconds)]
    return echo_quality(np.concatenate(frames), clip, QUIET_S) if frames else Quality()


def _play_clip(speaker: Speaker, clip: Clip) -> bool:
    """Play a clip to its end; whether the loudspeaker took it."""
    end = speaker.position + int((LEAD_S + len(clip.samples) / clip.rate + speaker.latency_s) * speaker.rate)
    speaker.play(clip, speaker.position + int(LEAD_S * speaker.rate))
    while speaker.position < end:
        if not speaker.alive:
            return False
        time.sleep(0.05)
    return True
