"""How much two phrases sound alike.

It is estimated from their letters, because a speech model of Vosk's has no list of pronunciations that could be read.
It errs on the side of a warning.
"""

from collections.abc import Callable, Mapping

from jellyfish import jaro_similarity, levenshtein_distance, metaphone

from drillvoice.core.grammar import Sounds

SOUND_KEYS: Mapping[Sounds, Callable[[str], str]] = {"metaphone": metaphone, "letters": str}
"""From a word to a key; words with the same one sound alike. Metaphone, which keeps little but the consonants, was made
for English."""


def alike(one: str, other: str, sounds: Sounds) -> float:
    """How much two phrases sound alike, from 0 to 1: half by the keys of their words, half by their letters."""
    keys = ["".join(SOUND_KEYS[sounds](word) for word in text.split()) for text in (one, other)]
    longest = max(1, *map(len, keys))
    return (1 - levenshtein_distance(*keys) / longest + jaro_similarity(one, other)) / 2
