"""Whole drills led from pages: the real server, the real desk, the real session."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from drillvoice.app import persons
from drillvoice.app.session_run import SessionRun
from drillvoice.core.plan.request import Request
from drillvoice.core.session.commands import Command
from drillvoice.core.session.messages import Asked
from drillvoice.errors import AudioError
from drillvoice.places import history_file
from drillvoice.terminal.cli.page_beside import PageBeside
from drillvoice.web import page_front, pulse
from tests.web.serving import QUICK, WORDS, Quickly, Served, Visitor, quiet_sound, served, wait_for

pytestmark = pytest.mark.slow  # each runs whole sessions behind a real server

RECORDED = Request(safety_heard=True, folder=QUICK.parent)
TREMOR_S = 0.75


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet_sound(monkeypatch)


class Rushing(Quickly):
    """The same, where nobody has to press anything meanwhile."""

    @property
    def position(self) -> int:
        return super().position * 4


@pytest.fixture
def page() -> Iterator[Served]:
    with served() as found:
        yield found


@pytest.fixture
def visitor(page: Served) -> Visitor:
    return page.visitor()


def begin(visitor: Visitor, **wish: object) -> None:
    """Start the quick drill, and wait for its first words."""
    assert 200 == visitor.press("/start", drills=["quick"], **wish).status
    wait_for(lambda: visitor.state["session"] and visitor.session["said"])


def pause(visitor: Visitor) -> None:
    assert 200 == visitor.command("pause").status
    visitor.wait_for_state("paused")


def to_a_cue(visitor: Visitor) -> None:
    """Until cues may be called."""
    wait_for(lambda: visitor.session["cues"], 20)


def finish(visitor: Visitor) -> None:
    visitor.command("finish")
    wait_for(lambda: visitor.state["screen"] == "after" and not visitor.state["question"], 20)


def test_a_drill_is_started_paused_gone_on_with_and_finished_and_another_one_follows(visitor: Visitor) -> None:
    assert ("start", "page", True) == tuple(visitor.state[name] for name in ("screen", "leading", "can_start"))
    for wish in ({}, {"same": True}):
        begin(visitor, **wish)
        assert ("drill", False) == (visitor.state["screen"], visitor.state["can_start"])
        assert "Quick turns" == visitor.session["title"]
        assert "pause" == visitor.session["main"]
        pause(visitor)
        assert "resume" == visitor.session["main"]
        time.sleep(TREMOR_S)
        assert 200 == visitor.command("resume").status
        visitor.wait_for_state("going", "waiting")
        finish(visitor)
        assert "Quick turns" == visitor.state["after"]["title"]
        assert 200 == visitor.press("/after/done").status
        wait_for(lambda: visitor.state["screen"] == "start")
    numbers = [state["number"] for state in visitor.states]
    assert sorted(set(numbers)) == numbers, "the number of a state grows"


def test_only_one_drill_goes_on_at_a_time(page: Served, visitor: Visitor) -> None:
    begin(visitor)
    time.sleep(TREMOR_S)
    reply = visitor.press("/start", drills=["quick"])
    assert (409, WORDS.session_goes_on) == (reply.status, reply.message)


@pytest.mark.parametrize(
    ("wish", "part"),
    [
        ({"drills": ["nothing"]}, "There is no drill"),
        ({"drills": ["../../etc/passwd"]}, "There is no drill"),
        ({"drills": []}, "Nothing is asked for"),
        ({"drills": ["quick"], "level": 3}, "level"),
        ({"drills": ["quick"], "gap": "soon"}, "is not a gap"),
        ({"drills": ["quick"], "gap": "9-3"}, "gap"),
        ({"drills": ["quick"], "minutes": 1e9}, "minutes"),
        ({"drills": ["quick"], "rounds": 0}, "bouts"),
        ({"same": True}, "Nothing was started"),
    ],
)
def test_what_cannot_be_started_is_told_in_a_sentence(visitor: Visitor, wish: dict[str, object], part: str) -> None:
    reply = visitor.press("/start", **wish)
    assert 422 == reply.status
    assert part in reply.message
    assert "start" == visitor.state["screen"]


def test_what_comes_too_late_is_refused_but_never_what_brings_silence(visitor: Visitor) -> None:
    begin(visitor)
    old = visitor.touch()
    time.sleep(1.1)
    for path, wish in (
        ("/command", {"command": "next"}),
        ("/cue", {"cue": "left"}),
        ("/say", {"text": "Well"}),
        ("/note", {"note": "wobble"}),
    ):
        reply = visitor.ask("POST", path, old | wish)
        assert (409, WORDS.late) == (reply.status, reply.message), path
    assert 200 == visitor.ask("POST", "/command", old | {"command": "pause"}).status
    visitor.wait_for_state("paused")
    time.sleep(TREMOR_S)
    reply = visitor.ask("POST", "/command", old | {"command": "resume"})
    assert (409, WORDS.late) == (reply.status, reply.message), "a late Go on does not start the drill again"
    assert 200 == visitor.ask("POST", "/command", {"command": "stop"}).status
    visitor.wait_for_state("stopped")
    assert 200 == visitor.ask("POST", "/command", {"command": "finish"}).status
    wait_for(lambda: visitor.state["screen"] == "after", 20)


def test_a_late_start_starts_nothing(visitor: Visitor) -> None:
    old = visitor.touch()
    time.sleep(1.1)
    assert 409 == visitor.ask("POST", "/start", old | {"drills": ["quick"]}).status
    assert 409 == visitor.ask("POST", "/start", {"drills": ["quick"]}).status
    assert "start" == visitor.state["screen"]


def test_what_was_meant_for_another_state_is_refused(visitor: Visitor) -> None:
    begin(visitor)
    touch = visitor.touch()
    pause(visitor)
    reply = visitor.ask("POST", "/command", visitor.touch() | {"state": touch["state"], "command": "next"})
    assert (409, WORDS.moved_on) == (reply.status, reply.message)
    assert 409 == visitor.press("/command", command="next", state=None).status


def test_a_second_press_is_none_whichever_page_it_comes_from_but_stop_is_never_held_back(
    page: Served, visitor: Visitor
) -> None:
    begin(visitor)
    other = page.visitor()
    replies = [each.command("next").data["status"] for each in (visitor, other, visitor)]
    assert ["done", "once", "once"] == replies
    assert ["done", "done"] == [visitor.command("stop").data["status"] for _ in range(2)]
    visitor.wait_for_state("stopped")


def test_whoever_leans_on_the_main_button_does_not_mean_both(page: Served, visitor: Visitor) -> None:
    begin(visitor)
    pause(visitor)
    assert "once" == visitor.command("resume").data["status"]
    other = page.visitor()
    assert "done" == other.command("resume").data["status"], "another finger"
    visitor.wait_for_state("going")
    assert "once" == other.command("pause").data["status"]
    assert "done" == other.command("stop").data["status"]
    visitor.wait_for_state("stopped")


def test_the_space_bar_means_what_the_state_says(visitor: Visitor) -> None:
    begin(visitor)
    assert 200 == visitor.command("toggle").status
    visitor.wait_for_state("paused")
    time.sleep(TREMOR_S)
    assert 200 == visitor.command("toggle").status
    visitor.wait_for_state("going")


def test_more_than_fingers_can_press_is_too_much_and_stop_acts_all_the_same(visitor: Visitor) -> None:
    begin(visitor)
    statuses = {visitor.command("louder").status for _ in range(40)}
    assert {200, 429} == statuses
    assert 200 == visitor.command("stop").status
    visitor.wait_for_state("stopped")


def test_cues_and_texts_by_hand_go_through_the_session(visitor: Visitor) -> None:
    begin(visitor)
    to_a_cue(visitor)
    assert [{"name": "left", "text": "Look left"}, {"name": "right", "text": "Look right"}] == visitor.session["cues"]
    assert 409 == visitor.press("/cue", cue="up").status
    assert 200 == visitor.press("/cue", cue="left").status
    assert 200 == visitor.press("/say", text="Well walked.").status
    assert 422 == visitor.press("/say", text="\x1b[2J").status
    assert 422 == visitor.press("/say", text="x" * 301).status
    pause(visitor)
    assert [] == visitor.session["cues"]
    assert 409 == visitor.press("/cue", cue="left").status


def test_a_cue_stays_to_be_read_while_a_phone_is_asked_about(page: Served, visitor: Visitor) -> None:
    visitor.press("/start", drills=["quick"])
    wait_for(lambda: visitor.state["session"] and visitor.session["is_cue"])
    page.stranger().join_with(secret=page.server.app.pairing.invitation)
    wait_for(lambda: visitor.state["asks"] and visitor.state["asks"]["title"] in ("Look left", "Look right"))
    assert WORDS.phone_wants == visitor.state["asks"]["text"]
    pause(visitor)
    wait_for(lambda: visitor.state["asks"]["title"] == WORDS.a_question)


def test_notes_are_kept_with_their_time_and_one_is_taken_back() -> None:
    with served(RECORDED) as page:
        visitor = page.visitor()
        begin(visitor)
        for note in ("wobble", "wall", "hand", "rest"):
            assert 200 == visitor.press("/note", note=note).status
            wait_for(lambda note=note: visitor.session["notes"].get(note))  # type: ignore[misc]
        assert {"note": "rest", "left_s": 10} == visitor.session["undo"]
        assert 422 == visitor.press("/note", note="dance").status
        assert "done" == visitor.press("/note/undo").data["status"]
        wait_for(lambda: "rest" not in visitor.session["notes"])
        assert visitor.session["undo"] is None
        time.sleep(TREMOR_S)
        reply = visitor.press("/note/undo")
        assert (409, WORDS.nothing_to_undo) == (reply.status, reply.message)
        finish(visitor)
        assert 200 == visitor.press("/after/note", text="The chair helped.").status
    with contextlib.closing(sqlite3.connect(history_file())) as connection:
        found = connection.execute("SELECT name, at_s IS NOT NULL FROM noted").fetchall()
        notes = connection.execute("SELECT text FROM note").fetchall()
    assert [("wobble", 1), ("wall", 1), ("hand", 1)] == found
    assert [("The chair helped.",)] == notes


def answer(visitor: Visitor, symptom: str, value: int | None) -> None:
    """Wait for a question, and answer it."""
    wait_for(lambda: (visitor.state["question"] or {}).get("symptom") == symptom, 20)
    assert 200 == visitor.press("/answer", symptom=symptom, value=value).status


def test_ratings_are_asked_for_before_and_after_and_kept() -> None:
    with served(RECORDED) as page:
        visitor = page.visitor()
        assert 200 == visitor.press("/start", drills=["quick"], ask=True).status
        wait_for(lambda: visitor.state["question"])
        assert ("dizziness", "before") == tuple(visitor.state["question"][name] for name in ("symptom", "when"))
        assert (409, WORDS.moved_on) == (
            (reply := visitor.press("/answer", symptom="fatigue", value=1)).status,
            reply.message,
        )
        assert 422 == visitor.press("/answer", symptom="dizziness", value=11).status
        for symptom, value in (("dizziness", 3), ("unsteadiness", 0), ("fatigue", None)):
            answer(visitor, symptom, value)
        wait_for(lambda: visitor.state["session"], 20)
        assert 200 == visitor.command("finish").status
        for symptom, value in (("dizziness", 5), ("unsteadiness", None), ("fatigue", 10)):
            answer(visitor, symptom, value)
            assert "after" == visitor.state["screen"]
        wait_for(lambda: visitor.state["after"])
        assert visitor.state["after"]["noted"].startswith("Your dizziness is two above where you started.")
    with contextlib.closing(sqlite3.connect(history_file())) as connection:
        found = connection.execute("SELECT * FROM rating ORDER BY moment DESC").fetchall()
    assert [("before", 3, 0, None), ("after", 5, None, 10)] == [row[1:] for row in found]


def test_a_session_that_is_only_being_asked_about_can_be_left(visitor: Visitor) -> None:
    assert 200 == visitor.press("/start", drills=["quick"], ask=True).status
    wait_for(lambda: visitor.state["question"])
    assert 200 == visitor.command("stop").status
    wait_for(lambda: visitor.state["screen"] == "start")


def test_the_last_page_is_lost_and_the_drill_goes_on(
    page: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "ALONE_AFTER_S", 0.1)
    begin(visitor)
    visitor.leave()
    wait_for(lambda: WORDS.alone in page.told)
    back = page.stranger()
    back.cookie = visitor.cookie
    back.listen()
    assert back.session["state"] in ("going", "waiting")


def test_the_last_page_is_lost_and_the_drill_pauses_where_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "ALONE_AFTER_S", 0.1)
    with served(pause_when_alone=True) as page:
        visitor = page.visitor()
        begin(visitor)
        visitor.leave()
        wait_for(lambda: WORDS.alone_paused in page.told)
        back = page.stranger()
        back.cookie = visitor.cookie
        back.listen()
        back.wait_for_state("paused")
        finish(back)


def test_the_page_comes_back_by_itself_after_a_new_start() -> None:
    with served() as page:
        visitor = page.visitor()
        port = page.server.port
    with served(port=port) as again:
        back = again.stranger()
        back.cookie = visitor.cookie
        back.listen()
        assert "start" == back.state["screen"]


def test_a_session_that_fails_leaves_the_page_to_start_the_next(
    page: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_run: SessionRun) -> None:
        raise ZeroDivisionError("it is a test")

    with monkeypatch.context() as patch:
        patch.setattr(SessionRun, "_prepare", fail)
        assert 200 == visitor.press("/start", drills=["quick"]).status
        wait_for(lambda: visitor.state["notice"] and visitor.state["screen"] == "start")
    assert "ZeroDivisionError: it is a test" in visitor.state["notice"]["text"]
    time.sleep(TREMOR_S)
    begin(visitor)


def test_persons_are_served_one_after_the_other(page: Served, visitor: Visitor) -> None:
    assert [] == visitor.ask("GET", "/drills").data["persons"]
    anna = persons.add_person("Anna", pytest.fail)
    found = visitor.ask("GET", "/drills").data["persons"]
    assert [("First person", True), ("Anna", False)] == [(each["name"], each["current"]) for each in found]
    assert 200 == visitor.press("/person", person=anna.person.folder).status
    wait_for(lambda: visitor.state["person"])
    assert "Anna" == visitor.state["person"]["name"]
    assert anna.person.folder in str(history_file())
    assert 422 == visitor.press("/person", person="../..").status
    begin(visitor)
    assert 409 == visitor.press("/person", person="first").status


def test_what_there_is_to_choose_from(visitor: Visitor) -> None:
    found = visitor.ask("GET", "/drills").data
    quick = next(each for each in found["drills"] if each["name"] == "quick")
    assert ("Quick turns", "the test", "seated", None, True) == tuple(
        quick[name] for name in ("title", "trains", "position", "last_done", "gaps")
    )
    assert "warm-up" == found["warm_up"]["name"]
    assert found["same"] is None
    drill = visitor.ask("GET", "/drills/head-turns").data
    assert drill["why"]
    assert drill["cautions"]
    assert drill["things"]
    assert [1, 2] == [level["number"] for level in drill["levels"]][:2]
    assert visitor.ask("GET", "/drills/warm-up").data["exercises"]
    assert 404 == visitor.ask("GET", "/drills/..%2f..%2fx").status


def test_progress_and_report_tell_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet_sound(monkeypatch, Rushing)
    with served(RECORDED) as page:
        visitor = page.visitor()
        assert "Nothing recorded" == visitor.ask("GET", "/progress").data["weeks"][0]["summary"]
        assert 404 == visitor.ask("GET", "/report").status
        begin(visitor)
        wait_for(lambda: visitor.state["screen"] == "after", 30)
        (week,) = visitor.ask("GET", "/progress").data["weeks"]
        assert ["Quick turns, under 1 min"] == [text for day in week["days"] for text in day["done"]]
        assert week["summary"].startswith("1 session on 1 day")
        report = visitor.ask("GET", "/report")
        assert b"Quick turns" in report.body
        assert report.headers["content-security-policy"].startswith("default-src 'none'")


class PlainLead:
    """The terminal, as far as the page is concerned."""

    def show_notice(self, sentence: str) -> None: ...

    def show_hearing(self, report: object) -> None: ...

    def show_fact(self, fact: object) -> None: ...

    def miss_sound(self, why: str, is_back: Callable[[], bool]) -> None:
        while not is_back():
            time.sleep(0.02)

    def run_stage(self, stage: object) -> None:
        stage.make_runner().run()  # type: ignore[attr-defined]


class Unplugged:
    """A loudspeaker that somebody may connect."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_there = False
        monkeypatch.setattr(page_front, "SOUND_EVERY_S", 0.05)
        monkeypatch.setattr(SessionRun, "_open_outlet", lambda _run, *, afresh: self._open())

    def _open(self) -> Quickly:
        if self.is_there:
            return Quickly()
        raise AudioError("There is no loudspeaker: it is a test.")


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch) -> Unplugged:
    return Unplugged(monkeypatch)


