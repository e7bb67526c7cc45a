"""How phrases are given to the natural voice where it would say them wrong as they are written: spoken_as.toml."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

FILE = "spoken_as.toml"


def as_given(text: str, table: Mapping[str, str]) -> str:
    """A phrase as it is given to the voice: whole words that the table has are replaced."""
    for written, given in table.items():
        text = re.sub(rf"(?<!\w){re.escape(written)}(?![\w'])", given.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return text


@cache
def spoken_as() -> Mapping[str, str]:
    """What is given to the voice, by what is written."""
    return dict(tomllib.loads(_text())["spoken_as"])


@cache
def table_digest() -> str:
    """Changes with the table."""
    return hashlib.sha256(_text().encode()).hexdigest()[:8]


def _text() -> str:
    return resources.files("drillvoice.voice").joinpath(FILE).read_text(encoding="utf-8")
