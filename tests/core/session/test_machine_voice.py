"""What a session answers to a voice, and what it says about being able to hear one."""

from collections.abc import Callable, Iterator

import pytest

from drillvoice.core.plan.lines import ReadyGate, spoken_line
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.effects import Speak, Tone
from drillvoice.core.session.facts import News, Utterance
from drillvoice.core.session.machine import Origin, Session
from drillvoice.core.session.replies import news_text, possible_replies
from tests.builders import PHRASES, length, plan_of, session_of, turns
from tests.fakes import Shell

C = Command
SPOKEN = Utterance("said so", 12.34)
REST = PHRASES.rest


def going() -> Shell:
    """In the gap between two cues."""
    shell = Shell(session_of(turns(gap_s=[6.0, 6.0]), bouts=2, rest_s=20.0, attended=True, brief=True))
    shell.run_to(lambda: any(said.line.cue for said in shell.heard))
    shell.run(shell.now + 100)
    return shell


def resting() -> Shell:
    shell = going()
    shell.run_to(lambda: shell.session.state is State.RESTING)
    return shell


def waiting() -> Shell:
    shell = resting()
    shell.run_to(lambda: shell.session.state is State.WAITING)
    shell.run(shell.now + 300)
    return shell


def paused() -> Shell:
    return asked(C.PAUSE)


def stopped() -> Shell:
    return asked(C.STOP)


def asked(command: Command) -> Shell:
    shell = going()
    shell.ask(command)
    shell.run(shell.now + 100)
    return shell


def ended() -> Shell:
    shell = asked(C.FINISH)
    shell.run_to(lambda: shell.session.is_over)
    return shell


class TestTones:
    @pytest.mark.parametrize(
        ("begin", "command"),
        [
            (going, C.SLOWER),
            (going, C.FASTER),
            (going, C.REPEAT),
            (going, C.BACK),
            (going, C.TIME_LEFT),
            (going, C.WHAT_CAN_I_SAY),
            (going, C.FINISH),
            (resting, C.REPEAT),
            (resting, C.READY),
            (waiting, C.READY),
        ],
    )
    def test_what_was_said_is_answered_by_a_rising_tone(self, begin: Callable[[], Shell], command: C) -> None:
        shell = begin()
        assert [Tone(shell.now, rising=True)] == self.tones(shell, command)

    @pytest.mark.parametrize(
        ("begin", "command"),
        [(going, C.PAUSE), (paused, C.RESUME), (paused, C.READY), (going, C.HELP), (resting, C.NEXT)],
    )
    def test_what_a_word_answers_at_once_has_no_tone(self, begin: Callable[[], Shell], command: C) -> None:
        shell = begin()
        assert [] == self.tones(shell, command)
        before = shell.now
        shell.run(before + 50)
        assert [said for said in shell.heard if said.at >= before]

    @pytest.mark.parametrize(("begin", "command"), [(going, C.RESUME), (going, C.READY), (paused, C.REPEAT)])
    def test_what_has_no_effect_now_is_answered_by_the_falling_tone_alone(
        self, begin: Callable[[], Shell], command: C
    ) -> None:
        shell = begin()
        assert [Tone(shell.now)] == self.tones(shell, command)

    @pytest.mark.parametrize("begin", [going, resting, waiting, paused])
    def test_stop_is_silent(self, begin: Callable[[], Shell]) -> None:
        shell = begin()
        assert [] == self.tones(shell, C.STOP)
        before = shell.now
        shell.run(before + 3000)
        assert [] == [said for said in shell.heard if said.at >= before]

    @pytest.mark.parametrize("command", [C.SLOWER, C.TIME_LEFT, C.NEXT, C.PAUSE, C.STOP, C.REPEAT])
    def test_after_stop_nothing_answers(self, command: C) -> None:
        assert [] == self.tones(stopped(), command)

    @pytest.mark.parametrize("begin", [going, resting, paused])
    @pytest.mark.parametrize("command", [C.SLOWER, C.BACK, C.REPEAT, C.TIME_LEFT, C.READY, C.FINISH])
    def test_keys_never_give_a_rising_tone(self, begin: Callable[[], Shell], command: C) -> None:
        shell = begin()
        shell.ask(command)
        assert not [effect for effect in shell.effects if isinstance(effect, Tone) and effect.rising]

    def tones(self, shell: Shell, command: C) -> list[Tone]:
        before = len(shell.effects)
        if shell.session.needs_hush(command, shell.now):
            shell.cut()
            before = len(shell.effects)
        shell.effects += shell.session.handle_command(command, shell.now, Origin("voice", SPOKEN))
        return [effect for effect in shell.effects[before:] if isinstance(effect, Tone)]


