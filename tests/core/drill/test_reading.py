"""Drill files: every problem at once, with its place and a suggestion."""

import pytest

from drillvoice.core.drill.reading import json_schema, parse_drill
from drillvoice.core.drill.schema import Holds, RandomCues
from drillvoice.errors import DrillError
from tests.builders import PHRASES

TURNS = """\
kind = "random-cues"
title = "Turns"
trains = "balance"
why = "It helps."
position = "standing"
space = "some room"
gap_s = [4.0, 6.0]
hold_s = 1.0
[cues.left]
say = "Look left"
[cues.right]
say = "Look right"
"""
RAISES = """\
kind = "repetitions"
title = "Raises"
trains = "balance"
why = "It helps."
position = "standing"
space = "some room"
repetitions = 4
phases = [{ say = "{n}, going up", seconds = 2.0 }]
"""
HOLD = """\
kind = "holds"
title = "Stance"
trains = "balance"
why = "It helps."
position = "standing"
space = "some room"
seconds = 10.0
hold_say = "Hold it there"
release_say = "And ease back"
"""
STEPS = """\
kind = "guided-steps"
title = "Parts"
trains = "balance"
why = "It helps."
position = "standing"
space = "some room"
[[parts]]
title = "Shift"
phases = [{ say = "Shift over", seconds = 2.0 }]
"""
PROGRAMME = """\
kind = "programme"
title = "Two"
trains = "balance"
why = "It helps."
[[items]]
drill = "turns"
"""


def problems(text: str) -> tuple[str, ...]:
    """What is wrong with a drill file."""
    with pytest.raises(DrillError) as caught:
        parse_drill(text, "mine.toml", PHRASES)
    return caught.value.problems


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("text", [TURNS, RAISES, HOLD, STEPS, PROGRAMME])
def test_every_kind_can_be_read(text: str) -> None:
    assert text.splitlines()[0] == f'kind = "{parse_drill(text, "mine.toml", PHRASES).kind}"'


class TestSyntax:
    def test_a_mistake_is_named_by_line_and_column(self) -> None:
        assert "line 3, column 11" in problems('kind = "holds"\ntitle = "A"\nseconds = = 5\n')[0]

    def test_so_is_the_end_of_the_file(self) -> None:
        assert "line 2, column 10, the end of the file" in problems('kind = "holds"\nseconds =')[0]

    def test_every_message_begins_with_the_file(self) -> None:
        with pytest.raises(DrillError, match=r"^mine\.toml: is not valid TOML: "):
            parse_drill("=", "mine.toml", PHRASES)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
            ("# " + "a" * 200_000, "longer than 200,000 characters"),
            ("a = " + "9" * 5000, "far too many digits"),
        ],
    )
    def test_monsters_are_refused_in_one_sentence(self, text: str, problem: str) -> None:
        assert problem in problems(text)[0]


class TestFields:
    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ("gap_s = [4.0, 6.0]", "gaps_s = [4.0, 6.0]", "`gaps_s`: unknown key `gaps_s`, did you mean `gap_s`?"),
            ('say = "Look left"', 'sya = "Look left"', "`cues.left.sya`: unknown key `sya`, did you mean `say`?"),
            ('space = "some room"\n', "", "`space` is missing"),
            ("4.0, 6.0", "4.0", "`gap_s[1]` is missing"),
            ("gap_s = [4.0, 6.0]", 'gap_s = "4"', "`gap_s`: input should be a valid tuple, not '4'"),
            ("hold_s = 1.0", "hold_s = -1", "`hold_s`: input should be greater than or equal to 0, not -1"),
            ("hold_s = 1.0", "hold_s = nan", "`hold_s`: input should be a finite number, not nan"),
            ("[cues.left]", "[cues.Left]", "`cues.Left`: 'Left' is not a name; use small letters, digits and hyphens"),
            ('"standing"', '"lying"', "`position`: input should be 'seated', 'standing' or 'walking', not 'lying'"),
            ('"Look left"', '""', "`cues.left.say`: string should have at least 1 character, not ''"),
        ],
    )
    def test_a_problem_is_named_by_its_key_path(self, old: str, new: str, problem: str) -> None:
        assert problem in problems(changed(TURNS, (old, new)))

    def test_all_of_them_are_told_together(self) -> None:
        found = problems(changed(TURNS, ("hold_s = 1.0", "hold_s = true\nhold = 2"), ("4.0, 6.0", "0.1, 6.0")))
        assert {"`gap_s[0]`", "`hold_s`", "`hold`"} == {problem.split(":")[0] for problem in found}

    def test_levels_and_nested_tables_have_paths_too(self) -> None:
        found = problems(STEPS + '[[levels]]\ntitle = "a"\n[[levels.parts]]\ntitel = "b"\n')
        assert "`levels[0].parts[0].titel`: unknown key `titel`, did you mean `title`?" in found
        assert "`levels[0].parts[0].phases` is missing" in found

    @pytest.mark.parametrize(
        ("kind", "problem"),
        [
            ("", "`kind` is missing; it is one of"),
            ('kind = "hold"\n', "unknown kind 'hold', did you mean `holds`?"),
            ('kind = "zzz"\n', "unknown kind 'zzz'; it is one of"),
            ("kind = [1]\n", "unknown kind [1]; it is one of"),
        ],
    )
    def test_the_kind_comes_first(self, kind: str, problem: str) -> None:
        (found,) = problems(changed(HOLD, ('kind = "holds"\n', kind)))
        assert problem in found

    @pytest.mark.parametrize("kind", ["hold", "zzz"])
    def test_a_wrong_kind_hides_nothing_else(self, kind: str) -> None:
        table = changed(HOLD, ('kind = "holds"', f'kind = "{kind}"'), ("title = ", "titel = "))
        found = problems(table)
        assert "`title` is missing" in found
        assert "`titel`: unknown key `titel`, did you mean `title`?" in found

    def test_an_unknown_kind_blames_no_key_that_some_kind_has(self) -> None:
        (found,) = problems(changed(TURNS, ('kind = "random-cues"', 'kind = "zzz"')))
        assert "unknown kind" in found

    def test_a_key_of_the_drill_below_a_table_is_told_to_go_above(self) -> None:
        assert problems(TURNS + "max_cues = 3\n") == (
            "`cues.right.max_cues`: `max_cues` belongs to the drill itself; put it above the first line in [brackets]",
        )

    def test_long_values_are_cut_in_messages(self) -> None:
        assert all(len(problem) < 200 for problem in problems(changed(TURNS, ('"standing"', f'"{"x" * 5000}"'))))

    def test_a_field_of_another_kind_is_an_unknown_key(self) -> None:
        assert "`gap_s`: unknown key `gap_s`" in problems(HOLD + "gap_s = [1.0, 2.0]\n")


