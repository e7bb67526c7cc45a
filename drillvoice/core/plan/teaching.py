"""What has to be learnt before the cues of a drill can be followed, and is said again before each round."""

from collections.abc import Iterator
from random import Random

from drillvoice.core.drill.rules import called_phrase, with_go_word
from drillvoice.core.drill.schema import RandomCues
from drillvoice.core.phrases import Phrases, capital_first, lower_first
from drillvoice.core.plan.lines import Kind, Line, Sound, Unit, announcement_unit, spoken_line
from drillvoice.core.plan.options import CueSound, Options
from drillvoice.core.plan.packing import ANNOUNCE_AFTER
from drillvoice.core.plan.random_cues import BAG_COPIES, Bag, sound_of
from drillvoice.core.ticks import to_ticks

PRACTICE_S = 3.0
"""Time to act on a practised cue before its meaning is said; a choice."""


def teaching_units(drill: RandomCues, options: Options, phrases: Phrases, random: Random) -> Iterator[Unit]:
    """Everything, with practice where cues stand for something else."""
    if drill.cue_as:
        yield announcement_unit(phrases.teaching.start, ANNOUNCE_AFTER)
        yield from _meanings(drill, options, phrases)
        yield from _practice(drill, options, phrases, random)
    elif options.cue_sound is not CueSound.VOICE:
        yield from _beep_meanings(drill, options, phrases)
    if drill.go_word:
        yield from _go_teaching(drill, phrases)


def refreshing_units(drill: RandomCues, options: Options, phrases: Phrases) -> Iterator[Unit]:
    """The same in short, for whoever has learnt it before."""
    if drill.cue_as:
        yield from _meanings(drill, options, phrases)
    elif options.cue_sound is not CueSound.VOICE:
        yield from _beep_meanings(drill, options, phrases)
    if drill.go_word:
        yield announcement_unit(phrases.teaching.go_short.format(word=drill.go_word), ANNOUNCE_AFTER)


def _mapped(drill: RandomCues) -> list[str]:
    return [name for name in drill.cues if name in (drill.cue_as or {})]


def _meanings(drill: RandomCues, options: Options, phrases: Phrases) -> Iterator[Unit]:
    for name in _mapped(drill):
        cue = lower_first(drill.cues[name].say)
        meaning = phrases.teaching.meaning.format(called=called_phrase(drill, name), cue=cue)
        beeps = sound_of(drill, name, options).beeps
        yield Unit((Line(Kind.SAY, Sound(meaning, beeps=beeps), after=ANNOUNCE_AFTER),))


def _practice(drill: RandomCues, options: Options, phrases: Phrases, random: Random) -> Iterator[Unit]:
    words, mapped = phrases.teaching, _mapped(drill)
    yield announcement_unit(words.practise, ANNOUNCE_AFTER)
    bag = Bag(dict.fromkeys(mapped, 1), max_run=1)
    for _ in range(len(mapped) * BAG_COPIES):
        name = bag.draw_name(random.random)
        asked = Line(Kind.PRACTICE, sound_of(drill, name, options), least=to_ticks(PRACTICE_S))
        answer = spoken_line(words.answer.format(cue=lower_first(drill.cues[name].say)), after=2 * ANNOUNCE_AFTER)
        yield Unit((asked, answer))
    yield announcement_unit(words.end, ANNOUNCE_AFTER)


def _beep_meanings(drill: RandomCues, options: Options, phrases: Phrases) -> Iterator[Unit]:
    opening = phrases.opening
    for name, cue in drill.cues.items():
        beeps = sound_of(drill, name, options).beeps
        count = capital_first(phrases.filled_form(beeps, opening.beep))
        text = opening.beeps.format(beeps=count, cue=lower_first(cue.say))
        yield Unit((Line(Kind.SAY, Sound(text, beeps=beeps), after=ANNOUNCE_AFTER),))


def _go_teaching(drill: RandomCues, phrases: Phrases) -> Iterator[Unit]:
    word = drill.go_word or ""
    example = drill.cues[next(iter(drill.cues))].say
    yield announcement_unit(phrases.teaching.go.format(word=word), ANNOUNCE_AFTER)
    yield announcement_unit(phrases.teaching.go_example.format(go=with_go_word(word, example)), ANNOUNCE_AFTER)
    yield announcement_unit(phrases.teaching.no_go_example.format(no_go=example), ANNOUNCE_AFTER)
