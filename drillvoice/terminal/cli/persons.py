"""Whose record, settings and choices a command is about, and `drillvoice person`.

Where there is one person only, nothing of this is seen.
"""

import contextlib
import re
import shlex
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence

import click

from drillvoice.app.persons import (
    FIRST_NAME,
    NamedPerson,
    add_person,
    find_person,
    forget_person,
    last_person,
    read_persons,
    record_of,
    remember_person,
    rename_person,
)
from drillvoice.core.person_names import checked_name
from drillvoice.core.typed_numbers import read_number
from drillvoice.errors import Tell, UsageError
from drillvoice.history.database import connect_to_read
from drillvoice.history.forgetting import count_before
from drillvoice.history.noted import counted_noun
from drillvoice.history.session_lock import any_session_running
from drillvoice.person import FIRST_PERSON, files_of
from drillvoice.places import files_about, persons_on_disk
from drillvoice.terminal.printing import print_text

NOBODY_TO_ASK = (
    "Several persons use this computer, and nobody can be asked here: this is about {name}; "
    "`drillvoice --person NAME` chooses."
)
NAME_WHO = (
    "Several persons use this computer; say whose sessions are to be deleted: `drillvoice --person NAME forget ...`."
)
RECORD = "history"
WHAT_FILES_ARE = {
    RECORD: "the record",
    "settings": "settings and own words",
    "taught-voice": "what the voice sounds like",
    "week": "the plan for the week",
    "safety-heard": "which safety advice was heard",
    "last-choice": "the last choice",
    "page-choice": "the last choice on the page",
    "person": "the name",
}


@contextlib.contextmanager
def serve_named(name: str, tell: Tell) -> Iterator[None]:
    """Let what follows be about the person of a name.

    Raises:
        UsageError: there is none.

    """
    persons = read_persons(tell)
    with _serving(find_person(name, persons), persons):
        yield


@contextlib.contextmanager
def serve_somebody(tell: Tell, *, must_be_named: bool = False) -> Iterator[None]:
    """The same of one among several persons: it asks who it is.

    Args:
        tell: is told who was taken where nobody can be asked.
        must_be_named: rather refuse then: what follows cannot be taken back.

    Raises:
        UsageError: it must be named, and was not.

    """
    persons = read_persons(tell)
    if _can_ask():
        chosen = choose_person(persons, last_person(persons), _ask_in_terminal, tell)
    elif must_be_named:
        raise UsageError(NAME_WHO)
    else:
        chosen = persons[0]
        tell(NOBODY_TO_ASK.format(name=chosen.name))
        persons = persons[:1]
    with _serving(chosen, persons):
        yield


@contextlib.contextmanager
def _serving(chosen: NamedPerson, choice: Sequence[NamedPerson]) -> Iterator[None]:
    """Serve a person; who was chosen among several is the likely one next time."""
    if len(choice) > 1:
        remember_person(chosen.person)
    with files_of(chosen.person):
        yield


def choose_person(
    persons: Sequence[NamedPerson], last: NamedPerson, ask: Callable[[str], str], tell: Tell
) -> NamedPerson:
    """Ask until somebody is chosen, by number or by name; an empty answer means whoever it was last time."""
    tell("Who is it?")
    for number, each in enumerate(persons, start=1):
        tell(f"{number}  {each.name}")
    while True:
        answer = ask(f"Number, or Enter for {last.name}: ").strip()
        if not answer:
            return last
        try:
            return find_person(answer, persons)  # first: earlier versions let a name be a number
        except UsageError:
            typed = read_number(answer)
            if typed is not None and typed in range(1, len(persons) + 1):
                return persons[int(typed) - 1]
            tell(f"Type a number from 1 to {len(persons)}, or a name.")


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask_in_terminal(question: str) -> str:
    return str(click.prompt(question, default="", prompt_suffix="", show_default=False, err=True))


def list_persons(tell: Tell) -> None:
    """Print everybody, with the numbers that the question has."""
    for number, each in enumerate(read_persons(tell), start=1):
        print_text(f"{number}  {each.name}")


def begin_person(name: str, tell: Tell) -> None:
    """Keep somebody's record and settings apart from now on.

    Raises:
        DrillvoiceError: the name is none or taken, or cannot be kept.

    """
    is_second = len(persons_on_disk()) == 1
    added = add_person(name, tell)
    print_text(f"{added.name} is added: {_command('--person', added.name, 'run')}")
    first = read_persons(tell)[0]
    if is_second and first.name == FIRST_NAME:
        print_text(
            f"What was kept until now stays with the first person; {_command('person', 'rename', FIRST_NAME, 'NAME')} "
            "names them."
        )


def _command(*words: str) -> str:
    """A command that can be copied into a shell, whatever a name holds."""
    return f"`{' '.join(('drillvoice', *map(_shell_word, words)))}`"


def _shell_word(word: str) -> str:
    """Every shell, also that of Windows, takes double quotes; what else a name may hold is left to those of POSIX."""
    if re.fullmatch(r"[\w .-]+", word):
        return f'"{word}"' if " " in word else word
    return shlex.quote(word)


def call_person(old: str, new: str, tell: Tell) -> None:
    """Give somebody another name.

    Raises:
        DrillvoiceError: there is no such person, or the name is none or taken, or cannot be kept.

    """
    renamed = rename_person(old, new, tell)
    print_text(f"{checked_name(old)} is now called {renamed.name}.")


def forget_somebody(name: str, tell: Tell, *, yes: bool) -> None:
    """Delete all that says anything of a person for good, after a question.

    Raises:
        UsageError: there is no such person, or a session of theirs is going on.
        SettingsError: something could not be deleted.

    """
    found = find_person(name, read_persons(tell))
    shown = _printable(found.name)
    _refuse_while_running(found)
    what = ", ".join(_kept_things(found))
    if not files_about(found.person):
        print_text(f"Nothing is kept of {shown}.")
    elif yes or click.confirm(f"Delete all of {shown} for good ({what})?"):
        _refuse_while_running(found)  # the question may have stood for an hour
        forget_person(found)
        print_text(f"Deleted all of {shown}: {what}.")
        if found.person == FIRST_PERSON:
            print_text(f"The first person stays, as {FIRST_NAME}, with nothing kept.")
    else:
        print_text("Nothing was deleted.")


def _refuse_while_running(named: NamedPerson) -> None:
    if any_session_running(record_of(named.person)):
        raise UsageError(f"A session of {named.name} is going on; finish it first, then forget them.")


def _kept_things(named: NamedPerson) -> Iterator[str]:
    """What is kept of somebody, in words."""
    names = [file.name.removeprefix(".") for file in files_about(named.person)]  # a dot: what a cut write has left
    for stem, words in WHAT_FILES_ARE.items():
        if any(name.startswith(stem) for name in names):
            yield f"{words}{_sessions_text(named) if stem == RECORD else ''}"


def _sessions_text(named: NamedPerson) -> str:
    """How many sessions there are in somebody's record; nothing where it cannot be read."""
    path = record_of(named.person)
    try:
        with contextlib.closing(connect_to_read(path)) as connection:
            return f" of {counted_noun(count_before(connection, None), 'session')}"
    except sqlite3.Error:
        return ""


def _printable(name: str) -> str:
    """A name as standard output can show it: a letter that it does not know is written as its number."""
    encoding = sys.stdout.encoding or "utf-8"
    return name.encode(encoding, "backslashreplace").decode(encoding)
