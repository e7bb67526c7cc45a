"""What the page is made of, looked at without a browser."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import drillvoice
from drillvoice.core.session.commands import UNSPOKEN, Command
from tests.builders import PHRASES

ASSETS = Path(drillvoice.__file__).parent / "web" / "assets"
MOST_BYTES = 40_000
NAMES = {"icon.svg", "index.html", "page.css", "page.js"}
WORDS = PHRASES.page.model_dump()
NO_BUTTON = {*UNSPOKEN, Command.PAUSE, Command.RESUME, Command.READY, Command.STOP, Command.WHAT_CAN_I_SAY}
"""What the page has a place of its own for, and what it need not say."""


def text_of(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def find_words(path: str) -> object:
    found: object = WORDS
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def test_all_of_it_is_small() -> None:
    assert NAMES == {path.name for path in ASSETS.iterdir()}
    assert MOST_BYTES >= sum(path.stat().st_size for path in ASSETS.iterdir())


@pytest.mark.parametrize("name", sorted(NAMES))
def test_nothing_comes_from_elsewhere(name: str) -> None:
    text = text_of(name).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert [] == re.findall(r"https?:|\burl\(|@import|\bdata:\w+/|eval\(|innerHTML|insertAdjacentHTML", text)


def test_nothing_stands_inline() -> None:
    class Looking(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = {name for name, _ in attrs}
            assert tag != "style"
            assert "style" not in names
            assert [] == [name for name in names if name.startswith("on")]
            assert tag != "script" or "src" in names

    Looking().feed(text_of("index.html"))


def test_every_word_of_the_page_is_among_the_phrases() -> None:
    in_html = re.findall(r'data-word="([^"]+)"', text_of("index.html"))
    in_script = re.findall(rf'["`]((?:{"|".join(WORDS)})\.[a-z_]+)["`]', text_of("page.js"))
    assert len(in_html) > 40
    assert len(in_script) > 30
    assert [] == [path for path in [*in_html, *in_script] if not isinstance(find_words(path), str)]


def test_every_phrase_of_the_page_is_used() -> None:
    script, html = text_of("page.js"), text_of("index.html")
    used = [*re.findall(r'["`]([a-z_]+(?:\.[a-z_]+)?)["`]', script), *re.findall(r'data-word="([^"]+)"', html)]
    groups = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)\.\$\{", script))
    named = [
        f"{group}.{key}" if isinstance(table, dict) else group
        for group, table in WORDS.items()
        for key in (table if isinstance(table, dict) else [group])
    ]
    assert [] == [
        path for path in named if path not in used and path not in groups and path.split(".")[0] not in groups
    ]


def test_the_html_itself_holds_no_words() -> None:
    class Looking(HTMLParser):
        inside = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.inside = tag

        def handle_data(self, data: str) -> None:
            assert not data.strip() or self.inside in ("title", "p"), data

    page = re.sub(r"<noscript>.*</noscript>", "", text_of("index.html"))  # no script, no words from the computer
    Looking().feed(page)
    assert 1 == len(re.findall(r">[^<\s][^<]*<", page))


def test_every_command_has_a_name_on_its_button() -> None:
    assert {command.value for command in Command} - {each.value for each in NO_BUTTON - {Command.ADVICE_READ}} == set(
        WORDS["commands"]
    )


@pytest.mark.parametrize("name", ["page.css", "page.js", "index.html", "icon.svg"])
def test_lines_are_for_people(name: str) -> None:
    assert 330 >= max(map(len, text_of(name).splitlines())), "not minified"
