"""Imports go one way, and what takes long to load is loaded where it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import drillvoice

PACKAGE = Path(drillvoice.__file__).parent
MODULES = {
    ".".join(("drillvoice", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in PACKAGE.rglob("*.py")
}
CORE = [name for name in MODULES if name.startswith("drillvoice.core.")]
DEVICES = {"pyttsx3", "vosk", "sounddevice", "soundfile", "espeakng_loader", "soxr", "prompt_toolkit", "blessed"}
WORLD = {"os", "time", "threading", "socket", "asyncio", "subprocess", "queue", "signal", "tempfile", "logging", "io"}


def imported(name: str, *, deep: bool = True) -> set[str]:
    """The modules that a module imports; with `deep`, those within functions too."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree) if deep else ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def roots(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def own(names: set[str]) -> set[str]:
    return {name for name in names if name in MODULES}


@pytest.mark.parametrize("name", CORE)
def test_the_core_imports_only_the_core_and_the_errors(name: str) -> None:
    assert all(inner.startswith("drillvoice.core.") or inner == "drillvoice.errors" for inner in own(imported(name)))


@pytest.mark.parametrize("name", CORE)
def test_the_core_touches_no_clock_no_device_no_thread_and_no_file(name: str) -> None:
    assert not roots(imported(name)) & (WORLD | DEVICES | {"click", "rich", "platformdirs"})


@pytest.mark.parametrize("name", CORE)
def test_the_core_never_draws_from_the_global_random_generator(name: str) -> None:
    drawn = {inner for inner in imported(name) if inner.startswith("random.")}
    assert drawn <= {"random.Random"}


def test_the_errors_import_nothing() -> None:
    assert set() == imported("drillvoice.errors")


def test_the_runner_imports_the_core_only() -> None:
    assert all(inner.startswith("drillvoice.core.") for inner in own(imported("drillvoice.runner")))


@pytest.mark.parametrize(
    "name", [name for name in MODULES if name.startswith(("drillvoice.speech", "drillvoice.audio"))]
)
def test_speech_and_audio_never_import_each_other_nor_anything_above(name: str) -> None:
    package = name.split(".")[1]
    allowed = ("drillvoice.core.", f"drillvoice.{package}", "drillvoice.errors")
    assert all(inner.startswith(allowed) for inner in own(imported(name)))


@pytest.mark.parametrize("name", MODULES)
def test_devices_are_imported_where_they_are_first_used(name: str) -> None:
    assert not roots(imported(name, deep=False)) & DEVICES


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), (["run", "--help"], 0), (["--version"], 0)])
def test_help_loads_nothing_that_takes_long(arguments: list[str], code: int) -> None:
    script = (
        "import sys\nfrom drillvoice.cli import cli\n"
        f"try: cli({arguments!r})\nexcept SystemExit as end: assert end.code == {code}\n"
        "heavy = {'numpy', 'pydantic', 'rich', 'sounddevice', 'soundfile', 'pyttsx3', 'prompt_toolkit', 'platformdirs'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=20)
    assert "[]" == done.stdout.splitlines()[-1]
