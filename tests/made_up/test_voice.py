"""What is said of a voice in the made-up language: voice control, and the voice check."""

import contextlib
import queue

import pytest

from drillvoice.app.library import Library
from drillvoice.app.own_words import cues_of
from drillvoice.app.voice_control import VoiceControl
from drillvoice.core.hearing.vocabulary import session_vocabulary
from drillvoice.core.phrases import Phrases
from drillvoice.core.session.commands import Command
from drillvoice.core.session.messages import Message
from drillvoice.core.voice_check.attempts import Attempt
from drillvoice.core.voice_check.dialogue import IMPORTANT, VoiceCheckDialogue
from drillvoice.core.voice_check.own_words import Around, Checked, check_words, nearest_phrases
from drillvoice.core.voice_check.steps import AskYesNo, EchoHeard, Listen, RoomNoise, Step, StepAnswer, Type
from drillvoice.listening.messages import Failed, Found, ListeningReport, Lost
from tests.core.voice_check.test_dialogue import NOTHING, UNCLEAR, Person, heard
from tests.made_up.language import in_other_letters, is_made_up


def test_what_voice_control_tells_is_in_it(phrases: Phrases) -> None:
    told: list[str] = []
    inbox: queue.Queue[Message] = queue.Queue()
    control = VoiceControl(inbox, phrases.printed, told.append)
    for report in (ListeningReport("Ёж", 44_100, 0.1), Lost("Нет."), Found()):
        control.take_report(report)
    VoiceControl(inbox, phrases.printed, told.append).take_report(Failed("Нет."))
    assert 4 == len(told)
    assert is_made_up(*told)


class Willing(Person):
    """Says yes to everything, and types words."""

    def answer(self, step: Step) -> StepAnswer:
        if isinstance(step, AskYesNo):
            return True
        if isinstance(step, Type):
            return self.typed.pop(0) if self.typed else ""
        if isinstance(step, Listen) and step.form in self.typed:
            return UNCLEAR
        return super().answer(step)


FORMS = [in_other_letters(form) for form in ("pause", "hold on", "wait", "take a break")]


def in_each(attempt: Attempt) -> dict[str, list[StepAnswer]]:
    return {form: [attempt] for form in FORMS}


PEOPLE = {
    "is understood": Person(),
    "says nothing": Person(in_each(NOTHING)),
    "is too loud": Person(in_each(heard(None, clipped=True))),
    "is too soft": Person(in_each(heard(None, voice_db=-53.0))),
    "is not understood": Person(in_each(UNCLEAR)),
    "is taken for another": Person(in_each(heard(Command.NEXT, "дальше"))),
    "finds a synonym": Willing({FORMS[0]: [UNCLEAR]}),
    "chooses words": Willing(in_each(UNCLEAR), typed=["", "один два три четыре пять", "банан"]),
    "is in a loud room": Person(noise=RoomNoise(-30.0), echo=EchoHeard(works=False, erle_db=3.0)),
    "is in another room": Person(noise=RoomNoise(-50.0)),
    "is muted": Person(in_each(NOTHING), noise=RoomNoise(-90.0, zeros=True)),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_dialogue_is_in_it(name: str, phrases: Phrases, drills: Library) -> None:
    around = around_in_it(phrases, drills)
    person = PEOPLE[name]

    def check(text: str, command: Command) -> Checked:
        return check_words(text, command, around)

    steps = VoiceCheckDialogue(phrases, IMPORTANT, {}, check).steps()
    texts: list[str] = []
    answer: StepAnswer = None
    with contextlib.suppress(StopIteration):
        while len(texts) < 500:
            step = steps.send(answer)
            texts.append(getattr(step, "text", ""))
            answer = person.answer(step)
    assert is_made_up(*texts)


def around_in_it(phrases: Phrases, drills: Library) -> Around:
    meanings = session_vocabulary(phrases, {"next": ["вперёд"]}).phrases
    return Around(meanings, tuple(cues_of(drills)), lambda word: "x" not in word, phrases)


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("один два три четыре пять", False),
        ("xx", False),
        (in_other_letters("stop"), False),
        (f"{in_other_letters('stop')} ещё", False),
        ("Вперёда", True),
        ("Глаза", True),
    ],
)
def test_what_is_wrong_with_own_words_is_said_in_it(text: str, warned: bool, phrases: Phrases, drills: Library) -> None:
    around = around_in_it(phrases, drills)
    checked = check_words(text, Command.PAUSE, around)
    assert is_made_up(checked.problem.replace("xx", ""), *checked.warnings)
    assert warned == (not checked.problem)
    assert nearest_phrases("вперёда", Command.PAUSE, around, 1) == ["вперёд"]
