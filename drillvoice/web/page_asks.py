"""What a page asks besides the drill, large and alone: whether a phone may join, what to do without a loudspeaker."""

from dataclasses import dataclass

from drillvoice.core.page_server_phrases import PageServerPhrases


@dataclass(frozen=True, slots=True)
class PageAsks:
    """A question with two answers."""

    path: str
    """Where the answer goes, as an `AllowWish`."""
    ticket: str
    """Which question of its kind it is."""
    title: str
    text: str
    yes: str
    no: str


SOUND_TICKET = "sound"


def ask_about_phone(words: PageServerPhrases, ticket: str, cue: str = "") -> PageAsks | None:
    """Whether the phone of a ticket may join; None where none waits.

    Args:
        words: the words.
        ticket: that of the phone.
        cue: what was called last, where people move by it: it stays to be read, since this stands in the drill's place.

    """
    title, asked = cue or words.a_question, words.phone_wants
    return PageAsks("phones/allow", ticket, title, asked, words.allow, words.refuse) if ticket else None


def ask_about_sound(words: PageServerPhrases, why: str) -> PageAsks:
    """What to do without a loudspeaker."""
    text = f"{why} {words.no_sound_wait}"
    return PageAsks("sound", SOUND_TICKET, words.no_sound, text, words.try_again, words.start_without)
