"""No drill, and no session, of days: that is said before anything is planned."""

import pytest

from drillvoice.core.drill.lengths import LONGEST_S, length_problems, practice_s
from drillvoice.core.drill.reading import parse_drill
from drillvoice.core.drill.schema import Programme
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.estimates import estimated_blocks_s
from drillvoice.core.plan.lines import BlockKind
from drillvoice.errors import DrillError, UsageError
from tests.builders import EXERCISES, LEVELS, PHRASES, choices_of, drill, options, swept

HEAD = 'title = "T"\ntrains = "t"\nwhy = "w"\nposition = "seated"\nspace = "s"\n'
FRAME = "[framing]\nbouts = 60\nbout_s = 300.0\nrest_s = 300.0\n"
MANY = ", ".join('{ say = "Go up now", seconds = 300.0, later = "words" }' for _ in range(8))
ENDLESS = {
    "holds": f'kind = "holds"\n{HEAD}seconds = 300.0\nrepetitions = 60\nsides = "each"\nhold_say = "Hold it"\n'
    f'release_say = "Let go"\n{FRAME}',
    "repetitions": f'kind = "repetitions"\n{HEAD}repetitions = 60\nphases = [{MANY}]\n{FRAME}',
    "guided-steps": f'kind = "guided-steps"\n{HEAD}{FRAME}'
    + f'[[parts]]\ntitle = "P"\nrepetitions = 60\nsides = "each"\nphases = [{MANY}]\n' * 20,
    "random-cues": f'kind = "random-cues"\n{HEAD}gap_s = [2.0, 3.0]\nmax_cues = 60\n{FRAME}'
    '[cues.left]\nsay = "Look left"\n[cues.right]\nsay = "Look right"\n',
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_drill_of_days_is_one_problem(kind: str) -> None:
    with pytest.raises(DrillError) as caught:
        parse_drill(ENDLESS[kind], "mine.toml", PHRASES)
    (problem,) = caught.value.problems
    assert problem.startswith("`framing.bouts`: all of its rounds together take about ")
    assert problem.endswith(" hours; 2 hours are the most, so ask for less of it")


def test_the_level_that_takes_so_long_is_named() -> None:
    long = drill("holds", levels=[{"title": "Short"}, {"title": "Long", "seconds": 300.0, "repetitions": 60}])
    assert not isinstance(long, Programme)
    (problem,) = length_problems(long)
    assert problem.startswith("`levels[1]`: `framing.bouts`")


@pytest.mark.parametrize(("name", "level"), swept(LEVELS))
def test_what_is_worked_out_is_near_what_is_planned(name: str, level: int) -> None:
    blocks = [each for each in choices_of(name, level=level, bouts=1).blocks if each.kind is BlockKind.BOUT]
    assert 0.3 < practice_s(EXERCISES[name].at_level(level)) / estimated_blocks_s(blocks) < 3
    assert not list(length_problems(EXERCISES[name]))


def test_a_session_of_days_is_refused_before_it_is_planned() -> None:
    long = drill("holds", seconds=300.0, repetitions=10, sides="each")
    assert not isinstance(long, Programme)
    assert practice_s(long) < LONGEST_S
    programme = drill("programme", items=[{"drill": "long", "bouts": 60}] * 30)
    with pytest.raises(UsageError, match=r"^mine would be about \d+ hours of practice, and 4 hours are the most"):
        make_choices("mine", programme, {"long": long}, options(programme), PHRASES)
