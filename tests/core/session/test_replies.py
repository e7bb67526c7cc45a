"""What a session may say at its end, and to commands."""

from drillvoice.core.plan.closing import tally_of
from drillvoice.core.session.replies import possible_closings, possible_replies
from tests.builders import PHRASES, plan_of, turns


def test_wherever_somebody_ends_it_the_closing_counts_what_was_done() -> None:
    plan = plan_of(turns())
    most = tally_of(plan.units).total()
    words = PHRASES.closing
    ends, counted = [words.done, words.early, words.nothing, words.rest], list(possible_closings(plan, PHRASES))
    assert ends == counted[:4]
    assert len(set(counted)) == len(counted)
    assert "Turns: one turn, one direction." == counted[4]
    for number in range(2, most + 1):
        assert any(f" {PHRASES.spoken_number(number)} turns" in text for text in counted)
    assert not any(f" {PHRASES.spoken_number(most + 1)} turns" in text for text in counted)


def test_every_answer_is_a_text() -> None:
    assert all(possible_replies(plan_of(turns()), PHRASES))
