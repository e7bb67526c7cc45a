"""A session as the player that a Linux desktop knows: MPRIS 2.2, as far as media keys need it. It knows no bus.

https://specifications.freedesktop.org/mpris-spec/latest/
"""

from dataclasses import dataclass
from typing import Any

from drillvoice.core.session.media_keys import MediaKey

PATH = "/org/mpris/MediaPlayer2"
NAME = "org.mpris.MediaPlayer2"
PLAYER = f"{NAME}.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"
IDENTITY = "drillvoice"
NO_TRACK = "/org/mpris/MediaPlayer2/TrackList/NoTrack"
KEYS = {
    "Play": MediaKey.PLAY,
    "Pause": MediaKey.PAUSE,
    "PlayPause": MediaKey.PLAY_PAUSE,
    "Stop": MediaKey.STOP,
    "Next": MediaKey.NEXT,
    "Previous": MediaKey.PREVIOUS,
}
"""The methods that stand for keys."""
IGNORED = {(NAME, "Raise"), (NAME, "Quit"), (PLAYER, "Seek"), (PLAYER, "SetPosition"), (PLAYER, "OpenUri")}
"""Methods that the properties say have no effect."""

Variant = tuple[str, Any]
Properties = dict[str, Variant]


@dataclass(frozen=True, slots=True)
class PlayerStatus:
    """What the desktop shows, and knows of a session."""

    is_playing: bool = False
    title: str = ""
    """Of the drill."""
    said: str = ""
    """What was said last."""
    number: int = 0
    """Of the session's state."""


@dataclass(frozen=True, slots=True)
class MethodReply:
    """The answer to a call."""

    signature: str = ""
    body: tuple[Any, ...] = ()
    error: str = ""
    """Its name, where the call cannot be answered."""
    key: MediaKey | None = None
    """The key that it stands for."""


def root_properties() -> Properties:
    """Of the program."""
    no: Variant = ("b", False)
    return {
        "Identity": ("s", IDENTITY),
        "CanQuit": no,
        "CanRaise": no,
        "HasTrackList": no,
        "SupportedUriSchemes": ("as", []),
        "SupportedMimeTypes": ("as", []),
    }


def changing_properties(status: PlayerStatus) -> Properties:
    """Of the session, as far as they change while it goes on."""
    metadata: Properties = {
        "mpris:trackid": ("o", NO_TRACK),
        "xesam:title": ("s", status.said or status.title),
        "xesam:album": ("s", status.title),
        "xesam:artist": ("as", [IDENTITY]),
    }
    return {
        "PlaybackStatus": ("s", "Playing" if status.is_playing else "Paused"),
        "Metadata": ("a{sv}", metadata),
    }


def player_properties(status: PlayerStatus) -> Properties:
    """All of the session."""
    yes: Variant = ("b", True)
    rate: Variant = ("d", 1.0)
    fixed: Properties = {
        "Rate": rate,
        "MinimumRate": rate,
        "MaximumRate": rate,
        "Volume": rate,
        "Position": ("x", 0),
        "CanGoNext": yes,
        "CanGoPrevious": yes,
        "CanPlay": yes,
        "CanPause": yes,
        "CanSeek": ("b", False),
        "CanControl": yes,
    }
    return fixed | changing_properties(status)


def answer_call(interface: str, member: str, body: tuple[Any, ...], status: PlayerStatus) -> MethodReply:
    """The answer to a call of a method.

    Args:
        interface: which; "" where the caller does not say.
        member: the method.
        body: its arguments.
        status: the present one.

    """
    if interface in (PLAYER, "") and member in KEYS:
        return MethodReply(key=KEYS[member])
    if (interface, member) in IGNORED or (interface, member) == (PEER, "Ping"):
        return MethodReply()
    if (interface, member) == (INTROSPECTABLE, "Introspect"):
        return MethodReply("s", (introspection(),))
    if interface == PROPERTIES:
        return _answer_property(member, body, status)
    return MethodReply(error="org.freedesktop.DBus.Error.UnknownMethod")


def _answer_property(member: str, body: tuple[Any, ...], status: PlayerStatus) -> MethodReply:
    known = {NAME: root_properties(), PLAYER: player_properties(status)}
    found = known.get(str(body[0])) if body else None
    if found is None:
        return MethodReply(error="org.freedesktop.DBus.Error.UnknownInterface")
    match member, body[1:]:
        case "GetAll", ():
            return MethodReply("a{sv}", (found,))
        case "Get", (name,) if name in found:
            return MethodReply("v", (found[name],))
        case "Get", _:
            return MethodReply(error="org.freedesktop.DBus.Error.UnknownProperty")
    return MethodReply(error="org.freedesktop.DBus.Error.PropertyReadOnly")


def introspection() -> str:
    """What it has, for programs that ask."""
    tables = {NAME: root_properties(), PLAYER: player_properties(PlayerStatus())}
    methods = {NAME: (), PLAYER: tuple(KEYS)}
    interfaces = "".join(
        f'<interface name="{name}">'
        + "".join(f'<method name="{method}"/>' for method in methods[name])
        + "".join(f'<property name="{key}" type="{kind}" access="read"/>' for key, (kind, _) in table.items())
        + "</interface>"
        for name, table in tables.items()
    )
    return f"<node>{interfaces}</node>"
