"""Somebody who presses next or ready while the opening is still being said."""

import random
from typing import Any

import pytest

from drillvoice.core.plan.lines import BlockKind, Role
from drillvoice.core.session.commands import Command, State
from drillvoice.core.ticks import to_ticks
from tests.builders import PHRASES, session_of, turns
from tests.fakes import Shell

C = Command
PLACE = PHRASES.opening.place
SHORT = PHRASES.safety.standing
CAUTION = "Turn only as far as feels comfortable."


def opening(*, cautions: tuple[str, ...] = (), position: str = "standing", **given: Any) -> Shell:
    """A drill whose opening is in its third second."""
    drill = turns(setup=["Stand well.", "Look ahead."], cautions=list(cautions), position=position)
    shell = Shell(session_of(drill, bouts=1, attended=True, **given))
    shell.run(60)
    return shell


def is_in_bout(shell: Shell) -> bool:
    head = shell.session.head
    return head.plan.blocks[head.current_block_index(shell.now)].kind is BlockKind.BOUT


def full(shell: Shell) -> list[str]:
    """What the opening says to whoever hears it out."""
    plan = shell.session.head.plan
    blocks = [block for block in plan.blocks if block.kind in (BlockKind.OPENING, BlockKind.SETUP)]
    return [line.sound.text for block in blocks for unit in block.units for line in unit.lines]


def test_next_leads_from_line_to_line_and_no_further_than_the_place() -> None:
    shell = opening(safety=True)
    lines = full(shell)
    for _ in lines:
        shell.ask(C.NEXT)
        shell.run(shell.now + 30)
        assert not shell.session.is_over
    assert lines[:-1] == [text for text in shell.texts if text in lines[:-1]]
    shell.run_to(lambda: PLACE == shell.texts[-1])
    shell.ask(C.NEXT)
    assert not is_in_bout(shell)
    assert shell.tones


def test_ready_leads_to_the_place_by_way_of_the_short_safety_line() -> None:
    shell = opening(safety=True)
    said = len(shell.texts)
    shell.ask(C.READY)
    shell.run_to(lambda: is_in_bout(shell))
    assert [SHORT, PLACE] == shell.texts[said : said + 2]


def test_a_drills_own_cautions_stand_for_it() -> None:
    shell = opening(safety=True, cautions=(CAUTION,))
    said = len(shell.texts)
    shell.ask(C.READY)
    shell.run_to(lambda: is_in_bout(shell))
    assert [CAUTION, PLACE] == shell.texts[said : said + 2]


def test_what_was_heard_out_is_not_said_twice() -> None:
    shell = opening(safety=True, cautions=(CAUTION,))
    shell.run_to(lambda: "Look ahead." in shell.texts)
    shell.ask(C.READY)
    shell.run_to(lambda: is_in_bout(shell))
    assert 1 == shell.texts.count(CAUTION)


@pytest.mark.parametrize("command", [C.NEXT, C.READY, C.PAUSE])
def test_the_short_safety_line_is_said_again_where_it_was_cut(command: Command) -> None:
    shell = opening(safety=True)
    shell.ask(C.READY)
    shell.run_to(lambda: SHORT == shell.texts[-1])
    shell.run(shell.now + 10)
    shell.ask(command)
    if command is C.PAUSE:
        shell.run(shell.now + 100)
        shell.ask(C.RESUME)
    shell.run_to(lambda: is_in_bout(shell))
    texts = shell.texts
    assert 2 == texts.count(SHORT)
    assert texts.index(PLACE) > texts.index(SHORT)


def test_the_way_to_the_place_keeps_its_time() -> None:
    shell = opening(safety=False)
    shell.ask(C.READY)
    shell.run_to(lambda: PLACE == shell.texts[-1])
    since = shell.now
    for command in (C.READY, C.NEXT, C.READY):
        shell.ask(command)
        shell.run(shell.now + 80)
    shell.run_to(lambda: is_in_bout(shell))
    assert shell.now - since >= to_ticks(9)


def test_a_short_opening_sends_to_the_place_too() -> None:
    shell = opening(safety=False, brief=True)
    shell.ask(C.READY)
    shell.run(shell.now + 400)
    assert SHORT in shell.texts
    assert PLACE == shell.texts[-1]


def test_seated_there_is_no_place_to_go_to() -> None:
    shell = opening(safety=True, position="seated")
    shell.ask(C.READY)
    shell.run_to(lambda: is_in_bout(shell))
    assert PHRASES.safety.seated in shell.texts
    assert PLACE not in shell.texts


def test_advice_that_was_read_is_passed_over_and_nothing_else() -> None:
    shell = opening(safety=True)
    said = len(shell.texts)
    assert shell.ask(C.ADVICE_READ)
    shell.run_to(lambda: is_in_bout(shell))
    plan = shell.session.head.plan
    lines = [line for unit in plan.units for line in unit.lines]
    after = next(at for at, line in enumerate(lines) if line.role is Role.SAFETY_END) + 1
    assert shell.texts[said] == lines[after].sound.text
    assert not shell.ask(C.ADVICE_READ)


@pytest.mark.parametrize("seed", range(20))
def test_nobody_begins_without_a_safety_line(seed: int) -> None:
    chance = random.Random(seed)
    cautions = chance.choice([(), (CAUTION,), (CAUTION, "Go slowly.")])
    shell = opening(safety=chance.random() < 0.5, brief=chance.random() < 0.3, cautions=cautions)
    while not (is_in_bout(shell) or shell.session.is_over):
        shell.ask(chance.choice([C.NEXT, C.READY, C.NEXT, C.PAUSE, C.RESUME, C.BACK, C.REPEAT]))
        shell.run(shell.now + chance.randrange(5, 250))
        if shell.session.state is State.PAUSED:
            shell.ask(C.RESUME)
    assert not shell.session.is_over
    said = set(shell.texts)
    assert set(cautions) <= said
    assert cautions or {SHORT, PHRASES.safety.outro} & said