class TestWithoutLoudspeaker:
    def test_no_sound_is_said_first_and_nothing_begins_unheard(self, unplugged: Unplugged) -> None:
        with served() as page:
            visitor, helper = page.visitor(), page.visitor()
            assert 200 == visitor.press("/start", drills=["quick"]).status
            for each in (visitor, helper):
                asked = asked_on(each)
                assert (WORDS.no_sound, "sound") == (asked["title"], asked["path"])
                assert asked["text"].startswith("There is no loudspeaker: it is a test.")
            time.sleep(1)
            assert "preparing" == visitor.state["screen"]
            reply = visitor.press("/sound", ticket="sound", allow=True)
            assert (409, WORDS.still_no_sound) == (reply.status, reply.message)
            assert 200 == helper.press("/sound", ticket="sound", allow=False).status
            visitor.wait_for_state("going", "waiting")
            assert visitor.state["asks"] is None
            assert 409 == visitor.press("/sound", ticket="sound", allow=False).status

    def test_it_begins_by_itself_once_there_is_one(self, unplugged: Unplugged) -> None:
        with served() as page:
            visitor = page.visitor()
            visitor.press("/start", drills=["quick"])
            wait_for(lambda: visitor.state["asks"])
            unplugged.is_there = True
            visitor.wait_for_state("going", "waiting")
            assert visitor.state["asks"] is None

    def test_it_can_be_left(self, unplugged: Unplugged) -> None:
        with served() as page:
            visitor = page.visitor()
            visitor.press("/start", drills=["quick"])
            wait_for(lambda: visitor.state["asks"])
            assert 200 == visitor.command("stop").status
            wait_for(lambda: visitor.state["can_start"])
            assert visitor.state["asks"] is None

    def test_in_a_drill_of_the_terminal_either_may_say_what_to_do(self, unplugged: Unplugged) -> None:
        with beside() as (run, visitor):
            going = threading.Thread(target=run.run, args=(PlainLead(),))
            going.start()
            wait_for(lambda: visitor.state["asks"])
            assert 200 == visitor.press("/sound", ticket="sound", allow=False).status
            visitor.wait_for_state("going", "waiting")
            run.inbox.put(Asked(Command.FINISH, "keys"))
            run.inbox.put(Asked(Command.FINISH, "keys"))
            going.join(30)
        assert not going.is_alive()


