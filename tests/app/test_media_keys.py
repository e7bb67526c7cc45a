"""Media keys, with a session bus of the test's own and a real client on it, and with processes that misbehave."""

import queue
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from drillvoice.app import media_keys
from drillvoice.app.front import Fronts
from drillvoice.app.media_keys import MediaKeys, can_be_had
from drillvoice.app.mpris_player import NAME, PATH, PLAYER, PROPERTIES, PlayerStatus, answer_call
from drillvoice.core.plan.lines import Kind, Line, Sound
from drillvoice.core.session.commands import Command, State
from drillvoice.core.session.facts import Fact, Spoken, Stopped
from drillvoice.core.session.media_keys import SOURCE, MediaKey
from drillvoice.core.session.messages import Asked, Message

pytestmark = pytest.mark.slow

LIMIT_S = 20.0
TITLE = "Head turns"
needs_bus = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("dbus-daemon"), reason="needs a D-Bus of its own"
)


def spoken(text: str, state: State = State.GOING, kind: Kind = Kind.CUE) -> Fact:
    return Spoken(0, state, Line(kind, Sound(text)), 0, "head-turns", 1)


def until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + LIMIT_S
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.02)


class Session:
    """What keys are for: facts go out, commands come in."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.fronts = Fronts(self.complaints.append)
        self.inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()

    def keys(self) -> MediaKeys:
        return MediaKeys(self.inbox, self.fronts, TITLE)

    def next_command(self) -> Asked:
        message = self.inbox.get(timeout=LIMIT_S)
        assert isinstance(message, Asked)
        return message


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv(media_keys.BUS, address)
        yield address
        daemon.kill()


class Desktop:
    """What a desktop does with media keys."""

    def __init__(self) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._bus = open_dbus_connection("SESSION")

    def __enter__(self) -> "Desktop":
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.close()

    def players(self) -> list[str]:
        from jeepney import message_bus

        names = self._bus.send_and_get_reply(message_bus.ListNames()).body[0]
        return [name for name in names if name.startswith(f"{NAME}.drillvoice.")]

    def call(self, interface: str, member: str, signature: str = "", *body: Any) -> tuple[Any, ...]:
        from jeepney import DBusAddress, new_method_call

        place = DBusAddress(PATH, bus_name=self.players()[0], interface=interface)
        reply = self._bus.send_and_get_reply(new_method_call(place, member, signature or None, body), timeout=LIMIT_S)
        answer: tuple[Any, ...] = reply.body
        return answer

    def property(self, name: str) -> Any:
        return self.call(PROPERTIES, "Get", "ss", PLAYER, name)[0][1]

    def press(self, key: str) -> None:
        assert self.call(PLAYER, key) == ()


@pytest.fixture
def desktop(bus: str) -> Iterator[Desktop]:
    with Desktop() as found:
        yield found


@needs_bus
def test_a_desktop_finds_a_player_from_the_first_sound_on_until_the_session_ends(
    session: Session, desktop: Desktop
) -> None:
    with session.keys():
        time.sleep(0.3)
        assert [] == desktop.players(), "the first sound goes first"
        session.fronts.show_fact(spoken("Look left"))
        until(lambda: bool(desktop.players()))
        until(lambda: desktop.property("PlaybackStatus") == "Playing")
        shown = desktop.property("Metadata")
        assert ("Look left", TITLE, ["drillvoice"]) == tuple(
            shown[f"xesam:{key}"][1] for key in ("title", "album", "artist")
        )
        session.fronts.show_fact(spoken("Three", kind=Kind.COUNT))
        session.fronts.show_fact(Stopped(1, State.PAUSED))
        until(lambda: desktop.property("PlaybackStatus") == "Paused")
        assert "Look left" == desktop.property("Metadata")["xesam:title"][1], "a count is not what was said"
    until(lambda: desktop.players() == [])
    assert [] == session.complaints


@needs_bus
def test_keys_become_commands_with_a_source_a_time_and_the_state_that_was_shown(
    session: Session, desktop: Desktop
) -> None:
    with session.keys():
        session.fronts.show_fact(spoken("Look left"))
        until(lambda: bool(desktop.players()))
        for key, command in (
            ("PlayPause", Command.TOGGLE),
            ("Pause", Command.PAUSE),
            ("Next", Command.NEXT),
            ("Previous", Command.BACK),
            ("Stop", Command.STOP),
        ):
            before = time.monotonic()
            desktop.press(key)
            asked = session.next_command()
            assert (command, SOURCE, 0) == (asked.command, asked.source, asked.meant_for)
            assert asked.given_at is not None
            assert before <= asked.given_at <= time.monotonic()
        session.fronts.show_fact(Stopped(1, State.PAUSED))
        until(lambda: desktop.property("PlaybackStatus") == "Paused")
        desktop.press("Play")
        asked = session.next_command()
        assert (Command.RESUME, 1) == (asked.command, asked.meant_for)


@needs_bus
def test_whoever_watches_is_told_of_each_change(session: Session, desktop: Desktop) -> None:
    from jeepney import MatchRule, message_bus

    bus = desktop._bus
    rule = MatchRule(type="signal", interface=PROPERTIES, member="PropertiesChanged", path=PATH)
    bus.send_and_get_reply(message_bus.AddMatch(rule))
    with session.keys(), bus.filter(rule, bufsize=20) as told:
        session.fronts.show_fact(spoken("Look left"))
        assert PLAYER == bus.recv_until_filtered(told, timeout=LIMIT_S).body[0]
        session.fronts.show_fact(Stopped(1, State.PAUSED))
        _, changed, _ = bus.recv_until_filtered(told, timeout=LIMIT_S).body
        assert {"PlaybackStatus": ("s", "Paused")} == changed


@needs_bus
def test_dbus_send_of_any_script_reaches_it(session: Session, desktop: Desktop, bus: str) -> None:
    with session.keys():
        session.fronts.show_fact(spoken("Look left"))
        until(lambda: bool(desktop.players()))
        command = [
            "dbus-send",
            f"--bus={bus}",
            "--type=method_call",
            f"--dest={desktop.players()[0]}",
            PATH,
            f"{PLAYER}.Next",
        ]
        subprocess.run(command, check=True, timeout=LIMIT_S)
        assert Command.NEXT is session.next_command().command
        shown = subprocess.run(
            [
                *("dbus-send", f"--bus={bus}", "--print-reply", f"--dest={desktop.players()[0]}", PATH),
                *("org.freedesktop.DBus.Introspectable.Introspect",),
            ],
            check=True,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        ).stdout
        assert PLAYER in shown


@needs_bus
def test_a_bus_that_goes_away_costs_nothing(session: Session, desktop: Desktop) -> None:
    keys = session.keys()
    with keys:
        session.fronts.show_fact(spoken("Look left"))
        until(lambda: bool(desktop.players()))
        assert keys._process is not None
        keys._process.kill()
        for number in range(20):
            session.fronts.show_fact(spoken(f"Look {number}"))
            time.sleep(0.01)
    assert [] == session.complaints


@pytest.mark.parametrize(
    "script",
    [
        "pass",
        "import time; time.sleep(60)",
        "import sys; sys.stdin.readline(); print('nonsense'); print('{}'); print('[1]', flush=True); sys.stdin.read()",
    ],
    ids=["ends at once", "hangs", "talks nonsense"],
)
def test_a_process_that_misbehaves_holds_up_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setenv(media_keys.BUS, "unix:path=/nowhere")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(media_keys, "media_keys_command", lambda: [sys.executable, "-c", script])
    began = time.monotonic()
    with session.keys():
        for number in range(3000):
            session.fronts.show_fact(spoken(f"Look {number}"))
        time.sleep(0.3)
    assert time.monotonic() - began < 10
    assert session.inbox.empty()
    assert [] == session.complaints


@needs_bus
def test_without_a_bus_the_process_says_nothing_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(media_keys.BUS, "unix:path=/nowhere")
    done = subprocess.run(media_keys.media_keys_command(), capture_output=True, input=b"", timeout=LIMIT_S, check=True)
    assert (b"", b"") == (done.stdout, done.stderr)


def test_where_there_is_no_desktop_nothing_is_started(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not can_be_had()
    monkeypatch.setattr(media_keys, "media_keys_command", lambda: pytest.fail("nothing is to be started"))
    with session.keys():
        session.fronts.show_fact(spoken("Look left"))
    monkeypatch.setenv(media_keys.BUS, "somewhere")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not can_be_had()


class TestAnswers:
    STATUS = PlayerStatus(True, TITLE, "Look left", 3)

    def test_all_properties_of_both_interfaces(self) -> None:
        [root] = answer_call(PROPERTIES, "GetAll", (NAME,), self.STATUS).body
        assert ("s", "drillvoice") == root["Identity"]
        [player] = answer_call(PROPERTIES, "GetAll", (PLAYER,), self.STATUS).body
        assert [("b", True)] * 5 == [
            player[f"Can{what}"] for what in ("Play", "Pause", "GoNext", "GoPrevious", "Control")
        ]
        assert ("b", False) == player["CanSeek"]

    @pytest.mark.parametrize(
        ("interface", "member", "body", "error"),
        [
            (PROPERTIES, "Get", (PLAYER, "Nothing"), "UnknownProperty"),
            (PROPERTIES, "Get", ("org.other", "Volume"), "UnknownInterface"),
            (PROPERTIES, "Get", (), "UnknownInterface"),
            (PROPERTIES, "Set", (PLAYER, "Volume", ("d", 0.0)), "PropertyReadOnly"),
            (PLAYER, "Explode", (), "UnknownMethod"),
            ("org.other", "Next", (), "UnknownMethod"),
        ],
    )
    def test_what_it_does_not_have(self, interface: str, member: str, body: tuple[Any, ...], error: str) -> None:
        reply = answer_call(interface, member, body, self.STATUS)
        assert reply.error.endswith(f".{error}")
        assert reply.key is None

    @pytest.mark.parametrize(("interface", "member"), [(PLAYER, "Seek"), (NAME, "Quit"), (NAME, "Raise")])
    def test_what_it_says_it_cannot_do_is_answered_and_does_nothing(self, interface: str, member: str) -> None:
        reply = answer_call(interface, member, (), self.STATUS)
        assert ("", None) == (reply.error, reply.key)

    def test_a_key_may_leave_its_interface_out(self) -> None:
        assert MediaKey.NEXT is answer_call("", "Next", (), self.STATUS).key
