"""What the program itself says, as it sounds to the ear: no sound of a person's own may be taken for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from drillvoice.app.own_words_rehearsal import heard_quietly
from drillvoice.core.clips import Clip
from drillvoice.core.hearing.templates import Vectors
from drillvoice.core.plan.lines import Sound
from drillvoice.listening.ears import CommandEar


def spoken_sounds(
    texts: Iterable[str], clip: Callable[[Sound], Clip], fresh_ear: Callable[[], CommandEar]
) -> Iterator[tuple[str, Sequence[Vectors]]]:
    """Each text, and how it sounds.

    Args:
        texts: what is said.
        clip: the clip of a sound.
        fresh_ear: makes an ear that keeps what it hears.

    Raises:
        SpeechError: the voice cannot speak.

    """
    for text in texts:
        ear = fresh_ear()
        heard_quietly(clip(Sound(text)), ear)
        yield text, ear.sounds_since(0.0)
