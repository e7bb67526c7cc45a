"""What all tests share: hypothesis profiles, folders of their own, and which tests plain `pytest` leaves out."""

import gc
import os
import re
import sys
from pathlib import Path

import platformdirs
import pytest
from hypothesis import HealthCheck, settings

from drillvoice.app import awake

FOLDERS = {
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_DATA_HOME": "data",
}

for name, examples, repeatable in (("short", 20, True), ("long", 1000, True), ("search", 3000, False)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        derandomize=repeatable,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

BYTECODE = Path(__file__).parents[1] / ".pytest_cache" / "bytecode"
if sys.dont_write_bytecode:
    # Nothing is wanted beside the sources. Kept nowhere, all would be compiled anew by each worker of pytest and by
    # each process that a test starts.
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(BYTECODE)
    os.environ |= {"PYTHONPYCACHEPREFIX": str(BYTECODE)}
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


HERE = Path(__file__).parent
WHOLE = (HERE / "terminal" / "cli", HERE / "web")
"""Whose tests run the whole program: each is slow."""
FOLDERS_OF_SLOW = {*WHOLE, HERE / "room"}
MODULE_OF_SLOW = re.compile(r"^pytestmark = (\[\s*)?pytest\.mark\.slow\b", re.MULTILINE)

gc.disable()  # until all has been collected: none of it is garbage


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Plain `pytest`, told no path, does not even read modules of which it would run nothing."""
    told = config.option.markexpr or config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    if told or os.environ.get("DRILLVOICE_ROOM") == "1":
        return None
    if collection_path.is_dir():
        return collection_path in FOLDERS_OF_SLOW or None
    slow = collection_path.suffix == ".py" and MODULE_OF_SLOW.search(collection_path.read_text(encoding="utf-8"))
    return True if slow else None


@pytest.hookimpl(tryfirst=True)  # before -m chooses by the markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Plain `pytest` runs neither what is slow nor loads, the virtual room or a browser; -m chooses otherwise, and of
    a module that is named what is slow is run too.
    """
    for item in items:
        if any(folder in item.path.parents for folder in WHOLE):
            item.add_marker("slow")
    if config.option.markexpr:
        return
    unwanted = ["load"] if os.environ.get("DRILLVOICE_ROOM") == "1" else ["load", "room", "browser"]
    if not all(".py" in argument for argument in config.args):
        unwanted.append("slow")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unwanted)]
    config.hook.pytest_deselected(items=left_out)
    unwanted_items = set(left_out)
    items[:] = [item for item in items if item not in unwanted_items]


def pytest_collection_finish() -> None:
    """What has been collected stays to the end: to look at it again for garbage is a twentieth of the whole time."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the homes of the tests lie; one folder a test made ahead would cost more than most tests."""
    return tmp_path_factory.mktemp("homes")


def lead_folders_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this process, and those that it starts, keep a user's files below a folder."""
    for variable, folder in FOLDERS.items():
        monkeypatch.setenv(variable, str(home / folder))


@pytest.fixture(autouse=True)
def own_folders(homes: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or touches the user's drills, cache or state, on any system; answers where its own lie."""
    home = homes / str(id(request.node))
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")  # nor asks the computer's sound server
    lead_folders_to(home, monkeypatch)
    for kind in FOLDERS.values():
        path = str(home / kind / "drillvoice")
        monkeypatch.setattr(platformdirs, f"user_{kind}_dir", lambda *_, path=path, **__: path)
    return home


@pytest.fixture(autouse=True)
def computer_may_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks the desktop for anything: what stands in holds nothing until its input ends."""
    monkeypatch.setattr(awake, "awake_command", lambda: ["cat"])


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the disk; that it is waited for has a test of its own."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
