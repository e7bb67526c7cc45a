"""A session that broke off goes on from the bout, and its way into the bout is that of a new day."""

import pytest

from drillvoice.app.render import undisturbed_records
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.lines import BlockKind, Choices
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.resuming import bout_to_go_on_from, bouts_of, choices_from_bout, waits_for_ready
from drillvoice.core.plan.timing import lay_out
from drillvoice.core.session.facts import Spoken
from drillvoice.core.session.machine import Session
from tests.builders import PHRASES, SHIPPED, choices_of, drill, length, lines, swept, texts, turns

B = BlockKind


def first_unit(choices: Choices, block: int) -> int:
    return sum(len(other.units) for other in choices.blocks[:block])


def bouts(choices: Choices) -> list[int]:
    return [index for index, block in enumerate(choices.blocks) if block.kind is B.BOUT]


@pytest.fixture
def three() -> Choices:
    return choices_of(turns(), bouts=3, attended=True, safety=True)


def test_a_bout_that_was_begun_comes_again_from_its_start(three: Choices) -> None:
    for bout in bouts(three):
        first, last = first_unit(three, bout), first_unit(three, bout + 1) - 1
        assert {bout} == {bout_to_go_on_from(three, unit) for unit in range(first, last)}


def test_from_the_last_line_of_a_bout_to_the_next_bout_it_is_the_next(three: Choices) -> None:
    first, second, _ = bouts(three)
    between = range(first_unit(three, first + 1) - 1, first_unit(three, second))
    assert len(between) > 2
    assert {second} == {bout_to_go_on_from(three, unit) for unit in between}


def test_there_is_nothing_to_go_on_with_before_the_first_bout_and_after_the_last(three: Choices) -> None:
    first, last = bouts(three)[0], bouts(three)[-1]
    units = [*range(first_unit(three, first)), *range(first_unit(three, last + 1) - 1, 100)]
    assert {None} == {bout_to_go_on_from(three, unit) for unit in units}


def test_it_begins_with_the_opening_and_the_set_up_and_time_to_get_into_place(three: Choices) -> None:
    left = choices_from_bout(three, bouts(three)[1], PHRASES)
    assert ["We go on with: Turns.", "You need: some room."] == texts(left, B.OPENING)[:2]
    assert PHRASES.safety.standing == texts(left, B.OPENING)[-1]
    assert [PHRASES.opening.place] == texts(left, B.SETUP)
    assert [B.OPENING, B.SETUP, B.BOUT, B.REST, B.READY, B.BOUT, B.CLOSING] == [block.kind for block in left.blocks]
    assert three.blocks[bouts(three)[1] :] == left.blocks[2:]


def test_a_programme_goes_on_with_the_exercise_that_was_broken_off() -> None:
    found = choices_of("whole", attended=True)
    bout = next(index for index in bouts(found) if found.exercises[found.blocks[index].exercise].name == "head-turns")
    left = choices_from_bout(found, bout, PHRASES)
    assert "We go on with: Head turns." == texts(left)[0]
    assert PHRASES.opening.place == left.blocks[1].units[-1].lines[0].sound.text
    assert found.exercises == left.exercises
    assert not [text for text in texts(left) if text.startswith("Whole programme")]


def test_a_seated_exercise_needs_no_time_to_get_into_place() -> None:
    found = choices_of(drill("repetitions", position="seated"), bouts=2)
    left = choices_from_bout(found, bouts(found)[1], PHRASES)
    assert [] == lines(left, B.SETUP)
    assert B.BOUT is left.blocks[1].kind


def test_an_opening_whose_title_is_not_known_any_more_is_said_in_full(three: Choices) -> None:
    renamed = PHRASES.model_copy(
        update={"opening": PHRASES.opening.model_copy(update={"title": "Now {title}", "next": "Then {title}"})}
    )
    assert "Turns." in texts(choices_from_bout(three, bouts(three)[1], renamed), B.OPENING)


@pytest.mark.parametrize("name", swept(sorted(SHIPPED)))
def test_every_bout_of_every_drill_can_be_gone_on_from(name: str) -> None:
    found = make_choices(name, SHIPPED[name], SHIPPED, Options(cadence=100), PHRASES)
    for bout in bouts(found):
        session = Session(lay_out(choices_from_bout(found, bout, PHRASES), length), length, PHRASES)
        counted = {
            (fact.drill, fact.bout) for fact in undisturbed_records(session) if isinstance(fact, Spoken) and fact.bout
        }
        assert len(bouts(found)) - bouts(found).index(bout) == len(counted)
        assert session.done_by_exercise


def test_how_many_bouts_an_exercise_has_and_whether_it_waits_for_anybody(three: Choices) -> None:
    assert 3 == bouts_of(three, 0)
    assert waits_for_ready(three)
    assert not waits_for_ready(choices_of(turns(), bouts=3))
