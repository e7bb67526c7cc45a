"""The main screens as a reader sees them. `SNAPSHOTS=write pytest tests/screen` keeps them anew."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from drillvoice.app.catalogue import Entry
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.follower import Counting
from drillvoice.core.session.questions import Asking, Symptom, dizziness_verdict
from drillvoice.history.sessions import RATED
from drillvoice.terminal.keys import COMMAND_BY_KEY, NOTE_BY_KEY
from drillvoice.terminal.screen.page import ASCII, UNICODE, marks_for, row_width, text_of
from drillvoice.terminal.screen.picker_page import PickerMode
from drillvoice.terminal.screen.picking import Picking, Setting, begin_picking, settings_for
from drillvoice.terminal.screen.question_page import QuestionMode
from drillvoice.terminal.wishes import Choice, TerminalWish
from tests.builders import PHRASES
from tests.terminal.screen.scenes import DUE, ENTRIES, LAST, SCENES, Watched, drawn, picker, questions, watched

SNAPSHOTS = Path(__file__).with_name("snapshots")
SIZES = ((80, 24), (40, 24), (120, 40))
HEEL_RAISES = Request(drills=("heel-raises",))
KEPT = ("cue", "hold", "rest", "paused", "picker", "picker-plan", "questions", "questions-said")
"""Those whose looks are kept; all of them keep to their room."""


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", KEPT)
def test_a_screen_looks_as_it_did(name: str, size: tuple[int, int]) -> None:
    shown = "\n".join(text_of(row) for row in SCENES[name]()(*size)) + "\n"
    path = SNAPSHOTS / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown


class SpokenTo(QuestionMode):
    """Questions that are answered by voice, and whose time passes when it is told to."""

    def __init__(self, *answers: Answer) -> None:
        self.heard: list[str] = []
        self.waiting: list[Callable[[], None]] = []
        super().__init__("Before", PHRASES, UNICODE, self.heard.append, lambda asking: None, lambda: None)
        self.listening = lambda: True
        self.later = lambda seconds, call: self.waiting.append(call)
        for answer in answers:
            self.hear_answer(answer)

    def wait(self) -> None:
        while self.waiting:
            self.waiting.pop()()


@pytest.mark.parametrize("name", SCENES)
def test_every_screen_keeps_to_its_room(name: str) -> None:
    draw = SCENES[name]()
    for columns, rows in (*SIZES, (40, 12), (60, 18), (160, 50), (20, 10)):
        page = draw(columns, rows)
        assert rows == len(page)
        assert max(map(row_width, page)) <= columns or columns < 40


def test_without_unicode_nothing_but_ascii_is_shown() -> None:
    assert ASCII is marks_for("ISO-8859-1") is marks_for(None) is marks_for("ANSI_X3.4-1968")
    found = watched("head-turns", level=3)
    found.run_to_line("Look left")
    shown = "\n".join(text_of(row) for row in drawn(found, marks_for("ascii"))(80, 24))
    assert shown.isascii()


KEYS = (*PHRASES.screen.keys, PHRASES.screen.less_key, PHRASES.screen.advice_key)


def test_the_key_for_less_is_shown_as_long_as_it_may_be_asked_for() -> None:
    found = watched("head-turns", level=3)

    def shown() -> str:
        return "\n".join(text_of(row) for row in drawn(found, UNICODE)(80, 24))

    found.run(5)
    assert " l  less today" in shown()
    found.run_to_line("Look left")
    assert "less today" not in shown()


def is_drawn_big(found: Watched) -> bool:
    """Whether there are block letters between the head and the foot."""
    return any(UNICODE.full in text_of(row) for row in drawn(found)(80, 24)[1:16])


@pytest.mark.parametrize("drill", ["head-turns", "marching", "calf-stretch", "step-parts"])
def test_what_takes_longer_to_read_than_a_cue_stands_in_ordinary_letters(drill: str) -> None:
    found = watched(drill)
    seen = []
    while (view := found.run(0.5)).counting is Counting.NOTHING:
        seen.append(view.said)
        assert not is_drawn_big(found), view.said
    assert max(len(said) for said in seen) > 40
    assert is_drawn_big(found), "the count is for the whole room"


def test_a_cue_is_drawn_big() -> None:
    found = watched("head-turns", level=3)
    found.run_to_line("Look left")
    assert is_drawn_big(found)


def test_the_footer_names_every_key_but_spare_ones() -> None:
    named = {{"space": " ", "Enter": "c-m"}.get(key, key) for key, _ in KEYS}
    assert named == {*COMMAND_BY_KEY, *NOTE_BY_KEY} - {"pagedown", "pageup", "right", "left", "=", "c-c"}


class TestQuestions:
    def test_what_is_asked_is_what_the_record_keeps(self) -> None:
        assert RATED == tuple(rated.value for rated in Symptom)

    def test_a_digit_is_chosen_and_given_with_enter(self) -> None:
        mode = questions("3", "c-m", "1", "0", "c-m")
        assert {"dizziness": 3, "unsteadiness": 10} == mode.asking.values
        assert Symptom.FATIGUE is mode.asking.asked_symptom

    def test_arrows_choose_too_and_stop_at_the_ends(self) -> None:
        assert [0, 1, 0, 0, 10] == [
            questions(*keys.split()).asking.number
            for keys in ("right", "right right", "right left", "right left left", "9 + + =")
        ]

    def test_enter_without_a_number_does_nothing_and_nor_do_other_keys(self) -> None:
        assert Asking({}) == questions("c-m", "x", "f1", " ").asking

    def test_one_or_all_may_be_skipped(self) -> None:
        assert {"dizziness": None} == questions("5", "s").asking.values
        assert {"dizziness": 2, "unsteadiness": None, "fatigue": None} == questions("2", "c-m", "escape").asking.values

    def test_each_is_said_once(self) -> None:
        said: list[str] = []
        done: list[Asking] = []
        mode = questions()
        mode.say, mode.done = said.append, done.append
        for key in ("4", "c-m", "4", "5", "c-m", "s", "c-m"):
            mode.press_key(key)
        assert ["How unsteady do you feel, from zero to ten?", "How tired are you, from zero to ten?"] == said
        assert [{"dizziness": 4, "unsteadiness": 5, "fatigue": None}] == [asking.values for asking in done]

    def test_a_number_that_was_said_is_the_answer_after_a_while(self) -> None:
        mode = SpokenTo(Answer.FOUR)
        assert ["Four."] == mode.heard
        mode.wait()
        assert "How unsteady do you feel, from zero to ten? Say a number, or skip." == mode.heard[-1]
        assert {"dizziness": 4} == mode.asking.values

    @pytest.mark.parametrize("other", [Answer.FIVE, Answer.BACK, "5", "b"], ids=["five", "back", "key 5", "key b"])
    def test_a_number_that_was_corrected_is_no_answer(self, other: Answer | str) -> None:
        mode = SpokenTo(Answer.NINE)
        waited, mode.waiting = mode.waiting, []
        if isinstance(other, Answer):
            mode.hear_answer(other)
        else:
            mode.press_key(other)
        for call in waited:
            call()
        assert {} == mode.asking.values
        assert mode.asking.number in (5, None)

    def test_enter_need_not_wait_and_skip_goes_on_at_once(self) -> None:
        mode = SpokenTo(Answer.NINE)
        mode.press_key("c-m")
        mode.hear_answer(Answer.SKIP)
        mode.wait()
        assert {"dizziness": 9, "unsteadiness": None} == mode.asking.values
        assert {"dizziness": "voice", "unsteadiness": "voice"} == mode.asking.sources

    @pytest.mark.parametrize(("before", "after", "said"), [(1, 2, ""), (3, 2, ""), (None, 9, ""), (1, None, "")])
    def test_nothing_is_said_where_dizziness_did_not_rise_by_two(
        self, before: int | None, after: int | None, said: str
    ) -> None:
        assert said == dizziness_verdict({"dizziness": before}, {"dizziness": after}, PHRASES)

    def test_dizziness_that_rose_is_stated_plainly(self) -> None:
        text = dizziness_verdict({"dizziness": 1}, {"dizziness": 3}, PHRASES)
        assert text.startswith("Your dizziness is two above where you started. Rest until it settles.")
        assert "" == dizziness_verdict({}, {}, PHRASES)


class TestPicker:
    def test_the_last_choice_is_pointed_at_with_its_options(self) -> None:
        assert LAST == picker().picking.make_choice()

    @pytest.mark.parametrize(("level", "position"), [(1, "Standing, "), (2, "Walking, ")])
    def test_the_position_is_that_of_the_level_that_is_chosen(self, level: int, position: str) -> None:
        entry = replace(ENTRIES[3], positions=("standing", "walking"))
        choice = Choice(Request(drills=(entry.name,), practice=Practice(level=level)))
        mode = PickerMode(begin_picking([entry], choice), PHRASES, UNICODE, lambda choice: None)
        assert position in "\n".join(text_of(row) for row in mode.render_rows(80, 24))

    def test_a_session_that_was_left_comes_first(self) -> None:
        left = Entry("", "Go on: Head turns, bout 2 of 3")
        picking = begin_picking((left, *ENTRIES), LAST)
        assert Choice(Request(drills=())) == picking.make_choice()
        assert () == picking.settings
        assert not picking.toggle_options().options

    def test_what_is_due_today_comes_first_and_is_pointed_at(self) -> None:
        assert 0 == begin_picking([DUE, *ENTRIES], LAST).place
        assert 4 == begin_picking([replace(DUE, is_due=False), *ENTRIES], LAST).place
        left = Entry("", "Go on")
        assert 1 == begin_picking([DUE, left, *ENTRIES], LAST).place

    def test_a_day_of_the_plan_is_asked_for_with_what_is_wanted_besides(self) -> None:
        def of_plan(wanted: Request) -> Request:
            return replace(wanted, drills=("marching", "calf-stretch"), announcement="For today.")

        picking = begin_picking([replace(DUE, request_for=of_plan), *ENTRIES])
        settings = [setting.name for setting in picking.settings]
        assert "less" in settings
        assert "level" not in settings
        picking = replace(picking.toggle_options(), option=settings.index("less")).change_value(1)
        choice = picking.make_choice()
        assert choice.is_of_plan
        wanted = Request(drills=("marching", "calf-stretch"), announcement="For today.", practice=Practice(less=True))
        assert wanted == choice.request

    def test_a_last_choice_that_is_gone_is_forgotten(self) -> None:
        picking = begin_picking(ENTRIES, Choice(Request(drills=("gone",), practice=Practice(level=3))))
        assert (0, None, Choice()) == (picking.place, picking.last, picking.wish)

    def test_another_drill_keeps_the_options_but_the_level(self) -> None:
        mode = picker("right", "down", "down", "down", "right", "right", "tab", "up")
        assert Practice(minutes=5.0) == mode.picking.make_choice().request.practice

    def test_an_option_that_a_drill_does_not_have_is_left_out(self) -> None:
        mode = picker("right", "down", "down", "down", "down", "right", "tab")
        assert Practice(level=2, gap_s=(3.0, 5.0)) == mode.picking.make_choice().request.practice
        mode.press_key("down")
        assert Practice() == mode.picking.make_choice().request.practice

    def test_values_stop_at_their_ends(self) -> None:
        setting = Setting("minutes", "Minutes", (None, 3.0))
        assert [None, 3.0, 3.0] == [setting.step(None, -1), setting.step(None, 1), setting.step(3.0, 1)]
        assert "7 minutes" == setting.value_words(7.0, PHRASES.picker.options["minutes"])

    def test_every_value_of_every_option_has_words(self) -> None:
        for setting in settings_for(ENTRIES[3], [("en/slt", "Slt")]):
            words = PHRASES.picker.options[setting.name]
            shown = [setting.value_words(value, words) for value in setting.values]
            assert len(setting.values) == len(set(shown))
            assert not {"None", "True", "False", ""} & set(shown)

    def test_keys_start_again_leave_and_start_in_lines(self) -> None:
        for key, choice in (
            ("c-m", Choice(HEEL_RAISES)),
            ("p", Choice(HEEL_RAISES, TerminalWish(plain=True))),
            ("a", LAST),
            ("q", None),
            ("c-c", None),
        ):
            done: list[object] = []
            mode = picker("down")
            mode.done = done.append
            mode.press_key("x")
            mode.press_key(key)
            assert [choice] == done

    def test_what_cannot_be_started_is_said_and_not_started(self) -> None:
        mode = picker()
        mode.check = lambda choice: "Count your steps first."
        mode.press_key("c-m")
        assert "Count your steps first." in "\n".join(map(text_of, mode.render_rows(80, 24)))
        mode.press_key("down")
        assert "" == mode.picking.problem

    def test_nothing_to_do_last_time_offers_no_such_key(self) -> None:
        mode = picker()
        mode.picking = Picking(ENTRIES)
        mode.press_key("a")
        assert "last time" not in "\n".join(map(text_of, mode.render_rows(80, 24)))

    @pytest.mark.parametrize("columns", [110, 120, 160])
    def test_a_wide_terminal_cuts_no_title(self, columns: int) -> None:
        mode = picker()
        long = replace(ENTRIES[0], title="The whole programme, standing and then stretching", minutes=24)
        mode.picking = Picking((long, *ENTRIES))
        text = "\n".join(map(text_of, mode.render_rows(columns, 40)))
        assert ("..." in text) is (columns < 120)
