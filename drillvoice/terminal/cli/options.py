"""The options that several commands share, and what they come to."""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from drillvoice.core.plan.options import CADENCE_RANGE, Ask, CueSound, OverCues, Practice
from drillvoice.core.plan.request import ListeningWish, Request, SoundWish, VoiceWish
from drillvoice.core.typed_numbers import MINUTES, SECONDS
from drillvoice.terminal.cli.option_types import Folder, Gap, Rest, TypedCount, TypedNumber
from drillvoice.terminal.printing import print_text
from drillvoice.terminal.wishes import TerminalWish

Function = TypeVar("Function", bound=Callable[..., Any])
DEFAULTS = Request()
"""Every default that the options show and have."""


def print_to_stderr(sentence: str) -> None:
    """Print what is beside the matter, where it does not mix with the answer."""
    print_text(sentence, err=True)


def _combine_options(*options: Callable[[Any], Any]) -> Callable[[Function], Function]:
    return lambda function: functools.reduce(lambda inner, option: option(inner), reversed(options), function)


drills_folder = Folder()
practice_options = _combine_options(
    click.option("--seed", type=click.IntRange(0, 2**32), help="Repeats a session exactly."),
    click.option("--minutes", type=TypedNumber(0.5, 120, MINUTES), help="About how long the session lasts at most."),
    click.option("--gap", type=Gap(), help="Shortest and longest time between cues in seconds: 3-6."),
    click.option(
        "--bout",
        type=TypedNumber(20, 300, SECONDS),
        metavar="SECONDS",
        help="Longest round; shorter ones have less in them.",
    ),
    click.option(
        "--rounds",
        "--bouts",
        "bouts",
        type=TypedCount(1, 12),
        help="How often each exercise is done.",
    ),
    click.option("--less", is_flag=True, help="Less today: one round, the easiest level, no walking."),
    click.option("--rest", type=Rest(), help="Rest between rounds: seconds, 0 for none, or ready."),
    click.option("--without", multiple=True, metavar="CUE", help="Leave a cue out, such as down. May be repeated."),
    click.option(
        "--cadence",
        type=TypedCount(*CADENCE_RANGE),
        metavar="STEPS_PER_MINUTE",
        help="Your own steps a minute.",
    ),
    click.option("--walking-frame", is_flag=True, help="Only what can be done with a walking frame."),
    click.option("--on-demand", is_flag=True, help="Each cue waits for a key, a clicker or the helper."),
    click.option("--brief", is_flag=True, help="Shorter announcements."),
    click.option("--safety-heard", is_flag=True, help="The safety advice has been heard; say it in short."),
    click.option("--drills", "folder", type=drills_folder, help="A folder with more drills."),
    click.option(
        "--cues",
        type=click.Choice([each.value for each in CueSound]),
        default=DEFAULTS.practice.cue_sound.value,
        help="How cues sound.",
    ),
    click.option("--metronome", type=TypedCount(*CADENCE_RANGE), metavar="BPM", help="A soft tick in the rounds."),
)

choice_options = _combine_options(
    click.option("--level", type=TypedCount(1, 12), help="Difficulty; `drillvoice show DRILL` lists the levels."),
    practice_options,
)

voice_options = _combine_options(
    click.option("--voice", default=DEFAULTS.voice.name, help="A voice from `drillvoice voices`."),
    click.option("--clear", is_flag=True, help="Clearer consonants, for ears that miss high sounds."),
    click.option(
        "--rate", type=TypedCount(80, 300), default=DEFAULTS.voice.rate, show_default=True, help="Words a minute."
    ),
)

sound_options = _combine_options(
    click.option(
        "--volume",
        type=TypedCount(0, 100),
        default=DEFAULTS.sound.volume,
        show_default=True,
        help="Loudness in per cent.",
    ),
    click.option("--keep-awake", is_flag=True, help="Inaudible noise, for loudspeakers that fall asleep."),
)

hearing_options = _combine_options(
    click.option(
        "--wake",
        default=DEFAULTS.listening.wake,
        metavar="WORD",
        help='Only commands after this word count: "coach, pause".',
    ),
    click.option(
        "--model", type=click.Path(path_type=Path), metavar="DIR", help="Another speech model to listen with."
    ),
)

