"""A drill as an album: a folder with one MP3 for each of its parts, and a playlist. Any player plays it.

What is in the folder already stays as it is: an album needs one that is empty, or new. It is made out of sight and gets
its place once it is whole, so that one whose making is killed is in nobody's way.
"""

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from drillvoice.app.prepare import Prepared
from drillvoice.app.render import cut_blocks
from drillvoice.app.taken_along import TakenAlong, Watch, ignore_fact, mixer_for, prepare_to_take, sound_of, taken_along
from drillvoice.audio.mixer import Mixer
from drillvoice.audio.recording import Recording
from drillvoice.audio.tags import ARTIST, Tags
from drillvoice.core.plan.album_parts import album_parts, part_title
from drillvoice.core.plan.request import Request
from drillvoice.core.rates import MP3_RATE
from drillvoice.core.ticks import TICKS_PER_SECOND
from drillvoice.errors import AudioError, Tell, UsageError, cannot_write
from drillvoice.files import UnreadableError, read_text
from drillvoice.written_files import why_unwritable

PLAYLIST = ".m3u8"
PART_FOLDER = ".drillvoice-part"
PART_NAME = re.compile(r"\d{2,} [^/\\]+\.mp3")
MOST_BYTES_OF_PLAYLIST = 1_000_000
NO_NAME = '<>:"/\\|?*'
LONGEST_NAME = 60
"""Letters of four bytes each stay within the 255 bytes of a name."""
"""What Windows allows in no name of a file, and players on phones stumble over."""


def render_album(request: Request, folder: Path, tell: Tell, watch: Watch = ignore_fact) -> TakenAlong:
    """Write a session into a folder, which is made where it is not there; nothing is left there where that fails.

    Raises:
        UsageError: there is something in the folder already.
        AudioError: it cannot be written.
        DrillvoiceError: what was asked for cannot be had.

    """
    refuse_full_folder(folder, Path(request.drills[0]).stem)
    prepared = prepare_to_take(request, tell)
    mixer = mixer_for(request, MP3_RATE)
    with _made_whole(folder) as part:
        entries = list(_write_parts(prepared, mixer, part, watch))
        playlist = part / f"{_file_name(prepared.plan.title)}{PLAYLIST}"
        playlist.write_text(_playlist(prepared.plan.title, entries), encoding="utf-8")
    return taken_along(prepared, mixer.position / mixer.rate, len(entries))


def refuse_full_folder(folder: Path, name: str) -> None:
    """See that nothing would be mixed with an album; hidden files, which systems put there, do not count, and nor does
    what a making that was killed has left.

    Raises:
        UsageError: there is something, or it is no folder.
        AudioError: it cannot be made or looked into.

    """
    try:
        if not os.path.isdir(folder.parent):
            raise AudioError(f"There is no folder {folder.parent} for {folder.name}; make it, or choose another.")
        _clear_unfinished(folder)
        full = folder.exists() and any(not each.name.startswith(".") for each in folder.iterdir())
    except NotADirectoryError as error:
        raise UsageError(f"{folder} is a file and no folder; choose another name for the album.") from error
    except OSError as error:
        raise cannot_write(folder, why_unwritable(folder, error)) from error
    if full:
        raise UsageError(f"There is something in {folder} already; name a new folder in it, such as {folder / name}/.")


@contextlib.contextmanager
def _made_whole(folder: Path) -> Iterator[Path]:
    """A hidden folder in it, whose files get their place once all are there; nothing is left where that fails."""
    is_new, part = not folder.exists(), folder / PART_FOLDER
    try:
        part.mkdir(parents=True)
        yield part
        for path in sorted(part.iterdir(), key=lambda path: (path.suffix == PLAYLIST, path.name)):
            os.replace(path, folder / path.name)
        part.rmdir()
    except BaseException as error:
        with contextlib.suppress(OSError):
            _clear_unfinished(folder)
            if is_new:
                folder.rmdir()
        if isinstance(error, OSError):
            raise cannot_write(folder, why_unwritable(folder, error)) from error
        raise


def _clear_unfinished(folder: Path) -> None:
    """Take away an album that was not finished. Its playlist, which gets its place last, names what has one already.

    Whoever has made the folder may have written one too, so that nothing goes but what an album can have in it.
    """
    part = folder / PART_FOLDER
    if part.is_symlink():
        part.unlink()
        return
    for playlist in part.glob(f"*{PLAYLIST}"):
        with contextlib.suppress(UnreadableError):
            for name in read_text(playlist, MOST_BYTES_OF_PLAYLIST).splitlines():
                if PART_NAME.fullmatch(name):
                    (folder / name).unlink(missing_ok=True)
    shutil.rmtree(part, ignore_errors=True)


def _write_parts(prepared: Prepared, mixer: Mixer, folder: Path, watch: Watch) -> Iterator[tuple[str, str, float]]:
    """Write each part; answers its file's name, its title, and its seconds."""
    plan, words = prepared.plan, prepared.phrases.take_along
    parts = album_parts(plan)
    cuts = [part.end * mixer.rate // TICKS_PER_SECOND for part in parts[:-1]]
    pieces = cut_blocks(sound_of(prepared, mixer, watch), cuts)
    for index, mine in groupby(pieces, key=itemgetter(0)):
        title = part_title(parts[index], plan, words)
        path, frames = folder / f"{index + 1:02} {_file_name(title)}.mp3", 0
        with Recording(path, mixer.rate, Tags(title, plan.title, index + 1, len(parts))) as recording:
            for _, samples in mine:
                recording.write(samples)
                frames += len(samples)
        yield path.name, title, frames / mixer.rate


def _playlist(title: str, entries: list[tuple[str, str, float]]) -> str:
    lines = ["#EXTM3U", f"#PLAYLIST:{title}"]
    for name, part, seconds in entries:
        lines += [f"#EXTINF:{round(seconds)},{ARTIST} - {part}", name]
    return "\n".join([*lines, ""])


def _file_name(title: str) -> str:
    """A title as every system takes it for a name; letters that the locale does not have are left out."""
    letters = sys.getfilesystemencoding()
    known = title.encode(letters, "ignore").decode(letters)
    kept = "".join(" " if each in NO_NAME else each for each in known)
    return " ".join(kept.split())[:LONGEST_NAME].rstrip(". ") or ARTIST
