"""Whose things are meant: several persons may share a computer, and a process serves one of them."""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose record, settings and choices are kept apart."""

    folder: str = ""
    """What their folders are called: made up, so that no name has to be one that a file may have. The first person
    has none: what was kept before there were others is theirs, where it always lay."""


FIRST_PERSON = Person()
_served = [FIRST_PERSON]
"""The last one counts, for all threads: those of a session ask where to keep things too, and a context variable would
not reach them."""


def served_person() -> Person:
    """Whose things are meant now."""
    return _served[-1]


@contextlib.contextmanager
def files_of(person: Person) -> Iterator[None]:
    """Let what is kept about a person be this one's, until the end."""
    _served.append(person)
    try:
        yield
    finally:
        _served.pop()


def new_person() -> Person:
    """Somebody of whom nothing is kept yet. No folder's name comes twice, so nobody is given what was another's."""
    return Person(os.urandom(4).hex())


def is_folder_of_person(name: str) -> bool:
    """Whether a folder is called as `new_person` does."""
    return re.fullmatch("[0-9a-f]{8}", name) is not None
