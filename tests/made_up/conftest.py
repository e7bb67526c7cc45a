"""The made-up language, its phrases and its drills."""

from collections.abc import Iterator

import pytest

from drillvoice.app.library import Library
from drillvoice.core.phrases import Phrases
from drillvoice.language import Language
from tests.made_up.language import made_up_language


@pytest.fixture(scope="package")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Language]:
    with made_up_language(tmp_path_factory.mktemp("made-up")) as found:
        yield found


@pytest.fixture
def phrases(made_up: Language) -> Phrases:
    return made_up.phrases


@pytest.fixture
def drills(made_up: Language) -> Library:
    return Library([made_up.drills], made_up.phrases)
