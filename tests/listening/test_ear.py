"""The ear with the shipped model: spoken commands, and when they were said."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from drillvoice.core.clips import Samples
from drillvoice.core.hearing.command_spotter import Meaning, Spotted
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.plan.options import OverCues
from drillvoice.core.session.answers import Answer, Subject
from drillvoice.core.session.commands import Command
from drillvoice.echo.canceller import EARLY_S, TAIL_S, UNKNOWN_DELAY_S, Canceller, Cleaned, DeafGate, Open, Quality
from drillvoice.echo.reference import Taken
from drillvoice.errors import ModelError
from drillvoice.listening import ear, messages
from drillvoice.listening.ear import UNLIKELY, Ear
from drillvoice.listening.live_ear import LiveEar, make_ear
from drillvoice.listening.open_ears import Hearing, open_ears, open_subjects
from drillvoice.listening.whole_words import WholeWords
from drillvoice.speech_models.find import shipped_model
from tests.speaking import FRAME, NUMBERS, RATE, Take, needs_voice

pytestmark = pytest.mark.slow

NEAR_S = 0.15
C = Command
Fresh = Callable[[], Ear]


@pytest.fixture(scope="module")
def open_ear() -> Fresh:
    """With headphones."""
    return open_ears(Hearing(shipped_model(), headphones=True))


@pytest.fixture(scope="module")
def gated_ear() -> Fresh:
    """With a loudspeaker in the same room."""
    return open_ears(Hearing(shipped_model()))


@pytest.fixture(scope="module")
def urgent() -> Callable[[Subject, Canceller], Ear]:
    return open_subjects(Hearing(shipped_model(), over_cues=OverCues.URGENT))


@pytest.fixture(scope="module")
def ears() -> Callable[[Subject, Canceller], Ear]:
    return open_subjects(Hearing(shipped_model()))


def commands(found: Sequence[Spotted]) -> list[Meaning]:
    return [heard.command for heard in found]


def assert_said_at(found: Sequence[Spotted], ends_s: Sequence[float]) -> None:
    assert list(ends_s) == [pytest.approx(heard.word_end_s, abs=NEAR_S) for heard in found]
    assert all(heard.word_end_s <= heard.decided_s < heard.word_end_s + 1.5 for heard in found)


@needs_voice
def test_a_guess_that_is_not_hurried_is_put_before_the_second_opinion(
    open_ear: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where that doubts it, the end of the utterance decides."""
    monkeypatch.setattr(WholeWords, "likelihoods", lambda *_: {"stop": UNLIKELY})
    take = Take(0.6, "stop", 1.2)
    (early,) = open_ear().feed_frames(take.samples, take.silence)
    monkeypatch.setattr(ear, "UNHURRIED", frozenset({C.STOP}))
    (late,) = open_ear().feed_frames(take.samples, take.silence)
    assert early.decided_s < late.decided_s


@needs_voice
@pytest.mark.parametrize(
    ("text", "command"), [("stop", C.STOP), ("next", C.NEXT), ("take a break", C.PAUSE)], ids=["stop", "next", "break"]
)
def test_what_is_said_is_heard_when_it_was_said(open_ear: Fresh, text: str, command: Command) -> None:
    take = Take(0.6, text, 1.2)
    found = open_ear().feed_frames(take.samples, take.silence)
    assert [(command, text)] == [(heard.command, heard.phrase) for heard in found]
    assert_said_at(found, [end_s for _, end_s in take.spans])


@needs_voice
def test_commands_follow_each_other(open_ear: Fresh) -> None:
    take = Take(0.6, "next", 1.0, "stop", 1.0, "take a break", 1.0)
    found = open_ear().feed_frames(take.samples, take.silence)
    assert [C.NEXT, C.STOP, C.PAUSE] == commands(found)
    assert_said_at(found, [end_s for _, end_s in take.spans])


@needs_voice
def test_a_phrase_that_goes_on_is_no_command(open_ear: Fresh) -> None:
    take = Take(0.6, "coffee", "next", "coffee", 1.0)
    assert [] == open_ear().feed_frames(take.samples, take.silence)


@needs_voice
@pytest.mark.parametrize("frames", [1, 3, 100])
def test_the_size_of_blocks_does_not_matter(open_ear: Fresh, frames: int) -> None:
    take = Take(0.6, "next", 1.0)
    at_once = open_ear().feed_frames(take.samples, take.silence)
    ear, found = open_ear(), []
    for at in range(0, len(take.samples), frames * FRAME):
        block = slice(at, at + frames * FRAME)
        found += ear.feed_frames(take.samples[block], take.silence[block])
    assert at_once == found
    assert [C.NEXT] == commands(found)


