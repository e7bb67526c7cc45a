"""What is installed with drillvoice: licences that are named, versions that are locked, flaws that are left behind."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ROW = re.compile(r"\| (?P<name>[\w.-]+)(?: \([^|]*\))? \| [^|]+ \| (?P<licence>[^|]+) \| [^|]+ \|")
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)")
LOCKED = {
    "run": PROJECT["dependencies"],
    "natural": [*EXTRAS["natural"], *EXTRAS["page"]],
    "test": EXTRAS["test"],
}
"""The locks, and what each has to answer."""
FLAWED = [
    ("filelock", "3.20.0"),
    ("filelock", "4.2.0"),
    ("requests", "2.32.5"),
    ("urllib3", "2.6.2"),
    ("urllib3", "2.7.0"),
]
"""The last versions with a flaw that was published; pyproject.toml names the flaws."""


def named_licences() -> dict[str, str]:
    rows = map(ROW.fullmatch, (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(row["name"]): row["licence"] for row in rows if row and row["name"] != "package"}


def is_wanted(requirement: Requirement, extras: set[str]) -> bool:
    """Whether this system needs it; the others' packages are not here to be looked at."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras})


def installed_packages(lines: list[str]) -> dict[str, metadata.Distribution]:
    """What requirements pull in, directly or by way of others."""
    found: dict[str, metadata.Distribution] = {}
    open_ones = [(Requirement(line), set[str]()) for line in lines]
    while open_ones:
        requirement, extras = open_ones.pop()
        name = canonicalize_name(requirement.name)
        if name in found or not is_wanted(requirement, extras):
            continue
        found[name] = metadata.distribution(name)
        open_ones += [(Requirement(line), requirement.extras) for line in found[name].requires or []]
    return found


def test_every_package_that_is_installed_with_it_is_named_with_its_licence() -> None:
    named = named_licences()
    installed = installed_packages([*PROJECT["dependencies"], *EXTRAS["natural"], *EXTRAS["page"]])
    assert set() == installed.keys() - named.keys(), "add it to THIRD-PARTY.md"
    stated = {name: package.metadata.json.get("license_expression") for name, package in installed.items()}
    wrong = {name: licence for name, licence in stated.items() if licence and licence != named[name]}
    assert {} == wrong, "this is what it states now; look at its licence again and mend THIRD-PARTY.md"


def test_its_list_of_licences_goes_into_the_wheel() -> None:
    assert "THIRD-PARTY.md" in PROJECT["license-files"]


def lock_entries(name: str) -> Iterator[tuple[str, str, str]]:
    """Name, version and hashes of everything in a lock."""
    text = (ROOT / "script" / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[\w-]+==)", text)[1:]:
        pin = PIN.match(entry)
        assert pin, f"no exact version: {entry[:80]}"
        yield canonicalize_name(pin[1]), pin[2], entry


@pytest.mark.parametrize("name", ["build", *LOCKED])
def test_everything_in_a_lock_has_a_hash(name: str) -> None:
    assert [] == [package for package, _, entry in lock_entries(name) if "--hash=sha256:" not in entry]


@pytest.mark.parametrize("name", LOCKED)
def test_a_lock_answers_what_pyproject_asks_for(name: str) -> None:
    pinned: dict[str, set[str]] = {}
    for package, version, _ in lock_entries(name):
        pinned.setdefault(package, set()).add(version)
    for line in LOCKED[name]:
        wanted = Requirement(line)
        versions = pinned.get(canonicalize_name(wanted.name), set())
        assert versions, f"{wanted.name} is not locked: run script/lock"
        assert all(map(wanted.specifier.contains, versions)), f"{wanted.name} is locked too low: run script/lock"


def test_one_package_has_one_version_in_all_locks() -> None:
    """They are installed one after the other."""
    run = {(name, version) for name, version, _ in lock_entries("run")}
    for other in ("natural", "test"):
        shared = {name for name, _, _ in lock_entries(other)} & {name for name, _ in run}
        assert {pair for pair in run if pair[0] in shared} >= {
            (name, version) for name, version, _ in lock_entries(other) if name in shared
        }


@pytest.mark.parametrize(("name", "version"), FLAWED)
def test_versions_with_published_flaws_are_not_allowed(name: str, version: str) -> None:
    [wanted] = [Requirement(line) for line in PROJECT["dependencies"] if Requirement(line).name == name]
    assert not wanted.specifier.contains(version)


