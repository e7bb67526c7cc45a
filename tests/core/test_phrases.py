"""The one file of phrases."""

import pytest
from pydantic import ValidationError

from drillvoice.core.phrases import READ_LATER, Phrases, plain_phrase
from drillvoice.core.session.commands import UNSPOKEN, Command
from tests.builders import PHRASES


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "one second"),
        (20, "twenty seconds"),
        (45, "45 seconds"),
        (60, "one minute"),
        (90, "one and a half minutes"),
        (120, "two minutes"),
        (1800, "30 minutes"),
    ],
)
def test_lengths_of_time_are_spoken(seconds: float, text: str) -> None:
    assert text == PHRASES.spoken_length(seconds)


def test_numbers_have_their_nouns() -> None:
    expected = ["no turns", "one turn", "twenty turns", "21 turns"]
    assert expected == [PHRASES.spoken_count(n, ("turn", "turns")) for n in (0, 1, 20, 21)]


def test_brief_phrases_are_no_longer() -> None:
    brief = PHRASES.shortened()
    for group, forms in PHRASES.brief.items():
        for name in forms:
            assert len(getattr(getattr(brief, group), name)) <= len(getattr(getattr(PHRASES, group), name))


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Zurück, größer!", "zurück größer"),
        ("Zuru\u0308ck", "zurück"),
        ("Стой, ещё раз…", "стой ещё раз"),
        ("¡Más despacio!", "más despacio"),
        ("İleri", "i\u0307leri"),
        ("\ufb01nish \uff12", "finish 2"),
        ("धीरे", "धीरे"),
        ("I'm done_now", "i'm done now"),
        ("50 %", "50"),
        ("— …", ""),
    ],
)
def test_a_word_is_one_in_any_alphabet(text: str, heard: str) -> None:
    assert heard == plain_phrase(text)
    assert heard == plain_phrase(heard)


@pytest.mark.parametrize("text", ["Hold on!", "  hold   ON ", "hold-on", "hold, on"])
def test_phrases_that_sound_alike_are_equal(text: str) -> None:
    assert "hold on" == plain_phrase(text)


def test_no_answer_is_a_command() -> None:
    """What the program says itself must never be taken for an order, once it listens."""
    forms = {plain_phrase(form) for forms in PHRASES.commands.values() for form in forms}
    spoken = [text for part in (PHRASES.reply, PHRASES.bout, PHRASES.rest) for text in part.model_dump().values()]
    assert not forms & {plain_phrase(text) for text in spoken if isinstance(text, str)}


def test_every_command_has_a_first_form_that_is_its_name() -> None:
    assert {name.replace("-", " ") for name in PHRASES.commands} == {
        plain_phrase(forms[0]) for forms in PHRASES.commands.values()
    }
    assert set(Command) - UNSPOKEN == set(map(Command, PHRASES.commands))


def test_every_noun_of_the_phrases_has_as_many_forms_as_nouns_have() -> None:
    with pytest.raises(ValidationError, match="are not 2 forms"):
        Phrases.model_validate(PHRASES.model_dump() | {"drills": {**PHRASES.drills.model_dump(), "unit": ["turn"]}})


@pytest.mark.parametrize("table", READ_LATER)
def test_tables_that_are_read_later_are_checked_like_all_others(table: str) -> None:
    assert (
        getattr(PHRASES, table).model_dump()
        == getattr(PHRASES, table).model_validate(PHRASES.later[table]).model_dump()
    )
    damaged = PHRASES.model_copy(update={"later": {table: PHRASES.later[table] | {"unheard_of": "text"}}})
    damaged.__dict__.pop(table)
    with pytest.raises(ValidationError, match="unheard_of"):
        getattr(damaged, table)
