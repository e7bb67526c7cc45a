"""Who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import drillvoice

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
def imports(path: Path) -> set[str]:
    return set(imported(ast.parse(path.read_text(encoding="utf-8"))))


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] == "drillvoice"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


ROOMS = (
    "errors",
    "person",
    "places",
    "files",
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
    "terminal",
    "terminal.lines",
    "terminal.screen",
    "terminal.cli",
)
"""A room may import those above it in this list, and itself."""
APART = ("voice", "speech_models", "history", "audio")
"""These do not know each other."""
SCREENS = ("terminal/screen/app.py", "terminal/screen/driver.py")
"""What knows Textual, and is imported with it where it is used."""
MAKE_TEMPORARY = ("store/install.py", "housekeeping.py")
"""Files that are gone again when the program ends."""


def room(dotted: str) -> str:
    """The room that a dotted name of ours lies in."""
    found = [each for each in ROOMS if f"{dotted}.".startswith(f"drillvoice.{each}.")]
    assert found, f"{dotted} lies in none of the rooms"
    return max(found, key=len)


def dotted(path: Path) -> str:
    return ".".join(["drillvoice", *path.relative_to(ROOT).with_suffix("").parts])


INSIDE = [path for path in FILES if path.name not in ("__init__.py", "__main__.py")]


@pytest.mark.parametrize("path", INSIDE, ids=name)
def test_imports_go_one_way(path: Path) -> None:
    here = room(dotted(path))
    known = {room(found) for found in ours(path) if found != "drillvoice.__version__"} - {here}
    assert all(ROOMS.index(other) < ROOMS.index(here) for other in known)
    if here in APART:
        assert not known & set(APART)
    if here.startswith("core"):
        assert all(other.startswith("core") or other == "errors" for other in known)


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=name)
def test_each_package_says_what_lives_there(folder: Path) -> None:
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))


CORE = [path for path in FILES if name(path).startswith("core")]


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_uses_few_libraries(path: Path) -> None:
    tops = {found.split(".")[0] for found in imports(path)} - {"drillvoice"}
    assert tops <= set(sys.stdlib_module_names) | CORE_LIBRARIES


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_has_no_clock_thread_device_or_file(path: Path) -> None:
    forbidden = {
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
    tops = {found.split(".")[0] for found in imports(path)}
    assert (tops & forbidden) <= ({"pathlib"} if path.name.startswith("request") else set())
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_one_module_knows_the_folders_of_the_system(path: Path) -> None:
    tops = {found.split(".")[0] for found in imports(path)}
    assert not tops & {"platformdirs", "tempfile"} or name(path) in ("places.py", *MAKE_TEMPORARY)


APP = [path for path in FILES if name(path).startswith("app")]


@pytest.mark.parametrize("path", APP, ids=name)
def test_the_application_knows_no_terminal(path: Path) -> None:
    """A page or another front can begin and lead a session as well."""
    tops = {found.split(".")[0] for found in imports(path)}
    assert not tops & {"click", "rich", "textual", "prompt_toolkit", "signal"}
    names = {ast.unparse(node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not names & {"sys.stdin", "sys.stdout"}


def test_the_loop_knows_only_the_core_and_what_devices_do() -> None:
    known = ("drillvoice.core.", "drillvoice.audio.api.")
    assert all(found.startswith(known) for found in ours(ROOT / "app" / "runner.py"))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_devices_and_engines_are_imported_only_where_they_are_used(path: Path) -> None:
    found = {each.split(".")[0] for each in at_once(ast.parse(path.read_text(encoding="utf-8")))}
    assert not found & (LATE - ({"textual"} if name(path) in SCREENS else set()))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prints = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "print"]
    assert not prints or name(path).startswith("terminal/cli/")


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


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_the_screen_knows_neither_speech_nor_sound(path: Path) -> None:
    assert not {room(found) for found in ours(path)} & {"voice", "audio", "echo", "store", "speech_models"}


@pytest.mark.parametrize("file", ["viewer", "view", "glance", "page", "poster", "letters", "session_page", "picking"])
def test_what_a_page_says_needs_no_terminal(file: str) -> None:
    tops = {found.split(".")[0] for found in imports(ROOT / "terminal" / "screen" / f"{file}.py")}
    assert not tops & {"textual", "rich", "time", "threading", "sys", "os"}


def test_the_record_is_shown_without_anything_heavy() -> None:
    heavy = ("numpy", "pydantic", "rich", "matplotlib", "sounddevice", "soundfile", "pyttsx3")
    modules = "sys, drillvoice.terminal.cli.record, drillvoice.history.report"
    code = f"import {modules}; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == found.stdout
