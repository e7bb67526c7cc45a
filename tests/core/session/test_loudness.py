"""Louder and softer while a session goes on."""

from drillvoice.core.session.commands import Command
from drillvoice.core.session.effects import Loudness, Speak
from drillvoice.core.session.loudness import STEPS, louder_than, softer_than
from tests.builders import PHRASES
from tests.core.session.test_machine_voice import going
from tests.fakes import Shell

C = Command


def asked(shell: Shell, command: Command, times: int) -> list[int]:
    before = len(shell.effects)
    for _ in range(times):
        shell.ask(command)
    return [effect.percent for effect in shell.effects[before:] if isinstance(effect, Loudness)]


def test_it_goes_down_step_by_step_and_never_to_silence() -> None:
    shell = going()
    assert list(reversed(STEPS[:-1])) == asked(shell, C.SOFTER, 20)
    assert list(STEPS[1:]) == asked(shell, C.LOUDER, 20)


def test_what_somebody_chose_at_the_start_is_where_it_begins() -> None:
    shell = going()
    shell.session.begin_at_loudness(60)
    assert [70] == asked(shell, C.LOUDER, 1)
    shell.session.begin_at_loudness(60)
    assert [50] == asked(shell, C.SOFTER, 1)


def test_the_answer_has_the_new_loudness_already() -> None:
    shell = going()
    before = len(shell.effects)
    shell.ask(C.SOFTER)
    kinds = [type(effect) for effect in shell.effects[before:] if isinstance(effect, Loudness | Speak)]
    assert [Loudness, Speak] == kinds


def test_at_the_ends_that_is_said() -> None:
    shell = going()
    shell.ask(C.LOUDER)
    shell.run(shell.now + 200)
    assert PHRASES.reply.loudest == shell.texts[-1]


def test_from_any_loudness_there_is_a_way_up_and_down() -> None:
    assert [STEPS[0], 100, 100] == [louder_than(percent) for percent in (0, 71, 100)]
    assert [0, STEPS[0], 70] == [softer_than(percent) for percent in (0, 18, 100)]
