"""Where drills are found: a folder that was named, the user's own, then those that are shipped."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from drillvoice.core.drill.reading import parse_drill
from drillvoice.core.drill.rules import FASTEST_CADENCE, gap_range_s
from drillvoice.core.drill.schema import DrillFile, RandomCues
from drillvoice.core.phrases import Phrases
from drillvoice.core.plain_text import shown_name
from drillvoice.errors import DrillError, DrillNotFoundError
from drillvoice.files import UnreadableError, files_in, read_text

MOST_BYTES = 1_000_000
ALIKE, HARDLY_ALIKE = 0.75, 0.5
"""How much a name is like what was typed, from 0 to 1: so that it was meant, and so that it may have been."""
LEAST_LETTERS = 3
"""Fewer than these begin too many words."""


class Library(Mapping[str, DrillFile]):
    """Drills by name, each read when it is first asked for. Earlier folders win."""

    def __init__(self, folders: list[Path], phrases: Phrases) -> None:
        self.folders = folders
        self.phrases = phrases
        self._paths: dict[str, Path] = {}
        self._drills: dict[Path, DrillFile] = {}
        for folder in reversed(folders):
            self._paths |= {path.stem: path for path in files_in(folder, ".toml")}

    def __getitem__(self, name: str) -> DrillFile:
        return self.read_drill(self._paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def __len__(self) -> int:
        return len(self._paths)

    def path(self, name: str) -> Path:
        """The file of a drill."""
        return self._paths[name]

    def add(self, path: Path) -> str:
        """Take a file into the library; answers its name."""
        self._paths[path.stem] = path
        return path.stem

    def find_name(self, wanted: str) -> str:
        """The name of a drill that was given by name or by path.

        Raises:
            DrillNotFoundError: there is none; suggests one that is spelt alike.

        """
        if wanted in self._paths:
            return wanted
        path = Path(wanted)
        if path.suffix == ".toml" or len(path.parts) > 1:
            if not os.path.lexists(path):
                raise DrillNotFoundError(
                    f"There is no drill file {shown_name(wanted)}; check the path, or see `drillvoice list`."
                )
            return self.add(path)
        raise DrillNotFoundError(self._not_found(wanted))

    def find_names(self, wanted: Sequence[str]) -> list[str]:
        """The names of several, as somebody types them: "head turns" is head-turns.

        Raises:
            DrillNotFoundError: one of them is none.

        """
        names: list[str] = []
        place = 0
        while place < len(wanted):
            counts = range(len(wanted) - place, 1, -1)
            joined = {count: "-".join(wanted[place : place + count]).lower() for count in counts}
            count = next((count for count, name in joined.items() if name in self._paths), 1)
            names.append(joined.get(count) or self.find_name(wanted[place]))
            place += count
        return names

    def nearest_name(self, wanted: str) -> str:
        """The name that is spelt like a word, hyphens apart, or has a word that begins so; "" where there is none."""
        import difflib

        plain = {name.replace("-", ""): name for name in self}
        typed = wanted.lower().replace("-", "").replace(" ", "")
        close = difflib.get_close_matches(typed, plain, n=1, cutoff=ALIKE)
        if close:
            return plain[close[0]]
        parts = (name for name in self for part in name.split("-") if part.startswith(typed))
        return next(parts, "") if len(typed) >= LEAST_LETTERS else ""

    def _not_found(self, wanted: str) -> str:
        import difflib

        if not self._paths:
            places = " or ".join(shown_name(str(folder)) for folder in self.folders)
            return f"No drills were found in {places}; install drillvoice again, or name a folder with --drills."
        close = difflib.get_close_matches(wanted.lower().replace(" ", "-"), self._paths, n=1, cutoff=HARDLY_ALIKE)
        meant = self.nearest_name(wanted) or "".join(close)
        guess = f", did you mean {meant}?" if meant else ";"
        return f'There is no drill called "{shown_name(wanted)}"{guess} `drillvoice list` shows them all.'

    def read_drill(self, path: Path) -> DrillFile:
        """The checked drill of a file.

        Raises:
            DrillError: the file cannot be read, or is wrong.

        """
        if path not in self._drills:
            drill = parse_drill(_file_text(path), str(path), self.phrases)
            self._drills[path] = _with_recordings(drill, path)
        return self._drills[path]


def _file_text(path: Path) -> str:
    try:
        return read_text(path, MOST_BYTES)
    except UnreadableError as error:
        raise DrillError(str(path), (f"{error.why}",)) from error
    except OSError as error:
        raise DrillError(str(path), (f"cannot be read ({error.strerror})",)) from error


def _with_recordings(drill: DrillFile, path: Path) -> DrillFile:
    """The drill with its recordings as full paths; one that is missing or too long is a problem of the file."""
    if not isinstance(drill, RandomCues):
        return drill
    problems = []
    cues = {}
    for name, cue in drill.cues.items():
        sound = path.parent / cue.recording if cue.recording else None
        problem = _recording_problem(drill, sound) if sound else ""
        if problem:
            problems.append(f"`cues.{name}.recording`: {problem}")
        elif sound:
            cue = cue.model_copy(update={"recording": str(sound.resolve())})
        cues[name] = cue
    if problems:
        raise DrillError(str(path), tuple(problems))
    return drill.model_copy(update={"cues": cues})


def _recording_problem(drill: RandomCues, sound: Path) -> str:
    from drillvoice.voice.soundfiles import read_clip

    if not os.path.lexists(sound):
        return f"there is no file {sound.name} beside the drill"
    try:
        clip = read_clip(sound)
    except OSError as error:
        return f"{sound.name} is not a sound file that can be read ({error}); save it as WAV, FLAC or OGG"
    if not len(clip.samples):
        return f"{sound.name} holds only silence; record it again, closer to the microphone"
    seconds = len(clip.samples) / clip.rate
    levels = [drill.at_level(number) for number in range(1, max(1, len(drill.levels)) + 1)]
    for level in levels:
        room_s = gap_range_s(level, FASTEST_CADENCE)[0] - level.hold_s
        if seconds > room_s:
            return (
                f"{sound.name} lasts {seconds:.1f} s, but the gap leaves only {room_s:.1f} s; shorten one or the other"
            )
    return ""
