"""The tables of the record, one numbered step after the other.

A step is never changed once it has been released: what is new is a new step. `user_version` says how many have been
taken; a database with more of them was written by a newer version, and is left alone.
"""

import sqlite3

SESSION_TABLES = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    drill TEXT NOT NULL,
    title TEXT NOT NULL,
    seed INTEGER NOT NULL,
    header TEXT NOT NULL,
    settings TEXT NOT NULL,
    plan BLOB NOT NULL,
    unit INTEGER NOT NULL DEFAULT -1,
    seen REAL NOT NULL,
    seconds REAL NOT NULL DEFAULT 0,
    rests INTEGER NOT NULL DEFAULT 0,
    pauses INTEGER NOT NULL DEFAULT 0,
    skips INTEGER NOT NULL DEFAULT 0,
    ended TEXT,
    goes_on INTEGER REFERENCES session ON DELETE SET NULL
);
CREATE INDEX session_by_start ON session (started);
CREATE INDEX session_that_goes_on ON session (goes_on);
CREATE TABLE exercise (
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    place INTEGER NOT NULL,
    drill TEXT NOT NULL,
    title TEXT NOT NULL,
    level INTEGER NOT NULL,
    bouts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session, place)
) WITHOUT ROWID;
CREATE TABLE bout (
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    block INTEGER NOT NULL,
    exercise INTEGER NOT NULL,
    at_s REAL NOT NULL,
    PRIMARY KEY (session, block)
) WITHOUT ROWID;
CREATE TABLE tally (
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    exercise INTEGER NOT NULL,
    name TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (session, exercise, name)
) WITHOUT ROWID;
CREATE TABLE command (
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (session, source, name)
) WITHOUT ROWID;
"""

RATING_TABLES = """
CREATE TABLE rating (
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    moment TEXT NOT NULL CHECK (moment IN ('before', 'after')),
    dizziness INTEGER CHECK (dizziness BETWEEN 0 AND 10),
    unsteadiness INTEGER CHECK (unsteadiness BETWEEN 0 AND 10),
    fatigue INTEGER CHECK (fatigue BETWEEN 0 AND 10),
    PRIMARY KEY (session, moment)
) WITHOUT ROWID;
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    written TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX note_by_session ON note (session);
"""

NOTED_TABLE = """
CREATE TABLE noted (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    name TEXT NOT NULL,
    at_s REAL,
    text TEXT NOT NULL DEFAULT ''
);
CREATE INDEX noted_by_session ON noted (session);
ALTER TABLE session ADD COLUMN wall TEXT CHECK (wall IN ('none', 'some', 'often'));
"""
"""What somebody has seen: `at_s` is the time of the drill, and missing where it was noted afterwards."""

SCHEMA_STEPS = (SESSION_TABLES, RATING_TABLES, NOTED_TABLE)


class TooNewError(Exception):
    """The database was written by a newer version of the program."""


def steps_taken(connection: sqlite3.Connection, steps: tuple[str, ...] = SCHEMA_STEPS) -> int:
    """How many steps the database has.

    Raises:
        TooNewError: it has steps that this program does not know.
        sqlite3.Error: it cannot be read.

    """
    (taken,) = connection.execute("PRAGMA user_version").fetchone()
    if taken > len(steps):
        raise TooNewError
    return int(taken)


def upgrade_schema(connection: sqlite3.Connection, steps: tuple[str, ...] = SCHEMA_STEPS) -> None:
    """Take the steps that the database lacks, each as a whole or not at all.

    Raises:
        TooNewError: it has steps that this program does not know.
        sqlite3.Error: it cannot be read or written.

    """
    while steps_taken(connection, steps) < len(steps):
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            _take_step(connection, steps)


def _take_step(connection: sqlite3.Connection, steps: tuple[str, ...]) -> None:
    """The next step, unless another process has taken the last one meanwhile."""
    taken = steps_taken(connection, steps)
    if taken < len(steps):
        for statement in filter(str.strip, steps[taken].split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {taken + 1}")
