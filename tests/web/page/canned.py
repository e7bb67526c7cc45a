"""Canned answers of the page's server, as its contract has them: what each screen is drawn from."""

from dataclasses import asdict
from typing import Any

from drillvoice.language import load_language
from drillvoice.web.page_asks import ask_about_phone, ask_about_sound

Json = dict[str, Any]

MISSING_SPEAKER = "There is no loudspeaker: connect one, or choose one from `drillvoice devices` with --speaker."
WORDS = load_language().phrases.page_server
PHONE_ASKS = asdict(found) if (found := ask_about_phone(WORDS, "t1")) else None
SOUND_ASKS = asdict(ask_about_sound(WORDS, MISSING_SPEAKER))

MORE = [
    "help", "repeat", "next", "back", "slower", "faster", "louder", "softer", "time-left", "tell-me-why", "finish",
]  # fmt: skip
CUES = [
    {"name": "left", "text": "Look left"},
    {"name": "right", "text": "Look right"},
    {"name": "up", "text": "Look up a little"},
    {"name": "down", "text": "Look down"},
    {"name": "front", "text": "Look ahead"},
]
LONG_CUES = [
    {"name": "step-over", "text": "At the next object, step over"},
    {"name": "round-left", "text": "At the next object, go round on the left"},
    {"name": "round-right", "text": "At the next object, go round on the right"},
    {"name": "slowly", "text": "Walk slowly for now"},
    {"name": "normal", "text": "Back to your normal pace"},
    {"name": "quicker", "text": "A little quicker for a few steps, then easy again"},
]
MANY_CUES = [
    {"name": f"cue-{n}", "text": text}
    for n, text in enumerate(
        (
            "Name an animal",
            "Name a fruit",
            "Name a town",
            "Name a colour",
            "Name something in a kitchen",
            "Name something in a garden",
            "Name something to wear",
            "Count down from five",
            "Name the month after this one",
            "Name a song",
        )
    )
]
DRILLS = [
    ("warm-up", "Warm-up", "a gentle beginning", "", 6, "today", True),
    ("head-turns", "Head turns", "keeping steady while you look around", "walking", 12, "yesterday", False),
    ("obstacle-course", "Obstacle course", "walking over and round things", "walking", 14, "", False),
    ("heel-raises", "Heel raises", "strong calves, for a good push-off", "standing", 8, "3 October", False),
    ("hip-flexor-stretch", "Hip flexor stretch", "a longer step", "seated", 6, "", False),
]


def drills(**changed: Any) -> Json:
    names = ("name", "title", "trains", "position_words", "minutes", "last_done", "programme")
    return {
        "drills": [dict(zip(names, each, strict=True)) for each in DRILLS],
        "same": {"title": "Head turns, level 2"},
        "warm_up": {"title": "Warm-up", "minutes": 6},
        "persons": [{"id": "anna", "name": "Anna", "current": True}, {"id": "ben", "name": "Ben", "current": False}],
        "voices": [{"name": "hibari/a", "title": "Hibari, clear"}, {"name": "gmw/en", "title": "English, plain"}],
    } | changed


def head_turns() -> Json:
    return {
        "name": "head-turns",
        "title": "Head turns",
        "why": "Looking around while you walk asks a lot of your balance, and here you practise it in small amounts.",
        "things": ["a clear, level path of about six metres", "a sturdy chair that cannot roll"],
        "cautions": [
            "Turn only as far as feels comfortable.",
            "If you feel more than mildly dizzy, stop and sit down.",
        ],
        "levels": [
            {"number": 1, "title": "At a support", "position_words": "standing", "minutes": 8},
            {"number": 2, "title": "Walking", "position_words": "walking", "minutes": 12},
        ],
        "rounds": 2,
        "gap": "5.5-7",
        "choices": {"rounds": [1, 2, 3, 4], "minutes": [3, 5, 10, 15], "gap": ["5-7", "6-8", "8-12"]},
    }


