"""The loop: nothing is reported before it has sounded, and nothing sounds after a cut."""

import time
from collections.abc import Callable, Sequence

import pytest

from drillvoice.app import runner as runner_module
from drillvoice.app.event_log import Record, record_of
from drillvoice.app.render import undisturbed_records
from drillvoice.app.runner import LOOK_AHEAD, QUIET_GAIN, START_LEAD, Runner
from drillvoice.core.clips import Clip
from drillvoice.core.plan.lines import Sound
from drillvoice.core.session.commands import Command
from drillvoice.core.session.facts import Fact, News, Trouble
from drillvoice.core.session.follower import StateCounter
from drillvoice.core.session.machine import Session
from drillvoice.core.session.messages import Asked, CueAsked, NoteAsked, TakeBackAsked, TextAsked
from drillvoice.core.session.replies import news_text
from tests.builders import PHRASES, session_of, turns
from tests.fakes import Deed, FakeInbox, FakeOutlet, hum

RATE = 1000
PER_TICK = RATE // 50
ORIGIN = START_LEAD * PER_TICK
Deeds = Sequence[tuple[float, Deed]]


def small(**given: object) -> Session:
    return session_of(turns(max_cues=4), **{"cadence": None, "bouts": 1, "brief": True, "attended": True, **given})


class Evening:
    """One run of a session, with all that was reported and the outlet's position at that time."""

    def __init__(self, outlet: FakeOutlet | None = None, **given: object) -> None:
        self.outlet = outlet or FakeOutlet(RATE)
        self.session = small(**given)
        self.reported: list[tuple[int, Record]] = []
        self.facts: list[Fact] = []
        self.clip: Clip | None = hum(0.1)

        self.sleeps = 0

    def run(self, deeds: Deeds = ()) -> "Evening":
        inbox = FakeInbox(self.outlet, deeds)
        runner = Runner(self.session, self._clip, self.outlet, inbox, self._watch)
        runner.has_slept = self._has_slept
        runner.run()
        return self

    def sleep(self, seconds: float) -> Callable[[], None]:
        """Let the computer sleep for so long of the outlet's time: none, or all, as the system has it."""

        def fall_asleep() -> None:
            self.outlet.position += int(seconds * RATE)
            self.sleeps += 1

        return fall_asleep

    def _has_slept(self) -> bool:
        slept, self.sleeps = self.sleeps > 0, 0
        return slept

    def _clip(self, _sound: Sound) -> Clip | None:
        return self.clip

    def _watch(self, fact: Fact) -> None:
        self.facts.append(fact)
        self.reported.append((self.outlet.position, record_of(fact)))

    @property
    def records(self) -> list[Record]:
        return [record for _, record in self.reported]

    @property
    def kinds(self) -> list[str]:
        return [record["kind"] for record in self.records]


@pytest.fixture
def searching_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_module, "SEARCH_EVERY_S", 0.0)


def frame(record: Record) -> int:
    return ORIGIN + round(float(record["at_s"]) * RATE)


@pytest.mark.parametrize("latency_s", [0.0, 0.05, 0.4])
def test_a_record_is_reported_only_after_its_first_frame_was_heard(latency_s: float) -> None:
    evening = Evening(FakeOutlet(RATE, latency_s)).run()
    assert all(frame(record) < position - int(latency_s * RATE) for position, record in evening.reported)
    assert all(position - frame(record) <= latency_s * RATE + 200 for position, record in evening.reported)


def test_all_is_reported_in_order_and_as_it_was_planned() -> None:
    assert list(map(record_of, undisturbed_records(small()))) == Evening().run().records


def test_each_sound_is_scheduled_at_its_frame_before_it_is_due() -> None:
    evening = Evening().run()
    spoken = [frame(record) for record in evening.records if "text" in record]
    assert spoken == [start for start, _, _ in evening.outlet.played]


def test_a_late_wake_up_within_the_look_ahead_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    on_time = Evening().run().outlet.played
    monkeypatch.setattr(runner_module, "WAIT_S", 0.2)
    late = Evening().run().outlet.played
    assert 0.2 < LOOK_AHEAD / 50
    assert [start for start, _, _ in on_time] == [start for start, _, _ in late]


def test_where_there_is_no_clip_a_line_is_only_reported() -> None:
    evening = Evening()
    evening.clip = None
    evening.run()
    assert [] == evening.outlet.played
    assert list(map(record_of, undisturbed_records(small()))) == evening.records