@needs_voice
def test_a_fresh_ear_has_heard_nothing(open_ear: Fresh) -> None:
    take = Take(0.6, "next")
    open_ear().feed_frames(take.samples, take.silence)
    ear = open_ear()
    assert 0.0 == ear.now_s
    rest = Take(1.0)
    assert [] == ear.feed_frames(rest.samples, rest.silence)


@needs_voice
class TestBesideTheLoudspeaker:
    def test_times_stay_right_over_what_was_not_heard(self, gated_ear: Fresh) -> None:
        """One sound of each parity of frames: the recogniser gets two at a time."""
        take = Take(0.6, "stop", 2.0, "next", 2.0, "take a break", 1.2)
        (_, first), (_, after), _ = take.spans
        played = take.between(first + 0.8, first + 1.2) + take.between(after + 0.8, after + 1.21)
        ear = gated_ear()
        found = ear.feed_frames(take.samples, played)
        assert [C.STOP, C.NEXT, C.PAUSE] == commands(found)
        assert_said_at(found, [end_s for _, end_s in take.spans])
        assert take.seconds == pytest.approx(ear.now_s, abs=0.011)

    def test_while_it_sounds_nothing_is_heard(self, gated_ear: Fresh) -> None:
        take = Take(1.0, "stop", 1.5)
        ((start_s, end_s),) = take.spans
        assert [] == gated_ear().feed_frames(take.samples, take.between(start_s - 0.2, end_s))

    def test_half_a_word_before_it_is_forgotten(self, gated_ear: Fresh) -> None:
        take = Take(1.0, "take a break", 2.0)
        ((start_s, _),) = take.spans
        assert [] == gated_ear().feed_frames(take.samples, take.between(start_s + 0.3, start_s + 0.6))

    def test_what_goes_on_over_it_is_no_beginning(self, gated_ear: Fresh) -> None:
        """Of a conversation, or of the television, the first words that are heard are in the middle of a sentence."""
        take = Take(1.0, "stop", 1.5)
        ((start_s, _),) = take.spans
        played = take.between(0.1, start_s - TAIL_S - UNKNOWN_DELAY_S)
        assert [C.STOP] == commands(gated_ear().feed_frames(take.samples, played))
        assert [] == gated_ear().feed_frames(take.hummed(0.1, start_s), played)

    def test_what_goes_on_into_it_is_no_end(self, gated_ear: Fresh) -> None:
        take = Take(1.0, "next", 1.5)
        ((_, end_s),) = take.spans
        played = take.between(end_s + EARLY_S, end_s + 1.0)
        assert [C.NEXT] == commands(gated_ear().feed_frames(take.samples, played))
        assert [] == gated_ear().feed_frames(take.hummed(end_s - 0.05, end_s + 1.0), played)

    def test_with_headphones_it_does_not_matter_what_is_played(self, open_ear: Fresh) -> None:
        take = Take(0.6, "stop", 1.0)
        assert [C.STOP] == commands(open_ear().feed_frames(take.samples, take.between(0.0, take.seconds)))


class Knowing:
    """A canceller that takes nothing out, but knows when a person speaks."""

    quality = Quality(trusted=True)

    def __init__(self, *spans: tuple[float, float]) -> None:
        self._spans = spans
        self._gate = DeafGate()
        self._frames = 0

    def shift_reference(self, by: int) -> None:
        """It knows anyway."""

    def clean_frame(self, microphone: Samples, reference: Samples) -> Cleaned:
        now_s = self._frames * FRAME / RATE
        self._frames += 1
        person = any(start_s <= now_s < end_s for start_s, end_s in self._spans)
        beside = self._gate.clean_frame(microphone, reference).deaf
        return Cleaned(microphone, deaf=False, near_db=20.0 if person else -5.0, beside=beside)


@needs_voice
class TestWhereOurOwnVoiceIsTakenOut:
    def test_what_is_left_of_it_is_not_obeyed(self, ears: Callable[[Subject, Canceller], Ear]) -> None:
        take = Take(0.6, "stop", 1.5, "next", 1.2)
        ear = ears(Subject.COMMANDS, Knowing())
        assert [] == ear.feed_frames(take.samples, take.between(0.0, take.seconds))

    def test_what_a_person_says_meanwhile_is(self, ears: Callable[[Subject, Canceller], Ear]) -> None:
        take = Take(0.6, "stop", 1.5, "next", 1.2)
        ear = ears(Subject.COMMANDS, Knowing(*take.spans))
        assert [C.STOP, C.NEXT] == commands(ear.feed_frames(take.samples, take.between(0.0, take.seconds)))
        assert ear.quality.trusted


