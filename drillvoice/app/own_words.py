"""Own words, looked at with all that this machine has: the speech model, the drills, the voice."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from drillvoice.app.own_words_rehearsal import Rehearsal
from drillvoice.app.settings import Settings, read_settings
from drillvoice.core.drill.schema import DrillFile, RandomCues
from drillvoice.core.hearing.vocabulary import session_vocabulary
from drillvoice.core.session.commands import Command
from drillvoice.core.voice_check.own_words import Around, Checked, check_words, nearest_phrases
from drillvoice.errors import DrillError
from drillvoice.language import Language
from drillvoice.listening.open_ears import Hearing, open_ears
from drillvoice.listening.recogniser import Recogniser
from drillvoice.voice.clips import ProgramVoice

NEAREST = 6
"""Of a hundred cues and commands; each takes about 60 ms to say to the recogniser."""


class OwnWordChecker:
    """Looks at own words.

    Args:
        model: the folder of the speech model.
        language: the phrases, and how words are compared.
        library: the drills, whose cues a helper may say too.
        voice: says the words to the recogniser.

    """

    def __init__(self, model: Path, language: Language, library: Mapping[str, DrillFile], voice: ProgramVoice) -> None:
        self._model = model
        self._language = language
        self.cues = tuple(dict.fromkeys(cues_of(library)))
        self._voice = voice
        self.knows = Recogniser(model, ()).knows_words

    def check(self, text: str, command: Command) -> Checked:
        """What is to be said of own words for a command, by their letters and by how they are understood.

        Raises:
            SettingsError: the settings are damaged.
            SpeechError: the voice cannot speak.

        """
        own, phrases = self.known_to_model(read_settings()), self._language.phrases
        around = Around(session_vocabulary(phrases, own).phrases, self.cues, self.knows, phrases)
        texts = phrases.voice_check.own
        checked = check_words(text, command, around)
        if checked.problem:
            return checked
        hearing = Hearing(self._model, headphones=True, language=self._language.code)
        rehearsal = Rehearsal(self._voice.clip, lambda more: open_ears(replace(hearing, own={**own, **more})))
        near = nearest_phrases(checked.form, command, around, NEAREST)
        return replace(checked, warnings=(*checked.warnings, *rehearsal.warnings(checked.form, command, near, texts)))

    def known_to_model(self, settings: Settings) -> dict[str, tuple[str, ...]]:
        """The own words that this model can understand."""
        known = {name: tuple(filter(self.knows, forms)) for name, forms in settings.commands.items()}
        return {name: forms for name, forms in known.items() if forms}


def cues_of(library: Mapping[str, DrillFile]) -> Iterator[str]:
    """Every cue of every drill that can be read."""
    for name in library:
        try:
            drill = library[name]
        except DrillError:
            continue
        if isinstance(drill, RandomCues):
            yield from (cue.say for cue in drill.cues.values())
            yield from (drill.cue_as or {}).values()
            for level in drill.levels:
                yield from (level.cue_as or {}).values()
