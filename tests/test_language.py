"""Languages by their codes."""

import pytest

from drillvoice.errors import UsageError
from drillvoice.language import load_language
from drillvoice.places import shipped_drills


def test_the_first_language_is_english_and_is_read_once() -> None:
    english = load_language()
    assert ("en", shipped_drills()) == (english.code, english.drills)
    assert english is load_language("en")


@pytest.mark.parametrize("code", ["xx", "", "..", "en/../en"])
def test_a_language_that_is_not_there_is_a_sentence(code: str) -> None:
    with pytest.raises(UsageError, match=f'There is no language "{code}"; there are en.'):
        load_language(code)


def test_less_may_be_said_in_it() -> None:
    brief = load_language().in_brief()
    assert load_language().phrases.shortened() == brief.phrases
    assert load_language().folder == brief.folder