device_options = _combine_options(
    click.option(
        "--speaker", default=DEFAULTS.sound.speaker, metavar="DEVICE", help="A loudspeaker from `drillvoice devices`."
    ),
    click.option("--no-keep-computer-awake", is_flag=True, help="Let computer and screen fall asleep meanwhile."),
    click.option("--no-voice-control", is_flag=True, help="Do not listen for spoken commands."),
    click.option(
        "--mic", default=DEFAULTS.listening.microphone, metavar="DEVICE", help="A microphone from `drillvoice devices`."
    ),
    click.option("--headphones", is_flag=True, help="You wear headphones: listen also while the voice speaks."),
    click.option(
        "--over-cues",
        type=click.Choice([each.value for each in OverCues]),
        default=DEFAULTS.listening.over_cues.value,
        show_default=True,
        help='What is heard while a loudspeaker speaks; urgent: only "pause" and "stop".',
    ),
    click.option("--learn", is_flag=True, help="Keep how commands sound that you do not take back, as numbers."),
    hearing_options,
)
events_option = click.option("--events", type=click.Path(path_type=Path), help="Write JSON lines of what sounded when.")
run_options = _combine_options(
    events_option,
    click.option("--one-switch", is_flag=True, help="Every key, or switch, does what is to be done next."),
    click.option("--stdin-commands", is_flag=True, help="Take commands from standard input, one a line."),
    click.option("--plain", is_flag=True, help="Plain lines, for screen readers and pipes."),
    click.option("--colours", type=click.Choice(["dark", "light"]), default="dark", help="Of the screen."),
    click.option("--flash", is_flag=True, help="The screen flashes with each cue."),
    device_options,
)

page_option = click.option("--page", is_flag=True, help="Show and lead it in the browser of this computer as well.")
lan_option = click.option("--lan", is_flag=True, help="The same, and a helper's phone in your own network may join.")
"""No address can be named here: the name of a drill would be taken for it."""

record_option = _combine_options(
    click.option(
        "--safety-read",
        is_flag=True,
        help="You have read the drill's safety advice (`drillvoice safety DRILL`); it counts as heard.",
    ),
    click.option("--no-record", is_flag=True, help="Keep no record of this session."),
    click.option(
        "--ask",
        type=click.Choice([each.value for each in Ask]),
        default=DEFAULTS.ask.value,
        help="Ask how you feel, before and after; each: ask first whether to.",
    ),
)


def request_of(drills: tuple[str, ...], given: Mapping[str, Any]) -> Request:
    """What click was given, as a request; what a command has no option for stays as it is by default."""
    return Request(
        drills=drills,
        folder=given.get("folder"),
        seed=given.get("seed"),
        practice=_practice_of(given),
        voice=VoiceWish(**_given(given, name="voice", rate="rate", clear="clear")),
        sound=SoundWish(**_given(given, speaker="speaker", volume="volume", keep_awake="keep_awake")),
        listening=_listening_of(given),
        ask=Ask(given.get("ask", DEFAULTS.ask)),
        safety_heard=given.get("safety_heard", False),
        safety_read=given.get("safety_read", False),
        record=not given.get("no_record", False),
        one_switch=given.get("one_switch", False),
        keep_computer_awake=not given.get("no_keep_computer_awake", False),
    )


def terminal_wish_of(given: Mapping[str, Any]) -> TerminalWish:
    """What click was given for the terminal."""
    names = {name: name for name in ("plain", "flash", "stdin_commands", "events", "page", "lan")}
    return TerminalWish(light=given.get("colours") == "light", **_given(given, **names))


def _practice_of(given: Mapping[str, Any]) -> Practice:
    rest = given.get("rest")
    return Practice(
        gap_s=given.get("gap"),
        bout_s=given.get("bout"),
        rest_s=None if rest == "ready" else rest,
        rest_until_ready=rest == "ready",
        cue_sound=CueSound(given.get("cues", DEFAULTS.practice.cue_sound)),
        metronome=given.get("metronome") or 0,
        **_given(given, **{name: name for name in SAME_NAMES}),
    )


def _listening_of(given: Mapping[str, Any]) -> ListeningWish:
    return ListeningWish(
        over_cues=OverCues(given.get("over_cues", DEFAULTS.listening.over_cues)),
        **_given(
            given,
            off="no_voice_control",
            microphone="mic",
            model="model",
            headphones="headphones",
            wake="wake",
            learn="learn",
        ),
    )


SAME_NAMES = ("level", "minutes", "bouts", "without", "cadence", "walking_frame", "on_demand", "brief", "less")
"""Options that a request calls as click does."""


def _given(given: Mapping[str, Any], **names: str) -> dict[str, Any]:
    """What was given, by the names of a request's fields; what a command has no option for is left out."""
    return {field: given[name] for field, name in names.items() if name in given}