def progress() -> Json:
    return {
        "weeks": [
            {
                "title": "This week",
                "days": [
                    {"day": "Monday", "done": ["Warm-up", "Head turns, level 2"]},
                    {"day": "Tuesday", "done": []},
                    {"day": "Wednesday", "done": ["Heel raises"]},
                ],
                "summary": "Two days, 26 minutes.",
            },
            {"title": "Last week", "days": [{"day": "Sunday", "done": ["Warm-up"]}], "summary": "One day, 6 minutes."},
        ],
        "report": "/report",
    }


def phones(**changed: Any) -> Json:
    return {
        "lan": True,
        "address": "http://192.168.178.21:8321",
        "qr": "/qr.svg",
        "code": "1234 5678",
        "connected": [{"name": "phone 1", "since": "10:04"}],
    } | changed


def session(**changed: Any) -> Json:
    return {
        "state_number": 5,
        "state": "going",
        "title": "Head turns",
        "part": "Round 1 of 2",
        "said": "Look up a little",
        "is_cue": True,
        "next": "Rest",
        "left": "about 6 min left",
        "count": None,
        "counting": "",
        "main": "pause",
        "more": MORE,
        "cues": CUES,
        "notes": {},
        "undo": None,
        "lost": False,
        "alone": False,
    } | changed


def state(screen: str = "start", **changed: Any) -> Json:
    return {
        "number": 1,
        "screen": screen,
        "leading": "page",
        "can_start": True,
        "here": True,
        "person": {"id": "anna", "name": "Anna"},
        "asks": None,
        "notice": None,
        "helpers": 1,
        "session": None,
        "question": None,
        "after": None,
    } | changed


def drill(**changed: Any) -> Json:
    return state("drill", session=session(**changed))


UNDO = {"note": "wobble", "left_s": 9}
DIZZY = {"symptom": "dizziness", "text": "How dizzy are you, from zero to ten?", "when": "before", "value": None}
OVER = {
    "title": "Head turns",
    "summary": "Well done, that is the end. Head turns: twenty cues, all five directions.",
    "noted": "Noted: wobble, twice.",
}
REST_SAID = "Rest now. Sit down if you can. Two minutes."
WAIT_SAID = "Get up in your own time. When you are standing safely, press Enter."
ADVICE = "Clear the floor of rugs, cables and anything else that you could trip over."
OPENING = [*MORE, "less-today", "advice-read"]

SCREENS: dict[str, Json] = {
    "start": state(),
    "elsewhere": state(leading="terminal"),
    "preparing": state("preparing"),
    "drill": drill(),
    "opening": drill(said=ADVICE, is_cue=False, part="Getting ready", more=OPENING, cues=[], next=""),
    "long-cue": drill(said="At the next object, go round on the right", cues=LONG_CUES, title="Obstacle course"),
    "counted": drill(said="Stay like that", count=24, counting="hold"),
    "noted": drill(undo=UNDO),
    "rest": drill(state="resting", said=REST_SAID, count=75, counting="rest", is_cue=False, more=[*MORE, "ready"]),
    "waiting": drill(state="waiting", said=WAIT_SAID, main="ready", is_cue=False, more=[*MORE, "pause"]),
    "paused": drill(state="paused", main="resume"),
    "paused-noted": drill(state="paused", main="resume", undo=UNDO),
    "stopped": drill(state="stopped", main="resume", said="Stopped. I cannot call anyone. Call out."),
    "lost": drill(state="paused", main="resume", lost=True),
    "question": state("preparing", question=DIZZY),
    "question-elsewhere": state("preparing", leading="terminal", question=DIZZY),
    "after": state("after", after=OVER),
    "asks": drill() | {"asks": PHONE_ASKS},
    "asks-at-start": state(asks=PHONE_ASKS),
    "no-sound": state(screen="preparing", asks=SOUND_ASKS),
}
"""The states that a screen each is drawn from; those that a page reaches by itself are in tests/web/page/walks.py."""
