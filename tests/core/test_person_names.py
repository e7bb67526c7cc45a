"""What may be a name, and which names are the same."""

import unicodedata

import pytest

from drillvoice.core.person_names import MOST_LETTERS, checked_name, checked_new_name, name_key
from drillvoice.errors import UsageError

ODD = (
    "🦆",
    "👩‍🦽",
    "A/../..",
    "..",
    "CON",
    "שרה",
    "مریم‌خانم",
    "Anna.",
    "Anna  Maria",
    "a" * MOST_LETTERS,
    "1",
    "--all",
)


@pytest.mark.parametrize("name", ODD)
def test_whatever_somebody_is_called_is_a_name_as_it_was_typed(name: str) -> None:
    assert name == checked_name(f" {name} ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "A name needs at least one letter"),
        (" \t\n", "A name needs at least one letter"),
        ("\u200b\u200b", "A name needs at least one letter"),
        ("a" * 300, "A name has at most 80 letters, and this one has 300"),
        ("An\x07na", r"nobody sees \(U\+0007\)"),
        ("Anna\nBernd", r"nobody sees \(U\+000A\)"),
        ("Anna\udcff", r"nobody sees \(U\+DCFF\)"),
        ("An\u2028na", r"nobody sees \(U\+2028\)"),
        ("\u202eanna", r"nobody sees \(U\+202E\)"),
    ],
)
def test_what_is_no_name_is_one_sentence(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        checked_name(text)
    assert str(refused.value).endswith((".", "`."))


@pytest.mark.parametrize("name", ["2", "07", " 12 ", "\uff12", "\u0663"])
def test_a_number_alone_is_kept_where_it_is_a_name_but_nobody_is_given_it(name: str) -> None:
    assert name.strip() == checked_name(name)
    with pytest.raises(UsageError, match=f'cannot be a number alone, such as "{name.strip()}"'):
        checked_new_name(name)


@pytest.mark.parametrize("name", ["Anna 2", "2nd", "²", "1 2", "-1", "V"])
def test_what_no_list_has_as_a_number_is_a_new_name(name: str) -> None:
    assert name == checked_new_name(name)


def test_letters_are_counted_as_they_are_seen() -> None:
    assert MOST_LETTERS * 2 == len(checked_name(unicodedata.normalize("NFD", "é" * MOST_LETTERS)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "ANNA"),
        ("Straße", "STRASSE"),
        ("Zoé", unicodedata.normalize("NFD", "Zoé")),
        ("Anna Maria", " Anna\u00a0  Maria "),
        ("ŐŐ", unicodedata.normalize("NFD", "őő")),
    ],
)
def test_one_name_may_be_written_in_several_ways(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_other_names_are_others() -> None:
    keys = {name_key(name) for name in (*ODD, "Anna", "Ana", "Anna Maria B.", "con.")}
    assert len(ODD) + 4 == len(keys)
