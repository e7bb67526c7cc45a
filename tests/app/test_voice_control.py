"""What a session learns from the listening process, and what a person is told."""

import queue
import sys

import numpy as np
import pytest

from drillvoice.app import voice_control
from drillvoice.app.event_log import Record
from drillvoice.app.voice_control import VoiceControl
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import News
from drillvoice.core.session.messages import Asked, Message
from drillvoice.listening.messages import (
    Answered,
    Clipped,
    Echo,
    Failed,
    Found,
    HeardReport,
    LevelReport,
    ListeningReport,
    Lost,
    Report,
    Silent,
    Sounding,
)
from tests.builders import PHRASES

LISTENING = ListeningReport("Blue Yeti", 44_100, 0.1)
IS_ON = PHRASES.printed.voice_on.format(microphone="Blue Yeti")


class Desk:
    """What a voice control hands on, in order."""

    def __init__(self) -> None:
        self.inbox: queue.Queue[Message] = queue.Queue()
        self.told: list[str] = []
        self.levels: list[LevelReport | Echo] = []
        self.control = VoiceControl(self.inbox, PHRASES.printed, self.told.append, self.levels.append)

    def take(self, *reports: Report) -> None:
        for report in reports:
            self.control.take_report(report)

    @property
    def news(self) -> list[Asked | News]:
        return list(self.inbox.queue)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_command_goes_to_the_session_with_its_phrase_and_time(desk: Desk) -> None:
    desk.take(LISTENING, HeardReport("time-left", "how long", 100.5, 100.75))
    assert Asked(Command.TIME_LEFT, "voice", "how long", 100.5) == desk.news[-1]
    assert [IS_ON] == desk.told


@pytest.mark.parametrize("command", Command)
def test_every_command_is_known(desk: Desk, command: Command) -> None:
    desk.take(HeardReport(command.value, "something", 1.0, 1.5))
    assert [Asked(command, "voice", "something", 1.0)] == desk.news


def test_that_it_listens_is_said_once_however_often_it_begins(desk: Desk) -> None:
    desk.take(LISTENING, LISTENING, LISTENING)
    assert ([IS_ON], [News.LISTENING]) == (desk.told, desk.news)


@pytest.mark.parametrize("report", [Lost("It is gone."), Silent("It is muted."), Failed("It crashed.")])
def test_who_cannot_hear_any_more_says_so(desk: Desk, report: Lost | Silent | Failed) -> None:
    desk.take(LISTENING, report)
    assert ([IS_ON, report.why], [News.LISTENING, News.DEAF]) == (desk.told, desk.news)


@pytest.mark.parametrize("report", [Lost("It is gone."), Silent("It is muted."), Failed("It crashed.")])
def test_where_it_never_worked_nothing_is_spoken(desk: Desk, report: Lost | Silent | Failed) -> None:
    desk.take(report)
    assert ([f"Voice control is off: {report.why}"], []) == (desk.told, desk.news)


@pytest.mark.parametrize(("bad", "good"), [(Lost("It is gone."), Found()), (Silent("It is muted."), Sounding())])
def test_who_hears_again_says_so(desk: Desk, bad: Report, good: Report) -> None:
    desk.take(LISTENING, bad, good, LISTENING)
    assert [News.LISTENING, News.DEAF, News.LISTENING_AGAIN] == desk.news
    assert PHRASES.printed.voice_again == desk.told[-1]


@pytest.mark.parametrize("good", [Found(), Sounding()])
def test_good_news_without_bad_ones_are_none(desk: Desk, good: Report) -> None:
    desk.take(LISTENING, good)
    assert ([IS_ON], [News.LISTENING]) == (desk.told, desk.news)


def test_a_microphone_that_is_connected_late_is_a_beginning(desk: Desk) -> None:
    desk.take(Lost("There is none."), Found(), LISTENING)
    assert ["Voice control is off: There is none.", IS_ON] == desk.told
    assert [News.LISTENING] == desk.news


def test_several_reasons_at_once_are_all_written_and_spoken_once(desk: Desk) -> None:
    desk.take(LISTENING, Silent("It is muted."), Lost("It is gone."), Failed("It crashed."))
    assert [IS_ON, "It is muted.", "It is gone.", "It crashed."] == desk.told
    assert [News.LISTENING, News.DEAF] == desk.news


