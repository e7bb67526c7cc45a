"""The budgets of the house, counted by script/house.py."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from script import house

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
MODULES = house.read_modules(ROOT / "drillvoice")
MOST_LINES = 250
MOST_CODE_LINES = 50
MOST_ONE_WORD = 0.40
"""A search for "take" or "read" answers no question."""


def test_a_module_is_read_in_one_go() -> None:
    assert {} == {module.name: module.lines for module in MODULES if MOST_LINES < module.lines}


def test_a_function_is_seen_at_once_and_says_what_it_takes_and_gives() -> None:
    functions = [(module.name, each) for module in MODULES for each in module.functions]
    long = [(name, each.name) for name, each in functions if MOST_CODE_LINES < house.code_lines(each)]
    assert [] == long
    assert [] == [(name, each.name) for name, each in functions if not house.is_typed(each)]


def test_most_names_say_what_they_are_about() -> None:
    named = [each for module in MODULES for each in module.functions if not house.is_dunder(each)]
    assert MOST_ONE_WORD >= sum(map(house.is_named_by_one_word, named)) / len(named)


def test_one_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module.name)
    assert {} == {name: found for name, found in places.items() if len(found) > 1}


def test_no_room_leads_back_to_itself() -> None:
    arrows = house.arrows_of(MODULES)
    assert [] == house.circles_in(arrows)
    assert ["one", "two"] == house.circles_in([("one", "two"), ("two", "one"), ("three", "one")])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def f(): ...", 2),
        ("def f():\n    '''Doc.'''\n\n    a = 1\n\n    return a", 3),
        ("def f():\n    '''Doc.'''", 1),
    ],
)
def test_lines_of_code_leave_out_what_is_said_and_what_is_empty(source: str, lines: int) -> None:
    (function,) = house.Module("m", source).functions
    assert lines == house.code_lines(function)


@pytest.mark.parametrize(("name", "one_word"), [("take", True), ("_ask", True), ("take_fact", False), ("_a_b", False)])
def test_a_leading_underscore_is_no_word(name: str, one_word: bool) -> None:
    (function,) = house.Module("m", f"def {name}(): ...").functions
    assert one_word is house.is_named_by_one_word(function)