def test_quiet_lines_are_played_softly() -> None:
    evening = Evening(bouts=2, rest_s=60.0).run([(200.0, Command.FINISH)])
    assert {1.0, QUIET_GAIN} == {gain for _, _, gain in evening.outlet.played}


def test_underflows_are_noted_once_each_time_they_grow() -> None:
    evening = Evening()

    def interrupt() -> None:
        evening.outlet.underflows += 2

    evening.run([(1.0, interrupt), (2.0, interrupt)])
    assert [2, 4] == [record["count"] for record in evening.records if record["kind"] == "underflow"]


def test_the_outlet_is_tended() -> None:
    assert Evening().run().outlet.tended > 10


def test_sound_is_cut_before_a_command_is_obeyed() -> None:
    evening = Evening().run([(8.0, Command.STOP), (20.0, Command.FINISH)])
    (cut, end) = evening.outlet.hushes
    assert pytest.approx(8000, abs=100) == cut
    assert pytest.approx(20_000, abs=100) == end
    assert not [start for start, _, _ in evening.outlet.played if cut <= start < end]


def test_what_was_cut_before_it_sounded_is_never_reported() -> None:
    evening = Evening().run([(8.0, Command.STOP), (20.0, Command.FINISH)])
    texts = [record["text"] for record in evening.records if "text" in record]
    assert len(texts) == len(evening.outlet.played)
    assert ["stopped", "ended"] == [kind for kind in evening.kinds if kind in ("stopped", "ended")]


def test_a_command_that_needs_no_silence_cuts_nothing() -> None:
    evening = Evening().run([(8.0, Command.SLOWER)])
    assert [] == evening.outlet.hushes
    assert "slower" in [record.get("command") for record in evening.records]


def test_louder_and_softer_reach_the_outlet() -> None:
    evening = Evening().run([(8.0, Command.SOFTER), (10.0, Command.SOFTER), (12.0, Command.LOUDER)])
    assert [0.7, 0.5, 0.7] == evening.outlet.volumes


def test_a_command_that_has_no_effect_gives_a_tone() -> None:
    evening = Evening().run([(8.0, Command.RESUME)])
    spoken = sum("text" in record for record in evening.records)
    assert spoken + 1 == len(evening.outlet.played)


def test_the_end_is_heard_before_the_loop_ends() -> None:
    evening = Evening(FakeOutlet(RATE, 0.4)).run()
    assert "ended" == evening.kinds[-1]
    assert evening.outlet.position > frame(evening.records[-1]) + 400


def spoken(command: Command, phrase: str, ago_s: float) -> Callable[[], Asked]:
    """A command by a voice that had finished so long before it was understood."""
    return lambda: Asked(command, "voice", phrase, time.monotonic() - ago_s)


class TestVoice:
    @pytest.mark.parametrize("latency_s", [0.0, 0.4])
    @pytest.mark.parametrize(("command", "phrase"), [(Command.PAUSE, "take a break"), (Command.SLOWER, "slower")])
    def test_its_record_has_the_phrase_and_when_it_was_said_in_the_sessions_time(
        self, latency_s: float, command: Command, phrase: str
    ) -> None:
        """Whether the sound was cut for it or not; what people hear is as much behind as the loudspeaker is."""
        evening = Evening(FakeOutlet(RATE, latency_s))
        evening.run([(8.0, spoken(command, phrase, 0.5)), (12.0, Command.FINISH)])
        (record,) = [record for record in evening.records if "phrase" in record]
        assert (command.value, "voice", phrase) == (record["command"], record["source"], record["phrase"])
        expected = 8.0 - ORIGIN / RATE - 0.5 - latency_s
        assert expected == pytest.approx(record["word_end_s"], abs=0.15)

    def test_records_of_other_commands_have_neither(self) -> None:
        evening = Evening().run([(8.0, Command.SLOWER)])
        assert not [record for record in evening.records if {"phrase", "word_end_s"} & record.keys()]

    def test_a_tone_comes_at_once_where_a_key_has_none(self) -> None:
        by_key, by_voice = (
            Evening().run([(8.0, deed)]) for deed in (Command.SLOWER, spoken(Command.SLOWER, "slower", 0.2))
        )
        assert len(by_key.outlet.played) + 1 == len(by_voice.outlet.played)

    @pytest.mark.parametrize("news", News)
    def test_news_are_said_and_noted_and_cut_nothing(self, news: News) -> None:
        evening = Evening().run([(8.0, lambda: news)])
        assert [news.value] == [record["news"] for record in evening.records if record["kind"] == "voice"]
        assert news_text(news, PHRASES) in [record.get("text") for record in evening.records]
        assert [] == evening.outlet.hushes

    def test_after_stop_news_are_only_noted(self) -> None:
        evening = Evening()
        evening.run([(8.0, Command.STOP), (10.0, lambda: News.DEAF), (20.0, Command.FINISH)])
        assert "voice" in evening.kinds
        assert PHRASES.reply.deaf not in [record.get("text") for record in evening.records]


