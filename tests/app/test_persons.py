"""Who uses this computer: kept apart, found by any way to write a name, and never lost."""

import contextlib
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.app.persons import (
    FIRST_NAME,
    NamedPerson,
    add_person,
    find_person,
    forget_person,
    last_person,
    read_persons,
    remember_person,
    rename_person,
)
from drillvoice.app.safety_heard import SafetyHeard
from drillvoice.app.settings import Settings, read_settings, write_settings
from drillvoice.core.person_names import name_key
from drillvoice.errors import SettingsError, UsageError
from drillvoice.history.database import open_store
from drillvoice.person import FIRST_PERSON, Person, files_of, is_folder_of_person, served_person
from drillvoice.places import (
    clips_folder,
    files_about,
    folders_of,
    history_file,
    last_choice_file,
    last_person_file,
    models_folder,
    person_file,
    persons_on_disk,
    safety_heard_file,
    settings_file,
    user_drills,
)
from drillvoice.written_files import write_atomically

pytestmark = pytest.mark.usefixtures("quick_disk")
OF_ONE = (settings_file, history_file, last_choice_file, safety_heard_file)
OF_THE_HOUSE = (user_drills, models_folder, clips_folder, last_person_file)


def names() -> list[str]:
    return [each.name for each in read_persons(pytest.fail)]


def add(name: str) -> NamedPerson:
    return add_person(name, pytest.fail)


def keep_something(person: Person) -> None:
    """A record, settings, and what is remembered."""
    with files_of(person):
        open_store(history_file(), pytest.fail).close()
        write_settings(Settings().with_words("pause", "halt"))
        SafetyHeard(safety_heard_file()).add(["head-turns"])


def test_alone_nobody_has_a_name_or_a_folder(own_folders: Path) -> None:
    assert [FIRST_NAME] == names()
    assert not own_folders.exists()


def test_what_is_about_a_person_lies_apart_and_the_rest_is_of_the_house() -> None:
    anna = add("Anna").person
    before = [place() for place in (*OF_ONE, *OF_THE_HOUSE)]
    with files_of(anna):
        inside = [place() for place in (*OF_ONE, *OF_THE_HOUSE)]
    assert before == [place() for place in (*OF_ONE, *OF_THE_HOUSE)]
    assert [path.parent / "persons" / anna.folder / path.name for path in before[: len(OF_ONE)]] == inside[
        : len(OF_ONE)
    ]
    assert before[len(OF_ONE) :] == inside[len(OF_ONE) :]


def test_every_thread_serves_the_same_person() -> None:
    """A session remembers what was heard in a thread that began before."""
    asked, served = threading.Event(), add("Anna").person

    def look() -> Person:
        asked.wait()
        return served_person()

    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(look)
        with files_of(served):
            asked.set()
            assert served == found.result()
    assert FIRST_PERSON == served_person()


def test_own_words_of_one_are_not_those_of_another() -> None:
    for name, word in (("Anna", "halt"), ("Bernd", "break")):
        with files_of(add(name).person):
            write_settings(Settings().with_words("pause", word))
    found = {}
    for each in read_persons(pytest.fail):
        with files_of(each.person):
            found[each.name] = read_settings().commands.get("pause")
    assert {FIRST_NAME: None, "Anna": ("halt",), "Bernd": ("break",)} == found


@pytest.mark.parametrize("name", ["🦆", "A/../..", "..", "CON", "שרה", "Anna. ", "nul\\x", "é" * 80, "-rf", "*"])
def test_no_folder_has_the_name_of_a_person(own_folders: Path, name: str) -> None:
    added = add(name)
    assert [FIRST_NAME, name.strip()] == names()
    assert is_folder_of_person(added.person.folder)
    assert {"drillvoice", "persons", "persons.lock", "person.toml", added.person.folder} == {
        path.name for path in (own_folders / "config").rglob("*")
    }
    assert added == find_person(name.upper(), read_persons(pytest.fail))


@pytest.mark.slow
@given(name=st.text(min_size=1, max_size=90))
def test_any_text_is_kept_as_it_was_typed_or_refused_in_a_sentence(name: str) -> None:
    with contextlib.suppress(UsageError):
        added = add(name)
        assert name.strip() == added.name == find_person(name, read_persons(pytest.fail)).name
        forget_person(added)
    assert [FIRST_NAME] == names()


def test_names_are_told_apart_as_people_do(own_folders: Path) -> None:
    add("Zoé Maria")
    for same in ("ZOÉ MARIA", "Zoé  Maria", FIRST_NAME.lower()):
        with pytest.raises(UsageError, match=r"There is a person called .* already; choose another name\."):
            add(same)
    assert 1 == len(list((own_folders / "config" / "drillvoice" / "persons").iterdir()))


def test_the_first_person_comes_first_and_the_others_by_name() -> None:
    for name in ("čeněk", "Bernd", "anna", "Zoé"):
        add(name)
    rename_person(FIRST_NAME, "Xaver", pytest.fail)
    assert ["Xaver", "anna", "Bernd", "Zoé", "čeněk"] == names()