@needs_voice
class TestWhereOnlyPauseAndStopCountOverOurOwnVoice:
    @pytest.mark.parametrize(("word", "expected"), [("stop", [C.STOP]), ("take a break", [C.PAUSE]), ("next", [])])
    def test_over_it_nothing_else_is_heard(
        self, urgent: Callable[[Subject, Canceller], Ear], word: str, expected: list[Command]
    ) -> None:
        take = Take(0.6, word, 1.2)
        ear = urgent(Subject.COMMANDS, Knowing(*take.spans))
        assert expected == commands(ear.feed_frames(take.samples, take.between(0.0, take.seconds)))

    @pytest.mark.parametrize(("gap_s", "expected"), [(0.4, []), (0.7, [C.NEXT])])
    def test_after_it_everything_is_heard(
        self, urgent: Callable[[Subject, Canceller], Ear], gap_s: float, expected: list[Command]
    ) -> None:
        take = Take(1.5, "next", 1.2)
        ((start_s, _),) = take.spans
        ear = urgent(Subject.COMMANDS, Knowing(*take.spans))
        assert expected == commands(ear.feed_frames(take.samples, take.between(0.2, start_s - gap_s)))

    def test_a_metronome_is_no_voice(self, urgent: Callable[[Subject, Canceller], Ear]) -> None:
        take = Take(1.0, "next", 1.2)
        ticks = [take.between(at / 2, at / 2 + 0.02) for at in range(8)]
        ear = urgent(Subject.COMMANDS, Knowing(*take.spans))
        assert [C.NEXT] == commands(ear.feed_frames(take.samples, np.sum(ticks, axis=0, dtype=np.float32)))

    def test_and_what_ended_before_it(self, urgent: Callable[[Subject, Canceller], Ear]) -> None:
        take = Take(0.6, "next", 1.5)
        ((_, end_s),) = take.spans
        ear = urgent(Subject.COMMANDS, Knowing(*take.spans))
        assert [C.NEXT] == commands(ear.feed_frames(take.samples, take.between(end_s + 0.1, take.seconds)))


@needs_voice
def test_with_a_wake_word_only_what_follows_it_is_heard() -> None:
    fresh = open_ears(Hearing(shipped_model(), headphones=True, wake="computer"))
    take = Take(0.6, "stop", 1.2, "computer", "stop", 1.2)
    found = fresh().feed_frames(take.samples, take.silence)
    assert ["computer stop"] == [heard.phrase for heard in found]
    assert_said_at(found, [take.spans[-1][1]])


@needs_voice
def test_a_persons_own_word_is_heard() -> None:
    fresh = open_ears(Hearing(shipped_model(), headphones=True, own={"pause": ["coffee"]}))
    take = Take(0.6, "coffee", 1.2)
    assert [C.PAUSE] == commands(fresh().feed_frames(take.samples, take.silence))


def taught_by(*words: str) -> TaughtVoice:
    """One who says "ten" where others say "pause", and each take of it a little differently."""
    takes: list[Vectors] = []
    for word in words:
        ear = open_ears(Hearing(shipped_model(), headphones=True, keeps_sounds=True))()
        take = Take(0.6, word, 1.2)
        ear.feed_frames(take.samples, take.silence)
        takes += ear.sounds_since(0.0)
    return TaughtVoice().with_takes(C.PAUSE, "", takes)


@needs_voice
def test_what_was_taught_by_example_is_a_command_and_other_words_are_none() -> None:
    voice = taught_by("ten", "ten")
    ear = open_ears(Hearing(shipped_model(), headphones=True, taught=voice))()
    take = Take(0.6, "ten", 1.2, "coffee", 1.2, "nine", 1.2, "next", 1.2)
    assert [C.PAUSE, C.NEXT] == commands(ear.feed_frames(take.samples, take.silence))


@needs_voice
def test_it_is_none_within_a_sentence_and_not_while_our_own_voice_sounds() -> None:
    taught = open_subjects(Hearing(shipped_model(), taught=taught_by("ten", "ten")))
    sentence = Take(0.6, "coffee", "ten", "coffee", 1.2)
    assert [] == taught(Subject.COMMANDS, Open()).feed_frames(sentence.samples, sentence.silence)
    alone = Take(0.6, "ten", 1.2)
    beside = taught(Subject.COMMANDS, Knowing(*alone.spans))
    assert [] == beside.feed_frames(alone.samples, alone.between(0.0, alone.seconds))


def test_a_wake_word_that_the_model_lacks_is_one_sentence() -> None:
    with pytest.raises(ModelError, match='does not know "blorf"; choose other words') as caught:
        open_ears(Hearing(shipped_model(), wake="blorf"))
    assert "\n" not in str(caught.value)


