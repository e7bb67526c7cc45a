"""What a voice has taught by example: kept, listed and forgotten."""

from drillvoice.app.taught import forget_taught, read_taught, write_taught
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.session.commands import Command, command_word
from drillvoice.core.voice_check.steps import KeepLoudness, Teach
from drillvoice.errors import SettingsError, Tell
from drillvoice.language import load_language
from drillvoice.places import taught_voice_file
from drillvoice.terminal.printing import print_text


def keep_taught(step: Teach | KeepLoudness) -> None:
    """Keep how a command sounds, or how loud the voice is, beside what was kept before.

    Raises:
        SettingsError: the file cannot be written.

    """
    voice = read_taught(lambda damage: None)
    if isinstance(step, KeepLoudness):
        write_taught(voice.with_loudness(step.voice_db))
        return
    write_taught(voice.with_takes(step.command, step.form, step.takes))
    print_text(f"(How it sounds is kept as numbers in {taught_voice_file()}; no sound is.)")


def forget_example(command: Command) -> bool:
    """Forget how a command sounds; whether that was kept.

    Raises:
        SettingsError: the file cannot be written.

    """
    voice = read_taught(print_text)
    if command not in voice.takes:
        return False
    without = voice.without_command(command)
    write_taught(without if without.commands else TaughtVoice())
    return True


def forget_voice() -> bool:
    """Forget all of it; whether there was anything.

    Raises:
        SettingsError: the file cannot be deleted.

    """
    try:
        return forget_taught()
    except OSError as error:
        what = error.strerror or str(error)
        raise SettingsError(f"{taught_voice_file()} cannot be deleted ({what}); delete it yourself.") from error


def list_taught(tell: Tell) -> None:
    """Print what was taught."""
    voice = read_taught(tell)
    phrases = load_language().phrases
    for each in voice.commands:
        said = f'"{each.form}"' if each.form else "in your own way"
        learnt = f", {len(each.learnt)} more learnt in sessions" if each.learnt else ""
        print_text(f"{command_word(each.command, phrases)}: {said}, by {len(each.takes)} examples{learnt}")