def test_the_record_of_a_command_by_voice_has_its_phrase_and_when_it_had_been_said() -> None:
    shell = going()
    shell.effects += shell.session.handle_command(C.TIME_LEFT, shell.now, Origin("voice", SPOKEN))
    expected = {"command": "time-left", "source": "voice", "action": "tell_time", "phrase": "said so"}
    assert 12.34 == shell.notes[-1]["word_end_s"]
    assert expected.items() <= shell.notes[-1].items()
    shell.ask(C.TIME_LEFT)
    assert not {"phrase", "word_end_s"} & shell.notes[-1].keys()


def told(shell: Shell, news: News) -> list[str]:
    """What is said within a few seconds after the news."""
    before = shell.now
    shell.effects += shell.session.mishaps.tell_news(news, shell.now)
    assert {"at_s": before / 50, "kind": "voice", "news": news.value} in shell.notes
    shell.run(before + 200)
    if shell.session.is_over:
        return [effect.line.sound.text for effect in shell.effects if isinstance(effect, Speak) and effect.at >= before]
    return [said.line.sound.text for said in shell.heard if said.at >= before]


class TestNews:
    @pytest.mark.parametrize("news", News)
    @pytest.mark.parametrize("begin", [going, waiting, paused])
    def test_news_are_said(self, begin: Callable[[], Shell], news: News) -> None:
        assert news_text(news, PHRASES) == told(begin(), news)[0]

    @pytest.mark.parametrize("news", News)
    @pytest.mark.parametrize("begin", [stopped, ended])
    def test_after_stop_and_at_the_end_they_are_not(self, begin: Callable[[], Shell], news: News) -> None:
        assert [] == told(begin(), news)

    @pytest.mark.parametrize("news", News)
    def test_they_do_not_talk_into_the_closing(self, news: News) -> None:
        shell = going()
        shell.ask(C.FINISH)
        assert news_text(news, PHRASES) not in told(shell, news)

    def test_they_never_talk_over_anything(self) -> None:
        shell = Shell(session_of(turns(), attended=True))
        for _ in range(20):
            told(shell, News.LISTENING)
        ends = [said.at + said.clip for said in shell.heard]
        assert all(end <= following.at for end, following in zip(ends, shell.heard[1:], strict=False))


class TestReady:
    @pytest.mark.parametrize(
        ("news", "question"),
        [
            ([], REST.ready),
            ([News.LISTENING], REST.ready_by_voice),
            ([News.LISTENING, News.DEAF], REST.ready),
            ([News.LISTENING, News.DEAF, News.LISTENING_AGAIN], REST.ready_by_voice),
        ],
    )
    def test_only_who_listens_asks_for_a_spoken_ready(self, news: list[News], question: str) -> None:
        shell = self.full()
        for each in news:
            told(shell, each)
        shell.run_to(lambda: shell.session.state is State.WAITING)
        shell.run(shell.now + 100)
        assert question in shell.texts

    def test_asking_again_names_the_voice_too(self) -> None:
        shell = self.full()
        told(shell, News.LISTENING)
        shell.run_to(lambda: shell.session.state is State.WAITING)
        shell.run(shell.now + 2500)
        assert REST.ready_again_by_voice in shell.texts
        assert REST.ready_again not in shell.texts

    def test_where_a_stored_plan_knows_no_other_question_it_stays_as_it_is(self) -> None:
        asked, again = spoken_line("Ready?"), spoken_line("Ready now?")
        gate = ReadyGate(asked, again, 50)
        assert [asked, again] == [gate.question(again=later, by_voice=True) for later in (False, True)]

    def full(self) -> Shell:
        shell = Shell(session_of(turns(), bouts=2, rest_s=20.0, attended=True))
        shell.run_to(lambda: any(said.line.cue for said in shell.heard))
        return shell


def said_with_a_voice(session: Session) -> Iterator[str]:
    shell = Shell(session)
    for news in News:
        shell.run(shell.now + 500)
        told(shell, news)
    shell.run_to(lambda: shell.session.state is State.WAITING)
    shell.run(shell.now + 2500)
    yield from shell.texts


def test_everything_about_a_voice_can_be_spoken_ahead() -> None:
    plan = plan_of(turns(), bouts=2, rest_s=20.0, attended=True)
    planned = {line.sound.text for unit in plan.units for line in unit.lines}
    said = set(said_with_a_voice(Session(plan, length, PHRASES)))
    assert {PHRASES.reply.listening, PHRASES.reply.deaf, REST.ready_by_voice, REST.ready_again_by_voice} <= said
    assert said <= planned | set(possible_replies(plan, PHRASES))
