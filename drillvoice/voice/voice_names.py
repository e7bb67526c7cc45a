"""What is said of a voice that there is not: which one was probably meant."""

import difflib
import re
from collections.abc import Iterable


def no_such_voice(wanted: str, names: Iterable[str]) -> str:
    """A sentence that leads on.

    Args:
        wanted: what somebody wrote.
        names: the voices that there are, as ENGINE:NAME. What stands after the last : or / is compared, so that it
            does not matter to which engine a voice belongs; a word of it is enough, such as joe of en_US-joe-medium.

    """
    spelt = {_own_part(name): name for name in names}
    own = _own_part(wanted)
    holding = [each for each in spelt if own in re.split(r"[^a-z0-9]+", each)]
    close = holding or difflib.get_close_matches(own, spelt, n=1)
    guess = f", did you mean {spelt[close[0]]}?" if close else ";"
    return f'There is no voice "{wanted}"{guess} `drillvoice voices` lists them.'


def _own_part(name: str) -> str:
    return name.lower().replace("/", ":").rpartition(":")[2]
