"""From the text of a drill file to a checked drill: every problem at once, with its place and a suggestion."""

import difflib
from typing import Any

from pydantic import TypeAdapter, ValidationError

from drillvoice.core.drill.lengths import length_problems
from drillvoice.core.drill.rules import cross_field_problems
from drillvoice.core.drill.schema import KINDS, DrillFile, Programme
from drillvoice.core.phrases import Phrases
from drillvoice.core.toml_reading import USUAL_LIKENESS, field_problems, read_toml, shown_value, suggested_name
from drillvoice.errors import DrillError

MAX_CHARACTERS = 200_000


def parse_drill(text: str, source: str, phrases: Phrases) -> DrillFile:
    """Read one drill file.

    Args:
        text: the TOML text.
        source: what to call the file in messages.
        phrases: for the command words that no cue may equal, and what is usual.

    Raises:
        DrillError: with all problems of the first stage that has any: syntax, then fields, then rules that
            compare fields.

    """
    drill = _validate(_read_toml(text, source), source)
    problems = cross_field_problems(drill, phrases)
    if not isinstance(drill, Programme):
        problems += length_problems(drill)
    if problems:
        raise DrillError(source, tuple(problems))
    return with_usual_words(drill, phrases)


def with_usual_words(drill: DrillFile, phrases: Phrases) -> DrillFile:
    """The same, with the words of the language where it names none of its own."""
    if isinstance(drill, Programme):
        return drill
    missing = {name: words for name, words in phrases.drills if not getattr(drill, name, words)}
    return drill.model_copy(update=missing)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of drill files, for editors."""
    schema: dict[str, Any] = TypeAdapter[DrillFile](DrillFile).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "drillvoice drill file", **schema}


def _read_toml(text: str, source: str) -> dict[str, Any]:
    if len(text) > MAX_CHARACTERS:
        raise DrillError(source, (f"is longer than {MAX_CHARACTERS:,} characters; a drill needs a few thousand",))
    return read_toml(text, source)


def _validate(table: dict[str, Any], source: str) -> DrillFile:
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise DrillError(source, (_kind_problem(table), *_problems_whatever_kind(table)))
    try:
        return KINDS[kind].model_validate(table)
    except ValidationError as error:
        raise DrillError(source, field_problems(error, KINDS[kind], "drill")) from error


def _problems_whatever_kind(table: dict[str, Any]) -> tuple[str, ...]:
    """What else is wrong, of whichever kind the drill was to be; of the kind that is spelt alike, if there is one."""
    meant = difflib.get_close_matches(str(table.get("kind", "")), KINDS, n=1, cutoff=USUAL_LIKENESS) or list(KINDS)
    found = [_problems_as(kind, table) for kind in meant]
    return tuple(problem for problem in found[0] if all(problem in others for others in found))


def _problems_as(kind: str, table: dict[str, Any]) -> tuple[str, ...]:
    try:
        KINDS[kind].model_validate({**table, "kind": kind})
    except ValidationError as error:
        return field_problems(error, KINDS[kind], "drill")
    return ()


def _kind_problem(table: dict[str, Any]) -> str:
    names = ", ".join(f'"{name}"' for name in KINDS)
    if "kind" not in table:
        return f"`kind` is missing; it is one of {names}"
    kind = table["kind"]
    return f"`kind`: unknown kind {shown_value(kind)}{suggested_name(str(kind), KINDS) or ';'} it is one of {names}"
