"""How a language puts words together."""

import pytest
from pydantic import ValidationError

from drillvoice.core.grammar import Grammar
from tests.builders import PHRASES

ENGLISH = PHRASES.grammar
RUSSIAN = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"


def grammar(**changes: object) -> Grammar:
    return Grammar.model_validate(ENGLISH.model_dump() | changes)


@pytest.mark.parametrize(("n", "noun"), [(0, "turns"), (1, "turn"), (2, "turns"), (21, "turns")])
def test_an_english_noun_has_two_forms(n: int, noun: str) -> None:
    assert noun == ENGLISH.form_for(n, ("turn", "turns"))


@pytest.mark.parametrize(("n", "noun"), [(0, "минут"), (1, "минута"), (3, "минуты"), (11, "минут"), (21, "минута")])
def test_another_language_may_have_more_of_them(n: int, noun: str) -> None:
    russian = grammar(plural=RUSSIAN, forms=3)
    assert noun == russian.form_for(n, ("минута", "минуты", "минут"))


@pytest.mark.parametrize("plural", ["n != 2 ? 0 : 2", "n", "import os", "0 - 1", "n %"])
def test_a_rule_that_leads_to_no_form_is_refused(plural: str) -> None:
    with pytest.raises(ValidationError):
        grammar(plural=plural)


@pytest.mark.parametrize(
    ("things", "spoken", "printed"),
    [
        ([], "", ""),
        (["a chair"], "a chair", "a chair"),
        (["a chair", "a towel"], "a chair, and a towel", "a chair and a towel"),
        (["a chair", "a mat", "a towel"], "a chair, a mat, and a towel", "a chair, a mat and a towel"),
    ],
)
def test_things_are_listed(things: list[str], spoken: str, printed: str) -> None:
    assert (spoken, printed) == (ENGLISH.list_spoken(things), ENGLISH.list_printed(things))