def asked_on(visitor: Visitor) -> dict[str, str]:
    """What a page asks besides the drill."""
    found: dict[str, str] = wait_for(lambda: visitor.state["asks"])
    return found


@contextlib.contextmanager
def beside() -> Iterator[tuple[SessionRun, Visitor]]:
    """A drill of the terminal with a page that follows; it has not begun."""
    request = Request(drills=("quick",), folder=QUICK.parent, safety_heard=True, record=False)
    run = SessionRun(request, pytest.fail, attended=True)
    told: list[str] = []
    with PageBeside(request, told.append).following(run), contextlib.ExitStack() as leaving:
        address, _, secret = told[0].partition("/#")
        visitor = Visitor(int(address.rpartition(":")[2]))
        leaving.callback(visitor.leave)
        visitor.join_with(secret=secret)
        visitor.listen()
        yield run, visitor


def test_pages_join_a_drill_that_the_terminal_leads() -> None:
    with beside() as (run, visitor):
        assert ("preparing", "terminal", False) == tuple(
            visitor.state[name] for name in ("screen", "leading", "can_start")
        )
        going = threading.Thread(target=run.run, args=(PlainLead(),))
        going.start()
        wait_for(lambda: visitor.state["session"])
        pause(visitor)
        assert (409, WORDS.terminal_leads) == (
            (reply := visitor.press("/start", drills=["quick"])).status,
            reply.message,
        )
        run.inbox.put(Asked(Command.FINISH, "keys"))
        going.join(20)
    assert not going.is_alive()
