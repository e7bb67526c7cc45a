"""The one file of phrases as a value: everything that is said and is not a drill's own."""

import re
import tomllib
from typing import Annotated, Self

from pydantic import Field

from drillvoice.core.tables import Lines, Name, Pair, Position, Table, Text

Numbers = Annotated[tuple[Text, ...], Field(min_length=21)]


class Opening(Table):
    """Spoken before the first bout."""

    title: Text
    level: Text
    programme: Text
    exercises: Pair
    combined: Text
    going_on: Text
    next: Text
    therapist: Text
    space: Text
    equipment: Text
    listed: Text
    beeps: Text
    beep: Pair
    metronome: Text
    cadence: Text
    place: Text
    place_again: Text
    begin_seated: Text
    begin_standing: Text
    begin_walking: Text

    def begin(self, position: Position) -> str:
        """The line that sets a bout going."""
        return str(getattr(self, f"begin_{position}"))


class Teaching(Table):
    """Spoken before cues that stand for something else."""

    start: Text
    meaning: Text
    practise: Text
    answer: Text
    end: Text
    go: Text
    go_example: Text
    no_go_example: Text


class BoutPhrases(Table):
    """Spoken during a bout."""

    half_way: Text
    last: Text
    encouragement: Lines
    count: tuple[Text, Text, Text]
    end_seated: Text
    end_standing: Text
    end_walking: Text
    half_hold: Text
    rest_between: Text

    def end(self, position: Position) -> str:
        """The line that ends a bout."""
        return str(getattr(self, f"end_{position}"))


class RestPhrases(Table):
    """Spoken around a rest."""

    start: Text
    start_short: Text
    start_ready: Text
    sit_down: Text
    pause: Text
    left: Text
    ending: Text
    over: Text
    ready: Text
    ready_again: Text
    ready_by_voice: Text
    ready_again_by_voice: Text
    ready_unattended: Text


class Reply(Table):
    """Answers to commands."""

    paused: Text
    resuming: Text
    resuming_rest: Text
    skipping: Text
    back: Text
    slower: Text
    faster: Text
    slowest: Text
    fastest: Text
    time_left: Text
    almost_done: Text
    help: Text
    sound_back: Text
    commands: Text
    test: Text
    waiting_cue: Text
    listening: Text
    deaf: Text
    listening_again: Text


class TimePhrases(Table):
    """How lengths of time are spoken."""

    minute: Pair
    second: Pair
    and_a_half: Text


class QuestionPhrases(Table):
    """Asked before and after, and the one thing that is said about an answer."""

    dizziness: Text
    unsteadiness: Text
    fatigue: Text
    by_voice: Text
    """Added to each where somebody listens."""
    zero: Text
    """The number by itself; with a noun it is "no"."""
    rose: Text


class Closing(Table):
    """Spoken at the end."""

    done: Text
    early: Text
    counted: Text
    variety: Text
    all_variety: Text
    nothing: Text
    rest: Text


class Safety(Table):
    """The safety advice; drills pick from `lines` by name."""

    intro: Text
    outro: Text
    seated: Text
    standing: Text
    walking: Text
    lines: dict[Name, Text]

    def short(self, position: Position) -> str:
        """The one line that is heard every time."""
        return str(getattr(self, position))


class Listening(Table):
    """What the recogniser is told besides the commands."""

    decoys: tuple[Name, ...]
    heard_as: dict[Text, Text]
    """By the form of a command that was said."""


class PrintedPhrases(Table):
    """Printed of what happens in a session."""

    stopped: Text
    lost: Text
    found: Text
    not_now: Text
    too_late: Text


class ScreenPhrases(Table):
    """Shown while a session runs."""

    bout: Text
    rest: Text
    end: Text
    getting_ready: Text
    item: Text
    next_bout: Text
    next_end: Text
    left: Text
    almost_done: Text
    heard: Text
    heard_not_now: Text
    heard_too_late: Text
    heard_nothing: Text
    sources: dict[Name, Text]


class OwnWordPhrases(Table):
    """Said of a person's own words for a command."""

    length: Text
    unknown: Text
    taken: Text
    early: Text
    like_command: Text
    like_cue: Text
    said: Text
    said_nothing: Text
    mistaken: Text


class VoiceCheck(Table):
    """Said while a voice is checked."""

    intro: Text
    room: Text
    room_quiet: Text
    room_fair: Text
    room_loud: Text
    room_level: Text
    echo: Text
    echo_heard: Text
    echo_deaf: Text
    echo_level: Text
    levels: Text
    muted: Text
    say: Text
    again: Text
    understood: Text
    wrong: Text
    not_understood: Text
    nothing: Text
    skipped: Text
    works: Text
    fails: Text
    try_synonym: Text
    synonym_works: Text
    choose_own: Text
    type_own: Text
    no_words: Text
    use_anyway: Text
    own_works: Text
    own_fails: Text
    voice_good: Text
    voice_low: Text
    voice_loud: Text
    voice_none: Text
    once_more: Text
    summary: Text
    summary_works: Text
    summary_other: Text
    summary_fails: Text
    summary_none: Text
    own: OwnWordPhrases


class Phrases(Table):
    """All of them."""

    numbers: Numbers
    opening: Opening
    teaching: Teaching
    bout: BoutPhrases
    rest: RestPhrases
    reply: Reply
    time: TimePhrases
    questions: QuestionPhrases
    closing: Closing
    safety: Safety
    brief: dict[Name, dict[str, Text]]
    commands: dict[Name, Lines]
    printed: PrintedPhrases
    screen: ScreenPhrases
    listening: Listening
    voice_check: VoiceCheck

    def shortened(self) -> Self:
        """The same with the brief forms in place of the full ones."""
        return self.model_copy(
            update={group: getattr(self, group).model_copy(update=forms) for group, forms in self.brief.items()}
        )

    def number(self, n: int) -> str:
        """A small number as a word, a larger one in digits."""
        return self.numbers[n] if n < len(self.numbers) else str(n)

    def count(self, n: int, nouns: tuple[str, str]) -> str:
        """A number with its noun: one turn, twenty turns."""
        return f"{self.number(n)} {nouns[0 if n == 1 else 1]}"

    def length(self, seconds: float) -> str:
        """A length of time as it is spoken: 20 seconds, two minutes, one and a half minutes."""
        if seconds < 60:
            return _filled(self.time.second, self, max(1, round(seconds)))
        halves = round(seconds / 30)
        if halves % 2 and halves < 10:
            return self.time.and_a_half.format(n=self.number(halves // 2))
        return _filled(self.time.minute, self, round(seconds / 60))


def _filled(pair: tuple[str, str], phrases: Phrases, n: int) -> str:
    return pair[0] if n == 1 else pair[1].format(n=phrases.number(n))


def parse_phrases(text: str) -> Phrases:
    """Read the phrases from TOML; they are shipped with the program, so a mistake in them is ours."""
    return Phrases.model_validate(tomllib.loads(text))


def plain(text: str) -> str:
    """A phrase as it is heard: small letters, no punctuation. Two phrases that sound alike are equal."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def capital(text: str) -> str:
    """The same with a capital letter first."""
    return text[:1].upper() + text[1:]
