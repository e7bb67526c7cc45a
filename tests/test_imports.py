"""Who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
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
    "blessed",
    "prompt_toolkit",
    "platformdirs",
    "pooch",
    "requests",
    "textual",
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


def imports(path: Path) -> set[str]:
    return set(imported(ast.parse(path.read_text(encoding="utf-8"))))


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] == "drillvoice"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


CORE = [path for path in FILES if name(path).startswith("core")]


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_knows_only_itself_and_the_errors(path: Path) -> None:
    assert all(found.startswith(("drillvoice.core.", "drillvoice.errors.")) for found in ours(path))
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
    assert (tops & forbidden) <= ({"pathlib"} if path.name == "options.py" else set())
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input"}


@pytest.mark.parametrize(("one", "other"), [("speech", "audio"), ("audio", "speech")])
def test_speech_and_sound_do_not_know_each_other(one: str, other: str) -> None:
    paths = [path for path in FILES if name(path).startswith(one)]
    assert paths
    assert not [path for path in paths if any(found.startswith(f"drillvoice.{other}") for found in ours(path))]


def test_the_loop_knows_only_the_core() -> None:
    assert all(found.startswith("drillvoice.core.") for found in ours(ROOT / "runner.py"))


def test_only_the_command_line_knows_the_command_line() -> None:
    others = [path for path in FILES if not path.name.startswith("cli") and path.name != "__main__.py"]
    assert not [name(path) for path in others if any(found.startswith("drillvoice.cli") for found in ours(path))]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_devices_and_engines_are_imported_only_where_they_are_used(path: Path) -> None:
    found = {each.split(".")[0] for each in at_once(ast.parse(path.read_text(encoding="utf-8")))}
    assert not found & (LATE - ({"textual"} if name(path) == "screen/app.py" else set()))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prints = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "print"]
    assert not prints or path.name.startswith("cli")


def test_the_command_line_is_light() -> None:
    heavy = ("numpy", "pydantic", "jellyfish", "rich", "sounddevice", "soundfile", "pyttsx3")
    code = f"import sys, drillvoice.cli; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == found.stdout


def test_plain_lines_need_no_screen() -> None:
    modules = "sys, drillvoice.cli_run, drillvoice.cli_pick"
    code = f"import {modules}; print([name for name in ('textual', 'drillvoice.screen.app') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == found.stdout


SCREEN = [path for path in FILES if name(path).startswith("screen")]


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_the_screen_knows_neither_speech_nor_sound(path: Path) -> None:
    known = ("core", "screen", "runner", "reports", "keys", "printer", "stage", "lines_show", "history", "errors")
    assert all(found.split(".")[1] in known for found in ours(path))


@pytest.mark.parametrize(
    "file", ["model", "view", "glance", "page", "poster", "letters", "route", "session_page", "picking"]
)
def test_what_a_page_says_needs_no_terminal(file: str) -> None:
    tops = {found.split(".")[0] for found in imports(ROOT / "screen" / f"{file}.py")}
    assert not tops & {"textual", "rich", "time", "threading", "sys", "os"}


def test_the_record_is_shown_without_anything_heavy() -> None:
    heavy = ("numpy", "pydantic", "rich", "matplotlib", "sounddevice", "soundfile", "pyttsx3")
    modules = "sys, drillvoice.cli_record, drillvoice.history.report"
    code = f"import {modules}; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == found.stdout


def test_the_record_knows_only_itself_and_the_core() -> None:
    paths = [path for path in FILES if name(path).startswith("history")]
    assert paths
    known = ("drillvoice.core.", "drillvoice.errors.", "drillvoice.history")
    assert not [found for path in paths for found in ours(path) if not found.startswith(known)]