class TestRules:
    def test_they_come_once_the_fields_are_right(self) -> None:
        found = problems(changed(TURNS, ('"Look left"', '"stop"'), ("hold_s", "holds_s")))
        assert ("`holds_s`: unknown key `holds_s`, did you mean `hold_s`?",) == found

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ('"Look left"', '"Stop!"', '`cues.left.say`: "Stop!" is also the command "stop"; use other words'),
            ('"Look left"', '"take a  Break"', '"take a  Break" is also the command "pause"'),
            ('"Look left"', '"Left"', '`cues.left.say`: "Left" is a bare word'),
            ("[4.0, 6.0]", "[6.0, 4.0]", "`gap_s`: the shortest gap (6 s) is longer than the longest (4 s)"),
            (
                "[4.0, 6.0]",
                "[1.0, 6.0]",
                '1 s is shorter than the cue "Look right" with its hold and return, about 1.8',
            ),
            ("hold_s = 1.0", 'hold_s = 1.0\nnever_in_a_row = ["pace"]', "no cue has the group 'pace'"),
            ("hold_s = 1.0", 'hold_s = 1.0\nsafety = ["shoe"]', "`safety`: no safety line is called 'shoe'; there are"),
            ("hold_s = 1.0", 'hold_s = 1.0\ncue_as = { up = "Colour red" }', "`cue_as`: no cue is called 'up'"),
            ("hold_s = 1.0", 'hold_s = 1.0\ncue_as = { left = "slower" }', '`cue_as.left`: "slower" is also'),
        ],
    )
    def test_each_rule_is_told_with_its_place(self, old: str, new: str, problem: str) -> None:
        assert any(problem in found for found in problems(changed(TURNS, (old, new))))

    @pytest.mark.parametrize(
        ("level", "problem"),
        [
            ('use = ["up"]', "`levels[0].use`: no cue is called 'up'; there are left, right"),
            ("gap_s = [1.0, 2.0]", "`levels[0]`: `gap_s`: 1 s is shorter than the cue"),
            (
                'go_word = "Please"\ngap_s = [2.0, 3.0]',
                '`levels[0]`: `gap_s`: 2 s is shorter than the cue "Please look',
            ),
            ("gap_steps = 3", "`levels[0]`: `gap_s`: 1.38462 s is shorter than the cue"),
            ('cue_as = { left = "Blue" }', '`levels[0].cue_as.left`: "Blue" is a bare word'),
        ],
    )
    def test_levels_are_checked_as_they_will_be_practised(self, level: str, problem: str) -> None:
        found = problems(f'{TURNS}[[levels]]\ntitle = "a"\n{level}\n')
        assert any(one.startswith(problem) for one in found)

    def test_two_commands_are_told_from_phrases_that_hold_them(self) -> None:
        parse_drill(changed(TURNS, ('"Look left"', '"Slow down"')), "mine.toml", PHRASES)

    def test_where_no_cue_could_follow_another_that_is_said(self) -> None:
        grouped = changed(TURNS, ("hold_s = 1.0", 'hold_s = 1.0\nnever_in_a_row = ["pace"]'))
        for cue in ("left", "right"):
            grouped = changed(grouped, (f'"Look {cue}"\n', f'"Look {cue}"\ngroup = "pace"\n'))
        assert "so none could follow another" in problems(grouped)[0]

    @pytest.mark.parametrize(
        ("text", "old", "new", "place"),
        [
            (RAISES, "{n}, going", "{x}, going", "phases[0].say"),
            (HOLD, "And ease back", "And ease {n:9} back", "release_say"),
            (HOLD, "Hold it there", "Hold { it", "hold_say"),
            (HOLD, "seconds = 10.0", 'seconds = 10.0\nenter = ["Go {", "Step {side}"]', "enter[0]"),
            (STEPS, "Shift over", "Shift {0}", "parts[0].phases[0].say"),
        ],
    )
    def test_only_number_and_side_stand_in_braces(self, text: str, old: str, new: str, place: str) -> None:
        assert (f"`{place}`: only {{n}} and {{side}} can stand in braces",) == problems(changed(text, (old, new)))

    def test_phases_of_levels_are_checked_too(self) -> None:
        found = problems(RAISES + '[[levels]]\ntitle = "a"\nphases = [{ say = "Up", seconds = 2.0 }]\n')
        assert (
            '`levels[0].phases[0].say`: "Up" is a bare word, which is hard to catch; use a phrase of two words or more',
        ) == found