class TestAskedForMore:
    """What somebody puts into the inbox reaches the session; what comes too late does not."""

    def test_a_cue_by_hand_sounds_and_is_counted(self) -> None:
        undisturbed = Evening().run()
        usual = undisturbed.records[-1]["done"]["mine"]
        first = next(frame(record) for record in undisturbed.records if record["kind"] == "cue")
        evening = Evening().run([(first / RATE + 1.0, lambda: CueAsked("left", "page"))])
        (asked,) = [record for record in evening.records if record["kind"] == "aside"]
        assert ("left", "page", True) == (asked["cue"], asked["source"], asked["accepted"])
        assert usual["left"] + 1 == evening.records[-1]["done"]["mine"]["left"]

    def test_a_text_is_spoken(self) -> None:
        evening = Evening().run([(8.0, lambda: TextAsked("Well walked.", "page"))])
        assert "Well walked." in [record["text"] for record in evening.records if record["kind"] == "say"]
        assert [] == evening.outlet.hushes

    def test_a_note_is_kept(self) -> None:
        evening = Evening().run([(8.0, lambda: NoteAsked("wobble", "page", "at the turn"))])
        (noted,) = [record for record in evening.records if record["kind"] == "noted"]
        assert ("wobble", "at the turn", "page") == (noted["note"], noted["text"], noted["source"])

    def test_a_note_is_taken_back(self) -> None:
        evening = Evening().run([(8.0, lambda: TakeBackAsked("wobble", 150, "page"))])
        (back,) = [record for record in evening.records if record["kind"] == "note_taken_back"]
        assert ("wobble", 3.0, "page") == (back["note"], back["noted_at_s"], back["source"])

    @pytest.mark.parametrize(("ago_s", "accepted"), [(0.5, True), (1.5, False)])
    def test_an_old_cue_by_hand_is_refused(self, ago_s: float, accepted: bool) -> None:
        first = next(frame(record) for record in Evening().run().records if record["kind"] == "cue")
        evening, at_s = Evening(), first / RATE + 1.0
        evening.run([(at_s, lambda: CueAsked("left", "page", given_at=time.monotonic() - ago_s))])
        assert [accepted] == [record["accepted"] for record in evening.records if record["kind"] == "aside"]

    def test_a_note_by_a_key_gets_a_tone_and_cuts_nothing(self) -> None:
        def note(*, toned: bool) -> Evening:
            return Evening().run([(8.0, lambda: NoteAsked("wobble", "keys", toned=toned))])

        silent, toned = note(toned=False), note(toned=True)
        assert silent.records == toned.records
        assert len(silent.outlet.played) + 1 == len(toned.outlet.played)
        assert [] == toned.outlet.hushes

    @pytest.mark.parametrize(("ago_s", "action"), [(0.5, "slower"), (1.5, "too_late")])
    def test_an_old_command_is_refused(self, ago_s: float, action: str) -> None:
        evening = Evening()
        evening.run([(8.0, lambda: Asked(Command.SLOWER, "page", given_at=time.monotonic() - ago_s))])
        assert [action] == [record["action"] for record in evening.records if record["kind"] == "command"]

    @pytest.mark.parametrize(("command", "action"), [(Command.SLOWER, "too_late"), (Command.PAUSE, "pause")])
    def test_a_command_for_another_state_is_refused_unless_it_brings_silence(
        self, command: Command, action: str
    ) -> None:
        evening = Evening()
        evening.run([(8.0, lambda: Asked(command, "page", meant_for=99)), (10.0, Command.FINISH)])
        assert action == next(record["action"] for record in evening.records if record["kind"] == "command")

    def test_the_number_of_a_state_is_that_which_a_follower_shows(self) -> None:
        evening = Evening()
        counter = StateCounter()

        def asked() -> Asked:
            for fact in evening.facts:
                counter.count_fact(fact)
            return Asked(Command.RESUME, "page", meant_for=counter.number)

        evening.run([(8.0, Command.PAUSE), (10.0, asked), (14.0, Command.FINISH)])
        assert ["pause", "resume", "finish"] == [
            record["action"] for record in evening.records if record["kind"] == "command"
        ]


