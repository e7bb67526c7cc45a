"""Files that are none, or no such ones, in each place where the program reads one."""

import json
import os
import socket
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.misfortunes.kinds import Ground, QuickKind, answer_or_refusal, expect
from benchmarks.mutations import mutated
from drillvoice.app.library import Library
from drillvoice.app.persons import read_persons
from drillvoice.app.safety_heard import SafetyHeard
from drillvoice.app.settings import own_voice, own_words, read_settings
from drillvoice.app.week_plan import find_plan_file, read_plan
from drillvoice.errors import DrillvoiceError
from drillvoice.history.plan_log import read_plan_log
from drillvoice.language import load_language
from drillvoice.person import Person
from drillvoice.places import (
    last_choice_file,
    person_file,
    settings_file,
    shipped_drills,
    week_log_file,
    week_plan_file,
)
from drillvoice.speech_models.unpack import unpack
from drillvoice.store.installable import BadFileError
from drillvoice.store.manifest import MANIFEST, find_damage
from drillvoice.terminal.last_choice import read_choice
from drillvoice.written_files import open_private
from tests.builders import PHRASES, SHIPPED

BOM = b"\xef\xbb\xbf"
DRILL = (shipped_drills() / "marching.toml").read_bytes()
GOOD: Mapping[str, bytes] = {
    "drill": DRILL,
    "week": b'title = "Mine"\ndays = 3\n[[items]]\ndrill = "marching"\n',
    "settings": b'voice = "natural"\n[commands]\npause = ["hold it"]\n',
    "json": b'{"request": {"practice": {"drills": ["marching"]}}, "light": false, "flash": true}',
    "person": b'name = "Anna"\n',
}
"""What could stand in each kind of file."""
LINKED = ("/dev/zero", "/dev/tty", "/dev/full", "/dev/random", "/proc/self/mem", "nowhere", ".")


def _make_pipe(path: Path, _chance: Random) -> None:
    os.mkfifo(path)


def _make_socket(path: Path, _chance: Random) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))


def _make_link(path: Path, chance: Random) -> None:
    path.symlink_to(chance.choice((*LINKED, path)))


def _make_folder(path: Path, _chance: Random) -> None:
    path.mkdir()


def _make_huge(path: Path, chance: Random) -> None:
    path.touch()
    os.truncate(path, chance.choice((1_100_000, 70_000_000, 10_000_000_000)))


ODD: tuple[Callable[[Path, Random], None], ...] = (_make_pipe, _make_socket, _make_link, _make_folder, _make_huge)
"""What may lie there instead of a file."""


def odd_content(good: bytes, chance: Random) -> bytes:
    """What may stand in a file instead of what should."""
    nines = "9" * chance.randrange(20, 9000)
    number = chance.choice((nines, "0x" + "f" * 5000, "1e999", "nan", "-inf", "1" + "_0" * 3000))
    part, dot = chance.choice(("a", '"a"', "'a'", "a ")), chance.choice((".", " . "))
    dots = dot.join([part] * chance.randrange(30, 3000))
    wild = (
        BOM + BOM + good,
        good.decode().encode("utf-16"),
        good + b"\0",
        good + chance.choice((b"\xff", b"\xc3", b"\xed\xa0\x80")),
        chance.randbytes(chance.randrange(3000)),
        f"{dots} = 1\n".encode() + good,
        good + f"\n[{dots}]\n".encode(),
        f"many = {number}\n".encode() + good,
        good.replace(b"3", number.encode(), 1),
        b"x = " + chance.choice((b"[", b"{a=")) * chance.randrange(50, 5000),
        chance.choice((b"[", b'{"a":')) * chance.randrange(50, 100_000),
        json.dumps(chance.choice((None, [], {}, 3, "x", {"request": []}, {"name": 7}, [[{}]]))).encode(),
        f'{{"request": {number}}}'.encode(),
        mutated([good], chance),
    )
    return chance.choice(wild)


def _read_all_settings(_path: Path) -> None:
    own_words(lambda _told: None)
    own_voice(lambda _told: None)
    read_settings()


def _read_names(_path: Path) -> None:
    told: list[str] = []
    expect(read_persons(told.append), "there is always somebody", told)
    if told:
        raise DrillvoiceError("\n".join(told))


SOMEBODY = Person("0a1b2c3d")
PLACES: tuple[tuple[str, Callable[[Path], Path], Callable[[Path], object]], ...] = (
    ("drill", lambda folder: folder / "mine.toml", lambda path: Library([path.parent], PHRASES).read_drill(path)),
    ("week", lambda folder: folder / "mine.toml", lambda path: read_plan(path, SHIPPED)),
    ("week", lambda _folder: week_plan_file(), lambda path: read_plan(path, SHIPPED)),
    ("settings", lambda _folder: settings_file(), _read_all_settings),
    ("json", lambda _folder: last_choice_file(), lambda _path: read_choice()),
    ("json", lambda _folder: week_log_file(), lambda _path: read_plan_log()),
    ("json", lambda folder: folder / MANIFEST, lambda path: find_damage(path.parent, every_byte=True)),
    ("json", lambda folder: folder / "heard.json", lambda path: SafetyHeard(path).all_heard(["marching"])),
    ("person", lambda _folder: person_file(SOMEBODY), _read_names),
)
"""What could stand there, where, and who reads it."""


