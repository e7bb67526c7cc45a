"""`drillvoice voices install` and `remove`."""

from pathlib import Path

from drillvoice.app.settings import own_voice, read_settings, write_settings
from drillvoice.errors import Tell, UsageError
from drillvoice.store.install import remove
from drillvoice.store.installable import Installable
from drillvoice.terminal.cli.installing import install_and_tell
from drillvoice.terminal.printing import print_text
from drillvoice.voice.engine import NATURAL, PIPER
from drillvoice.voice.natural_engine import ENGINE_NEEDED
from drillvoice.voice.natural_voices import natural_voices
from drillvoice.voice.piper_voices import installable_voice
from drillvoice.voice.voice_names import no_such_voice


def voice_to_install(name: str) -> Installable:
    """The voice of a name. One of Piper's has its engine in front, since it may be called anything; a natural one may.

    Raises:
        UsageError: there is none; says which was probably meant.

    """
    if name.startswith(f"{PIPER}:"):
        return installable_voice(name)
    known = natural_voices()
    own = name.lower().removeprefix(f"{NATURAL}:")
    if own in known:
        return known[own]
    if not known:
        raise UsageError(ENGINE_NEEDED)
    raise UsageError(no_such_voice(name, (f"{NATURAL}:{each}" for each in known)))


def install_voice(name: str, file: Path | None, tell: Tell) -> None:
    """Install a voice, say what came of it, and how it is chosen.

    Raises:
        DrillvoiceError: there is no such voice, it cannot be had, or its file is another one.

    """
    wanted = voice_to_install(name)
    install_and_tell(wanted, file, tell)
    print_text(
        f"`drillvoice voices --try {wanted.name}` lets you hear it; `drillvoice voices use {wanted.name}` chooses it."
    )


def remove_voice(name: str, tell: Tell) -> None:
    """Remove an installed voice; sessions that it was settled for are in the usual one again.

    Raises:
        DrillvoiceError: there is no such voice, or it cannot be removed.

    """
    unwanted = voice_to_install(name)
    remove(unwanted)
    print_text(f"{unwanted.name} has been removed.")
    if own_voice(tell) in (unwanted.name, f"{NATURAL}:{unwanted.name}"):
        write_settings(read_settings().with_voice(""))
        print_text("Your sessions are in the usual voice again.")
