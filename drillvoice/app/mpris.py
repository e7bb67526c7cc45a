"""What a media player says over D-Bus, as MPRIS 2.2 has it: what it plays, and which key was pressed.

https://specifications.freedesktop.org/mpris-spec/latest/. Only messages are made here; `app/media_keys.py` sends them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeAlias

PATH = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = f"{ROOT}.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
NAME = "drillvoice"
PRESSED = frozenset({"Play", "Pause", "PlayPause", "Stop", "Next", "Previous"})
PLAYING, PAUSED, STOPPED = "Playing", "Paused", "Stopped"

Message: TypeAlias = Any
"""A message of jeepney, which ships no types and is imported where it is used."""
Variants: TypeAlias = Mapping[str, tuple[str, Any]]
"""Values by name, each with its signature."""


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What is played at a moment."""

    status: str = STOPPED
    title: str = ""
    """The drill's."""
    said: str = ""
    track: int = 0
    """Another one each time that something else is said."""


def bus_name() -> str:
    """Our name on the bus; several sessions have one each."""
    return f"{ROOT}.{NAME}.instance{os.getpid()}"


def player_properties(played: PlayerState) -> Variants:
    """What changes of the player."""
    metadata = {
        "mpris:trackid": ("o", f"/{NAME}/{played.track}"),
        "xesam:title": ("s", played.said or played.title),
        "xesam:album": ("s", played.title),
        "xesam:artist": ("as", [NAME]),
    }
    return {"PlaybackStatus": ("s", played.status), "Metadata": ("a{sv}", metadata)}


def properties_of(interface: str, played: PlayerState) -> Variants:
    """All properties of an interface."""
    if interface == ROOT:
        can = dict.fromkeys(("CanQuit", "CanRaise", "HasTrackList"), ("b", False))
        empty = dict.fromkeys(("SupportedUriSchemes", "SupportedMimeTypes"), ("as", list[str]()))
        return {"Identity": ("s", NAME), **can, **empty}
    if interface == PLAYER:
        can = dict.fromkeys(("CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanControl"), ("b", True))
        rates = dict.fromkeys(("Rate", "MinimumRate", "MaximumRate", "Volume"), ("d", 1.0))
        return {**player_properties(played), **can, **rates, "CanSeek": ("b", False), "Position": ("x", 0)}
    return {}


def changed_signal(played: PlayerState) -> Message:
    """Tells whoever shows players what has changed."""
    from jeepney import DBusAddress, new_signal

    emitter = DBusAddress(PATH, interface=PROPERTIES)
    return new_signal(emitter, "PropertiesChanged", "sa{sv}as", (PLAYER, dict(player_properties(played)), []))


def method_of(message: Message) -> str:
    """Which method is called; "" where the message is no call of ours."""
    from jeepney import HeaderFields, MessageType

    fields = message.header.fields
    if message.header.message_type is not MessageType.method_call or fields.get(HeaderFields.path) != PATH:
        return ""
    return str(fields[HeaderFields.member])


def answer_call(call: Message, played: PlayerState) -> Message:
    """The answer to a call of one of our methods; those that only do something have an empty one."""
    from jeepney import HeaderFields, new_error, new_method_return

    interface, member = (call.header.fields.get(field) for field in (HeaderFields.interface, HeaderFields.member))
    asked, name = (str(each) for each in (*call.body, "", "")[:2])
    if interface == PROPERTIES and member == "GetAll":
        return new_method_return(call, "a{sv}", (dict(properties_of(asked, played)),))
    if interface == PROPERTIES and member == "Get":
        found = properties_of(asked, played).get(name)
        if found:
            return new_method_return(call, "v", (found,))
        return new_error(call, "org.freedesktop.DBus.Error.UnknownProperty")
    if interface == INTROSPECTABLE:
        text = resources.files("drillvoice.app").joinpath("mpris.xml").read_text(encoding="utf-8")
        return new_method_return(call, "s", (text,))
    return new_method_return(call)
