"""`drillvoice voice-check`: how well a voice is understood, and a person's own words for commands."""

import difflib
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import click

from drillvoice.app.own_sounds import spoken_sounds
from drillvoice.app.own_words import OwnWordChecker
from drillvoice.app.prepare import open_library
from drillvoice.app.session_voice import open_talking_voice
from drillvoice.app.settings import SPOKEN, read_settings, write_settings
from drillvoice.app.taught import read_taught
from drillvoice.app.voice_check import Guide
from drillvoice.app.voice_check_parts import Parts
from drillvoice.audio.api import Microphone, Outlet
from drillvoice.core.hearing.taught_voice import TaughtVoice
from drillvoice.core.phrases import plain_phrase
from drillvoice.core.plan.request import VoiceWish
from drillvoice.core.session.answers import Subject
from drillvoice.core.session.commands import Command, command_word
from drillvoice.core.voice_check.dialogue import IMPORTANT, VoiceCheckDialogue
from drillvoice.core.voice_check.own_sounds import OwnSoundDialogue
from drillvoice.core.voice_check.steps import Step, StepAnswer
from drillvoice.echo.canceller import DeafGate
from drillvoice.errors import Tell, UsageError
from drillvoice.language import load_language
from drillvoice.listening.ear import Ear
from drillvoice.listening.open_ears import Hearing, open_ears, open_subjects
from drillvoice.places import settings_file
from drillvoice.speech_models.find import find_model
from drillvoice.terminal.cli.taught import forget_example, forget_voice, keep_taught, list_taught
from drillvoice.terminal.printing import print_text
from drillvoice.terminal.typed import Presses
from drillvoice.voice.clips import ProgramVoice

EVERYTHING = "all"
"""What `--forget` takes in place of a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCheckWish:
    """What somebody wants of their voice: to check it, or to see to their own words for commands."""

    mic: str
    speaker: str
    voice: str
    model: Path | None
    everything: bool
    """Every command, not only the most important ones."""
    assign: tuple[str, ...]
    """Own words to keep: "pause=halt"."""
    forget: tuple[str, ...]
    """Commands whose own words go."""
    show: bool
    """List the own words."""
    teach: str = ""
    """A command for which a sound of the person's own is taught."""


def check_voice(wish: VoiceCheckWish, tell: Tell) -> bool:
    """Talk with a person, or only list, set and forget own words; whether the microphone gave any sound."""
    read_settings()
    model = _locate_model(wish.model, tell)
    language = load_language()
    with closing(open_talking_voice(VoiceWish(name=wish.voice), language, tell)) as voice:
        own = OwnWordChecker(model, language, open_library(None, language), voice)
        for name in wish.forget:
            _forget_all() if name == EVERYTHING else _forget_words(command_named(name))
        for assignment in wish.assign:
            _assign_words(assignment, own, tell)
        if wish.show:
            _list_words(own)
            list_taught(tell)
        if wish.forget or wish.assign or wish.show:
            return True
        if wish.teach:
            command = command_named(wish.teach)
            dialogue = _sound_dialogue(command, own, model, voice, tell)
            _run_dialogue(wish, model, {}, voice, dialogue.steps())
            return True
        return _run_voice_check(wish, model, own, voice)


def _sound_dialogue(
    command: Command, own: OwnWordChecker, model: Path, voice: ProgramVoice, tell: Tell
) -> OwnSoundDialogue:
    phrases = load_language().phrases
    fresh = open_ears(Hearing(model, headphones=True, keeps_sounds=True))
    texts = dict.fromkeys((*(form for forms in phrases.commands.values() for form in forms), *own.cues))
    return OwnSoundDialogue(phrases, command, read_taught(tell).takes, lambda: spoken_sounds(texts, voice.clip, fresh))


def _locate_model(wanted: Path | None, tell: Tell) -> Path:
    found = find_model(wanted)
    if found.note:
        tell(found.note)
    return found.path


