"""The questions in lines: typed, pressed and said."""

import queue

import pytest

from drillvoice.app.stage import Stage
from drillvoice.core.session.answers import Answer
from drillvoice.terminal.lines import questions
from drillvoice.terminal.lines.questions import ask_questions
from drillvoice.terminal.typed import END, LEAVE, Incoming, KeyLines
from tests.builders import PHRASES, plan_of, turns
from tests.fakes import FakeAnswers


class Asked:
    """The questions of one moment, answered by lines and by voice."""

    def __init__(self, *lines: str, voice: FakeAnswers | None = None) -> None:
        self.voice = voice or FakeAnswers()
        self.voice.listening = voice is not None
        self.said: list[str] = []
        self.echoed: list[str] = []
        self._incoming: Incoming = queue.SimpleQueue()
        for line in lines:
            self._incoming.put(line)

    def _say(self, text: str) -> None:
        self.said.append(text)
        self.voice.asked(text)

    def answers(self) -> tuple[list[int | None], list[str]]:
        plan = plan_of(turns(max_cues=2), bouts=1, brief=True)
        stage = Stage(
            plan,
            PHRASES,
            queue.Queue(),
            lambda: pytest.fail("nothing runs"),
            self._say,
            lambda *_: None,
            voice=self.voice,
        )
        asking = ask_questions(stage, self.echoed.append, self._incoming, "stdin")
        return list(asking.values.values()), list(asking.sources.values())


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "SETTLES_S", 0.01)


def test_lines_are_answers_and_back_asks_again() -> None:
    asked = Asked("3", "9", "b", "4", "")
    assert ([3, 4, None], ["stdin"] * 3) == asked.answers()
    assert 4 == sum("unsteady" in text or "tired" in text for text in asked.said)


def test_said_answers_are_read_back_and_count_after_a_while() -> None:
    voice = FakeAnswers(Answer.ZERO, Answer.SKIP, Answer.TEN)
    asked = Asked(voice=voice)
    assert ([0, None, 10], ["voice"] * 3) == asked.answers()
    assert "Zero. (another number or b where that is wrong)" == asked.echoed[1]
    assert "How dizzy are you, from zero to ten? Say a number, or skip." == asked.said[0]
    assert [True, False] == voice.attended


def test_a_said_number_that_is_wrong_is_typed_instead() -> None:
    class Typing(FakeAnswers):
        def asked(self, text: str) -> None:
            super().asked(text)
            if text == "Nine.":
                asked._incoming.put("5")

    asked = Asked(voice=Typing(Answer.NINE, Answer.SKIP, Answer.SKIP))
    assert ([5, None, None], ["stdin", "voice", "voice"]) == asked.answers()


def test_no_more_lines_skip_all_that_is_left() -> None:
    assert [2, None, None] == Asked("2", END).answers()[0]


def test_whoever_wants_to_leave_leaves() -> None:
    asked = Asked("2", LEAVE)
    with pytest.raises(KeyboardInterrupt):
        asked.answers()
    assert [True, False] == asked.voice.attended


def test_single_keys_make_lines_that_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    typed = KeyLines()
    for key in ("1", "2", "backspace", "0", "up", "c-m", "c-m", "c-c"):
        typed._type(key)
    assert ["10", "", LEAVE] == [typed.incoming.get_nowait() for _ in range(3)]
    assert "12\b \b0\n\n" == capsys.readouterr().out