class TestLevels:
    def test_a_level_changes_only_what_it_names(self) -> None:
        drill = parse_drill(TURNS + '[[levels]]\ntitle = "a"\nuse = ["left"]\ngap_s = [5.0, 6.0]\n', "m", PHRASES)
        assert isinstance(drill, RandomCues)
        level = drill.at_level(1)
        assert (["left"], (5.0, 6.0), "Turns", 1.0) == (list(level.cues), level.gap_s, level.title, level.hold_s)

    def test_without_levels_the_drill_is_as_it_is(self) -> None:
        drill = parse_drill(HOLD, "m", PHRASES)
        assert isinstance(drill, Holds)
        assert drill is drill.at_level(1)


def test_the_schema_knows_every_kind_and_field() -> None:
    definitions = json_schema()["$defs"]
    assert {"RandomCues", "Repetitions", "Holds", "GuidedSteps", "Programme"} <= set(definitions)
    assert "onset" in definitions["RandomCues"]["properties"]["gap_s"]["description"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a." * 20_000 + "b = 1", "is nested too deeply"),
        ("[" + "a." * 20_000 + "b]", "is nested too deeply"),
        ("x = {" + '"a" . ' * 20_000 + "b = 1}", "is nested too deeply"),
        ('"\\"".' * 20_000 + "b = 1", "is nested too deeply"),
        ("'#'." * 20_000 + "b = 1", "is nested too deeply"),
        ('x = "' + ". " * 60 + '\\"' * 90_000, "is not valid TOML"),
        (f'"{"k" * 150}".' * 1_000 + "b = 1", f"`{'k' * 40}"),
        ("x = " + "[" * 50_000, "is nested too deeply"),
        ("repetitions = " + "9" * 5000, "holds a number with far too many digits"),
        ("repetitions = 0x" + "f" * 100_000, "holds a number with far too many digits"),
        ("x = [[{ y = 0b" + "1" * 100_000 + " }]]", "holds a number with far too many digits"),
    ],
    ids=range(11),
)
def test_what_would_cost_without_end_is_one_problem(line: str, expected: str) -> None:
    (problem,) = problems(f"{line}\n{TURNS}")
    assert problem.startswith(expected)


def test_dots_in_a_text_are_no_key() -> None:
    text = "Left. Right. " * 20 + "." * 130
    parse_drill(TURNS.replace("It helps.", text), "mine.toml", PHRASES)


def test_a_fraction_with_a_comma_names_the_mend() -> None:
    (problem,) = problems(TURNS.replace("hold_s = 1.0", "hold_s = 1,5"))
    assert problem.startswith("is not valid TOML: ")
    assert problem.endswith("; write 1.5 with a point")


@pytest.mark.parametrize("text", ["1,5", "1.5 s", "1,5 seconds"])
def test_a_number_between_quotation_marks_names_the_mend(text: str) -> None:
    (problem,) = problems(TURNS.replace("hold_s = 1.0", f'hold_s = "{text}"'))
    assert problem.endswith(f"not '{text}'; write it as 1.5, without quotation marks")


def test_a_text_where_a_number_belongs_has_no_such_mend() -> None:
    (problem,) = problems(TURNS.replace("hold_s = 1.0", 'hold_s = "long"'))
    assert problem.endswith("not 'long'")
