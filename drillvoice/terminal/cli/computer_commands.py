"""The commands that say what this computer can do: devices, hearing, and whether all of it works."""

import sys
from pathlib import Path
from typing import Any

import click

from drillvoice.errors import AudioError
from drillvoice.terminal.cli.options import hearing_options, print_to_stderr
from drillvoice.terminal.cli.person_commands import for_one_person
from drillvoice.terminal.printing import print_text


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--reference",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the loudspeaker played meanwhile; its echo is taken out.",
)
@hearing_options
def hear(files: tuple[Path, ...], reference: Path | None, model: Path | None, wake: str) -> None:
    """Print the commands that recordings contain, as JSON lines.

    They take the very path that the microphone takes. A report of a command that was not understood is worth most with
    its recording; nothing is sent anywhere.
    """
    from drillvoice.terminal.cli.hear import hear_files

    if not hear_files(files, reference, model, wake):
        sys.exit(AudioError.exit_code)


@click.command("voice-check")
@click.option("--mic", default="", metavar="DEVICE", help="A microphone from `drillvoice devices`.")
@click.option("--speaker", default="", metavar="DEVICE", help="A loudspeaker from `drillvoice devices`.")
@click.option("--voice", default="", help="A voice from `drillvoice voices`.")
@click.option("--model", type=click.Path(path_type=Path), metavar="DIR", help="A speech model in Vosk's format.")
@click.option("--all", "everything", is_flag=True, help="Every command, not only the most important ones.")
@click.option("--set", "assign", multiple=True, metavar="COMMAND=WORDS", help="Your own words for a command.")
@click.option("--teach", default="", metavar="COMMAND", help="Teach a sound of your own for a command.")
@click.option("--forget", multiple=True, metavar="COMMAND|all", help="Forget your own words and example for a command.")
@click.option("--list", "show", is_flag=True, help="List your own words, and what you have taught.")
@for_one_person
def voice_check(**given: Any) -> None:
    """Find out how well your voice is understood, one word at a time.

    For words that do not work there are others, or words of your own.
    """
    from drillvoice.terminal.cli.voice_check import VoiceCheckWish, check_voice

    if not check_voice(VoiceCheckWish(**given), print_to_stderr):
        sys.exit(AudioError.exit_code)


@click.command()
def devices() -> None:
    """List the loudspeakers and microphones of this machine."""
    from drillvoice.terminal.cli.drills import list_devices

    list_devices()


@click.command()
@click.option("--voice", default="", help="A voice from `drillvoice voices`.")
@click.option("--speaker", default="", metavar="DEVICE", help="A loudspeaker from `drillvoice devices`.")
@click.option("--mic", default="", metavar="DEVICE", help="A microphone from `drillvoice devices`.")
def doctor(voice: str, speaker: str, mic: str) -> None:
    """Check Python, voice, drills, speech model, microphone and sound; says a test line."""
    from drillvoice.app.doctor import examine

    if not examine(voice, speaker, mic, print_text):
        sys.exit(1)


COMPUTER_COMMANDS = (hear, voice_check, devices, doctor)
