"""Several persons at one computer, from the command line."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import pytest

from drillvoice.app.persons import FIRST_NAME, NamedPerson, find_person, read_persons, record_of
from drillvoice.errors import UsageError
from drillvoice.history.session_lock import Living
from drillvoice.person import FIRST_PERSON, Person, served_person
from drillvoice.places import PERSONAL, REMEMBERED, files_about, settings_file
from drillvoice.terminal.cli import main, persons
from drillvoice.terminal.cli.person_commands import for_one_person
from drillvoice.terminal.cli.persons import choose_person
from drillvoice.written_files import write_atomically
from tests.terminal.cli.program import Program

pytestmark = pytest.mark.usefixtures("quick_disk")
QUICK = Path(__file__).parents[2] / "room" / "quick.toml"
SHORT = ("--safety-heard", "--seed", "7", "--brief")
EMPTY = "Nothing is recorded yet: the first session that you run will be here.\n"


@pytest.fixture
def drillvoice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Program]:
    yield Program(monkeypatch, capsys)
    assert FIRST_PERSON == served_person(), "a command serves nobody once it has ended"


def folder_of(name: str) -> str:
    return find_person(name, read_persons(pytest.fail)).person.folder


def test_somebody_is_added_listed_renamed_and_forgotten(drillvoice: Program) -> None:
    assert (
        0,
        'Anna Maria is added: `drillvoice --person "Anna Maria" run`\n'
        "What was kept until now stays with the first person; "
        '`drillvoice person rename "First person" NAME` names them.\n',
        "",
    ) == drillvoice("person", "add", "Anna Maria")
    assert "Bernd is added: `drillvoice --person Bernd run`\n" == drillvoice("person", "add", "Bernd").out
    assert "first  person is now called Zoé.\n" == drillvoice("person", "rename", "first  person", "Zoé").out
    assert "1  Zoé\n2  Anna Maria\n3  Bernd\n" == drillvoice("person", "list").out
    assert "Deleted all of Bernd: the name.\n" == drillvoice("forget", "--person", "BERND", "--yes").out
    assert "1  Zoé\n2  Anna Maria\n" == drillvoice("person", "list").out


@pytest.mark.parametrize(
    "name",
    [
        "Anna",
        "Anna Maria",
        "Zoé",
        "🦆",
        "O'Hara",
        'the "other" one',
        "$(echo x)",
        "$HOME",
        "a;b",
        "-rf",
        "a\\b",
        "*",
    ],
)
def test_the_command_that_is_suggested_can_be_copied_into_a_shell(drillvoice: Program, name: str) -> None:
    out = drillvoice("person", "add", "--", name).out
    command = out.splitlines()[0].removeprefix(f"{name} is added: `").removesuffix("`")
    printed = subprocess.run(
        ["sh", "-c", f"set -- {command}; printf '%s\\n' \"$@\""], capture_output=True, text=True, check=True
    )
    assert ["drillvoice", "--person", name, "run"] == printed.stdout.splitlines()


def test_each_has_a_record_of_their_own(drillvoice: Program) -> None:
    drillvoice("person", "add", "Anna")
    assert 0 == drillvoice("--person", "anna", "run", QUICK, *SHORT).code
    assert "Quick turns" in drillvoice("--person", "Anna", "history").out
    assert EMPTY == drillvoice("--person", FIRST_NAME, "history").out
    drillvoice("--person", "Anna", "forget", "--all", "--yes")
    assert EMPTY == drillvoice("--person", "Anna", "history").out


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--person Ana history", 'There is no person called "Ana"; did you mean Anna?'),
        ("--person Xaver run", 'There is no person called "Xaver"; `drillvoice person list` names everybody.'),
        ("--person  history", "A name needs at least one letter"),
        ("person add anna", 'There is a person called "Anna" already; choose another name.'),
        ("person add 2", 'A name cannot be a number alone, such as "2"'),
        ("person rename Anna 07", 'A name cannot be a number alone, such as "07"'),
        ("person rename Anna First\xa0person", 'There is a person called "First person" already'),
        ("forget --person Xaver", 'There is no person called "Xaver"'),
        ("forget --person Anna --all", "--person deletes all of a person; leave out --all and --before."),
    ],
)
def test_what_is_wrong_with_a_name_is_one_sentence(drillvoice: Program, line: str, expected: str) -> None:
    drillvoice("person", "add", "Anna")
    code, out, err = drillvoice(*line.split(" "))
    assert (UsageError.exit_code, "", 1) == (code, out, len(err.splitlines()))
    assert err.startswith(expected)


@pytest.mark.parametrize(
    "command",
    [
        ("run", QUICK, *SHORT),
        ("history",),
        ("progress",),
        ("note", "x"),
        ("export", "-o", "x.csv"),
        ("forget", "--all"),
    ],
)
def test_where_nobody_can_be_asked_the_first_person_is_taken_and_named(
    drillvoice: Program, command: Sequence[str | Path]
) -> None:
    sentence = (
        "Several persons use this computer, and nobody can be asked here: this is about First person; "
        "`drillvoice --person NAME` chooses.\n"
    )
    assert sentence not in drillvoice(*command).err
    drillvoice("person", "add", "Anna")
    assert sentence in drillvoice(*command).err
    assert sentence not in drillvoice("--person", "Anna", *command).err


def test_nothing_is_deleted_unasked_where_it_is_not_clear_of_whom(drillvoice: Program) -> None:
    drillvoice("run", QUICK, *SHORT)
    drillvoice("person", "add", "Anna")
    answer = drillvoice("forget", "--all", "--yes")
    assert (UsageError.exit_code, "") == (answer.code, answer.out)
    assert answer.err.startswith("Several persons use this computer; say whose sessions are to be deleted: ")
    assert "Quick turns" in drillvoice("history").out


def test_what_is_about_nobody_asks_for_nobody(drillvoice: Program) -> None:
    drillvoice("person", "add", "Anna")
    for command in (("list",), ("show", "marching"), ("person", "list")):
        assert "" == drillvoice(*command).err


def test_a_plan_says_whose_it_is(drillvoice: Program) -> None:
    """What is said depends on what somebody has heard before."""
    drillvoice("person", "add", "Anna")
    assert drillvoice("plan", "marching").err.startswith("Several persons use this computer")
    assert "" == drillvoice("--person", "Anna", "plan", "marching").err


class TestInATerminal:
    """With a terminal that is none but for its name: what is asked is read from it, and typed into it."""

    def start(self, own_folders: Path, typed: bytes, *arguments: str) -> tuple[int, str]:
        folders = {f"XDG_{kind.upper()}_HOME": str(own_folders / kind) for kind in ("config", "cache", "state", "data")}
        ours, theirs = pty.openpty()
        os.write(ours, typed)
        process = subprocess.Popen(
            [sys.executable, "-m", "drillvoice", *arguments],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=os.environ | folders,
        )
        out, _ = process.communicate()
        asked = os.read(ours, 10_000).decode()
        for end in (ours, theirs):
            os.close(end)
        return process.returncode, f"{asked}{out.decode()}".replace("\r\n", "\n")

    def test_it_asks_who_it_is(self, drillvoice: Program, own_folders: Path) -> None:
        drillvoice("person", "add", "Anna")
        drillvoice("--person", "Anna", "run", QUICK, *SHORT)
        code, shown = self.start(own_folders, b"3\n2\n", "history")
        assert 0 == code
        for line in ("1  First person\n", "2  Anna\n", "Type a number from 1 to 2, or a name.\n", "  Quick turns\n"):
            assert line in shown

    def test_leaving_is_no_answer(self, drillvoice: Program, own_folders: Path) -> None:
        drillvoice("person", "add", "Anna")
        code, shown = self.start(own_folders, b"\x04", "history")
        assert (130, False) == (code, EMPTY in shown)


class TestForgetting:
    @pytest.fixture(autouse=True)
    def practised(self, drillvoice: Program) -> None:
        drillvoice("person", "add", "Anna")
        drillvoice("--person", "Anna", "run", QUICK, "--seed", "7")

    def test_it_asks_first(self, drillvoice: Program) -> None:
        what = "the record of 1 session, which safety advice was heard, the name"
        question = f"Delete all of Anna for good ({what})? [y/N]: "
        assert f"{question}Nothing was deleted.\n" == drillvoice("forget", "--person", "Anna", stdin="n\n").out
        assert f"{question}Deleted all of Anna: {what}.\n" == drillvoice("forget", "--person", "Anna", stdin="y\n").out
        assert "1  First person\n" == drillvoice("person", "list").out

    def test_not_while_a_session_of_theirs_goes_on(self, drillvoice: Program) -> None:
        anna = find_person("Anna", read_persons(pytest.fail)).person
        living = Living(record_of(anna))
        living.begin_session(2)
        answer = drillvoice("forget", "--person", "Anna", "--yes")
        assert (2, "A session of Anna is going on; finish it first, then forget them.\n") == (answer.code, answer.err)
        living.end_session()
        assert 0 == drillvoice("forget", "--person", "Anna", "--yes").code

    def test_not_where_one_has_begun_while_it_asked(self, drillvoice: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        living = Living(record_of(find_person("Anna", read_persons(pytest.fail)).person))

        def answer(_question: str) -> bool:
            living.begin_session(2)
            return True

        monkeypatch.setattr(click, "confirm", answer)
        assert drillvoice("forget", "--person", "Anna").err.startswith("A session of Anna is going on")
        living.end_session()
        assert "Quick turns" in drillvoice("--person", "Anna", "history").out

    def test_a_damaged_record_goes_too(self, drillvoice: Program) -> None:
        record_of(find_person("Anna", read_persons(pytest.fail)).person).write_bytes(b"This is no database. " * 99)
        answer = drillvoice("forget", "--person", "Anna", "--yes")
        assert answer.out.startswith("Deleted all of Anna: the record, ")

    def test_what_a_write_that_was_cut_short_has_left_goes_too(self, drillvoice: Program) -> None:
        left = settings_file().with_name(".settings.toml.abc")
        write_atomically(left, b"")
        out = drillvoice("forget", "--person", FIRST_NAME, "--yes").out
        assert out.startswith(f"Deleted all of {FIRST_NAME}: settings and own words.\n")
        assert not left.exists()
        assert f"Nothing is kept of {FIRST_NAME}.\n" == drillvoice("forget", "--person", FIRST_NAME, "--yes").out

    @pytest.mark.parametrize("name", [name.replace("*", "x") for name in (*PERSONAL, *REMEMBERED)])
    def test_whatever_is_kept_has_words(self, drillvoice: Program, name: str) -> None:
        write_atomically(settings_file().with_name(name), b"")
        assert re.match(f"Deleted all of {FIRST_NAME}: \\w", drillvoice("forget", "--person", FIRST_NAME, "--yes").out)
        assert [] == files_about(FIRST_PERSON)

    def test_the_first_person_stays_with_nothing_kept(self, drillvoice: Program) -> None:
        drillvoice("person", "rename", FIRST_NAME, "Bernd")
        drillvoice("--person", "Bernd", "run", QUICK, *SHORT)
        assert (
            "Deleted all of Bernd: the record of 1 session, the name.\n"
            "The first person stays, as First person, with nothing kept.\n"
        ) == drillvoice("forget", "--person", "Bernd", "--yes").out
        assert EMPTY == drillvoice("--person", FIRST_NAME, "history").out
        assert "Nothing is kept of First person.\n" == drillvoice("forget", "--person", FIRST_NAME, "--yes").out
        assert "Quick turns" in drillvoice("--person", "Anna", "history").out


EVERYBODY = [
    NamedPerson(Person(folder), name) for folder, name in (("", "Zoé"), ("01234567", "Anna"), ("89abcdef", "2"))
]


def chosen(*answers: str, last: int = 2) -> tuple[str, list[str]]:
    """Who is chosen by these answers, and all that was printed."""
    given, told = iter(answers), list[str]()

    def ask(question: str) -> str:
        told.append(question)
        return next(given)

    return choose_person(EVERYBODY, EVERYBODY[last - 1], ask, told.append).name, told


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ([""], "Anna"),
        ([" 1 "], "Zoé"),
        (["3"], "2"),
        (["2"], "2"),
        (["zoÉ"], "Zoé"),
        (["0", "4", "Xaver", "\x07", "x" * 300, "²", "1"], "Zoé"),
    ],
)
def test_somebody_chooses_by_number_by_name_or_by_enter(answers: list[str], name: str) -> None:
    found, told = chosen(*answers)
    assert name == found
    assert ["Who is it?", "1  Zoé", "2  Anna", "3  2", "Number, or Enter for Anna: "] == told[:5]
    again = "Type a number from 1 to 3, or a name."
    assert [again, "Number, or Enter for Anna: "] * (len(answers) - 1) == told[5:]


@pytest.fixture
def in_a_terminal(drillvoice: Program, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs commands where somebody can answer; the answer is what they choose, and who is served is answered."""
    served: list[str] = []

    def run(*arguments: str, answer: str) -> str:
        monkeypatch.setattr(persons, "_can_ask", lambda: True)
        monkeypatch.setattr(persons, "_ask_in_terminal", lambda question: answer)
        drillvoice(*arguments)
        return served.pop()

    @click.command()
    @for_one_person
    def whose() -> None:
        served.append(served_person().folder)

    monkeypatch.setitem(main.cli.commands, "whose", whose)
    return run


def test_who_was_chosen_is_the_likely_one_next_time(drillvoice: Program, in_a_terminal: Callable[..., str]) -> None:
    drillvoice("person", "add", "Anna")
    anna = folder_of("Anna")
    assert ["", anna, anna, ""] == [in_a_terminal("whose", answer=answer) for answer in ("", "2", "", "1")]
    assert anna == in_a_terminal("--person", "Anna", "whose", answer="1")
    assert anna == in_a_terminal("whose", answer="")


def test_names_are_in_no_log_record_or_export(drillvoice: Program, own_folders: Path, tmp_path: Path) -> None:
    drillvoice("person", "add", "Quirinalda")
    who = ("--person", "Quirinalda")
    drillvoice(*who, "run", QUICK, *SHORT, "--events", tmp_path / "events.jsonl")
    drillvoice(*who, "export", "-o", tmp_path / "a.json")
    drillvoice(*who, "export", "-o", tmp_path / "a.csv")
    drillvoice(*who, "progress", "-o", tmp_path / "a.svg")
    files = [path for folder in (own_folders, tmp_path) for path in folder.rglob("*") if path.is_file()]
    holding = [path.name for path in files if b"Quirinalda" in path.read_bytes()]
    assert ["person.toml"] == holding
