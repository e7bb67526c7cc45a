"""A drill as one page with the sound inside, for the browser of a phone or of another computer, without any network.

The page waits at "Get up" until it is told, says a line again, and repeats the line that a pause has cut, in a round
after a count-in. So it has words of its own there, and the wait that a sound file leaves is cut off its sound. That
stands in plain players, which a browser shows where scripts are off.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from html import escape
from importlib import resources
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from string import Template

import numpy as np

from drillvoice.app.prepare import Prepared, language_of
from drillvoice.app.render import cut_blocks
from drillvoice.app.taken_along import TakenAlong, mixer_for, prepare_to_take, sound_of, taken_along
from drillvoice.audio.mixer import Mixer
from drillvoice.audio.mp3_frames import cut_before, frame_offsets
from drillvoice.audio.recording import encode_mp3
from drillvoice.audio.tags import ARTIST
from drillvoice.core.clips import Samples
from drillvoice.core.plan.album_parts import AlbumPart, PartKind, album_parts, part_title
from drillvoice.core.plan.lines import Kind, Sound
from drillvoice.core.plan.request import Request
from drillvoice.core.rates import MP3_RATE
from drillvoice.core.session.facts import Fact, Spoken
from drillvoice.core.ticks import TICKS_PER_SECOND, to_seconds
from drillvoice.errors import AudioError, Tell, cannot_write
from drillvoice.language import Language
from drillvoice.written_files import why_unwritable, writing_whole

PAGE_ENDING = ".html"
FOLDER = "page_to_take"
WAITS_AFTER_S = 0.3
"""The page waits so long after the last word. The sound goes on a little, so that no player takes it for over."""
SOUND_AFTER_S = 3.0
COUNT_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class PageLine:
    """One thing that is said, in seconds of its part."""

    at: float
    end: float
    text: str
    cue: bool
    byte: int
    """From here its part is played, to hear it at once."""
    base: float
    """The time of that."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """One part of the page."""

    title: str
    shown: str
    waits_at: float | None
    counts_in: bool
    """Going on after a pause, people are on their feet: it is counted in."""
    lines: tuple[PageLine, ...]
    sound: bytes
    """Its MP3 file."""


def render_page(request: Request, file: Path, tell: Tell) -> TakenAlong:
    """Write a session as one page.

    Raises:
        AudioError: the file cannot be written.
        DrillvoiceError: what was asked for cannot be had.

    """
    if not os.path.isdir(file.parent):
        raise AudioError(f"There is no folder {file.parent} for {file.name}; make it, or choose another.")
    language = _waiting(language_of(request))
    prepared = prepare_to_take(request, tell, language)
    mixer = mixer_for(request, MP3_RATE)
    parts = list(_page_parts(prepared, mixer))
    _write_whole(file, _page_text(prepared, parts, _count_in(prepared, mixer_for(request, MP3_RATE))))
    return taken_along(prepared, mixer.position / mixer.rate, len(parts))


def _waiting(language: Language) -> Language:
    """The same language for who is waited for."""
    phrases = language.phrases
    rest = phrases.rest.model_copy(update={"ready_unattended": phrases.take_along.get_up})
    return replace(language, phrases=phrases.model_copy(update={"rest": rest}))


def _page_parts(prepared: Prepared, mixer: Mixer) -> Iterator[PagePart]:
    plan, words = prepared.plan, prepared.phrases.take_along
    parts = album_parts(plan)
    said: list[Spoken] = []

    def watch(fact: Fact) -> None:
        if isinstance(fact, Spoken):
            said.append(fact)

    cuts = [part.end * mixer.rate // TICKS_PER_SECOND for part in parts[:-1]]
    pieces = cut_blocks(sound_of(prepared, mixer, watch), cuts)
    for index, mine in groupby(pieces, key=itemgetter(0)):
        part, samples = parts[index], np.concatenate([np.array(piece) for _, piece in mine])
        title = part_title(part, plan, words)
        shown = words.part.format(title=title, n=index + 1, count=len(parts))
        yield _page_part(prepared, part, (title, shown), samples, said)


def _page_part(
    prepared: Prepared, part: AlbumPart, names: tuple[str, str], samples: Samples, said: list[Spoken]
) -> PagePart:
    mine = [fact for fact in said if part.start <= fact.at < part.end]
    ends = [to_seconds(fact.at - part.start + prepared.voice.length_in_ticks(fact.line.sound)) for fact in mine]
    waits_at = ends[-1] + WAITS_AFTER_S if part.kind is PartKind.GET_UP else None
    if waits_at is not None:
        samples = samples[: int((waits_at + SOUND_AFTER_S) * MP3_RATE)]
    mp3 = encode_mp3([samples])
    offsets = frame_offsets(mp3)
    lines = tuple(
        _page_line(fact, to_seconds(fact.at - part.start), end, offsets) for fact, end in zip(mine, ends, strict=True)
    )
    return PagePart(*names, waits_at, part.kind is PartKind.ROUND, lines, mp3)


def _page_line(fact: Spoken, at: float, end: float, offsets: list[int]) -> PageLine:
    is_cue = fact.line.kind in (Kind.CUE, Kind.RETURN, Kind.COUNT)
    byte, base = cut_before(at, offsets)
    return PageLine(at, end, fact.line.sound.text, is_cue, byte, round(base, 3))


def _count_in(prepared: Prepared, mixer: Mixer) -> bytes:
    """What is said before practice goes on after a pause, as an MP3 file."""
    phrases, start = prepared.phrases, 0
    for text in (phrases.reply.resuming, *phrases.bout.count):
        clip = prepared.voice.clip(Sound(text))
        mixer.play(clip, start)
        start += max(int(COUNT_EVERY_S * mixer.rate), round(len(clip.samples) / clip.rate * mixer.rate))
    return encode_mp3([mixer.mix(start)])


def _page_text(prepared: Prepared, parts: list[PagePart], count_in: bytes) -> str:
    words, title = prepared.phrases.take_along, prepared.plan.title
    shown = words.model_dump(exclude={"parts", "of_exercise", "get_up", "part", "album_command"})
    told = [asdict(replace(part, sound=b"")) | {"sound": ""} for part in parts]
    drill = {"title": title, "artist": ARTIST, "words": shown, "parts": told, "count_in": _base64(count_in)}
    texts = {name: escape(text) for name, text in shown.items()} | {
        "language": escape(prepared.language.code),
        "title": escape(title),
        "album_command": escape(words.album_command.format(name=prepared.name)),
        "players": "".join(_player(part) for part in parts),
        "drill": _as_script_data(drill),
        "style": (style := _template("page.css")),
        "script": (script := _template("page.js")),
        "style_hash": _hash_of(style),
        "script_hash": _hash_of(script),
    }
    return Template(_template("page.html")).substitute(texts)


def _player(part: PagePart) -> str:
    """The plain player of a part; the page takes its sound from here, so that it is there once."""
    texts = {"title": escape(part.title), "sound": _base64(part.sound)}
    return Template(_template("player.html")).substitute(texts)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _hash_of(text: str) -> str:
    """How a content security policy names what may stand between two tags, line breaks and all."""
    return f"'sha256-{_base64(hashlib.sha256(_between_tags(text)).digest())}'"


def _between_tags(text: str) -> bytes:
    return f"\n{text}".encode()


def _as_script_data(value: object) -> str:
    """JSON that can end no script, whatever the text in it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def _template(name: str) -> str:
    return resources.files("drillvoice.app").joinpath(FOLDER, name).read_text(encoding="utf-8")


def _write_whole(file: Path, text: str) -> None:
    """Write a file that is whole, or as it was before."""
    try:
        with writing_whole(file) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise cannot_write(file, why_unwritable(file, error)) from error
