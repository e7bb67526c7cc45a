"""What may be asked of a running session, and what it means in each state.

A false pause is cheap, a missed stop is dangerous: so pause, stop, finish and help act in every state in which
there is anything to act on. After stop nothing sounds until resume, finish or help.
"""

from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum, auto

from drillvoice.core.phrases import Phrases, plain_phrase


class Command(StrEnum):
    """One command, whatever its source: a key, a line of standard input, a voice."""

    PAUSE = "pause"
    RESUME = "resume"
    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    SOFTER = "softer"
    STOP = "stop"
    FINISH = "finish"
    READY = "ready"
    TIME_LEFT = "time-left"
    WHAT_CAN_I_SAY = "what-can-i-say"
    WHY = "tell-me-why"
    HELP = "help"
    LESS = "less-today"
    """Before the first bout: a lesser session in place of this one."""
    ADVICE_READ = "advice-read"
    """The safety advice that is being said has been read. It has no spoken form."""
    TOGGLE = "toggle"
    """The space bar: pause, or resume where it is quiet already. It has no spoken form."""
    SWITCH = "switch"
    """The only key of somebody who has but one: ready where that is waited for, else pause and resume in turn."""


class State(StrEnum):
    """What a session is doing."""

    GOING = "going"
    RESTING = "resting"
    WAITING = "waiting"
    PAUSED = "paused"
    STOPPED = "stopped"
    ENDED = "ended"


class Action(Enum):
    """What a command comes to."""

    PAUSE = auto()
    RESUME = auto()
    NEXT = auto()
    NEXT_LINE = auto()
    """In the opening: the line that is being said has been understood."""
    TO_PLACE = auto()
    """In the opening: all of it has."""
    ADVICE_READ = auto()
    """Go on behind the safety advice, which counts as heard."""
    END_REST = auto()
    BACK = auto()
    REPEAT = auto()
    REPEAT_REST = auto()
    SLOWER = auto()
    FASTER = auto()
    LOUDER = auto()
    SOFTER = auto()
    STOP = auto()
    FINISH = auto()
    GO = auto()
    TELL_TIME = auto()
    TELL_COMMANDS = auto()
    TELL_WHY = auto()
    HELP = auto()
    LESS = auto()
    """End without a word; whoever runs the session begins a lesser one."""
    UNDO = auto()
    """Go on where it was before the last step that somebody took by hand."""
    NO_LESS = auto()
    """Say that there is none, and go on."""
    NOT_NOW = auto()
    """A soft tone: understood, but it has no effect here."""
    TOO_LATE = auto()
    """The same: it was given too long ago, or for a state that is over."""
    NOTHING = auto()
    """Silence."""


HUSHING = frozenset(
    {
        Action.PAUSE,
        Action.RESUME,
        Action.NEXT,
        Action.NEXT_LINE,
        Action.TO_PLACE,
        Action.ADVICE_READ,
        Action.END_REST,
        Action.BACK,
        Action.REPEAT,
        Action.STOP,
        Action.FINISH,
        Action.GO,
        Action.HELP,
        Action.LESS,
        Action.UNDO,
    }
)
"""Actions that cut what is sounding and drop what has not sounded yet."""

URGENT = frozenset({Command.PAUSE, Command.TOGGLE, Command.SWITCH, Command.STOP, Command.FINISH, Command.HELP})
"""What overtakes all that waits: each of them brings silence, and twice is no more than once."""

UNDOABLE = frozenset({Action.NEXT, Action.END_REST, Action.BACK, Action.FINISH})
"""Steps elsewhere that can be taken back for a while, where they were taken by hand: a finger slips."""

NEVER_LATE = frozenset({Action.PAUSE, Action.STOP, Action.FINISH, Action.HELP, Action.NOTHING})
"""What is done however late it comes: a late pause is cheap, a missed stop is dangerous."""

_ALWAYS = {
    Command.STOP: Action.STOP,
    Command.FINISH: Action.FINISH,
    Command.HELP: Action.HELP,
    Command.TIME_LEFT: Action.TELL_TIME,
    Command.WHAT_CAN_I_SAY: Action.TELL_COMMANDS,
    Command.WHY: Action.TELL_WHY,
    Command.SLOWER: Action.SLOWER,
    Command.FASTER: Action.FASTER,
    Command.LOUDER: Action.LOUDER,
    Command.SOFTER: Action.SOFTER,
    Command.NEXT: Action.NEXT,
    Command.BACK: Action.BACK,
    Command.LESS: Action.LESS,
    Command.ADVICE_READ: Action.ADVICE_READ,
}
UNSPOKEN = frozenset({Command.TOGGLE, Command.SWITCH, Command.ADVICE_READ})
"""Commands of keys only."""
MOST_WORDS = 4
"""Of a person's own form of a command."""
TOGGLING = frozenset({Command.TOGGLE, Command.SWITCH})
"""What pauses and resumes in turn."""
_ACTIVE = {**_ALWAYS, **dict.fromkeys((Command.PAUSE, *TOGGLING), Action.PAUSE), Command.RESUME: Action.NOT_NOW}
_QUIET = dict.fromkeys((Command.RESUME, *TOGGLING), Action.RESUME)
_SILENT = dict.fromkeys(Command, Action.NOTHING)

ACTIONS: Mapping[State, Mapping[Command, Action]] = {
    State.GOING: {**_ACTIVE, Command.REPEAT: Action.REPEAT, Command.READY: Action.NOT_NOW},
    State.RESTING: {
        **_ACTIVE,
        Command.REPEAT: Action.REPEAT_REST,
        Command.READY: Action.GO,
        Command.SWITCH: Action.GO,
        Command.NEXT: Action.END_REST,
    },
    State.WAITING: {
        **_ACTIVE,
        Command.REPEAT: Action.REPEAT_REST,
        Command.READY: Action.GO,
        Command.SWITCH: Action.GO,
    },
    State.PAUSED: {
        **_ALWAYS,
        **_QUIET,
        Command.PAUSE: Action.NOTHING,
        Command.REPEAT: Action.NOT_NOW,
        Command.READY: Action.RESUME,
    },
    State.STOPPED: {**_SILENT, **_QUIET, Command.FINISH: Action.FINISH, Command.HELP: Action.HELP},
    State.ENDED: _SILENT,
}
"""The one table. Every state has an entry for every command."""


def commands_by_phrase(phrases: Phrases) -> dict[str, Command]:
    """Every form of every command, as it is heard."""
    return dict(_command_forms(phrases))


def _command_forms(phrases: Phrases) -> Iterator[tuple[str, Command]]:
    for name, forms in phrases.commands.items():
        for form in forms:
            yield plain_phrase(form), Command(name)


def command_word(command: Command, phrases: Phrases) -> str:
    """What a command is called: the first of its forms."""
    return phrases.commands[command.value][0]
