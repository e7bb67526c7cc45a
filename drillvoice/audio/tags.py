"""What a player shows of an MP3 file: its ID3 tag."""

from dataclasses import dataclass
from pathlib import Path

ARTIST = "drillvoice"


@dataclass(frozen=True, slots=True)
class Tags:
    """The tag of one file."""

    title: str
    album: str = ""
    track: int = 0
    """Its place in the album, from 1 on; 0 where there is none."""
    tracks: int = 0


def write_tags(path: Path, tags: Tags) -> None:
    """Put a tag before the sound.

    It is written as version 2.3, in UTF-16: the newer 2.4 is what older players and Windows cannot show.

    Raises:
        OSError: the file cannot be written.

    """
    from mutagen import MutagenError
    from mutagen.id3 import ID3, TALB, TIT2, TPE1, TRCK

    tag = ID3()
    tag.add(TIT2(text=tags.title))
    tag.add(TPE1(text=ARTIST))
    if tags.album:
        tag.add(TALB(text=tags.album))
    if tags.track:
        tag.add(TRCK(text=f"{tags.track}/{tags.tracks}"))
    try:
        with path.open("r+b") as file:  # opened here: mutagen would look for a name that the locale has letters for
            tag.save(file, v2_version=3, padding=lambda _: 0)  # nobody edits it later, and a kilobyte a part is much
    except MutagenError as error:
        raise OSError(str(error)) from error
