"""From how to listen to an ear that does: the models are loaded, the vocabulary is made, the canceller is chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drillvoice.core.hearing.command_spotter import Spotter
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.hearing.vocabulary import answer_grammar, session_vocabulary, with_consent
from drillvoice.core.plan.options import OverCues
from drillvoice.core.plan.request import FIRST_LANGUAGE
from drillvoice.core.session.answers import Subject, answers_by_phrase
from drillvoice.echo.adaptive import Cancelling
from drillvoice.echo.canceller import Canceller, DeafGate, Louder, Open
from drillvoice.language import load_language
from drillvoice.listening.ear import Ear
from drillvoice.listening.keywords import Keywords
from drillvoice.listening.opinions import Opinions
from drillvoice.listening.recogniser import Recogniser
from drillvoice.listening.taught_sounds import TaughtSounds, gain_for
from drillvoice.listening.whole_words import WholeWords
from drillvoice.speech_models.find import keyword_model, word_model


@dataclass(frozen=True, slots=True)
class Hearing:
    """How to listen."""

    model: Path
    """A folder that `find_model` answered."""
    headphones: bool = False
    """The microphone does not hear the loudspeaker."""
    over_cues: OverCues = OverCues.NONE
    """What is heard while it speaks from a loudspeaker: its own voice is taken out then."""
    wake: str = ""
    own: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """A person's own forms, by command."""
    cues: Sequence[str] = ()
    """What the drill says."""
    language: str = FIRST_LANGUAGE
    """By its code."""
    taught: TaughtVoice = field(default_factory=TaughtVoice)
    """What the person has taught by example."""
    keeps_sounds: bool = False
    """What sounds is kept as vectors for a while, for whoever teaches."""


def open_ears(hearing: Hearing) -> Callable[[], Ear]:
    """Load the model, which takes about a tenth of a second; answers what makes an ear, fresh each time, one at a time.

    Raises:
        ModelError: the model cannot be loaded or lacks a word.

    """
    ears = open_subjects(hearing)
    return lambda: ears(Subject.COMMANDS, canceller_for(hearing))


def open_subjects(hearing: Hearing) -> Callable[[Subject, Canceller], Ear]:
    """The same, for ears that listen for one thing or another.

    Raises:
        ModelError: the model cannot be loaded or lacks a word.

    """
    phrases = load_language(hearing.language).phrases
    words = session_vocabulary(phrases, hearing.own, hearing.wake, hearing.cues)
    recogniser = Recogniser(hearing.model, words.grammar, words.optional_grammar)
    keywords, whole = Keywords(keyword_model(), words.heard_as), WholeWords(word_model(), words.heard_as)

    by_subject = {Subject.COMMANDS: words, Subject.COMMANDS_AND_CONSENT: with_consent(words, phrases)}

    def fresh(subject: Subject, canceller: Canceller) -> Ear:
        opinions, listed = Opinions(whole, keywords), by_subject.get(subject)
        if listed is None:
            recogniser.turn_to(answer_grammar(phrases, subject))
            spotter = Spotter(answers_by_phrase(phrases, subject))
        else:
            recogniser.turn_to(listed.grammar, listed.optional_grammar)
            spotter = Spotter(listed.meanings, hearing.wake, listed.further)
            if hearing.keeps_sounds or (hearing.taught.takes and not hearing.wake):
                opinions = Opinions(whole, keywords, TaughtSounds(keywords.vectors_of, hearing.taught))
        return Ear(recogniser, spotter, canceller, opinions, only_urgent=hearing.over_cues is OverCues.URGENT)

    return fresh


def canceller_for(hearing: Hearing) -> Canceller:
    """What takes the program's own voice out, or is deaf meanwhile; for a soft voice, what is left is made louder."""
    if hearing.headphones:
        found: Canceller = Open()
    else:
        found = DeafGate() if hearing.over_cues is OverCues.NONE else Cancelling()
    gain = gain_for(hearing.taught.voice_db)
    return Louder(found, gain) if gain > 1 else found
