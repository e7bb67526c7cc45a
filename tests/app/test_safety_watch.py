"""Which advice counts as heard, or as read."""

import pytest

from drillvoice.app.safety_heard import SafetyHeard, SafetyWatch
from drillvoice.core.session.commands import Command
from drillvoice.core.session.effects import Note, Speak
from drillvoice.places import safety_heard_file
from tests.builders import session_of, turns
from tests.fakes import Shell

C = Command


def remembered(*commands: Command) -> bool:
    """Whether the advice counts, after these commands in its first seconds."""
    shell = Shell(session_of(turns(), bouts=1, safety=True, attended=True))
    shell.run(150)
    for command in commands:
        shell.ask(command)
        shell.run(shell.now + 60)
    shell.run(shell.now + 6000)
    watch = SafetyWatch(["turns"])
    told = [each for each in shell.effects if isinstance(each, Note | Speak) and each.at <= shell.now]
    for each in sorted(told, key=lambda effect: effect.at):
        watch(each.fact)
    return SafetyHeard(safety_heard_file()).all_heard(["turns"])


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ((), True),
        ((C.PAUSE, C.RESUME), True),
        ((C.NEXT,), False),
        ((C.NEXT,) * 20, False),
        ((C.READY,), False),
        ((C.FINISH,), False),
        ((C.NEXT, C.BACK), True),
        ((C.ADVICE_READ,), True),
        ((C.NEXT, C.ADVICE_READ), True),
    ],
)
def test_only_advice_that_was_heard_to_its_end_or_read_counts(commands: tuple[Command, ...], *, expected: bool) -> None:
    assert expected is remembered(*commands)
