"""The one table: what each command does in each state, as it is heard."""

from typing import NamedTuple

import pytest

from drillvoice.core.plan.lines import Kind
from drillvoice.core.session.commands import ACTIONS, UNSPOKEN, Command, State, commands_by_phrase
from tests.builders import PHRASES, session_of, turns
from tests.fakes import Shell

C = Command
TONE = "(tone)"
SILENCE = ""
CUE = "Look"


class Outcome(NamedTuple):
    """What comes of a command."""

    after: State
    """The state when a second has passed."""
    cut: bool
    """Whether all sound is cut first."""
    heard: str
    """How the first thing begins that is heard after it."""


NOTHING = {state: Outcome(state, False, SILENCE) for state in State}
PAUSED = Outcome(State.PAUSED, True, "Paused.")
STOPPED = Outcome(State.STOPPED, True, SILENCE)
HELP = Outcome(State.STOPPED, True, "Stopped. I cannot call anyone. Call out, or use your phone.")
FINISHED = Outcome(State.GOING, True, "That is it for now.")
BACK = Outcome(State.GOING, True, "Back to the start of this part.")
TIME = "About"
COMMANDS = "You can pause,"
WHY = "It keeps you steady."
ON = Outcome(State.GOING, True, "Going on.")


def same(state: State, heard: str, *, cut: bool = False) -> Outcome:
    return Outcome(state, cut, heard)


GOING, RESTING, WAITING = State.GOING, State.RESTING, State.WAITING
TABLE: dict[State, dict[Command, Outcome]] = {
    GOING: {
        C.PAUSE: PAUSED,
        C.TOGGLE: PAUSED,
        C.SWITCH: PAUSED,
        C.RESUME: same(GOING, TONE),
        C.NEXT: FINISHED,
        C.BACK: BACK,
        C.REPEAT: same(GOING, CUE, cut=True),
        C.SLOWER: same(GOING, "A little slower."),
        C.FASTER: same(GOING, "A little quicker."),
        C.LOUDER: same(GOING, "That is as loud as I can be."),
        C.SOFTER: same(GOING, "A little softer."),
        C.STOP: STOPPED,
        C.FINISH: FINISHED,
        C.READY: same(GOING, TONE),
        C.TIME_LEFT: same(GOING, TIME),
        C.WHAT_CAN_I_SAY: same(GOING, COMMANDS),
        C.WHY: same(GOING, WHY),
        C.HELP: HELP,
        C.LESS: same(GOING, TONE),
        C.ADVICE_READ: same(GOING, TONE),
    },
    RESTING: {
        C.PAUSE: PAUSED,
        C.TOGGLE: PAUSED,
        C.SWITCH: Outcome(GOING, True, "Three"),
        C.RESUME: same(RESTING, TONE),
        C.NEXT: Outcome(GOING, True, "Moving on."),
        C.BACK: Outcome(RESTING, True, "Back to the start of this part."),
        C.REPEAT: same(RESTING, PHRASES.rest.start[:9]),
        C.SLOWER: same(RESTING, "A little slower."),
        C.FASTER: same(RESTING, "A little quicker."),
        C.LOUDER: same(RESTING, "That is as loud as I can be."),
        C.SOFTER: same(RESTING, "A little softer."),
        C.STOP: STOPPED,
        C.FINISH: FINISHED,
        C.READY: Outcome(GOING, True, "Three"),
        C.TIME_LEFT: same(RESTING, TIME),
        C.WHAT_CAN_I_SAY: same(RESTING, COMMANDS),
        C.WHY: same(RESTING, WHY),
        C.HELP: HELP,
        C.LESS: same(RESTING, TONE),
        C.ADVICE_READ: same(RESTING, TONE),
    },
    WAITING: {
        C.PAUSE: PAUSED,
        C.TOGGLE: PAUSED,
        C.SWITCH: Outcome(GOING, True, "Three"),
        C.RESUME: same(WAITING, TONE),
        C.NEXT: FINISHED,
        C.BACK: BACK,
        C.REPEAT: same(WAITING, PHRASES.rest.ready),
        C.SLOWER: same(WAITING, "A little slower."),
        C.FASTER: same(WAITING, "A little quicker."),
        C.LOUDER: same(WAITING, "That is as loud as I can be."),
        C.SOFTER: same(WAITING, "A little softer."),
        C.STOP: STOPPED,
        C.FINISH: FINISHED,
        C.READY: Outcome(GOING, True, "Three"),
        C.TIME_LEFT: same(WAITING, TIME),
        C.WHAT_CAN_I_SAY: same(WAITING, COMMANDS),
        C.WHY: same(WAITING, WHY),
        C.HELP: HELP,
        C.LESS: same(WAITING, TONE),
        C.ADVICE_READ: same(WAITING, TONE),
    },
    State.PAUSED: {
        C.PAUSE: NOTHING[State.PAUSED],
        C.TOGGLE: ON,
        C.SWITCH: ON,
        C.RESUME: ON,
        C.NEXT: FINISHED,
        C.BACK: BACK,
        C.REPEAT: same(State.PAUSED, TONE),
        C.SLOWER: same(State.PAUSED, "A little slower."),
        C.FASTER: same(State.PAUSED, "A little quicker."),
        C.LOUDER: same(State.PAUSED, "That is as loud as I can be."),
        C.SOFTER: same(State.PAUSED, "A little softer."),
        C.STOP: STOPPED,
        C.FINISH: FINISHED,
        C.READY: ON,
        C.TIME_LEFT: same(State.PAUSED, TIME),
        C.WHAT_CAN_I_SAY: same(State.PAUSED, COMMANDS),
        C.WHY: same(State.PAUSED, WHY),
        C.HELP: HELP,
        C.LESS: same(State.PAUSED, TONE),
        C.ADVICE_READ: same(State.PAUSED, TONE),
    },
    State.STOPPED: {
        **dict.fromkeys(Command, NOTHING[State.STOPPED]),
        C.RESUME: ON,
        C.TOGGLE: ON,
        C.SWITCH: ON,
        C.FINISH: FINISHED,
        C.HELP: HELP,
    },
    State.ENDED: dict.fromkeys(Command, NOTHING[State.ENDED]),
}


