"""Numbers as people type them: 6,5 and 6.5, with a unit or without."""

import re
from collections.abc import Mapping
from types import MappingProxyType

NO_UNITS: Mapping[str, float] = MappingProxyType({})
SECONDS: Mapping[str, float] = MappingProxyType(
    {"s": 1.0, "sec": 1.0, "second": 1.0, "m": 60.0, "min": 60.0, "minute": 60.0}
)
"""Units of a time in seconds; each may stand in the plural."""
MINUTES: Mapping[str, float] = MappingProxyType(
    {"m": 1.0, "min": 1.0, "minute": 1.0, "h": 60.0, "hour": 60.0, "s": 1 / 60, "sec": 1 / 60, "second": 1 / 60}
)
"""Those of one in minutes."""
DIGITS = r"\d{1,9}(?:[.,]\d{1,9})?"
NUMBER = re.compile(rf"([+-]?{DIGITS}) *([^\W\d]*|%)\.?")
RANGE = re.compile(rf"({DIGITS}) *[^\W\d]*? *(?:-|–|—|\.\.|to) *({DIGITS} *[^\W\d]*\.?)")  # noqa: RUF001 - typed too


def read_number(text: str, units: Mapping[str, float] = NO_UNITS) -> float | None:
    """The number that a text is; None where it is none, or has a unit that is none of these."""
    found = NUMBER.fullmatch(text.strip().lower())
    if found is None:
        return None
    unit = found[2]
    factor = 1.0 if not unit else units.get(unit, units.get(unit.removesuffix("s")))
    return None if factor is None else float(found[1].replace(",", ".")) * factor


def read_range(text: str, units: Mapping[str, float] = NO_UNITS) -> tuple[float, float] | None:
    """Two numbers, the unit behind the second; one number is both. None where it is neither."""
    found = RANGE.fullmatch(text.strip().lower())
    low, high = (read_number(found[1]), read_number(found[2], units)) if found else (read_number(text, units),) * 2
    if found and low is not None and high is not None:
        written = read_number(re.sub(r"[^\d.,]", "", found[2]).rstrip("."))
        low *= high / written if written else 1.0
    return None if low is None or high is None else (low, high)
