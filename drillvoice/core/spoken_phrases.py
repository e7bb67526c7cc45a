"""What is said in a session, as tables of the file of phrases."""

from drillvoice.core.tables import Forms, Lines, Name, Pair, Position, Table, Text


class Opening(Table):
    """Spoken before the first bout."""

    title: Text
    level: Text
    programme: Text
    exercises: Forms
    combined: Text
    going_on: Text
    next: Text
    therapist: Text
    space: Text
    equipment: Text
    all_equipment: Text
    chair: Text
    chairs: Text
    chair_standing: Text
    chair_walking: Text
    objects: Text
    objects_beside: Text
    objects_now: Text
    with_helper: Text
    counting: Text
    shorter: Text
    left_out: Text
    least: Text
    quickest: Text
    enough: Text
    beeps: Text
    beep: Forms
    metronome: Text
    cadence: Text
    place: Text
    place_again: Text
    level_short: Text
    begin_seated: Text
    begin_standing: Text
    begin_walking: Text

    def begin(self, position: Position) -> str:
        """The line that sets a bout going."""
        return str(getattr(self, f"begin_{position}"))

    def chair_place(self, position: Position) -> str:
        """Where the chair to rest on stands; "" where it is sat on all the time."""
        return "" if position == "seated" else str(getattr(self, f"chair_{position}"))


class Teaching(Table):
    """Spoken before cues that stand for something else."""

    start: Text
    meaning: Text
    practise: Text
    answer: Text
    end: Text
    go: Text
    go_short: Text
    go_example: Text
    no_go_example: Text


class BoutPhrases(Table):
    """Spoken during a bout."""

    half_way: Text
    last: Text
    encouragement: Lines
    count: tuple[Text, Text, Text]
    counted: Text
    """Stands for a repetition that has been told in full before."""
    counted_side: Text
    end_seated: Text
    end_standing: Text
    end_walking: Text
    half_hold: Text

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
    over_standing: Text
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
    louder: Text
    softer: Text
    loudest: Text
    softest: Text
    time_left: Text
    almost_done: Text
    help: Text
    no_less: Text
    less_failed: Text
    sound_back: Text
    slept: Text
    keys_gone: Text
    commands: Text
    test: Text
    waiting_cue: Text
    listening: Text
    deaf: Text
    listening_again: Text


class SamplePhrases(Table):
    """Spoken to hear what a voice sounds like."""

    named: Text
    cue: Text


class TimePhrases(Table):
    """How lengths of time are spoken."""

    minute: Forms
    second: Forms
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


class ListeningPhrases(Table):
    """What the recogniser is told besides the commands."""

    decoys: tuple[Text, ...]
    heard_as: dict[Text, Text]
    """By the form of a command that was said."""
    further: dict[Text, float]
    """By the form of a command: how much further from the best hypothesis it is believed than others."""


class DrillWords(Table):
    """What a drill says that names nothing of its own."""

    unit: Forms
    """What is counted."""
    variety: Forms
    """What different cues are called."""
    side_names: Pair


class AnswerWords(Table):
    """What may be said, typed or pressed to a question; the first is its name."""

    skip: Lines
    back: Lines
    typed_back: Lines
    """Typed only: too short to be told from other sounds."""
    yes: Lines
    """Typed only, as all that follow: a word, or how it begins."""
    no: Lines
    end: Lines
    """The dialogue is over."""
