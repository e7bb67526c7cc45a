"""Whole drills led from pages: the real server, the real desk, the real session."""

from collections.abc import Iterator

import pytest

from tests.web.serving import Served, quiet_sound, served, wait_for


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet_sound(monkeypatch)


@pytest.fixture
def page() -> Iterator[Served]:
    with served() as found:
        yield found


def test_a_drill_is_started_paused_gone_on_with_and_finished_and_another_one_follows(page: Served) -> None:
    visitor = page.visitor()
    assert ("start", "page", True) == tuple(visitor.state[name] for name in ("screen", "leading", "can_start"))
    for _ in range(2):
        assert 200 == visitor.press("/start", drills=["quick"]).status
        visitor.wait_for_state("going")
        assert {"screen": "drill", "here": True} == {name: visitor.state[name] for name in ("screen", "here")}
        assert "Quick turns" == visitor.session["title"]
        assert "pause" == visitor.session["main"]
        assert 200 == visitor.command("pause").status
        visitor.wait_for_state("paused")
        assert "resume" == visitor.session["main"]
        import time

        time.sleep(0.8)
        assert 200 == visitor.command("resume").status
        visitor.wait_for_state("going", "waiting")
        assert 200 == visitor.command("finish").status
        wait_for(lambda: visitor.state["screen"] == "after")
        assert "Quick turns" == visitor.state["after"]["title"]
        assert 200 == visitor.press("/after/done").status
        wait_for(lambda: visitor.state["screen"] == "start")
