"""A request as JSON and back: for the last choice, the record, and soon the page."""

import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from drillvoice.core.plan.options import CADENCE_RANGE
from drillvoice.core.plan.request import Request

RANGES: Mapping[str, tuple[float, float]] = {
    "level": (1, 12),
    "minutes": (0.5, 120),
    "gap_s": (1, 60),
    "bouts": (1, 12),
    "bout_s": (20, 300),
    "rest_s": (0, 600),
    "cadence": CADENCE_RANGE,
    "metronome": (0, CADENCE_RANGE[1]),
    "rate": (80, 300),
    "volume": (0, 100),
    "seed": (0, 2**32),
}
"""Between what each number of a request lies, both included."""
CHOICES: Mapping[str, tuple[str, ...]] = {"first_side": ("", "left", "right")}
"""What the texts may be that are no free ones."""
MOST_LETTERS = 1000
MOST_ITEMS = 100


def request_to_json(request: Request) -> dict[str, Any]:
    """What differs from the defaults, in JSON's types."""
    return _object_of(request)


def request_from_json(data: object) -> Request:
    """The same request again.

    Raises:
        ValueError: it is none; the sentence names the place.

    """
    found = _read_value(Request, data, "request")
    assert isinstance(found, Request), "each type is read as itself"
    return found


def _object_of(value: Any) -> dict[str, Any]:
    pairs = ((each.name, getattr(value, each.name), _default_of(each)) for each in fields(value))
    return {name: _json_of(found) for name, found, default in pairs if found != default}


def _default_of(field: "Field[Any]") -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _json_of(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case Path():
            return str(value)
        case tuple():
            return [_json_of(each) for each in value]
        case _:
            return _object_of(value) if is_dataclass(value) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_value(kind: Any, data: object, place: str) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_object(kind, data, place)
    if isinstance(kind, UnionType):
        return None if data is None else _read_value(_without_none(kind), data, place)
    if get_origin(kind) is tuple:
        return _read_items(get_args(kind), data, place)
    return _read_plain(kind, data, place)


def _without_none(kind: UnionType) -> Any:
    return next(each for each in get_args(kind) if each is not NoneType)


def _read_object(kind: type, data: object, place: str) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"`{place}` is not a table of names and values")
    hints = _hints(kind)
    for name in data:
        if name not in hints:
            raise ValueError(f"`{place}` has nothing called {str(name)[:40]!r}")
    return kind(**{name: _read_value(hints[name], value, f"{place}.{name}") for name, value in data.items()})


def _read_items(kinds: tuple[Any, ...], data: object, place: str) -> tuple[Any, ...]:
    count = len(data) if isinstance(data, list) else -1
    wanted = range(MOST_ITEMS + 1) if kinds[-1] is Ellipsis else (len(kinds),)
    if not isinstance(data, list) or count not in wanted:
        raise ValueError(f"`{place}` is not a list of the right length")
    return tuple(_read_value(kinds[0], each, place) for each in data)


def _read_plain(kind: Any, data: object, place: str) -> Any:
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        data = float(data) if abs(data) < MOST_ITEMS**4 else data
    if kind is Path and isinstance(data, str):
        return Path(_short_text(data, place))
    if issubclass(kind, Enum):
        return _read_choice(kind, data, place)
    if type(data) is not kind:
        raise ValueError(f"`{place}` is not {TYPE_NAMES[kind]}")
    if kind is str:
        return _short_text(data, place)
    low, high = RANGES.get(place.rpartition(".")[2], (float("-inf"), float("inf")))
    if kind in (int, float) and not low <= data <= high:  # type: ignore[operator]
        raise ValueError(f"`{place}` lies between {low:g} and {high:g}")
    return data


TYPE_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", Path: "a path"}


def _read_choice(kind: type[Enum], data: object, place: str) -> Enum:
    try:
        return kind(data)
    except ValueError:
        known = ", ".join(str(each.value) for each in kind)
        raise ValueError(f"`{place}` is one of {known}") from None


def _short_text(data: object, place: str) -> str:
    text = str(data)
    if len(text) > MOST_LETTERS or any(unicodedata.category(letter) == "Cc" for letter in text):
        raise ValueError(f"`{place}` is too long, or holds control characters")
    known = CHOICES.get(place.rpartition(".")[2])
    if known and text not in known:
        raise ValueError(f"`{place}` is one of {', '.join(filter(None, known))}, or empty")
    return text
