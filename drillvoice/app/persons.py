"""Who uses this computer: their names, who was served last, and how somebody is added, renamed and forgotten.

A name stands in one file for its person alone, as it was typed. It names no folder and no process, and is in no record,
log or export.
"""

import contextlib
import difflib
import json
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillvoice.core.person_names import checked_name, checked_new_name, name_key
from drillvoice.errors import DrillvoiceError, SettingsError, Tell, UsageError
from drillvoice.files import read_file, read_text
from drillvoice.person import FIRST_PERSON, Person, files_of, new_person
from drillvoice.places import (
    files_about,
    folders_of,
    history_file,
    last_person_file,
    person_file,
    persons_lock_file,
    persons_on_disk,
)
from drillvoice.written_files import OWNER_ONLY, make_folder, why_unwritable, write_atomically

FIRST_NAME = "First person"
"""Until the first person is given a name."""
LOCK_LIMIT_S = 5.0
MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person and what they are called."""

    person: Person
    name: str


def read_persons(tell: Tell) -> list[NamedPerson]:
    """Everybody, the first person first and the others by name.

    `tell` is told of a name that cannot be read; until it is mended, a made-up one stands for it.
    """
    first, *others = (_named_person(person, tell) for person in persons_on_disk())
    found = {name_key(first.name): first}
    for named in sorted(others, key=lambda each: name_key(each.name)):
        known = found.setdefault(name_key(named.name), named)
        if known is not named:
            tell(_unnamed_sentence(named.person, f'another person is called "{named.name}" too'))
            found[named.person.folder] = NamedPerson(named.person, _made_up_name(named.person))
    return list(found.values())


def _named_person(person: Person, tell: Tell) -> NamedPerson:
    try:
        return NamedPerson(person, _read_name(person))
    except FileNotFoundError:
        if person != FIRST_PERSON:
            tell(_unnamed_sentence(person, "it is gone"))
    except OSError as error:
        tell(_unnamed_sentence(person, error.strerror or str(error)))
    except (ValueError, KeyError, TypeError, RecursionError, DrillvoiceError):
        tell(_unnamed_sentence(person, "it holds no name"))
    return NamedPerson(person, _made_up_name(person))


def _read_name(person: Person) -> str:
    name = tomllib.loads(read_file(person_file(person), MOST_BYTES).decode("utf-8-sig"))["name"]
    if not isinstance(name, str):
        raise TypeError(name)
    return checked_name(name)


def _made_up_name(person: Person) -> str:
    return FIRST_NAME if person == FIRST_PERSON else f"Person {person.folder}"


def _unnamed_sentence(person: Person, why: str) -> str:
    stand_in = _made_up_name(person)
    return (
        f"A person's name cannot be read from {person_file(person)} ({why}); "
        f'`drillvoice person rename "{stand_in}" NAME` gives them one, and nothing else of theirs is lost.'
    )


def find_person(name: str, persons: Sequence[NamedPerson]) -> NamedPerson:
    """The person of a name, however it is written.

    Raises:
        UsageError: there is none; suggests one that is spelt alike.

    """
    wanted = checked_name(name)
    by_key = {name_key(each.name): each for each in persons}
    found = by_key.get(name_key(wanted))
    if found is None:
        close = difflib.get_close_matches(name_key(wanted), by_key, n=1)
        hint = f"did you mean {by_key[close[0]].name}?" if close else "`drillvoice person list` names everybody."
        raise UsageError(f'There is no person called "{wanted}"; {hint}')
    return found


def add_person(name: str, tell: Tell) -> NamedPerson:
    """Begin to keep somebody's things apart.

    Raises:
        UsageError: the name is none, or somebody has it.
        SettingsError: it cannot be kept.

    """
    wanted = checked_new_name(name)
    with _writing():
        _refuse_taken(wanted, read_persons(tell))
        named = NamedPerson(new_person(), wanted)
        _write_name(named)
    return named


def rename_person(old: str, new: str, tell: Tell) -> NamedPerson:
    """Call somebody something else; all that is theirs stays.

    Raises:
        UsageError: there is no such person, or the new name is none or somebody else's.
        SettingsError: it cannot be kept.

    """
    wanted = checked_new_name(new)
    with _writing():
        persons = read_persons(tell)
        found = find_person(old, persons)
        _refuse_taken(wanted, (each for each in persons if each != found))
        named = NamedPerson(found.person, wanted)
        _write_name(named)
    return named


def _refuse_taken(name: str, persons: Iterable[NamedPerson]) -> None:
    taken = next((each for each in persons if name_key(each.name) == name_key(name)), None)
    if taken:
        raise UsageError(f'There is a person called "{taken.name}" already; choose another name.')


def _write_name(named: NamedPerson) -> None:
    import tomli_w

    write_atomically(person_file(named.person), tomli_w.dumps({"name": named.name}).encode(), durable=True)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """One program at a time: two that add the same name at one moment add one person."""
    from filelock import FileLock, Timeout

    file = persons_lock_file()
    try:
        make_folder(file.parent)
        with FileLock(file, timeout=LOCK_LIMIT_S, mode=OWNER_ONLY):
            yield
    except Timeout as error:
        raise SettingsError(
            "Another drillvoice is changing the persons at this moment; try again once it is done."
        ) from error
    except OSError as error:
        what = why_unwritable(file, error)
        raise SettingsError(
            f"The persons in {file.parent} cannot be changed ({what}); check the disk and the folder."
        ) from error


def forget_person(named: NamedPerson) -> None:
    """Delete all that says anything of a person, for good; of the first person the same, though they stay.

    Raises:
        SettingsError: something could not be deleted.

    """
    with _writing():
        for file in files_about(named.person):
            file.unlink(missing_ok=True)
        for folder in folders_of(named.person) if named.person != FIRST_PERSON else ():
            if folder.exists():
                shutil.rmtree(folder)


def record_of(person: Person) -> Path:
    """The file of a person's record."""
    with files_of(person):
        return history_file()


def last_person(persons: Sequence[NamedPerson]) -> NamedPerson:
    """Who was served last; the first person where that is not known."""
    try:
        folder = json.loads(read_text(last_person_file(), MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        folder = ""
    return next((each for each in persons if each.person.folder == folder), persons[0])


def remember_person(person: Person) -> None:
    """Remember who was served, where the disk allows that."""
    with contextlib.suppress(OSError):
        write_atomically(last_person_file(), json.dumps(person.folder).encode())