def test_cues_and_own_words_that_the_model_lacks_do_no_harm() -> None:
    open_ears(Hearing(shipped_model(), own={"pause": ["blorf"]}, cues=["Blorf the grault"]))


def test_it_knows_how_loud_it_is(open_ear: Fresh) -> None:
    ear = open_ear()
    noise = 0.01 * np.random.default_rng(3).standard_normal(RATE).astype(np.float32)
    ear.feed_frames(noise, np.zeros_like(noise))
    assert [-40, -40] == [pytest.approx(level, abs=1.5) for level in LiveEar(lambda *_: ear, Open()).levels_db()]


@needs_voice
def test_a_live_ear_has_the_time_of_its_microphone() -> None:
    ear = make_ear(
        {
            "model": str(shipped_model()),
            "headphones": True,
            "over_cues": "none",
            "wake": "",
            "own": {},
            "taught": {},
            "learn": False,
            "cues": [],
            "language": "en",
        }
    )
    first, second = Take(0.6, "stop", 1.0), Take(0.6, "next", 1.0)
    found = ear.feed_timed_frames(first.samples, Taken(first.silence), 5000.0)
    found += ear.feed_timed_frames(second.samples, Taken(second.silence), 6000.0)
    heard_all = [heard for heard in found if isinstance(heard, messages.HeardReport)]
    assert [("stop", "stop"), ("next", "next")] == [(heard.command, heard.phrase) for heard in heard_all]
    ends_s = [5000 + first.spans[0][1], 6000 + second.spans[0][1]]
    assert ends_s == [pytest.approx(heard.word_end_s, abs=NEAR_S) for heard in heard_all]
    assert all(heard.word_end_s <= heard.decided_s for heard in heard_all)


@needs_voice
def test_while_a_question_is_asked_it_hears_numbers_and_afterwards_commands() -> None:
    ear = make_ear(
        {
            "model": str(shipped_model()),
            "headphones": True,
            "language": "en",
            "over_cues": "none",
            "wake": "computer",
            "own": {},
            "taught": {},
            "learn": False,
            "cues": [],
        }
    )
    ear.listen_for(Subject.ANSWERS)
    take = Take(0.6, *(part for word in (*NUMBERS, "skip", "stop", "back") for part in (word, 1.6)))
    found = ear.feed_timed_frames(take.samples, Taken(take.silence), 5000.0)
    assert ["0", "2", "5", "9", "10", "skip", "back"] == [
        heard.answer for heard in found if isinstance(heard, messages.Answered)
    ]
    ear.listen_for(Subject.COMMANDS)
    take = Take(0.6, "ten", 1.0, "computer", "stop", 1.0)
    found = ear.feed_timed_frames(take.samples, Taken(take.silence), 6000.0)
    assert ["computer stop"] == [heard.phrase for heard in found if isinstance(heard, messages.HeardReport)]


@needs_voice
def test_yes_and_no_are_heard_where_they_are_asked_for_and_nothing_else_is() -> None:
    ear = open_subjects(Hearing(shipped_model()))(Subject.CONSENT, Open())
    take = Take(0.6, *(part for word in ("yes", "coffee", "stop", "no", "five") for part in (word, 1.6)))
    assert [Answer.YES, Answer.NO] == [heard.command for heard in ear.feed_frames(take.samples, take.silence)]


@needs_voice
def test_yes_and_no_are_heard_beside_commands_while_a_question_stands_and_only_then() -> None:
    ears = open_subjects(Hearing(shipped_model()))
    take = Take(0.6, *(part for word in ("yes", "coffee", "stop", "no", "five") for part in (word, 1.6)))
    asked = ears(Subject.COMMANDS_AND_CONSENT, Open())
    assert [Answer.YES, C.STOP, Answer.NO] == commands(asked.feed_frames(take.samples, take.silence))
    unasked = ears(Subject.COMMANDS, Open())
    assert [C.STOP] == commands(unasked.feed_frames(take.samples, take.silence))


@needs_voice
def test_what_sounds_beside_the_programs_own_voice_answers_no_question() -> None:
    ears = open_subjects(Hearing(shipped_model(), over_cues=OverCues.ALL))
    take = Take(0.6, *(part for word in ("yes", "next", "no") for part in (word, 1.6)))
    ear = ears(Subject.COMMANDS_AND_CONSENT, Knowing(*take.spans))
    assert [C.NEXT] == commands(ear.feed_frames(take.samples, take.between(0.0, take.seconds)))


@needs_voice
def test_a_number_in_a_sentence_is_no_answer() -> None:
    ear = open_subjects(Hearing(shipped_model()))(Subject.ANSWERS, Open())
    take = Take(0.6, "coffee", "five", "coffee", 1.2)
    assert [] == ear.feed_frames(take.samples, take.silence)