def command_named(name: str) -> Command:
    """The command of a name.

    Raises:
        UsageError: there is none; suggests one that is spelt alike.

    """
    heard = plain_phrase(name).replace(" ", "-")
    if heard in SPOKEN:
        return Command(heard)
    close = difflib.get_close_matches(heard, SPOKEN, n=1)
    guess = f"did you mean {close[0]}?" if close else f"there are {', '.join(SPOKEN)}."
    raise UsageError(f'There is no command called "{name}"; {guess}')


def _named(command: Command) -> str:
    return command_word(command, load_language().phrases)


def _forget_words(command: Command) -> None:
    settings = read_settings()
    if forget_example(command):
        print_text(f"What your {_named(command)} sounds like is forgotten.")
    elif command.value not in settings.commands:
        print_text(f"There were no words of your own for {_named(command)}.")
    if command.value in settings.commands:
        write_settings(settings.without_words(command.value))
        print_text(f"Your own words for {_named(command)} are forgotten.")


def _forget_all() -> None:
    for name in read_settings().commands:
        _forget_words(Command(name))
    forgotten = forget_voice()
    print_text("What your voice sounds like is forgotten." if forgotten else "Your voice had taught nothing.")


def _assign_words(assignment: str, own: OwnWordChecker, tell: Tell) -> None:
    name, given, words = assignment.partition("=")
    if not given:
        raise UsageError(f'"{assignment}" is not COMMAND=WORDS; write for instance --set pause=break.')
    command = command_named(name)
    checked = own.check(words, command)
    if checked.problem:
        raise UsageError(checked.problem)
    for warning in checked.warnings:
        tell(warning)
    write_settings(read_settings().with_words(command.value, checked.form))
    print_text(
        f'From now on "{checked.form}" means {_named(command)}; `drillvoice voice-check` tries it with your voice.'
    )


def _list_words(own: OwnWordChecker) -> None:
    commands = read_settings().commands
    if not any(commands.values()):
        print_text("There are no words of your own; `drillvoice voice-check --set pause=break` would add some.")
    for name, forms in commands.items():
        for form in forms:
            note = "" if own.knows(form) else " (not understood: the speech model does not know it)"
            print_text(f"{_named(Command(name))}: {form}{note}")


def _run_voice_check(wish: VoiceCheckWish, model: Path, own: OwnWordChecker, voice: ProgramVoice) -> bool:
    kept = own.known_to_model(read_settings())
    phrases = load_language().phrases
    commands = tuple(map(Command, phrases.commands)) if wish.everything else IMPORTANT
    check = VoiceCheckDialogue(phrases, commands, kept, own.check)
    _run_dialogue(wish, model, kept, voice, check.steps())
    return not check.muted


def _run_dialogue(
    wish: VoiceCheckWish,
    model: Path,
    kept: Mapping[str, Sequence[str]],
    voice: ProgramVoice,
    steps: Generator[Step, StepAnswer, None],
) -> None:
    def open_ear(more: Mapping[str, Sequence[str]], taught: TaughtVoice) -> Ear:
        words = {name: (*kept.get(name, ()), *more.get(name, ())) for name in {*kept, *more}}
        return open_subjects(Hearing(model, own=words, taught=taught, keeps_sounds=True))(Subject.COMMANDS, DeafGate())

    with ExitStack() as leaving:
        microphone = leaving.enter_context(closing(open_microphone(wish.mic)))
        speaker = leaving.enter_context(closing(open_speaker(wish.speaker)))
        presses = leaving.enter_context(Presses(sys.stdin))
        parts = Parts(
            microphone, speaker, presses, open_ear, voice.clip, print_text, _echo_typed, _keep_words, keep_taught
        )
        Guide(parts, load_language().phrases.answers).run(steps)


def _echo_typed(text: str) -> None:
    click.echo(text, nl=False)


def _keep_words(command: Command, form: str) -> None:
    write_settings(read_settings().with_words(command.value, form))
    print_text(f"(Kept in {settings_file()}.)")


def open_microphone(device: str) -> Microphone:
    """The microphone; imported where it is used."""
    from drillvoice.audio.microphone import PortAudioMicrophone

    return PortAudioMicrophone(device)


def open_speaker(device: str) -> Outlet:
    """The loudspeaker; imported where it is used."""
    from drillvoice.audio.speaker import Speaker

    return Speaker(device)
