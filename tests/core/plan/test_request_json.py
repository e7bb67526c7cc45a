"""A request becomes JSON and comes back the same; what is none is refused with its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.plan.options import Ask, CueSound, OverCues, Practice
from drillvoice.core.plan.request import Dose, ListeningWish, Request, SoundWish, VoiceWish
from drillvoice.core.plan.request_json import MOST_ITEMS, MOST_LETTERS, request_from_json, request_to_json
from drillvoice.errors import UsageError

TEXTS = st.text(st.characters(categories=["L", "N", "P"]), max_size=30)
SECONDS = st.floats(1, 60)
SIDES = st.sampled_from(["", "left", "right"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


PRACTICES = st.builds(
    Practice,
    level=maybe(st.integers(1, 12)),
    minutes=maybe(st.floats(0.5, 120)),
    gap_s=maybe(st.tuples(SECONDS, SECONDS)),
    bouts=maybe(st.integers(1, 12)),
    bout_s=maybe(st.floats(20, 300)),
    rest_s=maybe(st.floats(0, 600)),
    rest_until_ready=st.booleans(),
    without=st.lists(TEXTS, max_size=3).map(tuple),
    cadence=maybe(st.integers(40, 130)),
    walking_frame=st.booleans(),
    on_demand=st.booleans(),
    brief=st.booleans(),
    cue_sound=st.sampled_from(CueSound),
    metronome=st.integers(0, 130),
    first_side=SIDES,
    less=st.booleans(),
)
DOSES = st.builds(
    Dose,
    level=maybe(st.integers(1, 12)),
    bouts=maybe(st.integers(1, 12)),
    bout_s=maybe(st.floats(20, 300)),
    first_side=SIDES,
)
REQUESTS = st.builds(
    Request,
    drills=st.lists(TEXTS, max_size=4).map(tuple),
    doses=st.lists(DOSES, max_size=4).map(tuple),
    announcement=TEXTS,
    folder=maybe(TEXTS.map(Path)),
    seed=maybe(st.integers(0, 2**32)),
    practice=PRACTICES,
    voice=st.builds(VoiceWish, name=TEXTS, rate=st.integers(80, 300)),
    sound=st.builds(SoundWish, speaker=TEXTS, volume=st.integers(0, 100), keep_awake=st.booleans()),
    listening=st.builds(
        ListeningWish,
        off=st.booleans(),
        microphone=TEXTS,
        model=maybe(TEXTS.map(Path)),
        headphones=st.booleans(),
        over_cues=st.sampled_from(OverCues),
        wake=TEXTS,
    ),
    ask=st.sampled_from(Ask),
    safety_heard=st.booleans(),
    only_safety=st.booleans(),
    record=st.booleans(),
)


@given(REQUESTS)
def test_it_comes_back_the_same(request: Request) -> None:
    assert request == request_from_json(json.loads(json.dumps(request_to_json(request))))


def test_only_what_differs_from_the_defaults_is_written() -> None:
    assert {} == request_to_json(Request())
    told = Request(drills=("walking",), practice=Practice(gap_s=(4.0, 6.0), cue_sound=CueSound.BEEP))
    assert {
        "drills": ["walking"],
        "practice": {"gap_s": [4.0, 6.0], "cue_sound": "beep"},
    } == request_to_json(told)


def test_a_whole_number_will_do_where_any_is_meant() -> None:
    assert Practice(minutes=5.0) == request_from_json({"practice": {"minutes": 5}}).practice


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([], "`request` is not a table of names and values"),
        ({"drill": "x"}, "`request` has nothing called 'drill'"),
        ({3: "x"}, "`request` has nothing called '3'"),
        ({"drills": "walking"}, "`request.drills` is not a list of the right length"),
        ({"drills": ["x"] * (MOST_ITEMS + 1)}, "`request.drills` is not a list of the right length"),
        ({"drills": [3]}, "`request.drills` is not a text"),
        ({"drills": ["x" * (MOST_LETTERS + 1)]}, "`request.drills` is too long, or holds"),
        ({"drills": ["\x1b[2J"]}, "`request.drills` is too long, or holds"),
        ({"folder": "a\x00b"}, "`request.folder` is too long, or holds"),
        ({"folder": 3}, "`request.folder` is not a path"),
        ({"record": 1}, "`request.record` is not true or false"),
        ({"ask": "perhaps"}, "`request.ask` is one of no, yes, each"),
        ({"seed": 2**40}, "`request.seed` lies between 0 and "),
        ({"practice": {"level": True}}, "`request.practice.level` is not a whole number"),
        ({"practice": {"level": 2.5}}, "`request.practice.level` is not a whole number"),
        ({"practice": {"level": 0}}, "`request.practice.level` lies between 1 and 12"),
        ({"practice": {"minutes": "five"}}, "`request.practice.minutes` is not a number"),
        ({"practice": {"minutes": 10**400}}, "`request.practice.minutes` is not a number"),
        ({"practice": {"minutes": float("nan")}}, "`request.practice.minutes` lies between 0.5 and 120"),
        ({"practice": {"gap_s": [3]}}, "`request.practice.gap_s` is not a list of the right length"),
        ({"practice": {"gap_s": [3, "x"]}}, "`request.practice.gap_s` is not a number"),
        ({"practice": {"metronome": -5}}, "`request.practice.metronome` lies between 0 and 130"),
        ({"practice": {"first_side": "top"}}, "`request.practice.first_side` is one of left, right, or empty"),
        ({"doses": [{"level": 13}]}, "`request.doses.level` lies between 1 and 12"),
        ({"announcement": "x" * (MOST_LETTERS + 1)}, "`request.announcement` is too long, or holds"),
        ({"sound": {"volume": 101}}, "`request.sound.volume` lies between 0 and 100"),
    ],
)
def test_what_is_no_request_is_refused_with_its_place(data: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^`request") as refused:
        request_from_json(data)
    assert str(refused.value).startswith(sentence)


def test_wishes_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(UsageError, match="put the shorter one first"):
        Request(practice=Practice(gap_s=(9.0, 3.0))).options(1)
    with pytest.raises(UsageError, match="leave one of them out"):
        Request(practice=Practice(on_demand=True, gap_s=(3.0, 6.0))).options(1)


def test_options_are_the_practice_with_what_is_settled_later() -> None:
    options = Request(practice=Practice(level=2), announcement="Hello.").options(7, attended=True)
    assert (2, 7, True, "Hello.") == (options.level, options.seed, options.attended, options.announcement)


def test_less_of_it_is_as_little_as_can_be_with_an_announcement_of_its_own() -> None:
    wanted = Request(drills=("marching",), practice=Practice(level=2, bouts=3), announcement="Hello.")
    less = wanted.lesser("Less today.")
    assert (True, None, 2) == (less.practice.less, less.practice.bouts, less.practice.level)
    assert (("marching",), "Less today.") == (less.drills, less.announcement)
