"""From the text of a drill file to a checked drill: every problem at once, with its place and a suggestion."""

import difflib
import tomllib
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from drillvoice.core.drill.rules import cross_field_problems
from drillvoice.core.drill.schema import KINDS, DrillFile, Programme
from drillvoice.core.phrases import Phrases, lower_first
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
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DrillError(source, (f"is not valid TOML: {_with_place(str(error), text)}",)) from error
    except ValueError as error:
        raise DrillError(source, ("holds a number with far too many digits",)) from error
    except RecursionError as error:
        raise DrillError(source, ("is nested too deeply; a drill needs three levels at most",)) from error


def _with_place(message: str, text: str) -> str:
    """The parser's message; where it says only "end of document", with that line and column."""
    lines = text.split("\n")
    end = f"at line {len(lines)}, column {len(lines[-1]) + 1}, the end of the file"
    what, _, place = message.replace("at end of document", end).rpartition(" (at ")
    return f"{lower_first(what)[:200]} (at {place}"


def _validate(table: dict[str, Any], source: str) -> DrillFile:
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise DrillError(source, (_kind_problem(table),))
    try:
        return KINDS[kind].model_validate(table)
    except ValidationError as error:
        problems = tuple(_problem(detail, KINDS[kind]) for detail in error.errors())
        raise DrillError(source, problems) from error


def _kind_problem(table: dict[str, Any]) -> str:
    names = ", ".join(f'"{name}"' for name in KINDS)
    if "kind" not in table:
        return f"`kind` is missing; it is one of {names}"
    kind = table["kind"]
    return f"`kind`: unknown kind {_shown(kind)}{_suggestion(str(kind), list(KINDS)) or ';'} it is one of {names}"


def _problem(detail: ErrorDetails, model: type[BaseModel]) -> str:
    path = _field_path(detail["loc"])
    match detail["type"]:
        case "extra_forbidden":
            key = str(detail["loc"][-1])
            if len(detail["loc"]) > 1 and key in model.model_fields:
                return f"`{path}`: `{key}` belongs to the drill itself; put it above the first line in [brackets]"
            suggestion = _suggestion(key, _fields_at(model, detail["loc"][:-1]))
            return f"`{path}`: unknown key `{_printable_key(key)}`{suggestion}"
        case "missing":
            return f"`{path}` is missing"
        case "string_pattern_mismatch":
            return f"`{path}`: {_shown(detail['input'])} is not a name; use small letters, digits and hyphens"
        case _:
            return f"`{path}`: {lower_first(detail['msg'])}, not {_shown(detail['input'])}"


def _field_path(loc: tuple[int | str, ...]) -> str:
    text = ""
    for part in loc:
        if part == "[key]":
            continue
        text += f"[{part}]" if isinstance(part, int) else f".{_printable_key(part)}" if text else _printable_key(part)
    return text


def _printable_key(key: str) -> str:
    """A key as it can be shown within a line."""
    text = key if key.isprintable() else repr(key)[1:-1]
    return text if len(text) <= 60 else f"{text[:57]}..."


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The field names of the table at a place: follows field names, skips list numbers and table keys."""
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            inner = _model_in(model.model_fields[part].annotation)
            model = inner or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)


def _suggestion(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f", did you mean `{close[0]}`?" if close else ""


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
