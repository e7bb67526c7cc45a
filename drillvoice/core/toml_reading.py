"""From TOML to checked tables: every problem at once, with its place and a suggestion."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from drillvoice.core.phrases import lower_first
from drillvoice.core.typed_numbers import SECONDS, read_number
from drillvoice.errors import DrillError

OWN_RULE = "Value error, "
"""What pydantic puts before the sentence of a rule of ours."""
USUAL_LIKENESS = 0.6
"""Two letters of three that change places, as in `sya` for `say`, are near enough."""
TOO_DEEP = "is nested too deeply; three levels are enough"
TOO_LONG = "holds a number with far too many digits"
NO_QUOTATION_MARK = "a quotation mark is missing at the end of the line"
NO_SETTING = "a line is either a [heading], or `name = value`"
PLAIN_WORDS = {
    r"Illegal character '\n'": NO_QUOTATION_MARK,
    "Unterminated string": "a quotation mark is missing",
    "Invalid statement": NO_SETTING,
    "Expected '=' after a key in a key/value pair": NO_SETTING,
    "Expected newline or end of document after a statement": "there is more on the line than one value",
    "Invalid value": "the value is none; a text stands in quotation marks, a number does not",
}
"""The parser's most usual messages, in the words of somebody who edits a file now and then."""
RICH_TEXT = "is a word processor's document and not plain text; save it as plain text, with a name that ends in .toml"
MOST_PARTS = 50
"""Of a key with dots. More than any text between quotation marks has that looks like one."""
PART = r"""(?>[A-Za-z0-9_-]+|"(?:[^"\\]|\\.){0,99}"|'[^']{0,99}')"""
"""Of a key. A file has few longer ones, and to look for the end of each would take the square of its length."""
LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){PART}(?:[ \t]*\.[ \t]*{PART}){{{MOST_PARTS}}}")
MOST_BITS = 64
COMMA = re.compile(r"= *(\d{1,9}),(\d{1,9})\b")
"""A fraction as many people write it."""


def read_toml(text: str, source: str) -> dict[str, Any]:
    """The tables of a text.

    Args:
        text: the TOML text.
        source: what to call the file in messages.

    Raises:
        DrillError: it is no TOML.

    """
    if text.startswith("{\\rtf"):
        raise DrillError(source, (RICH_TEXT,))
    if any(map(_has_endless_key, text.split("\n"))):
        raise DrillError(source, (TOO_DEEP,))
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DrillError(source, (f"is not valid TOML: {_with_place(str(error), text)}",)) from error
    except ValueError as error:
        raise DrillError(source, (TOO_LONG,)) from error
    except RecursionError as error:
        raise DrillError(source, (TOO_DEEP,)) from error
    if _holds_long_number(tables):
        raise DrillError(source, (TOO_LONG,))
    return tables


def _has_endless_key(line: str) -> bool:
    """Whether a key has far more parts than any of ours; reading one would take the square of their number."""
    return line.count(".") > MOST_PARTS and LONG_KEY.search(line) is not None


def _holds_long_number(tables: dict[str, Any]) -> bool:
    """Whether a whole number has more digits than TOML allows; Python could not even print it."""
    waiting: list[Any] = [tables]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int) and value.bit_length() > MOST_BITS:
            return True
    return False


def _with_place(message: str, text: str) -> str:
    """The parser's message; where it says only "end of document", with that line and column."""
    lines = text.split("\n")
    end = f"at line {len(lines)}, column {len(lines[-1]) + 1}, the end of the file"
    what, _, place = message.replace("at end of document", end).rpartition(" (at ")
    found = re.search(r"line (\d+)", place)
    comma = COMMA.search(lines[int(found[1]) - 1]) if found else None
    mend = f"; write {comma[1]}.{comma[2]} with a point" if comma else ""
    return f"{PLAIN_WORDS.get(what, lower_first(what)[:200])} (at {place}{mend}"


def field_problems(error: ValidationError, model: type[BaseModel], whole: str) -> tuple[str, ...]:
    """What is wrong with the fields of a table, a sentence each.

    Args:
        error: what pydantic found.
        model: what the table should have been.
        whole: how messages call it: "drill".

    """
    details = error.errors()
    return tuple(_problem(detail, model, whole) for detail in details if not _follows_from_others(detail, details))


def _follows_from_others(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """A list is called too short when all that stands in it is wrong; it is enough to say what."""
    place = detail["loc"]
    inner = (other["loc"] for other in details if len(other["loc"]) > len(place))
    return detail["type"] == "too_short" and any(loc[: len(place)] == place for loc in inner)


def _problem(detail: ErrorDetails, model: type[BaseModel], whole: str) -> str:
    path = _field_path(detail["loc"])
    match detail["type"]:
        case "extra_forbidden":
            key = str(detail["loc"][-1])
            if len(detail["loc"]) > 1 and key in model.model_fields:
                return f"`{path}`: `{key}` belongs to the {whole} itself; put it above the first line in [brackets]"
            suggestion = suggested_name(key, _fields_at(model, detail["loc"][:-1]))
            return f"`{path}`: unknown key `{_printable_key(key)}`{suggestion}"
        case "missing":
            return f"`{path}` is missing"
        case "string_pattern_mismatch":
            return f"`{path}`: {shown_value(detail['input'])} is not a name; use small letters, digits and hyphens"
        case "value_error":
            return f"`{path}`: {detail['msg'].removeprefix(OWN_RULE)}"
        case _:
            mend = _number_mend(detail)
            return f"`{path}`: {lower_first(detail['msg'])}, not {shown_value(detail['input'])}{mend}"


def _number_mend(detail: ErrorDetails) -> str:
    """How a number between quotation marks is written, as the end of a sentence."""
    number = read_number(detail["input"], SECONDS) if isinstance(detail["input"], str) else None
    is_wanted = detail["type"] in ("int_type", "float_type")
    return f"; write it as {number:g}, without quotation marks" if is_wanted and number is not None else ""


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


def suggested_name(word: str, known: Iterable[str], likeness: float = USUAL_LIKENESS) -> str:
    """A name that is spelt alike, as the end of a sentence; "" where there is none.

    Args:
        word: what stands there.
        known: the names that there are.
        likeness: how much alike, from 0 to 1: names of several words are alike in one of them soon.

    """
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=likeness)
    return f", did you mean `{close[0]}`?" if close else ""


def shown_value(value: object) -> str:
    """A value as it can be shown within a line."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
