"""Whatever is done to a drill file, it is planned, or refused with an error of ours."""

import contextlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillvoice.core.drill.reading import parse_drill
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.timing import lay_out
from drillvoice.errors import DrillError, UsageError
from tests.builders import CADENCE, PHRASES, SHIPPED, length

pytestmark = pytest.mark.slow

TEXTS = [SHIPPED.path(name).read_text(encoding="utf-8") for name in SHIPPED]
FRAGMENTS = st.sampled_from(
    [
        *(
            "",
            '"',
            "'",
            '"""',
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            "=",
            ".",
            ",",
            "\n",
            "#",
            "\\",
            "\0",
            "\ud7ff",
            "{n}",
            "{side}",
        ),
        *("0", "-1", "1e400", "nan", "-inf", "0.1", "60", "61", "9" * 5000, "0x1f", "true", "1979-05-27", "12:30:00"),
        *(
            "[" * 2000,
            "{a=" * 2000,
            "a." * 2000,
            '"{}"',
            '"{0.__class__}"',
            '"{n!r:>999999}"',
            '"Stop"',
            '"Hold on"',
            '""',
        ),
        *(
            'kind = "programme"\n',
            'kind = "holds"\n',
            "[[levels]]\n",
            "[framing]\nbouts = 60\n",
            "[cues.x]\nsay = 'A b'\n",
        ),
        *("repetitions = 60\n", "gap_s = [0.5, 300.0]\n", "bout_s = 0.5\n", "max_run = 1\n", 'without = ["left"]\n'),
    ]
)
CUTS = st.tuples(st.floats(0, 1), st.integers(0, 60), st.one_of(FRAGMENTS, FRAGMENTS, st.text(max_size=8)))
LINES = st.tuples(st.floats(0, 1), st.floats(0, 1))


def cut(text: str, place: float, count: int, fragment: str) -> str:
    """The text with so many characters replaced."""
    start = int(place * len(text))
    return text[:start] + fragment + text[start + count :]


def swapped(text: str, one: float, other: float) -> str:
    """The text with one line put in place of another."""
    lines = text.split("\n")
    lines[int(other * (len(lines) - 1))] = lines[int(one * (len(lines) - 1))]
    return "\n".join(lines)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A shipped drill file with one to four things done to it."""
    text = draw(st.sampled_from(TEXTS))
    for one, other in draw(st.lists(LINES, max_size=2)):
        text = swapped(text, one, other)
    for place, count, fragment in draw(st.lists(CUTS, min_size=1, max_size=2)):
        text = cut(text, place, count, fragment)
    return text


def take(text: str) -> None:
    """Read a drill and plan it; any error but ours comes through."""
    drill = None
    problems: tuple[str, ...] = ()
    try:
        drill = parse_drill(text, "mutated.toml", PHRASES)
    except DrillError as error:
        problems = error.problems
    assert (drill is None) == bool(problems)
    assert all("\n" not in problem and len(problem) < 1000 for problem in problems)
    if drill is not None:
        cadence = CADENCE if getattr(drill, "gap_steps", None) else None
        with contextlib.suppress(UsageError):
            lay_out(make_choices("mutated", drill, SHIPPED, Options(cadence=cadence, bouts=1), PHRASES), length)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_a_mutated_drill_is_planned_or_refused(text: str) -> None:
    take(text)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=200))
def test_any_text_is_planned_or_refused(text: str) -> None:
    take(text)


@pytest.mark.load
@pytest.mark.timeout(900)
def test_ten_thousand_mutated_drills_in_one_process(capsys: pytest.CaptureFixture[str]) -> None:
    seen = 0

    @settings(max_examples=10_000, derandomize=False, database=None, suppress_health_check=list(HealthCheck))
    @given(mutated())
    def run(text: str) -> None:
        nonlocal seen
        seen += 1
        take(text)

    start = time.monotonic()
    run()
    took_s = time.monotonic() - start
    with capsys.disabled():
        print(f"\n{seen:,} mutated drill files in {took_s:.0f} s")  # noqa: T201 - the figure
    assert seen >= 10_000