def test_another_name_changes_nothing_else() -> None:
    anna = add("Anna").person
    keep_something(anna)
    before = [path.name for path in files_about(anna)]
    assert NamedPerson(anna, "ANNA") == rename_person("anna", "ANNA", pytest.fail)
    assert NamedPerson(anna, "Maria") == rename_person("Anna", "Maria", pytest.fail)
    assert before == [path.name for path in files_about(anna)]
    with pytest.raises(UsageError, match="a person called"):
        rename_person("Maria", FIRST_NAME, pytest.fail)
    with pytest.raises(UsageError, match=r'no person called "Anna"; `drillvoice person list`'):
        rename_person("Anna", "B", pytest.fail)


def test_forgetting_somebody_leaves_nothing_of_them_and_all_of_the_others(own_folders: Path) -> None:
    anna, bernd = add("Anna"), add("Bernd")
    for person in (FIRST_PERSON, anna.person, bernd.person):
        keep_something(person)
    (person_file(anna.person).parent / "a file of theirs").touch()
    kept = {path: path.read_bytes() for path in (*files_about(FIRST_PERSON), *files_about(bernd.person))}
    forget_person(anna)
    assert not [path for path in own_folders.rglob("*") if anna.person.folder in path.parts]
    assert kept == {path: path.read_bytes() for path in kept}
    assert [FIRST_NAME, "Bernd"] == names()


def test_forgetting_the_first_person_leaves_what_is_not_about_them(own_folders: Path) -> None:
    anna = add("Anna").person
    keep_something(FIRST_PERSON)
    house = [
        user_drills() / "mine.toml",
        models_folder() / "m" / "x",
        clips_folder() / "c",
        settings_file().parent / "x",
    ]
    for path in house:
        write_atomically(path, b"")
    history_file().with_name("history-damaged-2026-01-01.db").touch()
    settings_file().with_name(".settings.toml.abc").touch()
    forget_person(read_persons(pytest.fail)[0])
    assert [] == files_about(FIRST_PERSON)
    assert all(path.exists() for path in (*house, person_file(anna)))


@pytest.mark.parametrize(
    "content", [b"", b"name = 3", b"nonsense", b'name = ""', b"\xff", b"[" * 9999, b'name = "a\\u0007"']
)
def test_a_name_that_cannot_be_read_costs_a_sentence_and_nothing_else(content: bytes) -> None:
    anna = add("Anna").person
    keep_something(anna)
    person_file(anna).write_bytes(content)
    told: list[str] = []
    stand_in = f"Person {anna.folder}"
    assert [FIRST_NAME, stand_in] == [each.name for each in read_persons(told.append)]
    assert told == [
        f"A person's name cannot be read from {person_file(anna)} (it holds no name); "
        f'`drillvoice person rename "{stand_in}" NAME` gives them one, and nothing else of theirs is lost.'
    ]
    assert NamedPerson(anna, "Anna") == rename_person(stand_in, "Anna", told.append)
    assert [FIRST_NAME, "Anna"] == names()


def test_a_folder_of_settings_that_is_gone_loses_no_record() -> None:
    anna = add("Anna").person
    keep_something(anna)
    for path in folders_of(anna)[0].iterdir():
        path.unlink()
    folders_of(anna)[0].rmdir()
    told: list[str] = []
    assert [FIRST_NAME, f"Person {anna.folder}"] == [each.name for each in read_persons(told.append)]
    assert "(it is gone)" in told[0]


def test_two_of_one_name_are_both_there() -> None:
    for name in ("Anna", "Bernd"):
        add(name)
    for each in read_persons(pytest.fail)[1:]:
        person_file(each.person).write_text('name = "Anna"')
    told: list[str] = []
    found = read_persons(told.append)
    assert 3 == len({name_key(each.name) for each in found}) == len({each.person for each in found})
    assert 'another person is called "Anna" too' in told[0]


def test_what_is_only_remembered_makes_nobody_a_person() -> None:
    """As where somebody was forgotten while a session without a record went on."""
    with files_of(Person("0123abcd")):
        SafetyHeard(safety_heard_file()).add(["head-turns"])
    for name in ("Anna", "0123abc", "0123ABCD", ".DS_Store"):
        write_atomically(settings_file().parent / "persons" / name / "person.toml", b'name = "X"')
    assert [FIRST_PERSON] == persons_on_disk()


def test_a_place_that_cannot_be_written_is_a_sentence(own_folders: Path) -> None:
    write_atomically(own_folders / "config" / "drillvoice", b"a file where the folder should be")
    with pytest.raises(SettingsError, match=r"The persons in .* cannot be changed \(File exists\); check the disk"):
        add("Anna")


def test_who_was_served_last_is_remembered() -> None:
    anna = add("Anna")
    persons = read_persons(pytest.fail)
    assert FIRST_NAME == last_person(persons).name
    remember_person(anna.person)
    assert anna == last_person(persons)
    for damaged in (b"[]", b"\xff", b'"01234567"', b"[" * 99_999):
        write_atomically(last_person_file(), damaged)
        assert FIRST_NAME == last_person(persons).name


ADDING = "from drillvoice.app.persons import add_person; add_person('Anna', print)"


@pytest.mark.slow
def test_two_first_starts_at_one_moment_add_one_person(tmp_path: Path) -> None:
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "CACHE", "STATE", "DATA")}
    started = [
        subprocess.Popen([sys.executable, "-c", ADDING], env=os.environ | folders, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    errors = [process.communicate()[1] for process in started]
    assert [0, 1, 1] == sorted(process.returncode for process in started)
    assert 2 == sum('There is a person called "Anna" already' in error for error in errors)
    assert 1 == len(list(tmp_path.rglob("person.toml")))
