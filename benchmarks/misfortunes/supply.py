"""What is installed: flaws that were published, packages that are not the locked ones, licences that nobody named."""

from packaging.requirements import Requirement

from benchmarks.misfortunes.kinds import Ground, QuickKind, expect
from tests.test_supply import (
    EXTRAS,
    FLAWED,
    LOCKED,
    PROJECT,
    installed_packages,
    lock_entries,
    named_licences,
)

SHA256 = 64
"""Hexadecimal digits."""


def try_flawed(ground: Ground) -> None:
    """No version with a published flaw is let in, nor any before it of the same series."""
    name, version = ground.chance.choice(FLAWED)
    major, minor, last = map(int, version.split("."))
    older = f"{major}.{ground.chance.randint(0, minor)}.{ground.chance.randint(0, last)}"
    [wanted] = [Requirement(line) for line in PROJECT["dependencies"] if Requirement(line).name == name]
    expect(not wanted.specifier.contains(version), "a flaw is left behind", name, version)
    expect(minor or not wanted.specifier.contains(older), "and older ones", name, older)


def try_locked(ground: Ground) -> None:
    """A package of a lock is one exact version with the hashes of its files, within the ranges of pip."""
    lock = ground.chance.choice(list(LOCKED))
    name, version, entry = ground.chance.choice(list(lock_entries(lock)))
    hashes = [part.split()[0].rstrip("\\") for part in entry.split("--hash=sha256:")[1:]]
    expect(hashes and all(len(each) == SHA256 for each in hashes), "it has hashes", lock, name, hashes)
    ranges = [Requirement(line) for line in LOCKED[lock]]
    fits = all(each.specifier.contains(version) for each in ranges if each.name.lower() == name)
    expect(fits, "it is one that pip could take", lock, name, version)


def try_licence(ground: Ground) -> None:
    """Whatever is installed with the program is named, with the licence that it states."""
    installed = installed_packages([*PROJECT["dependencies"], *EXTRAS["natural"], *EXTRAS["page"]])
    name = ground.chance.choice(sorted(installed))
    named = named_licences().get(name)
    stated = installed[name].metadata.json.get("license_expression")
    expect(named and named == (stated or named), "its licence is named", name, named, stated)


KINDS = (
    QuickKind("flawed-versions", "flaws of requests, urllib3, filelock let in", try_flawed),
    QuickKind("locked-versions", "there were no locks", try_locked),
    QuickKind("licences", "filelock was not named", try_licence),
)
