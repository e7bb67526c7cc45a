"""How often drills were done, quickly and without a word."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.years import fill
from drillvoice.app.experience import read_experience
from drillvoice.history.database import open_store
from drillvoice.history.schema import SCHEMA_STEPS
from drillvoice.person import FIRST_PERSON, Person, files_of
from drillvoice.places import history_file

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def path() -> Path:
    found = history_file()
    fill(found, 20, until=NOW)
    return found


def test_sessions_are_counted_by_drill_and_level_for_each_person(path: Path) -> None:
    found = read_experience().times
    assert {name for name, _ in found} >= {"head-turns", "heel-raises"}
    assert 20 <= sum(found.values())
    with files_of(Person("01234567")):
        assert {} == read_experience().times
    with files_of(FIRST_PERSON):
        assert found == read_experience().times


def test_it_leaves_nothing_behind_and_waits_for_nobody(path: Path) -> None:
    read_experience()
    assert ["history.db"] == [each.name for each in path.parent.iterdir()]
    connection = open_store(path, pytest.fail)
    connection.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert read_experience().times
    assert time.monotonic() - began < 4
    connection.close()


@pytest.mark.parametrize("content", [b"", b"This is no database. " * 99, None])
def test_a_record_that_tells_nothing_is_none(content: bytes | None) -> None:
    path = history_file()
    if content is None:
        path.mkdir(parents=True)
    else:
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    assert {} == read_experience().times


def test_where_there_is_no_record_none_is_made(own_folders: Path) -> None:
    assert {} == read_experience().times
    assert not own_folders.exists()


def test_a_record_of_another_version_is_read_as_it_is(path: Path) -> None:
    before = read_experience().times
    connection = open_store(path, pytest.fail)
    connection.execute(f"PRAGMA user_version = {len(SCHEMA_STEPS) + 1}")
    connection.close()
    assert before == read_experience().times


@pytest.mark.slow
def test_years_take_no_time() -> None:
    fill(history_file(), 400, until=NOW)
    took = []
    for _ in range(20):
        began = time.perf_counter()
        read_experience()
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05
