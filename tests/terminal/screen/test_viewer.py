"""What a view says of a session."""

import pytest

from drillvoice.core.plan.timing import lay_out
from drillvoice.core.session.commands import Action, Command, State
from drillvoice.core.session.facts import Commanded, Noted, Utterance
from drillvoice.core.session.plan_route import Route
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.terminal.screen.page import UNICODE, text_of
from drillvoice.terminal.screen.session_page import session_page
from drillvoice.terminal.screen.viewer import COMMAND_SHOWN_S, LEVEL_S, NOTICE_S, Viewer
from tests.builders import PHRASES, choices_of, drill, length, plan_of, turns
from tests.terminal.screen.scenes import BEGAN, Watched, watched


@pytest.fixture
def walk() -> Watched:
    return watched("head-turns", level=3)


def test_before_the_first_record_there_is_a_view_already() -> None:
    view = Viewer(Route(plan_of("head-turns")), PHRASES).view(BEGAN)
    assert ("Head turns", State.GOING, "", 0.0) == (view.exercise, view.state, view.big_text, view.session_share)


def test_a_cue_has_its_words_its_arrow_and_its_place_in_the_bout(walk: Watched) -> None:
    view = walk.run_to_line("Look left")
    assert ("Look left", "left", "Round 1 of 3") == (view.big_text, view.symbol, view.bout)
    assert view.item.endswith(" of 13")
    assert "Look left" == view.lines[-1]


def test_the_next_of_random_cues_is_not_told(walk: Watched) -> None:
    assert "" == walk.run_to_line("Look left").next


def test_what_comes_next_is_told_where_nothing_is_random() -> None:
    assert "And slowly down again" == watched("heel-raises").run_to_line("Two, onto your toes").next


def test_a_cue_of_many_words_has_a_short_name_made_of_them() -> None:
    assert "Round left" == watched("obstacle-course").run_to_line("round on the left").short


def test_a_word_that_stands_for_a_direction_gives_nothing_away() -> None:
    mapped = turns(cue_as={"left": "Red", "right": "Blue"})
    view = watched(mapped).run_to_line("That was the practice.")
    found = watched(mapped)
    found.run_to_line("Let us begin.")
    view = found.run(0.6)
    while view.said not in ("Red", "Blue"):
        view = found.run(0.5)
    assert ("", "") == (view.symbol, view.short)


def test_an_announcement_has_no_arrow() -> None:
    assert "" == watched("staggered-stance").run_to_line("Left foot a small step").symbol


def test_a_hold_is_counted_down() -> None:
    found = watched("staggered-stance", level=2)
    assert (20, "hold", "hold 1 of 2") == (
        (view := found.run_to_line("Hold it there")).countdown,
        view.counting,
        view.item,
    )
    assert 17 == found.run(3).countdown
    assert found.run_to_line("And ease back").countdown is None


def test_the_count_in_is_a_number(walk: Watched) -> None:
    view = walk.run_to_line("Two")
    assert (2, "start") == (view.countdown, view.counting)


def test_a_rest_is_counted_down_and_tells_what_follows(walk: Watched) -> None:
    view = walk.run_to(State.RESTING)
    assert (120, "rest", "Rest") == (view.countdown, view.counting, view.big_text)
    assert "Head turns, round 2 of 3" == view.next
    assert 110 == walk.run(10).countdown


def test_waiting_for_ready(walk: Watched) -> None:
    walk.run_to(State.WAITING)
    view = walk.run(10)
    assert (State.WAITING, "Ready?") == (view.state, view.big_text)
    assert State.GOING is walk.ask(Command.READY).state


def test_a_cue_on_demand_is_waited_for_without_a_word() -> None:
    found = watched("head-turns", level=3, on_demand=True)
    found.run_to_line("Start walking")
    assert State.WAITING is found.run(8).state
    assert State.GOING is found.ask(Command.READY).state


def test_time_stands_still_while_paused(walk: Watched) -> None:
    walk.run_to_line("Look left")
    first = walk.ask(Command.PAUSE)
    later = walk.run(60)
    assert (State.PAUSED, "Paused") == (first.state, first.big_text)
    assert (first.bout_share, first.session_share, first.left) == (later.bout_share, later.session_share, later.left)
    assert "Paused." == later.lines[-1]
    resumed = walk.ask(Command.RESUME)
    assert State.GOING is resumed.state
    assert later.bout_share == pytest.approx(resumed.bout_share, abs=0.02)


def test_after_a_pause_the_count_in_is_seen(walk: Watched) -> None:
    walk.run_to_line("Look left")
    walk.ask(Command.PAUSE)
    walk.ask(Command.RESUME)
    seen = {walk.run(0.25).countdown for _ in range(20)}
    assert {3, 2, 1} <= seen


