"""A made-up language: every word of English in other letters, nouns with three forms, answers and drills of its own."""

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from drillvoice import language
from drillvoice.app.library import Library
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.choices import make_choices
from drillvoice.core.plan.options import Options
from drillvoice.core.plan.timing import Plan, lay_out
from drillvoice.language import Language, load_language
from tests.builders import length

CODE = "qz"
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "абцдефгхийклмнопярстувшэыз",
) | {ord("o"): "ö", ord("a"): "ä"}
PLURAL = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
ENDINGS = ("ь", "и", "ей")
NOUNS = (
    ("opening", "exercises"),
    ("opening", "beep"),
    ("time", "minute"),
    ("time", "second"),
    ("drills", "unit"),
    ("drills", "variety"),
    ("week", "day"),
)
ANSWERS = {"yes": ["д", "да"], "no": ["н", "нет"], "end": ["к", "конец"], "typed_back": ["в"]}
LATIN = re.compile(r"[A-Za-z]{2,}")
CUES = """
kind = "random-cues"
title = "Повороты"
trains = "равновесие"
why = "Это помогает."
position = "standing"
space = "немного места"
equipment = ["стул", "коврик", "полотенце"]
setup = ["Встаньте прямо."]
cautions = ["Не спешите."]
safety = ["shoes", "support"]
gap_s = [6.0, 8.0]
hold_s = 1.0
return_say = "Снова прямо"
max_cues = 5
framing = { bouts = 2, rest_s = 100.0 }
cues.l = { say = "Глаза лефт" }
cues.r = { say = "Глаза ригхт" }
cues.u = { say = "Глаза уп" }

[[levels]]
title = "медленно"

[[levels]]
title = "цвета"
cue_as = { l = "Красный цвет", r = "Синий цвет", u = "Белый цвет" }

[[levels]]
title = "по слову"
go_word = "Пожалуйста"
"""
HOLDS = """
kind = "holds"
title = "Стойка"
trains = "стойкость"
why = "Это помогает."
position = "walking"
space = "немного места"
sides = "each"
seconds = 30.0
enter = ["Шаг, сторона {side}"]
hold_say = "Стойте так"
release_say = "И отпустите"
unit = ["стойка", "стойки", "стоек"]
"""
PROGRAMME = """
kind = "programme"
title = "Всё вместе"
trains = "всё"
why = "Это помогает."
items = [{ drill = "c", bouts = 1 }, { drill = "h" }]
"""


def in_other_letters(text: str) -> str:
    """A text with every word in other letters; what stands in braces, and single letters, stay."""
    if len(text) == 1:
        return text
    parts = re.split(r"(\{[^}]*\})", text)
    return "".join(part if part.startswith("{") else _swapped(part) for part in parts)


def _swapped(text: str) -> str:
    low = text.lower().translate(LETTERS)
    return "".join(new.upper() if old.isupper() else new for old, new in zip(text, low, strict=True))


def _every_text(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case dict():
            return {key: _every_text(each, change) for key, each in value.items()}
        case list():
            return [_every_text(each, change) for each in value]
        case _:
            return value


def made_up_phrases() -> dict[str, Any]:
    """The phrases as TOML has them."""
    english = tomllib.loads(load_language().read_file("phrases.toml"))
    found: dict[str, Any] = _every_text(english, in_other_letters)
    found["grammar"] |= {"plural": PLURAL, "forms": len(ENDINGS), "sounds": "letters"}
    found["answers"] |= ANSWERS
    for table, name in NOUNS:
        found[table][name] = [f"{found[table][name][0 if n == 0 else 1]}{end}" for n, end in enumerate(ENDINGS)]
    found["listening"] |= {"heard_as": {}, "further": {}}
    found["screen"]["sources"]["test"] = "тест"
    return found


def write_made_up(folder: Path) -> None:
    """Its folder, and its drills beside it."""
    files, drills = folder / "languages" / CODE, folder / "drills" / CODE
    files.mkdir(parents=True)
    drills.mkdir(parents=True)
    (files / "phrases.toml").write_text(tomli_w.dumps(made_up_phrases()), encoding="utf-8")
    rules = tomllib.loads(load_language().read_file("celebrations.toml"))["celebration"]
    said = [rule | {"say": in_other_letters(rule["say"])} for rule in rules]
    (files / "celebrations.toml").write_text(tomli_w.dumps({"celebration": said}), encoding="utf-8")
    for name, text in (("c", CUES), ("h", HOLDS), ("b", PROGRAMME)):
        (drills / f"{name}.toml").write_text(text, encoding="utf-8")


@contextmanager
def made_up_language(folder: Path) -> Iterator[Language]:
    """The language, while the program can find it."""
    write_made_up(folder)
    (folder / "languages" / "en").symlink_to(load_language().folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "languages_folder", lambda: folder / "languages")
        patch.setattr(language, "shipped_drills", lambda: folder / "drills")
        yield load_language(CODE)


def is_made_up(*texts: str) -> bool:
    """Whether there is something, and nothing of it is English: no two Latin letters stand side by side."""
    found = [word for text in texts for word in LATIN.findall(text)]
    assert not found, f"{found} in {texts}"
    return any(re.search("[а-я]", text) for text in texts)


def plan_in_it(name: str, drills: Library, phrases: Phrases, **given: Any) -> Plan:
    """A plan of one of its drills, attended, with the safety advice."""
    options = Options(**{"attended": True, "safety": True, **given})
    return lay_out(make_choices(name, drills[name], drills, options, phrases), length)


def texts_of(plan: Plan) -> list[str]:
    """All that it says."""
    return [line.sound.text for unit in plan.units for line in unit.lines]
