"""When what was heard is a command, and when it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillvoice.core.hearing.command_spotter import (
    ABOVE_FLOOR_DB,
    APART_S,
    EARLY,
    LATE_S,
    LONGEST_WORD_S,
    QUIET_S,
    REFRACTORY_S,
    SHORTEST_S,
    STABLE_S,
    STEADY_S,
    UNKNOWN,
    UNTIRING,
    Meaning,
    Spotted,
    Word,
    counts_beside,
)
from drillvoice.core.hearing.voice_activity import (
    BEFORE_S,
    FRAME_S,
    LOWEST_FLOOR_DB,
    VOICED_FRAMES,
    VOICED_FRAMES_IN_DOUBT,
    VoiceActivity,
)
from drillvoice.core.session.answers import Answer
from drillvoice.core.session.commands import Command
from tests.core.session.scene import FORMS, GUESS_FRAMES, NOISE, ROOM_DB, VOICE_DB, VOWEL, Scene, heard_as

C = Command
SINGLE = sorted(form for form in FORMS if " " not in form)
SURE = sorted(form for form in SINGLE if FORMS[form] in EARLY)
UNSURE = sorted(form for form in FORMS if FORMS[form] not in EARLY)
GUESS_STEP_S = GUESS_FRAMES * FRAME_S
SOON_S = max(STABLE_S, QUIET_S) + 2 * GUESS_STEP_S
"""Within this a guess has stood and it has been quiet."""
LONG_S = STEADY_S + SOON_S


class TestGuesses:
    @pytest.mark.parametrize("text", SURE)
    def test_pause_and_stop_act_on_a_guess_that_stands_once_it_is_quiet(self, text: str) -> None:
        found = Scene().say(text).guess(SOON_S)
        assert FORMS[text] is heard_as(found)

    @pytest.mark.parametrize("text", UNSURE)
    def test_nothing_else_acts_on_a_guess(self, text: str) -> None:
        scene = Scene().say(text)
        assert scene.guess(LONG_S) is None
        assert FORMS[text] is heard_as(scene.result())

    def test_a_guess_must_have_stood(self) -> None:
        scene = Scene().say("stop").quiet(QUIET_S + GUESS_STEP_S)
        assert scene.guess(STABLE_S - GUESS_STEP_S) is None
        assert C.STOP is heard_as(scene.guess(2 * GUESS_STEP_S))

    def test_it_must_be_quiet_after_it(self) -> None:
        """A sentence that begins like a command goes on."""
        scene = Scene().say("stop", 0.2)
        assert scene.guess(STEADY_S - GUESS_STEP_S, VOICE_DB) is None

    def test_a_guess_that_stands_long_needs_no_quiet(self) -> None:
        scene = Scene().say("stop", 0.2)
        assert C.STOP is heard_as(scene.guess(LONG_S, VOICE_DB))

    def test_a_guess_that_is_refused_waits_for_the_result(self) -> None:
        """It is asked about once: an answer takes a processor 50 ms."""
        scene, asked = Scene().say("stop"), list[str]()

        def refuses(found: Spotted) -> bool:
            asked.append(found.phrase)
            return False

        for _ in range(4):
            assert scene.spotter.spot_in_partial("stop", refuses) is None
            scene.quiet(SOON_S)
        assert ["stop"] == asked
        scene.words = [Word("next", scene.words[0].start_s, scene.words[0].end_s)]
        assert C.NEXT is heard_as(scene.result())

    def test_after_a_refusal_another_guess_may_be_obeyed(self) -> None:
        scene = Scene().say("stop")
        for _ in range(2):
            assert scene.spotter.spot_in_partial("pause", lambda _: False) is None
            scene.quiet(SOON_S)
        assert C.STOP is heard_as(scene.guess(SOON_S))

    def test_a_guess_that_changes_has_not_stood(self) -> None:
        scene = Scene().say("stop")
        for text in ("pause", "stop") * 5:
            scene.words = [Word(text, scene.words[0].start_s, scene.words[0].end_s)]
            assert scene.guess(STABLE_S - GUESS_STEP_S) is None

    @pytest.mark.parametrize("text", [f"stop {UNKNOWN}", f"{UNKNOWN} stop", "stop next", "stop pause", UNKNOWN])
    def test_a_guess_of_more_than_the_command_is_none(self, text: str) -> None:
        assert Scene().say(text, 0.8).guess(LONG_S) is None

    def test_a_guess_that_is_forgotten_must_stand_anew(self) -> None:
        scene = Scene().say("stop").quiet(QUIET_S)
        assert scene.guess(STABLE_S - GUESS_STEP_S) is None
        scene.spotter.forget_guess()
        assert scene.guess(STABLE_S - GUESS_STEP_S) is None

    def test_a_guess_is_as_plausible_as_a_result(self) -> None:
        """Somebody talks, and says stop at the end."""
        assert Scene().sound(1.0).say("stop").guess(LONG_S) is None

    @pytest.mark.parametrize("times", [2, 3, 4])
    def test_said_again_and_again_it_is_guessed_once(self, times: int) -> None:
        found = Scene().say(" ".join(["stop"] * times), 0.45 * times).guess(SOON_S)
        assert found is not None
        assert (C.STOP, "stop") == (found.command, found.phrase)

    def test_before_the_first_frame_it_is_quiet(self) -> None:
        assert C.STOP is heard_as(Scene(quiet_s=0.0).say("stop").quiet(0.2).guess(SOON_S))

    def test_it_decides_while_the_recogniser_is_not_sure_yet(self) -> None:
        found = Scene().say("stop", 0.4).guess(LONG_S)
        assert found is not None
        assert 0.9 == pytest.approx(found.word_end_s, abs=2 * FRAME_S)
        assert found.decided_s <= 0.9 + SOON_S


class TestPhrases:
    @pytest.mark.parametrize("text", sorted(FORMS))
    def test_every_form_alone_is_its_command(self, text: str) -> None:
        found = Scene().say(text, 0.3 * len(text.split())).quiet(0.3).result()
        assert found is not None
        assert (FORMS[text], text) == (found.command, found.phrase)

    @pytest.mark.parametrize("times", [2, 3, 4])
    @pytest.mark.parametrize(("text", "seconds"), [("stop", 0.45), ("next", 0.45), ("take a break", 0.75)])
    def test_said_again_and_again_it_is_said_once(self, text: str, seconds: float, times: int) -> None:
        found = Scene().say(" ".join([text] * times), seconds * times).quiet(0.3).result()
        assert found is not None
        assert (FORMS[text], text) == (found.command, found.phrase)

    @pytest.mark.parametrize(
        "text", ["stop next", "stop next stop", "take", "take a", "next stop next stop", "rain", UNKNOWN, "not stop"]
    )
    def test_anything_else_is_none(self, text: str) -> None:
        assert Scene().say(text, 0.4 * len(text.split())).quiet(0.3).result() is None

    def test_no_words_are_none(self) -> None:
        assert Scene().quiet(1.0).result() is None

    def test_with_a_wake_word_the_bare_phrase_is_none(self) -> None:
        forms = {f"computer {form}": command for form, command in FORMS.items()}
        assert Scene(forms).say("stop").quiet(0.5).result() is None
        assert C.STOP is heard_as(Scene(forms).say("computer stop", 0.9).quiet(0.3).result())

    def test_it_tells_when_it_was_said_and_when_it_was_decided(self) -> None:
        scene = Scene(quiet_s=2.0).say("next", 0.5).quiet(0.4)
        found = scene.result()
        assert found is not None
        assert 2.5 == pytest.approx(found.word_end_s, abs=2 * FRAME_S)
        assert 2.9 == pytest.approx(found.decided_s)

    def test_a_word_does_not_end_after_its_sound(self) -> None:
        """The recogniser tends to place the end late."""
        scene = Scene().say("next").quiet(0.5)
        (word,) = scene.words
        scene.words = [Word(word.text, word.start_s, word.end_s + 0.3)]
        found = scene.result()
        assert found is not None
        assert word.end_s == pytest.approx(found.word_end_s, abs=2 * FRAME_S)


class TestSentences:
    @pytest.mark.parametrize("text", ["stop", "next", "take a break"])
    @pytest.mark.parametrize("sentence", [f"{UNKNOWN} {{}}", f"{{}} {UNKNOWN}", f"{UNKNOWN} {{}} {UNKNOWN}"])
    def test_a_phrase_inside_a_sentence_is_none(self, text: str, sentence: str) -> None:
        assert Scene().say(sentence.format(text), 1.2).quiet(0.3).result() is None

    @given(st.floats(APART_S + 0.02, 1.0), st.floats(APART_S + 0.02, 1.0))
    def test_unknown_sounds_that_stand_apart_do_no_harm(self, before_s: float, after_s: float) -> None:
        scene = Scene().say(UNKNOWN, 0.2).quiet(before_s).say("next").quiet(after_s).say(UNKNOWN, 0.2)
        assert C.NEXT is heard_as(scene.result())

    @given(st.floats(0.0, APART_S - 0.02), st.booleans())
    def test_unknown_sounds_that_adjoin_belong_to_it(self, gap_s: float, before: bool) -> None:
        first, second = (UNKNOWN, "stop") if before else ("stop", UNKNOWN)
        assert Scene().say(first).quiet(gap_s).say(second).quiet(0.3).result() is None

    @given(st.floats(0.0, BEFORE_S - 0.12), st.sampled_from(["stop", "next"]))
    def test_speech_right_before_makes_it_part_of_a_sentence(self, gap_s: float, text: str) -> None:
        """Even where the recogniser makes nothing of that speech."""
        assert Scene().sound(0.6).quiet(gap_s).say(text).quiet(0.3).result() is None

    @given(st.floats(BEFORE_S + 0.02, 1.0), st.sampled_from(["stop", "next"]))
    def test_speech_that_ended_before_does_not(self, gap_s: float, text: str) -> None:
        assert FORMS[text] is heard_as(Scene().sound(0.6).quiet(gap_s).say(text).quiet(0.3).result())

    def test_before_the_first_frame_it_is_quiet(self) -> None:
        assert C.STOP is heard_as(Scene(quiet_s=0.0).say("stop").quiet(0.3).result())

    def test_what_was_not_heard_may_have_been_quiet(self) -> None:
        scene = Scene().sound(0.6).skip(0.5).say("next").quiet(0.3)
        assert C.NEXT is heard_as(scene.result())

    @pytest.mark.parametrize("text", ["stop", "next"])
    def test_or_speech_that_goes_on(self, text: str) -> None:
        """A conversation goes on while we speak; its next word is no command."""
        assert Scene().skip(0.5, VOICE_DB).say(text).quiet(0.3).result() is None
        assert Scene().skip(0.5, VOICE_DB).say(text).guess(SOON_S) is None

    @pytest.mark.parametrize(("quiet_s", "ended"), [(BEFORE_S, True), (BEFORE_S - 2 * FRAME_S, False)])
    def test_who_speaks_on_has_not_ended(self, quiet_s: float, ended: bool) -> None:
        scene = Scene().say("next").quiet(quiet_s).sound(0.1)
        assert ended is scene.spotter.has_ended(scene.words)


class TestSound:
    @pytest.mark.parametrize("text", ["stop", "next"])
    def test_a_word_that_is_not_above_the_noise_is_none(self, text: str) -> None:
        scene = Scene().sound(4.0, -30.0, NOISE).say(text, level_db=-30.0 + ABOVE_FLOOR_DB - 1)
        assert scene.sound(0.3, -30.0, NOISE).result() is None

    @pytest.mark.parametrize("text", ["stop", "next"])
    def test_a_word_that_is_above_the_noise_is_enough(self, text: str) -> None:
        scene = Scene().sound(4.0, -30.0, NOISE).say(text, level_db=-30.0 + ABOVE_FLOOR_DB + 3)
        assert FORMS[text] is heard_as(scene.sound(0.3, -30.0, NOISE).result())

    def test_where_there_is_no_sound_there_is_no_word(self) -> None:
        assert Scene(quiet_s=0.0).skip(1.0).say("stop", level_db=LOWEST_FLOOR_DB - 20).skip(0.3).result() is None

    def test_a_whisper_can_stop_but_not_skip(self) -> None:
        assert C.STOP is heard_as(Scene().say("stop", voicing=NOISE).quiet(0.3).result())
        assert Scene().say("next", voicing=NOISE).quiet(0.3).result() is None

    def test_a_sneeze_that_is_taken_for_help_alarms_nobody(self) -> None:
        assert Scene().say("help", voicing=NOISE).quiet(0.3).result() is None

    def test_in_doubt_even_stop_must_be_a_voice(self) -> None:
        whispered = Scene().say("stop", voicing=NOISE).quiet(0.3)
        assert whispered.spotter.spot_in_result(whispered.words, doubtful=True) is None
        spoken = Scene().say("stop").quiet(0.3)
        assert C.STOP is heard_as(spoken.spotter.spot_in_result(spoken.words, doubtful=True))

    def test_a_dog_is_no_person(self) -> None:
        scene = Scene()
        start_s = scene.now_s
        scene.sound(0.4, shrill=True).quiet(0.3).words = [Word("back", start_s, start_s + 0.4)]
        assert scene.result() is None

    @pytest.mark.parametrize(
        ("frames", "doubtful", "command"),
        [
            (VOICED_FRAMES - 1, False, None),
            (VOICED_FRAMES, False, C.NEXT),
            (VOICED_FRAMES_IN_DOUBT - 1, True, None),
            (VOICED_FRAMES_IN_DOUBT, True, C.NEXT),
        ],
    )
    def test_a_moment_of_voice_is_not_enough_to_skip(
        self, frames: int, doubtful: bool, command: Command | None
    ) -> None:
        scene = Scene()
        scene.sound(frames * FRAME_S).say("next", voicing=NOISE).quiet(0.3)
        (word,) = scene.words
        words = [Word(word.text, word.start_s - frames * FRAME_S, word.end_s)]
        assert command is heard_as(scene.spotter.spot_in_result(words, doubtful=doubtful))

    @pytest.mark.parametrize(
        ("text", "seconds", "command"),
        [
            ("stop", SHORTEST_S - 2 * FRAME_S, None),
            ("stop", SHORTEST_S + 2 * FRAME_S, C.STOP),
            ("stop", LONGEST_WORD_S - 2 * FRAME_S, C.STOP),
            ("stop", LONGEST_WORD_S + 2 * FRAME_S, None),
            ("take a break", LONGEST_WORD_S + 2 * FRAME_S, C.PAUSE),
            ("take a break", 3 * LONGEST_WORD_S + 3 * FRAME_S, None),
        ],
    )
    def test_a_word_lasts_as_long_as_words_last(self, text: str, seconds: float, command: Command | None) -> None:
        assert command is heard_as(Scene().say(text, seconds).quiet(0.3).result())

    @pytest.mark.parametrize(("late_s", "command"), [(LATE_S - 0.05, C.STOP), (LATE_S + 0.05, None)])
    def test_a_result_that_comes_too_late_is_none(self, late_s: float, command: Command | None) -> None:
        assert command is heard_as(Scene().say("stop").quiet(late_s).result())


class TestSoonAfter:
    GAP_S = 0.3

    def soon_after(self, first: str, second: str, gap_s: float = GAP_S) -> Meaning | None:
        scene = Scene().say(first)
        assert scene.result() is not None
        return heard_as(scene.quiet(gap_s).say(second).quiet(self.GAP_S).result())

    @pytest.mark.parametrize("first", ["next", "stop"])
    def test_another_command_right_after_one_is_none(self, first: str) -> None:
        assert self.soon_after(first, "next") is None

    def test_later_it_is_one_again(self) -> None:
        assert C.NEXT is self.soon_after("next", "next", REFRACTORY_S + FRAME_S)

    @pytest.mark.parametrize("text", [form for form in SINGLE if FORMS[form] in UNTIRING])
    def test_pause_stop_and_help_are_always_heard(self, text: str) -> None:
        assert FORMS[text] is self.soon_after("next", text)
        assert FORMS[text] is self.soon_after(text, text)

    def test_what_was_none_delays_nothing(self) -> None:
        scene = Scene().say("rain")
        assert scene.result() is None
        assert C.NEXT is heard_as(scene.quiet(self.GAP_S).say("next").quiet(self.GAP_S).result())


class TestVoice:
    def test_the_floor_is_the_room_and_not_the_voice(self) -> None:
        scene = Scene(quiet_s=2.0)
        for _ in range(4):
            scene.sound(0.7).quiet(0.3)
        assert pytest.approx(ROOM_DB) == scene.voice.floor_db

    def test_a_noise_that_stays_becomes_the_floor(self) -> None:
        assert pytest.approx(-30.0) == Scene().sound(4.0, -30.0, NOISE).voice.floor_db

    def test_a_silent_microphone_has_the_lowest_floor(self) -> None:
        assert LOWEST_FLOOR_DB == Scene(quiet_s=0.0).sound(1.0, -100.0, 0.0).voice.floor_db

    def test_what_was_not_heard_says_nothing_about_the_room(self) -> None:
        assert pytest.approx(ROOM_DB) == Scene().skip(10.0).voice.floor_db

    def test_its_level_is_that_of_the_last_tenth_of_a_second(self) -> None:
        assert pytest.approx(VOICE_DB) == Scene().sound(0.1).voice.level_db
        assert pytest.approx(ROOM_DB) == Scene().sound(0.1).quiet(0.1).voice.level_db

    def test_the_loudness_of_a_word_is_that_of_its_vowels(self) -> None:
        scene = Scene().sound(0.1, ROOM_DB).sound(0.2).sound(0.1, ROOM_DB)
        assert VOICE_DB == scene.voice.loudness_db(0.5, 0.9)

    def test_the_loudness_is_that_of_what_was_heard(self) -> None:
        scene = Scene(quiet_s=0.0).skip(0.5, VOICE_DB + 20).sound(0.2)
        assert VOICE_DB == scene.voice.loudness_db(0.0, 0.7)

    def test_where_nothing_is_kept_there_is_neither_loudness_nor_voice(self) -> None:
        scene = Scene().sound(1.0).quiet(20.0)
        assert (LOWEST_FLOOR_DB, False) == (
            scene.voice.loudness_db(0.5, 1.5),
            scene.voice.voiced(0.5, 1.5, doubtful=False),
        )

    def test_what_was_skipped_counts_as_time(self) -> None:
        assert pytest.approx(3.0) == Scene(quiet_s=1.0).skip(1.5).quiet(0.5).now_s

    @given(st.floats(0.0, 0.6))
    def test_it_knows_for_how_long_it_has_been_quiet(self, seconds: float) -> None:
        assert seconds == pytest.approx(Scene().sound(0.5).quiet(seconds).voice.quiet_s(), abs=1.01 * FRAME_S)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["quiet", "skip", "noise", UNKNOWN, "rain", *SINGLE]),
            st.floats(0.02, 1.5),
            st.sampled_from(["guess", "result", "go on"]),
        ),
        max_size=8,
    )
)
def test_whatever_is_heard_a_command_is_decided_after_it_was_said(deeds: list[tuple[str, float, str]]) -> None:
    scene = Scene(quiet_s=0.0)
    for text, seconds, then in deeds:
        match text:
            case "quiet":
                scene.quiet(seconds)
            case "skip":
                scene.skip(seconds)
            case "noise":
                scene.sound(seconds, -30.0, NOISE)
            case _:
                scene.say(text, seconds)
        found = scene.guess(0.1) if then == "guess" else scene.result() if then == "result" else None
        if found:
            assert 0.0 < found.word_end_s <= found.decided_s == scene.now_s
            assert then == "result" or found.command in EARLY


def test_a_voice_begins_with_nothing() -> None:
    voice = VoiceActivity()
    assert (0.0, 0.0, LOWEST_FLOOR_DB) == (voice.now_s, voice.quiet_s(), voice.floor_db)
    assert VOWEL > NOISE


class TestExamples:
    """Sounds that are like what the person has taught."""

    def test_one_is_obeyed_after_a_moment_of_quiet(self) -> None:
        scene = Scene().say("hum").quiet(0.3)
        found = scene.spotter.spot_example(C.NEXT, "a hum", 0.5, 0.9)
        assert found is not None
        assert (C.NEXT, "a hum", 0.9, scene.now_s) == (
            found.command,
            found.phrase,
            found.word_end_s,
            found.decided_s,
        )

    def test_what_was_decided_on_is_not_decided_on_again(self) -> None:
        scene = Scene().say("stop").quiet(0.3)
        assert C.STOP is heard_as(scene.result())
        assert scene.spotter.spot_example(C.PAUSE, "pause", 0.5, 0.9) is None

    def test_one_right_after_another_is_none_unless_it_is_urgent(self) -> None:
        scene = Scene().say("hum").quiet(0.3)
        assert scene.spotter.spot_example(C.NEXT, "a hum", 0.5, 0.9)
        start_s = scene.now_s
        scene.say("hum", 0.2).quiet(0.3)
        assert scene.spotter.spot_example(C.NEXT, "a hum", start_s, start_s + 0.2) is None
        assert scene.spotter.spot_example(C.STOP, "stop", start_s, start_s + 0.2)

    def test_one_in_a_sentence_is_none(self) -> None:
        scene = Scene().say("coffee").say("hum").quiet(0.3)
        assert scene.spotter.spot_example(C.NEXT, "a hum", 0.9, 1.3) is None

    def test_one_as_soft_as_the_room_is_none(self) -> None:
        scene = Scene().quiet(1.0)
        assert scene.spotter.spot_example(C.NEXT, "a hum", 0.9, 1.3) is None

    def test_one_that_is_made_out_late_is_none(self) -> None:
        scene = Scene().say("hum").quiet(LATE_S + 0.1)
        assert scene.spotter.spot_example(C.NEXT, "a hum", 0.5, 0.9) is None


def test_no_echo_lets_anybody_in() -> None:
    heard = (Answer.YES, Answer.NO, Command.STOP, Command.NEXT)
    assert [False, False, True, True] == [counts_beside(each, only_urgent=False) for each in heard]
    assert [False, False, True, False] == [counts_beside(each, only_urgent=True) for each in heard]
