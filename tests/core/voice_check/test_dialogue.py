"""The dialogue of the voice check, without a clock: what follows from which answers."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import Attempt
from drillvoice.core.voice_check.dialogue import IMPORTANT, MOST_SILENT, VoiceCheckDialogue
from drillvoice.core.voice_check.levels import room_verdict
from drillvoice.core.voice_check.own_words import Checked
from drillvoice.core.voice_check.steps import (
    AskYesNo,
    EchoHeard,
    Keep,
    KeepLoudness,
    Learn,
    Listen,
    MeasureEcho,
    MeasureRoom,
    RoomNoise,
    Say,
    ShowText,
    Step,
    StepAnswer,
    Teach,
    Type,
    Wish,
)
from tests.builders import PHRASES
from tests.core.hearing.vectors import made_sound, varied

TEXTS = PHRASES.voice_check
PAUSE, NEXT = Command.PAUSE, Command.NEXT


def heard(command: Command | None, phrase: str = "", voice_db: float = -30.0, *, clipped: bool = False) -> Attempt:
    return Attempt(command, phrase, voice_db, -60.0, clipped)


NOTHING = heard(None, voice_db=-60.0)
UNCLEAR = heard(None)


def right(step: Listen) -> Attempt:
    return heard(step.command, step.form)


@dataclass
class Person:
    """Answers: attempts by form in their order, the last again and again; all else is understood."""

    attempts: dict[str, list[StepAnswer]] = field(default_factory=dict)
    questions: dict[str, StepAnswer] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    noise: RoomNoise = field(default_factory=lambda: RoomNoise(-60.0))
    quits_at: str = ""
    echo: StepAnswer = field(default_factory=lambda: EchoHeard(works=True, erle_db=12.4))

    def answer(self, step: Step) -> StepAnswer:
        if self.quits_at and self.quits_at == getattr(step, "text", ""):
            return Wish.QUIT
        match step:
            case MeasureRoom():
                return self.noise
            case MeasureEcho():
                return self.echo
            case Listen():
                left = self.attempts.get(step.form, [])
                return left.pop(0) if len(left) > 1 else left[0] if left else right(step)
            case AskYesNo():
                return self.questions.get(step.text, False)
            case Type():
                return self.typed.pop(0)
            case _:
                return None


def accepted(text: str, _command: Command) -> Checked:
    return Checked(text)


@dataclass
class Talk:
    """A dialogue that is over."""

    check: VoiceCheckDialogue
    steps: list[Step]

    @property
    def said(self) -> list[str]:
        return [step.text for step in self.steps if isinstance(step, Say)]

    @property
    def listened(self) -> list[str]:
        return [step.form for step in self.steps if isinstance(step, Listen)]

    @property
    def kept(self) -> list[tuple[Command, str]]:
        return [(step.command, step.form) for step in self.steps if isinstance(step, Keep)]

    @property
    def summary(self) -> str:
        last = self.steps[-1]
        assert isinstance(last, Say | ShowText)
        return last.text


def talk(
    person: Person,
    *commands: Command,
    own: dict[str, list[str]] | None = None,
    check: Callable[[str, Command], Checked] = accepted,
) -> Talk:
    dialogue = VoiceCheckDialogue(PHRASES, commands or (PAUSE,), own or {}, check)
    generator = dialogue.steps()
    steps = [next(generator)]
    while len(steps) < 500:
        try:
            steps.append(generator.send(person.answer(steps[-1])))
        except StopIteration:
            return Talk(dialogue, steps)
    raise AssertionError("it never ends")


def summary(*results: str) -> str:
    return TEXTS.summary.format(results=" ".join(results))


WORKS = TEXTS.summary_works.format(command="Pause")
FAILS = TEXTS.summary_fails.format(command="Pause")
TRY = TEXTS.try_synonym.format(words="hold on")
CHOOSE = TEXTS.choose_own.format(command="pause")


def test_each_command_is_asked_for_three_times() -> None:
    done = talk(Person(), *IMPORTANT)
    assert [name for name in ("pause", "stop", "resume", "next", "help") for _ in range(3)] == done.listened
    assert [] == done.kept
    assert TEXTS.voice_good.format(margin=30) in done.said
    assert summary(*(TEXTS.summary_works.format(command=name.value.capitalize()) for name in IMPORTANT)) == done.summary


def test_the_room_comes_first_and_is_told_in_decibels_and_in_words() -> None:
    done = talk(Person())
    kinds = [type(step) for step in done.steps[:8]]
    assert [Say, MeasureRoom, ShowText, Say, MeasureEcho, ShowText, Say, Listen] == kinds
    assert ShowText(TEXTS.room_level.format(noise=-60)) == done.steps[2]
    assert Say(TEXTS.room_quiet) == done.steps[3]


@pytest.mark.parametrize(("works", "verdict"), [(True, TEXTS.echo_heard), (False, TEXTS.echo_deaf)])
def test_whether_it_hears_people_who_talk_over_it_is_said(works: bool, verdict: str) -> None:
    done = talk(Person(echo=EchoHeard(works, 12.4)))
    assert [ShowText(TEXTS.echo_level.format(echo=12)), Say(verdict)] == done.steps[5:7]


def test_whoever_cuts_that_short_goes_on_with_the_words() -> None:
    kinds = [type(step) for step in talk(Person(echo=None)).steps[:6]]
    assert [MeasureEcho, Listen] == kinds[4:]


@pytest.mark.parametrize(("db", "text"), [(-56.0, "quiet"), (-55.0, "fair"), (-41.0, "fair"), (-40.0, "loud")])
def test_the_noise_of_the_room_in_words(db: float, text: str) -> None:
    assert getattr(TEXTS, f"room_{text}") == room_verdict(db, TEXTS)


@pytest.mark.parametrize(
    ("attempts", "works"),
    [
        ([heard(PAUSE), heard(PAUSE), UNCLEAR], True),
        ([UNCLEAR, heard(PAUSE), heard(PAUSE)], True),
        ([heard(PAUSE), UNCLEAR, heard(NEXT)], False),
        ([heard(NEXT), UNCLEAR, UNCLEAR], False),
        ([heard(PAUSE), NOTHING, heard(PAUSE), heard(PAUSE)], True),
        ([heard(PAUSE), heard(PAUSE), NOTHING, NOTHING], True),
    ],
)
def test_two_of_three_are_enough(attempts: list[StepAnswer], works: bool) -> None:
    done = talk(Person({"pause": attempts}))
    assert summary(WORKS if works else FAILS) == done.summary


def test_what_was_understood_is_told_each_time() -> None:
    done = talk(Person({"pause": [heard(NEXT, "skip"), UNCLEAR, heard(PAUSE, "hold on")]}))
    answers = [TEXTS.wrong.format(words="skip"), TEXTS.not_understood, TEXTS.understood.format(words="hold on")]
    assert answers == done.said[3:6]
    assert 3 == done.steps.count(ShowText(TEXTS.levels.format(voice=-30, noise=-60)))


def test_a_word_that_was_skipped_is_left_out() -> None:
    done = talk(Person({"pause": [Wish.SKIP]}), PAUSE, NEXT)
    assert TEXTS.skipped in done.said
    assert summary(TEXTS.summary_works.format(command="Next")) == done.summary


def test_synonyms_are_offered_and_kept_where_they_work() -> None:
    done = talk(Person({"pause": [UNCLEAR]}, {TRY: True}))
    assert ["pause"] * 3 + ["hold on"] * 3 == done.listened
    assert [(PAUSE, "hold on")] == done.kept
    assert summary(TEXTS.summary_other.format(command="pause", words="hold on")) == done.summary


def test_the_next_synonym_is_offered_where_one_fails_or_is_skipped() -> None:
    wait = TEXTS.try_synonym.format(words="wait")
    failed = talk(Person({"pause": [UNCLEAR], "hold on": [UNCLEAR]}, {TRY: True, wait: True}))
    assert TEXTS.fails.format(words="hold on") in failed.said
    skipped = talk(Person({"pause": [UNCLEAR], "hold on": [Wish.SKIP]}, {TRY: True, wait: True}))
    assert TEXTS.fails.format(words="hold on") not in skipped.said
    assert [[(PAUSE, "wait")]] * 2 == [failed.kept, skipped.kept]


def test_no_more_than_two_synonyms_are_offered() -> None:
    attempts: dict[str, list[StepAnswer]] = {"pause": [UNCLEAR], "hold on": [UNCLEAR], "wait": [UNCLEAR]}
    done = talk(Person(attempts, {TRY: True, TEXTS.try_synonym.format(words="wait"): True}))
    assert ["pause"] * 3 + ["hold on"] * 3 + ["wait"] * 3 == done.listened
    assert [] == done.kept


def test_own_words_are_learnt_tried_and_kept() -> None:
    done = talk(Person({"pause": [UNCLEAR]}, {CHOOSE: True}, ["banana"]))
    assert ["pause"] * 3 + ["banana"] * 3 == done.listened
    assert Learn(PAUSE, "banana") in done.steps
    assert [(PAUSE, "banana")] == done.kept
    assert TEXTS.own_works.format(words="banana", command="pause") in done.said


def test_own_words_that_are_not_understood_are_not_kept_and_others_may_be_chosen() -> None:
    attempts: dict[str, list[StepAnswer]] = {"pause": [UNCLEAR], "banana": [UNCLEAR], "apple": [Wish.SKIP]}
    done = talk(Person(attempts, {CHOOSE: True}, ["banana", "apple", "cherry"]))
    assert TEXTS.own_fails.format(words="banana") in done.said
    assert TEXTS.own_fails.format(words="apple") not in done.said
    assert [(PAUSE, "cherry")] == done.kept


def test_own_words_are_asked_for_three_times_at_most() -> None:
    done = talk(Person({"pause": [UNCLEAR]}, {CHOOSE: True}, ["", " ", ""]))
    assert 3 == done.said.count(TEXTS.no_words)
    assert summary(FAILS) == done.summary


def test_own_words_with_a_problem_are_not_tried() -> None:
    person = Person({"pause": [UNCLEAR]}, {CHOOSE: True, TEXTS.use_anyway: True}, ["stop", "bag", "bag"])
    found = {"stop": Checked("stop", "No."), "bag": Checked("bag", "", ("Careful.", "Really."))}
    done = talk(person, check=lambda text, _: found[text])
    assert ["pause"] * 3 + ["bag"] * 3 == done.listened
    assert ["No.", "Careful. Really."] == [text for text in done.said if text in ("No.", "Careful. Really.")]
    assert [(PAUSE, "bag")] == done.kept


def test_own_words_that_were_warned_of_can_be_dropped() -> None:
    person = Person({"pause": [UNCLEAR]}, {CHOOSE: True}, ["bag"] * 3)
    done = talk(person, check=lambda text, _: Checked(text, "", ("Careful.",)))
    assert ["pause"] * 3 == done.listened


def test_a_persons_own_words_are_tried_first_and_the_name_is_a_synonym() -> None:
    done = talk(
        Person({"banana": [UNCLEAR]}, {TEXTS.try_synonym.format(words="pause"): True}), own={"pause": ["banana"]}
    )
    assert ["banana"] * 3 + ["pause"] * 3 == done.listened
    assert summary(WORKS) == done.summary


@pytest.mark.parametrize(
    ("attempt", "advice"),
    [
        (heard(None, voice_db=-53.0), TEXTS.voice_low.format(margin=7)),
        (heard(None, clipped=True), TEXTS.voice_loud),
        (NOTHING, TEXTS.voice_none),
    ],
)
def test_a_level_that_is_to_blame_is_told_and_the_word_has_a_second_chance(attempt: Attempt, advice: str) -> None:
    tries = MOST_SILENT if attempt is NOTHING else 3
    done = talk(Person({"pause": [*[attempt] * tries, heard(PAUSE)]}))
    assert ["pause"] * (tries + 3) == done.listened
    assert advice in done.said
    assert summary(WORKS) == done.summary


def test_the_second_chance_is_given_once() -> None:
    done = talk(Person({"pause": [NOTHING], "next": [NOTHING]}), PAUSE, NEXT)
    assert ["pause"] * 2 * MOST_SILENT + ["next"] * MOST_SILENT == done.listened
    assert 2 == done.said.count(TEXTS.voice_none)


def test_a_low_voice_that_is_understood_is_told_at_the_end_only() -> None:
    done = talk(Person({"pause": [heard(PAUSE, voice_db=-52.0)]}))
    assert ["pause"] * 3 == done.listened
    assert TEXTS.voice_low.format(margin=8) == done.said[-2]


def test_a_microphone_without_any_sound_ends_it_once_a_voice_is_missing() -> None:
    done = talk(Person({"pause": [NOTHING]}, noise=RoomNoise(-65.0, zeros=True)))
    assert done.check.muted
    assert [TEXTS.muted, MOST_SILENT] == [done.said[-1], len(done.listened)]


def test_a_microphone_that_takes_all_noise_away_is_fine() -> None:
    done = talk(Person(noise=RoomNoise(-65.0, zeros=True)))
    assert not done.check.muted
    assert summary(WORKS) == done.summary


@pytest.mark.parametrize(
    "text", [TEXTS.intro, TEXTS.room, TEXTS.room_quiet, TEXTS.say.format(words="next"), TRY, CHOOSE, TEXTS.type_own]
)
def test_it_ends_at_any_step_and_keeps_what_was_found(text: str) -> None:
    unclear: dict[str, list[StepAnswer]] = {"next": [UNCLEAR], "pause": [UNCLEAR], "hold on": [heard(PAUSE)]}
    text = text.format(command="pause") if "{" in text else text
    questions: dict[str, StepAnswer] = {} if text in (CHOOSE, TEXTS.type_own.format(command="pause")) else {TRY: True}
    done = talk(Person(unclear, {**questions, CHOOSE: True}, quits_at=text), PAUSE, NEXT)
    found = text == TEXTS.say.format(words="next")
    assert ([(PAUSE, "hold on")] if found else []) == done.kept
    line = TEXTS.summary_other.format(command="pause", words="hold on") if found else TEXTS.summary_none
    assert ShowText(summary(line)) == done.steps[-1]


@pytest.mark.parametrize(
    ("form", "text"), [("hold on", TEXTS.synonym_works), ("banana", TEXTS.own_works)], ids=["synonym", "own"]
)
def test_whoever_quits_at_the_good_news_has_it_kept(form: str, text: str) -> None:
    questions: dict[str, StepAnswer] = {TRY: form == "hold on", CHOOSE: True}
    quits_at = text.format(words=form, command="pause")
    done = talk(Person({"pause": [UNCLEAR]}, questions, ["banana"], quits_at=quits_at))
    assert [(PAUSE, form)] == done.kept
    assert ShowText(summary(TEXTS.summary_other.format(command="pause", words=form))) == done.steps[-1]


SAID = made_sound(1)


def taken(command: Command | None, *sounds: Vectors) -> Attempt:
    return replace(heard(command), sounds=sounds)


TAUGHT = TEXTS.taught.format(words="pause")


def taught_by(done: Talk) -> list[tuple[Command, str, int]]:
    return [(step.command, step.form, len(step.takes)) for step in done.steps if isinstance(step, Teach)]


def test_how_a_word_sounds_is_kept_whether_it_is_understood_or_not() -> None:
    for command, form in ((PAUSE, "pause"), (None, "")):
        done = talk(Person({"pause": [taken(command, varied(SAID, 0.3, seed)) for seed in range(3)]}))
        assert (PAUSE, form, 3) == taught_by(done)[0]


def test_takes_that_are_unlike_each_other_teach_nothing() -> None:
    done = talk(Person({"pause": [taken(None, made_sound(seed)) for seed in range(3)]}))
    assert [] == taught_by(done)
    assert TAUGHT not in done.said


def test_a_word_that_was_not_understood_may_be_by_the_persons_own_example() -> None:
    done = talk(Person({"pause": [*[taken(None, SAID)] * 3, heard(PAUSE)]}))
    assert ["pause"] * 4 == done.listened
    assert TEXTS.taught_works.format(words="pause") in done.said
    assert summary(WORKS) == done.summary


@pytest.mark.parametrize("answer", [UNCLEAR, Wish.SKIP])
def test_where_the_example_is_not_enough_other_words_are_offered(answer: StepAnswer) -> None:
    done = talk(Person({"pause": [*[taken(None, SAID)] * 3, answer]}, {TRY: True}))
    assert ["pause"] * 4 + ["hold on"] * 3 == done.listened
    assert [(PAUSE, "hold on")] == done.kept


def test_how_loud_the_voice_is_is_kept_at_the_end() -> None:
    done = talk(Person({"pause": [heard(PAUSE, voice_db=db) for db in (-30.0, -34.0, -32.0)]}))
    assert [KeepLoudness(-32.0)] == [step for step in done.steps if isinstance(step, KeepLoudness)]
    assert not any(isinstance(step, KeepLoudness) for step in talk(Person({"pause": [NOTHING]})).steps)


def test_a_voice_that_is_clear_but_far_away_is_told_so() -> None:
    done = talk(Person({"pause": [Attempt(PAUSE, "pause", -50.0, -65.0)]}))
    assert TEXTS.voice_far == done.said[-2]


def test_where_nobody_measures_the_room_it_goes_on() -> None:
    steps = VoiceCheckDialogue(PHRASES, (), {}, accepted).steps()
    next(steps)
    assert [MeasureRoom(TEXTS.room, 5.0), Say(summary(TEXTS.summary_none))] == [steps.send(None), steps.send(None)]
