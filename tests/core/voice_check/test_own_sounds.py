"""Any sound that a person can repeat, taught for a command, and refused where it would not be safe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.attempts import Attempt
from drillvoice.core.voice_check.own_sounds import MOST_ATTEMPTS, TIMES, OwnSoundDialogue
from drillvoice.core.voice_check.steps import HearTalk, Listen, Say, Step, StepAnswer, Talk, Teach, Wish
from tests.builders import PHRASES
from tests.core.hearing.vectors import made_sound, varied

TEXTS = PHRASES.voice_check.sounds
HUM, OTHER = made_sound(1), made_sound(2)
HUMS = [varied(HUM, 0.2, 50 + seed) for seed in range(TIMES)]


@dataclass
class Person:
    """Makes sounds, and talks."""

    sounds: list[Sequence[Vectors]] = field(default_factory=lambda: [[hum] for hum in HUMS])
    talk: StepAnswer = field(default_factory=lambda: Talk([OTHER]))
    quits_at: str = ""

    def answer(self, step: Step) -> StepAnswer:
        if self.quits_at == getattr(step, "text", None):
            return Wish.QUIT
        if isinstance(step, Listen):
            return Attempt(None, "", -30.0, -60.0, sounds=self.sounds.pop(0)) if self.sounds else Wish.SKIP
        return self.talk if isinstance(step, HearTalk) else None


def teach(
    person: Person,
    taught: Mapping[Command, Sequence[Vectors]] | None = None,
    spoken: Sequence[tuple[str, Sequence[Vectors]]] = (),
) -> list[Step]:
    generator = OwnSoundDialogue(PHRASES, Command.PAUSE, taught or {}, lambda: spoken).steps()
    steps = [next(generator)]
    while True:
        try:
            steps.append(generator.send(person.answer(steps[-1])))
        except StopIteration:
            return steps


def said(steps: Sequence[Step]) -> list[str]:
    return [step.text for step in steps if isinstance(step, Say)]


def was_taught(steps: Sequence[Step]) -> bool:
    return any(isinstance(step, Teach) for step in steps)


def refused(reason: str) -> str:
    return TEXTS.refused.format(reason=reason)


def test_five_takes_teach_a_sound() -> None:
    steps = teach(Person(), {Command.STOP: [OTHER], Command.PAUSE: [HUM]}, [("Look left", [made_sound(3)])])
    (taught,) = [step for step in steps if isinstance(step, Teach)]
    assert (Command.PAUSE, "", TIMES) == (taught.command, taught.form, len(taught.takes))
    assert TEXTS.taught.format(command="pause") == said(steps)[-1]
    assert [TEXTS.first, *[TEXTS.again] * (TIMES - 1)] == [step.text for step in steps if isinstance(step, Listen)]


def test_an_attempt_in_which_nothing_sounded_is_asked_for_again() -> None:
    steps = teach(Person([[], [HUMS[0]], [], *[[hum] for hum in HUMS[1:]]]))
    assert was_taught(steps)
    assert TIMES + 2 == sum(isinstance(step, Listen) for step in steps)


def test_a_cough_beside_the_sound_does_no_harm() -> None:
    assert was_taught(teach(Person([[made_sound(10 + at), hum] for at, hum in enumerate(HUMS)])))


@pytest.mark.parametrize("sounds", [[], [[hum] for hum in HUMS[:2]], [[made_sound(seed)] for seed in range(5)]])
def test_sounds_that_are_unlike_each_other_are_refused(sounds: list[Sequence[Vectors]]) -> None:
    steps = teach(Person(sounds))
    assert refused(TEXTS.unlike) == said(steps)[-1]
    assert MOST_ATTEMPTS >= sum(isinstance(step, Listen) for step in steps)


def test_sounds_that_are_a_little_alike_are_too_unlike_to_be_known_again() -> None:
    steps = teach(Person([[varied(HUM, 0.8, 50 + seed)] for seed in range(TIMES)]))
    assert refused(TEXTS.unlike) == said(steps)[-1]


def test_what_is_like_another_command_is_refused() -> None:
    steps = teach(Person(), {Command.NEXT: [OTHER], Command.STOP: [varied(HUM, 0.3)]})
    assert refused(TEXTS.like_command.format(command="stop")) == said(steps)[-1]
    assert not was_taught(steps)


def test_what_is_like_a_cue_is_refused() -> None:
    steps = teach(Person(), spoken=[("Look left", [OTHER]), ("Look up", [OTHER, varied(HUM, 0.3)])])
    assert refused(TEXTS.like_words.format(words="Look up")) == said(steps)[-1]
    assert not was_taught(steps)


def test_what_comes_in_ordinary_talk_is_refused() -> None:
    steps = teach(Person(talk=Talk([OTHER, varied(HUM, 0.3)])))
    assert refused(TEXTS.like_talk) == said(steps)[-1]
    assert not was_taught(steps)


@pytest.mark.parametrize("text", [TEXTS.intro.format(command="pause"), TEXTS.first, TEXTS.talk])
def test_it_ends_at_any_step_and_nothing_is_changed(text: str) -> None:
    assert not was_taught(teach(Person(quits_at=text)))
