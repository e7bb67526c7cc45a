"""What a screen shows of a session, as a value."""

from dataclasses import dataclass

from drillvoice.core.session.commands import State
from drillvoice.core.session.follower import Counting


@dataclass(frozen=True, slots=True)
class View:
    """One moment of a session."""

    exercise: str = ""
    level: int = 0
    """0 where the exercise has none."""
    state: State = State.GOING
    lost: bool = False
    """The loudspeaker is gone."""
    said: str = ""
    """The last line that belongs to the drill, as it was spoken."""
    big_text: str = ""
    """What is to be read from afar."""
    is_sentence: bool = False
    """What was said is no cue: a whole sentence is easier to read in ordinary letters."""
    short: str = ""
    """The same in a word or two, where the words are those of the cue's name."""
    symbol: str = ""
    countdown: int | None = None
    """Seconds that are left of a hold or a rest, or the number that is counted."""
    counting: Counting = Counting.NOTHING
    item: str = ""
    """Which repetition, hold or cue: "turn 5 of 15"."""
    bout: str = ""
    bout_share: float = 0.0
    session_share: float = 0.0
    left: str = ""
    next: str = ""
    lines: tuple[str, ...] = ()
    """What was said last, the newest line at the end."""
    heard: str = ""
    """The last command, and where it came from."""
    sound: str = ""
    microphone: int | None = None
    """How loud a voice is above the noise, from 0 to 5; None where nobody listens."""
    echo_db: float | None = None
    """How much quieter our own voice is made, so that commands are heard over it; None where they are not."""
    notice: str = ""
    may_be_less: bool = False
    """It is still time to ask for less."""
    may_join: bool = False
    """A helper's phone may."""
    advice: tuple[str, ...] = ()
    """The safety advice while it is said, so that it can be read instead."""
    flash: bool = False