def _try_place(ground: Ground, make: Callable[[Path, bytes], object], *, is_good: bool = False) -> None:
    kind, place, read = ground.chance.choice(PLACES)
    path = place(ground.folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        make(path, GOOD[kind])
        if is_good:
            read(path)
        else:
            answer_or_refusal(partial(read, path))
    finally:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def try_no_file(ground: Ground) -> None:
    """What is no file is refused at once wherever one is read."""
    _try_place(ground, lambda path, _good: ground.chance.choice(ODD)(path, ground.chance))


def try_content(ground: Ground) -> None:
    """What stands in a file is read, or refused in sentences."""
    _try_place(ground, lambda path, good: path.write_bytes(odd_content(good, ground.chance)))


def try_mark(ground: Ground) -> None:
    """A byte order mark is no error."""
    _try_place(ground, lambda path, good: path.write_bytes(BOM + good), is_good=True)


def try_wanted_name(ground: Ground) -> None:
    """A name that no file has is refused, however long it is and whatever is in it."""
    chance = ground.chance
    letters = chance.choice(("a", "ä", "\udce9", "../", "a/", ".", "\x1b[2J", "\n", "\0", "🧓"))
    wanted = letters * chance.randrange(1, 400) + chance.choice(("", ".toml", "/x.toml", "\udcff.toml"))
    own = Library([ground.folder / wanted], PHRASES)
    answer_or_refusal(lambda: own.find_name(wanted))
    shipped = Library([shipped_drills()], PHRASES)
    answer_or_refusal(lambda: shipped[shipped.find_name(wanted)])
    language = load_language()
    answer_or_refusal(lambda: read_plan(find_plan_file(wanted, language), SHIPPED))


def try_library(ground: Ground) -> None:
    """One drill in a folder is read, whatever lies beside it."""
    chance = ground.chance
    (ground.folder / "good.toml").write_bytes(DRILL)
    for number in range(chance.randrange(1, 5)):
        chance.choice(ODD)(ground.folder / f"{chance.choice(('', '.', '._'))}odd{number}.toml", chance)
    library = Library([ground.folder], PHRASES)
    expect(library["good"], "a good drill is read")
    for name in library:
        answer_or_refusal(partial(library.__getitem__, name))


def try_archive(ground: Ground) -> None:
    """A model's archive that is damaged or hostile writes nothing outside of its folder."""
    chance, archive, into = ground.chance, ground.folder / "model.zip", ground.folder / "into" / "deep"
    into.mkdir(parents=True)
    names = ("model/a", "../b", "/etc/x", "model/../../c", "model/" + "d" * 300, "model\\e", "model/\x1b", "other/f")
    modes = (0, stat.S_IFLNK << 16, stat.S_IFREG << 16, stat.S_IFIFO << 16)
    with zipfile.ZipFile(archive, "w") as file:
        for name in chance.sample(names, chance.randrange(1, 4)):
            info = zipfile.ZipInfo(name)
            info.external_attr = chance.choice(modes)
            file.writestr(info, b"x" * chance.randrange(2000))
    content = bytearray(archive.read_bytes())
    for _ in range(chance.randrange(4)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    archive.write_bytes(content)
    with suppress(BadFileError, OSError):
        unpack(archive, into, "model")
    found = {path for path in ground.folder.rglob("*") if path.name not in ("model.zip", "into", "deep")}
    expect(all(path.is_relative_to(into / "model") for path in found), "nothing is written outside", found)


def try_private(ground: Ground) -> None:
    """What says anything of a person is its owner's alone, whatever the mask and the file before."""
    path = ground.folder / "about-me.csv"
    mask = os.umask(ground.chance.choice((0, 0o002, 0o022, 0o077)))
    try:
        if ground.chance.random() < 0.5:
            path.touch(ground.chance.choice((0o644, 0o666, 0o777, 0o600)))
        with open_private(path) as file:
            file.write("mine\n")
    finally:
        os.umask(mask)
    expect(stat.S_IMODE(path.stat().st_mode) == 0o600, "a file is private", oct(path.stat().st_mode))


def damaged_header(good: bytes, chance: Random) -> bytes:
    """A sound file in whose header something else stands; perhaps it is cut off too."""
    content = bytearray(good)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(4, min(60, len(content) - 4))
        content[at : at + 4] = chance.choice((struct.pack("<I", chance.randrange(2**32)), b"\0" * 4))
    return bytes(content[: chance.choice((len(content), chance.randrange(len(content))))])


KINDS = (
    QuickKind("no-files", "a pipe named like a drill held `list` for ever", try_no_file),
    QuickKind("contents", "", try_content),
    QuickKind("byte-order-marks", "is not valid TOML", try_mark),
    QuickKind("names", "a traceback for a name of 300 characters", try_wanted_name),
    QuickKind("beside-a-drill", "a pipe named like a drill held `list` for ever", try_library),
    QuickKind("archives", "nothing escaped", try_archive),
    QuickKind("private", "a record that all could read", try_private),
)
