"""Who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import drillvoice

pytestmark = pytest.mark.slow

ROOT = Path(drillvoice.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
LATE = {
    "pyttsx3",
    "espeakng_loader",
    "vosk",
    "sounddevice",
    "soundfile",
    "soxr",
    "prompt_toolkit",
    "platformdirs",
    "pooch",
    "requests",
    "hibari",
    "piper",
    "textual",
    "icalendar",
    "wakepy",
    "uvicorn",
    "segno",
    "jeepney",
    "mutagen",
}
CORE_LIBRARIES = {"numpy", "pydantic", "pydantic_core", "jellyfish"}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            yield from (f"{node.module}.{name.name}" for name in node.names)


def at_once(tree: ast.Module) -> Iterator[str]:
    """What a module imports when it is imported itself: outside functions."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from imported(node)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> set[str]:
    return set(imported(tree(path)))


def tops(path: Path) -> set[str]:
    """The libraries that it imports from, ours included."""
    return {found.split(".")[0] for found in imports(path)}


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] == "drillvoice"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def breaks(rule: Callable[[Path], object], paths: Iterable[Path]) -> list[str]:
    """The files for which a rule does not hold, in one test: one for each file would be 1,400 of them."""
    return [name(path) for path in paths if not rule(path)]


ROOMS = (
    "errors",
    "person",
    "files",
    "places",
    "written_files",
    "housekeeping",
    "core",
    "core.drill",
    "core.plan",
    "core.session",
    "core.hearing",
    "core.voice_check",
    "core.week",
    "language",
    "store",
    "voice",
    "speech_models",
    "history",
    "audio",
    "echo",
    "listening",
    "app",
    "web",
    "terminal",
    "terminal.lines",
    "terminal.screen",
    "terminal.cli",
)
"""A room may import those above it in this list, and itself."""
APART = ("voice", "speech_models", "history", "audio")
"""These do not know each other."""
SERVERS = ("web/connections.py", "web/server.py")
"""What knows uvicorn, and is imported with it once the page is wanted."""
SCREENS = ("terminal/screen/app.py", "terminal/screen/driver.py", "terminal/screen/key_parser.py")
"""What knows Textual, and is imported with it where it is used."""
MAKE_TEMPORARY = ("written_files.py", "store/install.py", "housekeeping.py")
"""Files that are gone again when the program ends."""


def room(dotted: str) -> str:
    """The room that a dotted name of ours lies in."""
    found = [each for each in ROOMS if f"{dotted}.".startswith(f"drillvoice.{each}.")]
    assert found, f"{dotted} lies in none of the rooms"
    return max(found, key=len)


def dotted(path: Path) -> str:
    return ".".join(["drillvoice", *path.relative_to(ROOT).with_suffix("").parts])


INSIDE = [path for path in FILES if path.name not in ("__init__.py", "__main__.py")]


def rooms_known_to(path: Path) -> set[str]:
    return {room(found) for found in ours(path) if found != "drillvoice.__version__"} - {room(dotted(path))}


def test_imports_go_one_way() -> None:
    def goes_one_way(path: Path) -> bool:
        return all(ROOMS.index(other) < ROOMS.index(room(dotted(path))) for other in rooms_known_to(path))

    assert [] == breaks(goes_one_way, INSIDE)


def test_rooms_that_stand_apart_do_not_know_each_other() -> None:
    apart = [path for path in INSIDE if room(dotted(path)) in APART]
    assert [] == breaks(lambda path: not rooms_known_to(path) & set(APART), apart)


def test_the_core_knows_only_itself() -> None:
    def knows_the_core(path: Path) -> bool:
        return all(other.startswith("core") or other == "errors" for other in rooms_known_to(path))

    assert [] == breaks(knows_the_core, [path for path in INSIDE if room(dotted(path)).startswith("core")])


def test_each_package_says_what_lives_there() -> None:
    folders = sorted({path.parent for path in FILES})
    assert [] == breaks(lambda folder: ast.get_docstring(tree(folder / "__init__.py")), folders)


CORE = [path for path in FILES if name(path).startswith("core")]