def test_stop_and_help_are_silence(walk: Watched) -> None:
    walk.run(30)
    assert State.STOPPED is walk.ask(Command.HELP).state
    assert State.STOPPED is walk.ask(Command.STOP).state


def test_the_last_command_is_shown_for_a_while(walk: Watched) -> None:
    walk.run(30)
    assert "pause (test)" == walk.ask(Command.TOGGLE).heard
    assert "repeat (test, not now)" == walk.ask(Command.REPEAT).heard
    assert "" == walk.run(COMMAND_SHOWN_S + 1).heard


def test_a_note_is_shown_as_a_command_is() -> None:
    viewer = watched("head-turns").viewer
    viewer.show_fact(Noted(0, State.GOING, "keys", "wobble"), BEGAN)
    assert "wobble (by key)" == viewer.view(BEGAN).heard
    viewer.show_fact(Noted(0, State.GOING, "page", "hand on the wall"), BEGAN)
    assert "hand on the wall (page)" == viewer.view(BEGAN).heard


def test_a_command_by_voice_is_shown_as_it_was_said() -> None:
    viewer = Viewer(Route(plan_of("head-turns")), PHRASES)
    said = Utterance("hold on", 0.5)
    viewer.show_fact(Commanded(50, State.PAUSED, Command.PAUSE, Action.PAUSE, "voice", said), BEGAN)
    assert "hold on (by voice)" == viewer.view(BEGAN).heard


def test_slower_leaves_more_time() -> None:
    found = watched("head-turns", level=3)
    found.run_to_line("Look left")
    before = int(found.view().left.split()[1])
    for _ in range(8):
        found.ask(Command.SLOWER)
    assert int(found.view().left.split()[1]) > before + 2


def test_a_loudspeaker_that_is_gone_pauses_and_is_told(walk: Watched) -> None:
    walk.run(30)
    view = walk.lose()
    assert ("gone", State.PAUSED, True) == (view.sound, view.state, view.lost)
    assert view.notice.startswith("The loudspeaker is gone")


def test_a_session_that_was_stopped_stays_so_without_its_loudspeaker(walk: Watched) -> None:
    walk.run(30)
    walk.ask(Command.STOP)
    assert State.STOPPED is walk.lose().state


def test_whether_it_hears_over_the_cues_is_shown_once_it_does(walk: Watched) -> None:
    viewer = walk.viewer
    viewer.show_hearing(LevelReport(-30.0, -45.0), BEGAN)
    shown = []
    for heard in (False, True):
        viewer.show_hearing(Echo(heard, 14.2, 0.08, 20.0, 0), BEGAN)
        page = session_page(viewer.view(BEGAN), 80, 24, UNICODE, PHRASES.screen)
        shown.append(any("over cues: yes, 14 dB" in text_of(row) for row in page))
    assert [False, True] == shown


def test_notices_and_the_level_grow_old(walk: Watched) -> None:
    viewer = walk.viewer
    viewer.show_notice("Voice control is off.", BEGAN)
    viewer.show_hearing(LevelReport(-30.0, -45.0), BEGAN)
    view = viewer.view(BEGAN + 1)
    assert ("Voice control is off.", 3) == (view.notice, view.microphone)
    assert viewer.view(BEGAN + LEVEL_S + 1).microphone is None
    assert "" == viewer.view(BEGAN + NOTICE_S + 1).notice


@pytest.mark.parametrize(("db", "bars"), [(-60.0, 0), (-50.0, 0), (-40.0, 2), (0.0, 5)])
def test_the_level_is_that_of_a_voice_above_the_noise(walk: Watched, db: float, bars: int) -> None:
    walk.viewer.show_hearing(LevelReport(db, -50.0), BEGAN)
    assert bars == walk.viewer.view(BEGAN).microphone


def test_a_cue_flashes_only_where_that_was_asked_for() -> None:
    for wanted in (False, True):
        found = watched("head-turns", flash=wanted, level=3)
        found.run_to_line("Start walking")
        flashes = [found.run(0.1).flash for _ in range(80)]
        assert wanted is any(flashes)
        assert not all(flashes)


def test_the_closing_is_kept_and_the_end_has_no_time_left(walk: Watched) -> None:
    walk.run_to_line("Look left")
    walk.ask(Command.FINISH)
    walk.run(60)
    walk.shell.now += 500
    view = walk.view()
    assert "That is it for now." == walk.viewer.closing[0]
    assert (State.ENDED, "less than a minute left", "The end", "") == (view.state, view.left, view.bout, view.next)


def test_the_last_rest_is_followed_by_the_end() -> None:
    found = watched("heel-raises", bouts=1)
    assert "the end" == found.run_to_line("That is the end of this round.").next


def test_a_session_of_safety_advice_only_has_a_view() -> None:
    route = Route(lay_out(choices_of(drill("repetitions")), length))
    assert route.next_line(len(route.stops) - 1, None) is not None
    assert "" == watched(drill("guided-steps")).run(2).item
