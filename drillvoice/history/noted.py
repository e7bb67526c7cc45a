"""Near-falls and how far the wall was needed, in words: what was noted, and no more."""

from collections import Counter
from collections.abc import Iterator, Sequence

from drillvoice.history.sessions import SessionRow

WALL_WORDS = {
    "none": "no wall or support needed",
    "some": "wall or support needed sometimes",
    "often": "wall or support needed often",
}


def noted_lines(row: SessionRow) -> Iterator[str]:
    """What was noted of one session, a line each."""
    if row.wobbles:
        texts = "; ".join(wobble.text for wobble in row.wobbles if wobble.text)
        yield f"{counted_noun(len(row.wobbles), 'wobble')}{texts and f': {texts}'}"
    if row.wall:
        yield WALL_WORDS[row.wall]


def noted_sentences(rows: Sequence[SessionRow]) -> Iterator[str]:
    """The same of many. A session without a note says nothing: nobody may have looked."""
    wobbly = [row for row in rows if row.wobbles]
    if wobbly:
        count = counted_noun(sum(len(row.wobbles) for row in wobbly), "wobble")
        yield f"Noted: {count} (a stumble, or a grab for support), in {counted_noun(len(wobbly), 'session')}."
    walls = Counter(row.wall for row in rows if row.wall)
    if walls:
        counts = ((words, walls[wall]) for wall, words in WALL_WORDS.items() if walls[wall])
        found = [f"{words} in {counted_noun(count, 'session')}" for words, count in counts]
        yield f"Noted: {', '.join(found)}."


def counted_noun(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
