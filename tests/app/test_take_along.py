"""A drill as one page; what it does in a browser is in tests/web/page/test_page_to_take.py."""

import base64
import hashlib
import io
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import soundfile

from drillvoice.app.take_along import SOUND_AFTER_S, render_page
from drillvoice.core.plan.options import Practice
from drillvoice.core.plan.request import Request
from drillvoice.core.rates import MP3_RATE
from drillvoice.errors import AudioError
from tests.builders import PHRASES
from tests.fakes import only_engine

pytestmark = pytest.mark.slow

WORDS = PHRASES.take_along
PRACTICE = Practice(level=3, bouts=2, bout_s=30.0, rest_s=60.0)
SHORT = Request(drills=("head-turns",), seed=7, practice=PRACTICE, safety_heard=True)
ODD_TITLE = 'Turns </script><script>alert("1")</script> & $more'


@dataclass(frozen=True)
class Written:
    """A page, and what is inside."""

    text: str
    drill: dict[str, Any]

    @property
    def get_up(self) -> dict[str, Any]:
        return next(part for part in self.drill["parts"] if part["title"] == WORDS.parts["get-up"])


def written(folder: Path, request: Request = SHORT) -> Written:
    with pytest.MonkeyPatch.context() as patch:
        only_engine(patch)
        render_page(request, folder / "drill.html", print)
    text = (folder / "drill.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="drill">(.*?)</script>', text, re.DOTALL)
    assert found
    drill = json.loads(found[1])
    sounds = re.findall(r'<audio [^>]*src="data:audio/mpeg;base64,([^"]+)"', text)
    for part, sound in zip(drill["parts"], sounds, strict=True):
        assert "" == part["sound"], "it is there once"
        part["sound"] = sound
    return Written(text, drill)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(tmp_path_factory.mktemp("page"))


def test_it_waits_after_get_up_and_nowhere_else(page: Written) -> None:
    waits = [part["title"] for part in page.drill["parts"] if part["waits_at"] is not None]
    assert [WORDS.parts["get-up"]] == waits
    last = page.get_up["lines"][-1]
    assert WORDS.get_up == last["text"]
    assert last["end"] < page.get_up["waits_at"] < last["end"] + 1
    assert "twenty seconds" not in page.text


def test_its_sound_is_mp3_and_the_fixed_wait_is_cut_off(page: Written) -> None:
    for part in page.drill["parts"]:
        sound = soundfile.info(io.BytesIO(base64.b64decode(part["sound"])))
        assert ("MP3", MP3_RATE) == (sound.format, sound.samplerate)
        assert part["lines"][-1]["end"] <= sound.duration
        if part["waits_at"] is not None:
            assert part["waits_at"] + SOUND_AFTER_S == pytest.approx(sound.duration, abs=0.1)


def test_each_line_begins_where_its_sound_can_be_played_from(page: Written) -> None:
    for part in page.drill["parts"]:
        sound = base64.b64decode(part["sound"])
        assert all(b"\xff\xf3" == sound[line["byte"] :][:2] for line in part["lines"])
        assert all(line["base"] <= line["at"] < line["end"] for line in part["lines"])


def test_nothing_comes_from_elsewhere(page: Written) -> None:
    outside = re.sub(r'src="data:audio/mpeg;base64,[^"]*"', "", page.text)
    assert not re.search(r"(?:src|href)=|url\(|@import|https?://", outside)


def test_its_policy_allows_its_own_script_and_styles_by_what_they_are(page: Written) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.text)
    assert policy
    allowed = dict(each.strip().split(" ", 1) for each in policy[1].split(";"))
    assert "'none'" == allowed["default-src"]
    for tag in ("style", "script"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
        assert inside
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" == allowed[f"{tag}-src"]
    assert "unsafe" not in policy[1]


def test_practice_is_counted_in_again(page: Written) -> None:
    counted = [part["title"] for part in page.drill["parts"] if part["counts_in"]]
    assert ["Round 1 of 2", "Round 2 of 2"] == counted
    assert 3 <= soundfile.info(io.BytesIO(base64.b64decode(page.drill["count_in"]))).duration <= 8


def test_where_scripts_are_off_it_says_so_and_how_to_get_the_album(page: Written) -> None:
    found = re.search(r"<noscript>(.*?)</noscript>", page.text, re.DOTALL)
    assert found
    assert WORDS.no_scripts in found[1]
    assert "<code>drillvoice render head-turns -o head-turns/</code>" in found[1]


def test_it_says_how_to_be_safe(page: Written) -> None:
    assert f'<p id="safety">{WORDS.safety}</p>' in page.text


def test_a_title_is_text_whatever_is_in_it(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "drills" / "head-turns.toml").read_text(encoding="utf-8")
    title = f"title = '{ODD_TITLE}'"
    (tmp_path / "odd.toml").write_text(text.replace('title = "Head turns"', title, 1), encoding="utf-8")
    made = written(tmp_path, replace(SHORT, drills=("odd",), folder=tmp_path))
    assert ODD_TITLE == made.drill["title"]
    assert 2 == made.text.count("</script>")
    assert "<script>alert" not in made.text


def test_the_old_page_stays_where_the_new_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_engine(monkeypatch)
    (tmp_path / "drill.html").mkdir()
    why = r"drill\.html cannot be written \(it is no file but a folder\); choose another folder"
    with pytest.raises(AudioError, match=why):
        render_page(SHORT, tmp_path / "drill.html", print)
    assert [tmp_path / "drill.html"] == list(tmp_path.iterdir())