def test_a_second_loss_is_spoken_again(desk: Desk) -> None:
    desk.take(LISTENING, Lost("It is gone."), Found(), Lost("It is gone."), Found())
    assert [News.LISTENING, *[News.DEAF, News.LISTENING_AGAIN] * 2] == desk.news


@pytest.mark.parametrize("before", [[], [LISTENING]])
def test_a_microphone_that_is_too_loud_is_only_written(desk: Desk, before: list[Report]) -> None:
    """It hears all the same."""
    desk.take(*before)
    news = desk.news
    desk.take(Clipped("It is too loud."), Sounding())
    assert ("It is too loud.", news) == (desk.told[-1], desk.news)


def test_levels_are_shown_and_nothing_else(desk: Desk) -> None:
    desk.take(LevelReport(-20.0, -60.0))
    assert ([LevelReport(-20.0, -60.0)], [], []) == (desk.levels, desk.told, desk.news)
    VoiceControl(desk.inbox, PHRASES.printed, desk.told.append).take_report(LevelReport(-20.0, -60.0))
    assert [] == desk.told


def test_how_it_hears_over_the_cues_is_shown_and_logged(desk: Desk) -> None:
    logged: list[Record] = []
    desk.control.log = logged.append
    echo = Echo(heard=True, erle_db=14.2, delay_s=0.08, drift_ppm=20.0, jumps=0)
    desk.take(echo)
    assert ([echo], [], []) == (desk.levels, desk.told, desk.news)
    assert [{"kind": "echo", "heard": True, "erle_db": 14.2, "delay_s": 0.08, "drift_ppm": 20.0, "jumps": 0}] == logged


def test_what_is_played_before_and_after_is_not_handed_over(desk: Desk) -> None:
    desk.control.note_played(1.0, np.zeros(10, np.float32), 16_000)
    assert ([], []) == (desk.told, desk.news)


def test_it_listens_while_its_block_lasts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that listens repeats the microphone's name, and hears "stop" when something has been played."""
    code = (
        "import json, sys; tell = lambda **fields: print(json.dumps(fields), flush=True)\n"
        "config = json.loads(sys.stdin.buffer.readline())\n"
        "tell(kind='listening', microphone=config['device'], rate=1, latency_s=0); sys.stdin.buffer.read(13)\n"
        "tell(kind='heard', command='stop', phrase='stop', word_end_s=1, decided_s=2); sys.stdin.read()"
    )
    monkeypatch.setattr(voice_control, "listening_command", lambda: [sys.executable, "-S", "-c", code])
    with desk.control.switched_on({"device": "Blue Yeti"}):
        assert News.LISTENING is desk.inbox.get(timeout=10)
        desk.control.note_played(1.0, np.zeros(160, np.float32), 16_000)
        assert Asked(Command.STOP, "voice", "stop", 1) == desk.inbox.get(timeout=10)
    desk.control.note_played(2.0, np.zeros(160, np.float32), 16_000)
    assert ([IS_ON], []) == (desk.told, desk.news)


def test_answers_go_to_whoever_asked_and_to_nobody_else(desk: Desk) -> None:
    found: list[Answer] = []
    desk.take(LISTENING, Answered("4"))
    desk.control.answers_to(found.append)
    desk.take(Answered("10"), Answered("skip"))
    desk.control.answers_to(None)
    desk.take(Answered("5"))
    assert [Answer.TEN, Answer.SKIP] == found
    assert [News.LISTENING] == desk.news


def test_yes_and_no_are_taken_while_a_question_stands_and_not_beside_another(desk: Desk) -> None:
    answers: list[Answer] = []
    allowed: list[bool] = []
    desk.take(LISTENING, Answered("yes"))
    desk.control.consents_to(allowed.append)
    desk.take(Answered("no"), Answered("7"), Answered("yes"))
    desk.control.answers_to(answers.append)
    desk.take(Answered("4"))
    desk.control.answers_to(None)
    desk.control.consents_to(None)
    desk.take(Answered("yes"))
    assert ([False, True], [Answer.FOUR]) == (allowed, answers)


def test_it_knows_whether_a_voice_is_heard(desk: Desk) -> None:
    heard = [desk.control.listening]
    for report in (LISTENING, Lost("gone"), Found()):
        desk.take(report)
        heard.append(desk.control.listening)
    assert [False, True, False, True] == heard
