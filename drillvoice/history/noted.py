"""Near-falls and how far the wall was needed, in words: what was noted, and no more."""

from collections import Counter
from collections.abc import Iterator, Sequence

from drillvoice.core.session.notes import NEEDED_HAND, TOOK_REST, TOUCHED_WALL
from drillvoice.history.sessions import SessionRow

WALL_WORDS = {
    "none": "no wall or support needed",
    "some": "wall or support needed sometimes",
    "often": "wall or support needed often",
}
SEEN_WORDS = {
    TOUCHED_WALL: "touched the wall",
    NEEDED_HAND: "needed a hand",
    TOOK_REST: "rested in between",
}
"""What a helper notes with one tap, by its name."""


def noted_lines(row: SessionRow) -> Iterator[str]:
    """What was noted of one session, a line each."""
    if row.wobbles:
        texts = "; ".join(wobble.text for wobble in row.wobbles if wobble.text)
        yield f"{counted_noun(len(row.wobbles), 'wobble')}{texts and f': {texts}'}"
    yield from seen_words([row])
    if row.wall:
        yield WALL_WORDS[row.wall]


def seen_words(rows: Sequence[SessionRow]) -> Iterator[str]:
    """What helpers have seen besides wobbles, in a few words each."""
    counts = Counter(sighting.note for row in rows for sighting in row.sightings)
    yield from (f"{words} {times_text(counts[note])}" for note, words in SEEN_WORDS.items() if counts[note])


def times_text(count: int) -> str:
    """How often: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def noted_sentences(rows: Sequence[SessionRow]) -> Iterator[str]:
    """The same of many. A session without a note says nothing: nobody may have looked."""
    wobbly = [row for row in rows if row.wobbles]
    if wobbly:
        count = counted_noun(sum(len(row.wobbles) for row in wobbly), "wobble")
        yield f"Noted: {count} (a stumble, or a grab for support), in {counted_noun(len(wobbly), 'session')}."
    seen = list(seen_words(rows))
    if seen:
        yield f"Seen by a helper: {', '.join(seen)}."
    walls = Counter(row.wall for row in rows if row.wall)
    if walls:
        counts = ((words, walls[wall]) for wall, words in WALL_WORDS.items() if walls[wall])
        found = [f"{words} in {counted_noun(count, 'session')}" for words, count in counts]
        yield f"Noted: {', '.join(found)}."


def counted_noun(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
