"""Media keys over a real D-Bus of our own, with a client that stands in for the desktop."""

import queue
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from drillvoice.app.inbox import SessionInbox
from drillvoice.app.media_keys import SOURCE, MediaKeys, media_keys
from drillvoice.app.mpris import PATH, PLAYER, PROPERTIES, ROOT, bus_name
from drillvoice.app.session_run import SessionRun
from drillvoice.core.plan.lines import Kind, Line, Sound
from drillvoice.core.plan.request import Request
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import Fact, Noted, PlanChanged, Spoken
from drillvoice.core.session.messages import Asked
from tests.builders import plan_of, turns

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs dbus-daemon"
)
LIMIT_S = 20.0


class Desktop:
    """Looks at players, and presses their keys."""

    def __init__(self, address: str) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._connection = open_dbus_connection(bus=address)

    def close(self) -> None:
        self._connection.close()

    def call(self, interface: str, member: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Any:
        from jeepney import DBusAddress, DBusErrorResponse, MessageType, new_method_call

        player = DBusAddress(PATH, bus_name=bus_name(), interface=interface)
        call = new_method_call(player, member, signature, body)
        reply = self._connection.send_and_get_reply(call, timeout=LIMIT_S)
        if reply.header.message_type is MessageType.error:
            raise DBusErrorResponse(reply)
        return reply.body

    def press(self, key: str) -> None:
        self.call(PLAYER, key)

    def show(self, interface: str = PLAYER) -> dict[str, Any]:
        return {name: value for name, (_, value) in self.call(PROPERTIES, "GetAll", "s", (interface,))[0].items()}

    def is_there(self) -> bool:
        from jeepney import message_bus

        reply = self._connection.send_and_get_reply(message_bus.NameHasOwner(bus_name()), timeout=LIMIT_S)
        return bool(reply.body[0])

    def watch_changes(self) -> None:
        from jeepney import MatchRule, message_bus

        rule = MatchRule(type="signal", interface=PROPERTIES, member="PropertiesChanged", path=PATH)
        self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=LIMIT_S)

    def next_change(self) -> dict[str, Any]:
        """What a player says by itself."""
        from jeepney import HeaderFields

        while True:
            message = self._connection.receive(timeout=LIMIT_S)
            if message.header.fields.get(HeaderFields.member) == "PropertiesChanged":
                return {name: value for name, (_, value) in message.body[1].items()}


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus of our own."""
    command = ["dbus-daemon", "--session", "--print-address", "--nofork"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        found = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", found)
        yield found
        daemon.terminate()


@pytest.fixture
def desktop(address: str) -> Iterator[Desktop]:
    made = Desktop(address)
    yield made
    made.close()


def said(text: str, state: State = State.GOING) -> Spoken:
    return Spoken(0, state, Line(Kind.CUE, Sound(text)), 0, "head-turns", 1)


def now_in(state: State) -> Noted:
    return Noted(0, state, "keys", "wobble")


def until(is_so: Callable[[], bool]) -> None:
    limit = time.monotonic() + LIMIT_S
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.01)


@contextmanager
def playing(desktop: Desktop, *facts: Fact) -> Iterator[tuple[SessionInbox, MediaKeys]]:
    inbox = SessionInbox()
    with MediaKeys(inbox, lambda: "Head turns") as keys:
        for fact in (said("Look left"), *facts):
            keys.show_fact(fact)
        until(desktop.is_there)
        yield inbox, keys
    assert not desktop.is_there()


def test_a_session_is_shown_as_a_player(desktop: Desktop) -> None:
    with playing(desktop):
        shown = desktop.show()
        assert ("Playing", 0) == (shown["PlaybackStatus"], shown["Position"])
        assert shown["CanPlay"]
        assert shown["CanPause"]
        assert shown["CanGoNext"]
        assert shown["CanControl"]
        metadata = {name: value for name, (_, value) in shown["Metadata"].items()}
        assert ("Look left", "Head turns") == (metadata["xesam:title"], metadata["xesam:album"])
        assert "drillvoice" == desktop.show(ROOT)["Identity"]
        assert "Playing" == desktop.call(PROPERTIES, "Get", "ss", (PLAYER, "PlaybackStatus"))[0][1]
        assert PLAYER in desktop.call("org.freedesktop.DBus.Introspectable", "Introspect")[0]


def test_a_property_that_is_not_there_is_an_error(desktop: Desktop) -> None:
    from jeepney import DBusErrorResponse

    with playing(desktop), pytest.raises(DBusErrorResponse):
        desktop.call(PROPERTIES, "Get", "ss", (PLAYER, "Colour"))


@pytest.mark.parametrize(
    ("state", "key", "command"),
    [
        (State.GOING, "PlayPause", Command.TOGGLE),
        (State.PAUSED, "PlayPause", Command.TOGGLE),
        (State.GOING, "Pause", Command.PAUSE),
        (State.GOING, "Next", Command.NEXT),
        (State.GOING, "Previous", Command.BACK),
        (State.GOING, "Stop", Command.STOP),
        (State.PAUSED, "Play", Command.RESUME),
        (State.STOPPED, "Play", Command.RESUME),
        (State.WAITING, "Play", Command.READY),
        (State.WAITING, "PlayPause", Command.READY),
        (State.WAITING, "Pause", Command.PAUSE),
    ],
)
def test_a_key_is_a_command_with_its_source(desktop: Desktop, state: State, key: str, command: Command) -> None:
    with playing(desktop, now_in(state)) as (inbox, _):
        desktop.press(key)
        asked = inbox.get(timeout=LIMIT_S)
        assert Asked(command, SOURCE, meant_for=int(state is not State.GOING)) == asked
        assert isinstance(asked, Asked)
        assert asked.given_at is not None


def test_play_while_it_plays_is_nothing(desktop: Desktop) -> None:
    with playing(desktop) as (inbox, _):
        desktop.press("Play")
        desktop.press("Seek")
        with pytest.raises(queue.Empty):
            inbox.get_nowait()


@pytest.mark.parametrize(
    ("state", "status"), [(State.PAUSED, "Paused"), (State.WAITING, "Paused"), (State.ENDED, "Stopped")]
)
def test_what_changes_is_told_unasked(desktop: Desktop, state: State, status: str) -> None:
    with playing(desktop) as (_, keys):
        desktop.show()
        desktop.watch_changes()
        keys.show_fact(now_in(state))
        assert status == desktop.next_change()["PlaybackStatus"]
        keys.show_fact(said("Look up", State.RESTING))
        change = desktop.next_change()
        assert ("Playing", "Look up") == (change["PlaybackStatus"], change["Metadata"]["xesam:title"][1])


def test_another_session_in_its_place_counts_its_states_anew(desktop: Desktop) -> None:
    changed = PlanChanged(0, State.GOING, plan_of(turns()))
    with playing(desktop, now_in(State.PAUSED), changed) as (inbox, _):
        desktop.press("Pause")
        assert Asked(Command.PAUSE, SOURCE, meant_for=0) == inbox.get(timeout=LIMIT_S)


@pytest.mark.parametrize("bus", ["", "unix:path=/nowhere/bus", "nonsense"])
def test_without_a_bus_nothing_is_said_and_nothing_waits(monkeypatch: pytest.MonkeyPatch, bus: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    if not bus:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    with MediaKeys(SessionInbox(), lambda: "Head turns") as keys:
        keys.show_fact(said("Look left"))
        keys._thread.join(LIMIT_S)
        assert not keys._thread.is_alive()
        keys.show_fact(said("Look right"))


def test_a_bus_that_goes_takes_the_keys_with_it(desktop: Desktop, address: str) -> None:
    with MediaKeys(SessionInbox(), lambda: "Head turns") as keys:
        keys.show_fact(said("Look left"))
        until(desktop.is_there)
        assert keys._connection is not None
        keys._connection.sock.shutdown(2)
        keys._thread.join(LIMIT_S)
        assert not keys._thread.is_alive()
        keys.show_fact(said("Look right"))


def test_a_call_that_lacks_what_it_asks_for_takes_no_keys_away(desktop: Desktop) -> None:
    with playing(desktop):
        assert {} == desktop.call(PROPERTIES, "GetAll")[0]
        assert "Playing" == desktop.show()["PlaybackStatus"]


def test_a_session_that_runs_is_joined_and_left(desktop: Desktop) -> None:
    run = SessionRun(Request(drills=("head-turns",)), print)
    with media_keys(run):
        run.fronts.show_fact(said("Look left"))
        until(desktop.is_there)
        desktop.press("Pause")
        assert Asked(Command.PAUSE, SOURCE, meant_for=0) == run.inbox.get(timeout=LIMIT_S)
    assert not desktop.is_there()


def test_a_session_that_says_nothing_asks_no_bus(address: str) -> None:
    with MediaKeys(SessionInbox(), lambda: "Head turns") as keys:
        keys.show_fact(now_in(State.GOING))
        assert keys._thread.ident is None
