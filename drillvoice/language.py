"""The language that is spoken, printed and understood: its phrases, command words and drills."""

from functools import cache
from importlib import resources

from drillvoice.core.phrases import Phrases, parse_phrases


@cache
def load_phrases() -> Phrases:
    """The program's own phrases."""
    return parse_phrases(resources.files("drillvoice").joinpath("phrases.toml").read_text(encoding="utf-8"))
