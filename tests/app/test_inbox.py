"""What waits for the session's loop: silence overtakes all else, floods are dropped, and a signal may put into it."""

import queue
import signal
import threading
import time

import pytest

from drillvoice.app.inbox import MOST_COMMANDS, MOST_OTHERS, SessionInbox
from drillvoice.core.session.commands import URGENT, Command
from drillvoice.core.session.facts import News
from drillvoice.core.session.messages import Asked, Message, NoteAsked


def asked(command: Command) -> Asked:
    return Asked(command, "test")


def inbox_of(*messages: Message) -> SessionInbox:
    inbox = SessionInbox()
    for message in messages:
        inbox.put(message)
    return inbox


def taken(inbox: SessionInbox) -> list[Message]:
    found: list[Message] = []
    while True:
        try:
            found.append(inbox.get_nowait())
        except queue.Empty:
            return found


@pytest.mark.parametrize("urgent", sorted(URGENT))
def test_what_brings_silence_overtakes_what_waits_and_takes_the_place_of_earlier_commands(urgent: Command) -> None:
    note = NoteAsked("wobble", "keys")
    waiting = inbox_of(asked(Command.NEXT), note, asked(Command.RESUME), asked(urgent), asked(Command.SLOWER))
    assert [asked(urgent), asked(Command.SLOWER), note] == taken(waiting)


def test_a_flood_of_commands_leaves_the_first_and_stop_comes_at_once() -> None:
    inbox = inbox_of(*[asked(Command.NEXT)] * 100_000)
    assert MOST_COMMANDS == len(taken(inbox))
    flood: list[Message] = [asked(Command.SLOWER), NoteAsked("wobble", "stdin")] * 50_000
    inbox = inbox_of(*flood, asked(Command.STOP), *flood)
    assert asked(Command.STOP) == inbox.get_nowait()
    assert MOST_COMMANDS + MOST_OTHERS == len(taken(inbox))


def test_no_flood_of_what_is_urgent_keeps_stop_away() -> None:
    inbox = inbox_of(*[asked(Command.HELP), asked(Command.PAUSE)] * 50_000, asked(Command.STOP))
    assert [asked(Command.HELP), asked(Command.PAUSE), asked(Command.STOP)] == taken(inbox)


def test_what_comes_after_it_was_taken_is_a_new_wish() -> None:
    inbox = inbox_of(asked(Command.STOP))
    assert [asked(Command.STOP)] == taken(inbox)
    inbox.put(asked(Command.STOP))
    assert [asked(Command.STOP)] == taken(inbox)


def test_it_waits_as_long_as_it_is_told_to_also_where_what_had_come_was_dropped() -> None:
    inbox = inbox_of(asked(Command.NEXT), asked(Command.STOP))
    assert asked(Command.STOP) == inbox.get(timeout=5)
    begun = time.monotonic()
    with pytest.raises(queue.Empty):
        inbox.get(timeout=0.05)
    assert time.monotonic() - begun >= 0.04


def test_whoever_waits_is_woken() -> None:
    inbox = SessionInbox()
    threading.Timer(0.05, inbox.put, [News.DEAF]).start()
    assert News.DEAF == inbox.get(timeout=20)


def test_a_signal_may_put_into_it_whatever_the_thread_that_it_interrupts_is_doing() -> None:
    """A queue with a lock hangs here: the signal comes while the same thread holds it."""
    inbox = SessionInbox()
    before = signal.signal(signal.SIGALRM, lambda *_: inbox.put(asked(Command.FINISH)))
    signal.setitimer(signal.ITIMER_REAL, 0.0002, 0.0002)
    try:
        for _ in range(20_000):
            inbox.put(asked(Command.NEXT))
            taken(inbox)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_command_that_was_meant_for_another_session_is_forgotten_and_no_other() -> None:
    inbox = inbox_of(asked(Command.STOP), asked(Command.LESS), asked(Command.SLOWER), News.LISTENING)
    inbox.drop_command(Command.LESS)
    assert [asked(Command.STOP), asked(Command.SLOWER), News.LISTENING] == taken(inbox)
