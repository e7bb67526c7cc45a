"""No prose in what runs in a session: what is said, shown or understood belongs to a language, in its own file."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import drillvoice

pytestmark = pytest.mark.slow

ROOT = Path(drillvoice.__file__).parent
IN_A_SESSION = ("core", "app", "listening", "terminal/lines", "terminal/screen")
BESIDE = ("terminal/keys.py", "terminal/typed.py", "terminal/process.py", "language.py")
OF_THE_RECORD = ("celebration", "unfinished", "recorder", "tracker", "ratings")
PROSE = re.compile(r"[A-Za-z']{2,}[,;:]? [a-z]{2,}|(^|[.:] )[A-Z][a-z]+")
NO_PROSE = re.compile(r"^(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b|#[0-9a-f]{6}|^Page \{")
"""Statements for the database, colours, and a style sheet."""
FAULT = "what is wrong with the computer or the program, and how to mend it"
DRILL_FILE = "what is wrong with a drill file, for whoever writes it"
COMMAND_LINE = "an answer of the command line"
PROTOCOL = "names that a protocol has given"
ALLOWED: dict[str, tuple[str, str]] = {
    "core/toml_reading.py": (DRILL_FILE, ""),
    "core/drill/reading.py": (DRILL_FILE, ""),
    "core/week/reading.py": (DRILL_FILE, ""),
    "core/drill/rules.py": (DRILL_FILE, ""),
    "core/drill/lengths.py": (DRILL_FILE, ""),
    "app/library.py": (DRILL_FILE, ""),
    "core/plan/exercises.py": (COMMAND_LINE, "no levels"),
    "core/plan/request_json.py": (COMMAND_LINE, "a whole number|true or false|Cc$"),
    "app/doctor.py": (COMMAND_LINE, ""),
    "app/event_log.py": (FAULT, "The event log"),
    "app/front.py": (FAULT, "A view of this session has failed"),
    "app/loudspeaker.py": (FAULT, "The computer's sound service|{} Until then the drill is|The sound was"),
    "app/media_keys_process.py": (PROTOCOL, "PropertiesChanged"),
    "app/mpris_player.py": (PROTOCOL, r"\w+$|org\.freedesktop|<(method|property|interface)"),
    "app/persons.py": (COMMAND_LINE, ""),
    "app/session_voice.py": (FAULT, "{} Until then each line is printed"),
    "app/session_record.py": (FAULT, "This session is not recorded|The record does not tell"),
    "app/nothing_left.py": (COMMAND_LINE, "No session of the last|Your session| with `drillvoice run|, as you did"),
    "app/week_plan.py": (
        COMMAND_LINE,
        "There is no plan|is no file|has more|is not UTF-8|cannot be read|, did you|put the drill back",
    ),
    "app/settings.py": (FAULT, "The settings in|{} Until then (your own words|the usual voice)"),
    "app/taught.py": (FAULT, "What your voice sounds like|it is damaged"),
    "app/voice_check_parts.py": (FAULT, "The {} is gone"),
    "history/recorder.py": (FAULT, "The record|{} The end of this session"),
    "listening/client.py": (FAULT, "Voice control (has stopped|cannot be started|does not answer)"),
    "listening/microphone_loop.py": (
        FAULT,
        "The microphone ({name}|has not opened)|Allow your terminal|Check its switch",
    ),
    "listening/recogniser.py": (FAULT, "The library vosk"),
    "terminal/screen/show.py": (FAULT, "The screen has failed|it ended by itself"),
}
"""Why a module may hold sentences, and how they begin; any where nothing is named. Such sentences may stay English:
nobody hears them, and no session that goes well shows them."""


def names_of_modules() -> Iterator[str]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        is_of_record = path.parent.name == "history" and path.stem in OF_THE_RECORD
        if name.startswith(IN_A_SESSION) or name in BESIDE or is_of_record:
            yield name


def sentences_in(source: str) -> Iterator[str]:
    """Strings that look like prose, but for docstrings, errors that are raised, annotations and descriptions."""
    tree = ast.parse(source)
    passed = {id(inner) for node in ast.walk(tree) for part in _set_apart(node) for inner in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            passed |= {id(inner) for inner in node.values}
        text = _text_of(node)
        if PROSE.search(text) and not NO_PROSE.search(text):
            yield text


def _set_apart(node: ast.AST) -> list[ast.AST]:
    match node:
        case ast.Raise() | ast.Assert() | ast.Expr(value=ast.Constant()):
            return [node]
        case ast.keyword(arg="description"):
            return [node.value]
        case ast.AnnAssign() | ast.arg():
            return [node.annotation] if node.annotation else []
        case ast.FunctionDef():
            return [node.returns] if node.returns else []
        case ast.Call(func=ast.Name(id="TypeVar") | ast.Attribute(attr="removeprefix" | "removesuffix")):
            return [node]
    return []


def _text_of(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@cache
def sentences_of_modules() -> dict[str, list[str]]:
    return {name: list(sentences_in((ROOT / name).read_text(encoding="utf-8"))) for name in names_of_modules()}


def test_what_runs_in_a_session_holds_no_prose() -> None:
    found = [(name, text) for name, texts in sentences_of_modules().items() for text in texts]
    assert [] == [(name, text) for name, text in found if not re.match(ALLOWED.get(name, ("", "(?!)"))[1], text)]


def test_nothing_is_allowed_to_hold_prose_that_holds_none() -> None:
    assert [] == [name for name in ALLOWED if not sentences_of_modules().get(name)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('TEXT = "Press Enter when you are ready."', ["Press Enter when you are ready."]),
        ('def f(): return f"about {n} min left"', ["about {} min left"]),
        ('NAMES = ("Paused", "going")', ["Paused"]),
        ('"""A module says what it is for."""', []),
        (
            'def f() -> "Asking":\n    """Answer it to somebody."""\n    raise ValueError("that is no number")',
            [],
        ),
        ('x: str = Field(description="what it trains, in a few words")', []),
        ('KEY = "what-can-i-say"\nPATH = "request.practice.gap_s"', []),
        ('SQL = "SELECT id FROM session"\nINK = "bold #ffffff on #000000"', []),
    ],
)
def test_prose_is_told_from_names(source: str, found: list[str]) -> None:
    assert found == list(sentences_in(source))