def test_the_core_uses_few_libraries() -> None:
    known = set(sys.stdlib_module_names) | CORE_LIBRARIES | {"drillvoice"}
    assert [] == breaks(lambda path: tops(path) <= known, CORE)


CLOCKS_AND_FILES = {
    "time",
    "datetime",
    "threading",
    "queue",
    "asyncio",
    "subprocess",
    "os",
    "sys",
    "pathlib",
    "io",
    "socket",
}


def test_the_core_has_no_clock_thread_device_or_file() -> None:
    def has_none(path: Path) -> bool:
        return (tops(path) & CLOCKS_AND_FILES) <= ({"pathlib"} if path.name.startswith("request") else set())

    assert [] == breaks(has_none, CORE)


def test_the_core_opens_prints_and_asks_nothing() -> None:
    def calls_nothing(path: Path) -> bool:
        calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        return not {call.id for call in calls if isinstance(call, ast.Name)} & {"open", "print", "input"}

    assert [] == breaks(calls_nothing, CORE)


def test_one_module_knows_the_folders_of_the_system() -> None:
    others = [path for path in FILES if name(path) not in ("places.py", *MAKE_TEMPORARY)]
    assert [] == breaks(lambda path: not tops(path) & {"platformdirs", "tempfile"}, others)


APP = [path for path in FILES if name(path).startswith("app")]


def test_the_application_knows_no_terminal() -> None:
    """A page or another front can begin and lead a session as well."""

    def knows_none(path: Path) -> bool:
        names = {ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
        terminals = {"click", "rich", "textual", "prompt_toolkit", "signal"}
        return not tops(path) & terminals and not names & {"sys.stdin", "sys.stdout"}

    assert [] == breaks(knows_none, APP)


def test_the_loop_knows_only_the_core_and_what_devices_do() -> None:
    known = ("drillvoice.core.", "drillvoice.audio.api.")
    assert all(found.startswith(known) for found in ours(ROOT / "app" / "runner.py"))


def test_devices_and_engines_are_imported_only_where_they_are_used() -> None:
    def waits(path: Path) -> bool:
        found = {each.split(".")[0] for each in at_once(tree(path))}
        known = {"textual"} if name(path) in SCREENS else {"uvicorn"} if name(path) in SERVERS else set()
        return not found & (LATE - known)

    assert [] == breaks(waits, FILES)


def test_only_the_command_line_prints() -> None:
    def prints_nothing(path: Path) -> bool:
        return not any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(tree(path)))

    assert [] == breaks(prints_nothing, [path for path in FILES if not name(path).startswith("terminal/cli/")])


def test_the_command_line_is_light() -> None:
    heavy = ("numpy", "pydantic", "jellyfish", "rich", "sounddevice", "soundfile", "pyttsx3")
    code = f"import sys, drillvoice.terminal.cli.main; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == found.stdout


def test_plain_lines_need_no_screen() -> None:
    modules = "sys, drillvoice.terminal.cli.run, drillvoice.terminal.cli.pick"
    heavy = ("textual", "drillvoice.terminal.screen.app")
    code = f"import {modules}; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == found.stdout


SCREEN = [path for path in FILES if name(path).startswith("terminal/screen")]


def test_the_screen_knows_neither_speech_nor_sound() -> None:
    apart = {"voice", "audio", "echo", "store", "speech_models"}
    assert [] == breaks(lambda path: not {room(found) for found in ours(path)} & apart, SCREEN)


@pytest.mark.parametrize("file", ["viewer", "view", "glance", "page", "poster", "letters", "session_page", "picking"])
def test_what_a_page_says_needs_no_terminal(file: str) -> None:
    assert not tops(ROOT / "terminal" / "screen" / f"{file}.py") & {"textual", "rich", "time", "threading", "sys", "os"}


def test_the_record_is_shown_without_anything_heavy() -> None:
    heavy = ("numpy", "pydantic", "rich", "matplotlib", "sounddevice", "soundfile", "pyttsx3")
    modules = "sys, drillvoice.terminal.cli.record, drillvoice.history.report"
    code = f"import {modules}; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == found.stdout
