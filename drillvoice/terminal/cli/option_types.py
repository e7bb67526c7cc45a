"""Numbers, times and days as people type them on the command line."""

import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from drillvoice.core.typed_numbers import NO_UNITS, SECONDS, read_number, read_range

COUNT_UNITS = {"%": 1.0, "step": 1.0, "round": 1.0, "bpm": 1.0, "wpm": 1.0}
DAYS_PER_UNIT = {"day": 1, "week": 7, "month": 30, "year": 365}


class TypedNumber(click.FloatRange):
    """A number as people type it: 6,5, or "7 min"."""

    def __init__(self, least: float, most: float, units: Mapping[str, float] = NO_UNITS) -> None:
        super().__init__(least, most)
        self._units = units

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        number = read_number(str(value), self._units)
        if number is None:
            self.fail(f"{value!r} is no number here; write it as 7, or 6.5", param, ctx)
        return float(super().convert(number, param, ctx))


class TypedCount(click.IntRange):
    """A whole number as people type it, such as "80 %"."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        number = read_number(str(value), COUNT_UNITS)
        if number is None:
            self.fail(f"{value!r} is no whole number; write it as {self.min}", param, ctx)
        if not number.is_integer():
            self.fail(f"{value!r} is no whole number; write it as {int(number)} or {int(number) + 1}", param, ctx)
        return int(super().convert(int(number), param, ctx))


class Gap(click.ParamType[tuple[float, float]]):
    """Two numbers of seconds: 3-6."""

    name = "SECONDS-SECONDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """The shortest and the longest gap."""
        found = read_range(str(value), SECONDS)
        if found is None:
            self.fail(f"{value!r} is not a gap; write it as 3-6, in seconds", param, ctx)
        low, high = found
        if not 1 <= low <= high <= 60:
            self.fail(f"{value!r}: a gap lies between 1 and 60 seconds, the shorter one first", param, ctx)
        return low, high


class Since(click.ParamType[date]):
    """A day, or a length of time back from today: 2026-03-01, "2 weeks"."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        today = datetime.now(UTC).astimezone().date()
        ago = re.fullmatch(r"(\d{1,4}) *(day|week|month|year)s?(?: ago)?", str(value).strip().lower())
        try:
            if ago:
                return today - timedelta(days=int(ago[1]) * DAYS_PER_UNIT[ago[2]])
            return date.fromisoformat(str(value).strip())
        except (ValueError, OverflowError):
            self.fail(f'{value!r} is not a day; write it as {today}, or as "2 weeks"', param, ctx)


class Rest(click.ParamType[float | str]):
    """A number of seconds, or "ready"."""

    name = "SECONDS|ready"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | str:
        """The length of a rest."""
        if str(value).lower().replace("-", " ") in ("ready", "until ready"):
            return "ready"
        seconds = read_number(str(value), SECONDS)
        if seconds is None or not 0 <= seconds <= 600:
            self.fail(f"{value!r} is not a rest; give 0 to 600 seconds, or the word ready", param, ctx)
        return seconds


class Folder(click.Path):
    """A folder that is there; click's own takes whatever is no file, such as a pipe, for one."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The folder."""
        if os.path.exists(value) and not os.path.isdir(value):
            self.fail(f"{os.fspath(value)!r} is no folder; name the folder that your drill files lie in", param, ctx)
        return Path(os.fsdecode(super().convert(value, param, ctx)))