@pytest.mark.usefixtures("searching_at_once")
class TestLost:
    def lose(self, evening: Evening, searches: int = 0) -> Callable[[], None]:
        def lose() -> None:
            evening.outlet.alive = False
            evening.outlet.back_after = searches

        return lose

    def test_a_lost_loudspeaker_pauses_and_stays_paused_when_it_is_back(self) -> None:
        evening = Evening()
        evening.run([(8.0, self.lose(evening, 5)), (30.0, Command.FINISH)])
        assert ["lost", "found"] == [kind for kind in evening.kinds if kind in ("lost", "found")]
        found = evening.kinds.index("found")
        between = [start for start, _, _ in evening.outlet.played if 9000 < start < 30_000]
        assert evening.records[found + 1]["at_s"] <= 30.0
        assert len(between) <= 1

    def test_it_goes_on_when_it_is_told_to(self) -> None:
        evening = Evening()
        evening.run([(8.0, self.lose(evening)), (12.0, Command.RESUME)])
        assert "resumed" in evening.kinds
        assert "ended" == evening.kinds[-1]

    def test_it_does_not_go_on_without_sound(self) -> None:
        evening = Evening()
        evening.run([(8.0, self.lose(evening, 50)), (9.0, Command.RESUME), (40.0, Command.FINISH)])
        spoken = [record for record in evening.records if record["kind"] == "cue" and record["at_s"] > 8.5]
        assert [] == spoken

    def test_finishing_while_it_is_lost_ends_at_once(self) -> None:
        evening = Evening()
        evening.run([(8.0, self.lose(evening, 10_000)), (10.0, Command.FINISH)])
        assert "ended" == evening.kinds[-1]
        assert evening.outlet.position < 11_000

    def test_losing_it_while_finishing_ends_at_once(self) -> None:
        evening = Evening()
        evening.run([(8.0, Command.FINISH), (8.3, self.lose(evening, 10_000))])
        assert "ended" == evening.kinds[-1]
        assert evening.outlet.position < 10_000

    def test_time_stands_still_while_it_is_lost(self) -> None:
        evening = Evening()
        evening.run([(8.0, self.lose(evening, 30)), (20.0, Command.RESUME)])
        cues = [record for record in evening.records if record["kind"] == "cue"]
        assert 4 <= len(cues) <= 5


class TestTrouble:
    @pytest.mark.parametrize("passed_s", [0.0, 60.0])
    def test_after_a_sleep_it_is_paused_and_nothing_is_called_until_somebody_goes_on(self, passed_s: float) -> None:
        """Whether the outlet's clock counts the time or not."""
        evening = Evening()
        evening.run([(8.0, evening.sleep(passed_s)), (100.0, Command.FINISH)])
        assert ["slept"] == [record["why"] for record in evening.records if record["kind"] == "interrupted"]
        at = evening.kinds.index("interrupted")
        end = evening.kinds.index("command")
        assert [PHRASES.reply.slept] == [record["text"] for record in evening.records[at:end] if "text" in record]

    def test_what_the_sleep_swallowed_comes_again(self) -> None:
        undisturbed = Evening().run()
        cues = [record["cue"] for record in undisturbed.records if record["kind"] == "cue"]
        second = [frame(record) for record in undisturbed.records if record["kind"] == "cue"][1]
        evening = Evening()
        evening.run([(second / RATE - 0.15, evening.sleep(60.0)), (second / RATE + 80, Command.RESUME)])
        assert cues == [record["cue"] for record in evening.records if record["kind"] == "cue"]

    def test_keys_that_are_gone_pause_and_commands_that_have_ended_do_not(self) -> None:
        evening = Evening()
        evening.run([(8.0, lambda: Trouble.COMMANDS_ENDED), (9.0, lambda: Trouble.KEYS_GONE)])
        assert ["commands_ended", "keys_gone"] == [
            record["why"] for record in evening.records if record["kind"] == "interrupted"
        ]
        assert PHRASES.reply.keys_gone in [record.get("text") for record in evening.records]
        assert 1 == len([cut for cut in evening.outlet.hushes if cut < 10_000])
        assert "finished" == evening.records[-1]["how"]
