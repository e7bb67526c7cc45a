"""A phone that wants to join during a drill: asked in its turn, answered by a voice, never by the program's own."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
import soundfile

from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.errors import PageError
from drillvoice.voice.pyttsx3_engine import Pyttsx3Engine
from drillvoice.web.addresses import private_address
from tests.web.serving import Visitor

from .program import PHRASES, QUICK, Program, Stage
from .room import wait_for

WORDS = PHRASES.page_server
SETTLED_S = 1.7
TRIES = 5
Say = Callable[[str], None]


@pytest.fixture
def say(stage: Stage, tmp_path: Path) -> Say:
    """Say a word before a microphone that hears the loudspeaker too."""
    stage.room.noise_bed()
    stage.room.add_echo()
    with closing(Pyttsx3Engine("", DEFAULT_RATE)) as speech:
        for word in ("yes", "no"):
            clip = speech.speak(word)
            soundfile.write(tmp_path / f"{word}.wav", clip.samples, clip.rate)
    return lambda word: stage.room.say_into_microphone(tmp_path / f"{word}.wav")


@contextmanager
def drill(stage: Stage) -> Iterator[tuple[Program, Visitor, str]]:
    """A drill with a page on this computer, and the code for a phone."""
    with suppress(PageError):
        private_address()
        with stage.run(str(QUICK), "--lan", voice_control=True, env={"DISPLAY": ""}) as program:
            program.printed("and type ")
            told = "\n".join(program.err.texts())
            address = re.search(r"http://127\.0\.0\.1:(\d+)/#(\S+)", told)
            code = re.search(r"type (\d{4} \d{4})", told)
            assert address
            assert code
            helper = Visitor(int(address[1]))
            assert {"status": "paired"} == helper.join_with(secret=address[2]).data
            helper.listen()
            try:
                yield program, helper, code[1]
            finally:
                helper.leave()
            return
    pytest.skip("this computer is in no private network")


def pause_by_hand(program: Program) -> None:
    asked = program.tell("pause")
    program.event(since=asked, text=PHRASES.reply.paused)
    time.sleep(SETTLED_S)


def ticket_of(helper: Visitor, code: str) -> tuple[Visitor, str]:
    phone = Visitor(helper.port)
    asked = phone.join_with(code=code).data
    assert "asking" == asked["status"]
    return phone, asked["ticket"]


def test_a_phone_is_asked_about_between_cues_and_let_in_by_a_voice_alone(stage: Stage, say: Say) -> None:
    with drill(stage) as (program, helper, code):
        program.printed("Voice control is on")
        program.event(text="Look left", timeout_s=90)
        say("yes")
        phone, ticket = ticket_of(helper, code)
        asked, record = program.event(text=WORDS.phone_wants)
        before = [each for at, each in program.records if "text" in each and at < asked]
        assert record["at_s"] >= before[-1]["at_s"], "no cue is cut for it"
        helper.command("resume")
        assert 200 == helper.press("/say", text="No. No. Yes. Yes.").status
        program.event(since=asked, text="No. No. Yes. Yes.")
        time.sleep(3)
        assert "asking" == phone.join_with(ticket=ticket).data["status"], "its own voice answers nothing"
        pause_by_hand(program)
        for _ in range(TRIES):
            say("yes")
            with suppress(TimeoutError):
                wait_for(lambda: not helper.state["asks"], "an answer", timeout_s=2.5)
                break
        assert {"status": "paired"} == phone.join_with(ticket=ticket).data
        commands = [each for _, each in program.records if each.get("source") == "voice"]
        assert [] == commands, "a yes is no command"


def test_a_no_keeps_a_phone_out_and_what_is_said_later_answers_nothing(stage: Stage, say: Say) -> None:
    with drill(stage) as (program, helper, code):
        program.printed("Voice control is on")
        program.event(text="Look left", timeout_s=90)
        pause_by_hand(program)
        phone, ticket = ticket_of(helper, code)
        program.event(text=WORDS.phone_wants)
        time.sleep(SETTLED_S)
        for _ in range(TRIES):
            say("no")
            with suppress(TimeoutError):
                wait_for(lambda: not helper.state["asks"], "an answer", timeout_s=2.5)
                break
        reply = phone.join_with(ticket=ticket)
        assert (403, WORDS.phone_refused) == (reply.status, reply.message)
        say("yes")
        time.sleep(1)
        assert 403 == phone.ask("GET", "/phones").status
