"""Other sessions at this computer: whoever they are for, and recorded or not, two voices would call over each other."""

import contextlib
import random
from collections.abc import Iterator

from drillvoice.core.phrases import Phrases
from drillvoice.errors import Tell
from drillvoice.history.session_lock import Living, any_session_running
from drillvoice.places import playing_file
from drillvoice.written_files import make_folder


@contextlib.contextmanager
def told_of_others(phrases: Phrases, tell: Tell) -> Iterator[None]:
    """Say so where another session is going on; while the block lasts, others are told of this one."""
    path = playing_file()
    living = Living(path)
    number = random.SystemRandom().getrandbits(31)
    with contextlib.suppress(OSError):
        make_folder(path.parent)
    living.begin_session(number)
    try:
        if any_session_running(path, other_than=number):
            tell(phrases.printed.another_session)
        yield
    finally:
        living.end_session()


def is_another_going_on() -> bool:
    """Whether a session is going on at this computer."""
    return any_session_running(playing_file())