def shell_in(state: State) -> Shell:
    """A session that is in a state, with nothing sounding."""
    shell = Shell(session_of(turns(return_say=None, helps=WHY), bouts=2, rest_s=60.0, attended=True))
    if state in (State.RESTING, State.WAITING):
        shell.run_to(lambda: shell.session.state is state)
        shell.run(shell.now + 450)
        return shell
    shell.run_to(lambda: any(said.line.kind is Kind.CUE for said in shell.heard))
    shell.run(shell.now + 60)
    for command in {State.PAUSED: [C.PAUSE], State.STOPPED: [C.STOP], State.ENDED: [C.FINISH]}.get(state, []):
        shell.ask(command)
        shell.run(shell.now + 600)
    return shell


def heard_after(shell: Shell, since: int) -> str:
    """The first thing that began after a tick: a line, or a tone."""
    sounds = [(said.at, said.line.sound.text) for said in shell.heard if said.at >= since]
    tones = [(at, TONE) for at in shell.tones if at >= since]
    return min([*sounds, *tones], default=(0, SILENCE))[1]


@pytest.mark.parametrize(("state", "command"), [(state, command) for state in State for command in Command])
def test_each_state_and_command_has_its_outcome(state: State, command: Command) -> None:
    expected = TABLE[state][command]
    shell = shell_in(state)
    asked_at = shell.now
    cut = shell.ask(command)
    shell.run(shell.now + 50)
    heard = heard_after(shell, asked_at)
    assert expected == Outcome(shell.session.state, cut, heard[: len(expected.heard) or None])


def test_a_drill_that_says_nothing_of_why_gives_a_soft_tone() -> None:
    shell = Shell(session_of(turns()))
    shell.run(20)
    shell.ask(C.WHY)
    assert [20] == shell.tones


@pytest.mark.parametrize("state", State)
def test_every_state_has_an_entry_for_every_command(state: State) -> None:
    assert set(Command) == set(ACTIONS[state])


def test_every_command_but_those_of_keys_alone_has_a_phrase() -> None:
    assert set(Command) - UNSPOKEN == set(map(Command, PHRASES.commands))


def test_no_phrase_means_two_commands() -> None:
    forms = [form for forms in PHRASES.commands.values() for form in forms]
    assert len(forms) == len(set(forms))
    assert Command.READY is commands_by_phrase(PHRASES)["ready"]
    assert Command.TIME_LEFT is commands_by_phrase(PHRASES)["time left"]