def set_up_with(tmp_path: Path, pip: str) -> tuple[int, list[str]]:
    """What script/_setup does where pip behaves like that: its status, and what pip was asked for and it said."""
    script = f"""
        repo={tmp_path}; . {ROOT}/script/_setup
        pip_install() {{ printf 'pip %s\\n' "$*" >>asked; {pip}; }}
        install_what natural
    """
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    return done.returncode, [*(tmp_path / "asked").read_text().splitlines(), *done.stderr.splitlines()]


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@needs_bash
def test_set_up_installs_what_is_locked_with_hashes_and_nothing_else(tmp_path: Path) -> None:
    status, lines = set_up_with(tmp_path, "true")
    *locked, own = lines
    assert 0 == status
    assert all("--require-hashes --no-deps" in line for line in locked)
    assert "pip --no-deps --no-build-isolation --editable ." == own


@needs_bash
def test_set_up_goes_by_the_ranges_where_the_locks_cannot_be_had(tmp_path: Path) -> None:
    status, lines = set_up_with(tmp_path, "case $* in *hashes*) return 1;; esac")
    assert 0 == status
    assert "pip --editable .[natural,page]" in lines
    assert 1 == len([line for line in lines if not line.startswith("pip")])


@needs_bash
def test_set_up_does_without_the_natural_voice_where_its_engine_has_no_wheel(tmp_path: Path) -> None:
    status, lines = set_up_with(tmp_path, "case $* in *natural*) return 1;; esac")
    assert 0 == status
    assert "pip --editable .[page]" in lines
    assert lines[-1].startswith("The engine of the natural voice is not to be had")


@needs_bash
def test_set_up_installs_nothing_where_a_package_is_not_the_one_that_was_locked(tmp_path: Path) -> None:
    mismatch = "echo 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.' >&2; return 1"
    status, lines = set_up_with(tmp_path, f"case $* in *locks/run*) {mismatch};; esac")
    assert 1 == status
    assert not [line for line in lines if "--editable" in line]
    assert "is not the one that script/locks names" in lines[-1]


@needs_bash
def test_set_up_leaves_an_environment_alone_that_a_link_leads_to(tmp_path: Path) -> None:
    others, repository = tmp_path / "others", tmp_path / "repository"
    others.mkdir()
    repository.mkdir()
    (others / "drillvoice-run").write_text("theirs")
    (repository / ".venv").symlink_to(others)
    script = f"repo={repository}; . {ROOT}/script/_setup; python=true; make_venv"
    subprocess.run(["bash", "-c", script], check=True)
    assert "theirs" == (others / "drillvoice-run").read_text()


@needs_bash
def test_system_packages_that_are_missing_are_named_all_at_once(tmp_path: Path) -> None:
    lacking = "can_make_venv() { return 1; }; has_portaudio() { return 1; }; python=python3; python_version=3.11"
    nobody = 'is_debian() { :; }; install_debian() { echo "asked for: $*" >&2; return 1; }'
    script = f"repo={tmp_path}; . {ROOT}/script/_setup; {lacking}; {nobody}; system_packages"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    asked, said = done.stderr.splitlines()
    assert "asked for: python3.11-venv libportaudio2" == asked
    assert "run 'apt-get install python3.11-venv libportaudio2' as root and start again" in said


@pytest.mark.parametrize("shell", ["sh", "dash", "bash", "ksh", "zsh"])
@pytest.mark.parametrize("name", ["run", "test", "lock"])
def test_a_script_that_is_started_by_another_shell_goes_on_in_bash(tmp_path: Path, shell: str, name: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    text = (ROOT / "script" / name).read_text(encoding="utf-8")
    head = text[: text.index("set -euo pipefail\n")]
    script = tmp_path / "a name"
    script.write_text(
        f'{head}set -o pipefail; printf \'%s \' bash "${{BASH_VERSION%%.*}}" "$@" "$(shopt -qo posix; echo $?)"\n'
    )
    done = subprocess.run([shell, script, "x y"], capture_output=True, text=True, check=False)
    assert re.fullmatch(r"bash \d+ x y 1 ", done.stdout)


def test_a_script_without_bash_says_so_in_one_sentence(tmp_path: Path) -> None:
    shell = shutil.which("dash")
    if shell is None:
        pytest.skip("only dash is surely not bash")
    done = subprocess.run(
        [shell, ROOT / "script" / "run"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    sentence = "script/run needs bash: install it with your system's packages, and start again.\n"
    assert (1, sentence) == (done.returncode, done.stderr)
