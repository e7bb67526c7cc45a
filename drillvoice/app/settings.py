"""What a person has settled for all sessions: a TOML file that the program writes and a person may edit."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from drillvoice.core.phrases import plain_phrase
from drillvoice.core.session.commands import MOST_WORDS, UNSPOKEN, Command, commands_by_phrase
from drillvoice.core.toml_reading import read_toml
from drillvoice.errors import DrillError, SettingsError, Tell
from drillvoice.files import read_text
from drillvoice.language import load_language
from drillvoice.places import settings_file
from drillvoice.written_files import why_unwritable, write_atomically

MOST_BYTES = 1_000_000
SPOKEN = tuple(command.value for command in Command if command not in UNSPOKEN)
"""Commands that may have own words."""


def _plain_form(text: str) -> str:
    form = plain_phrase(text)
    if not 1 <= len(form.split()) <= MOST_WORDS:
        raise ValueError(f"own words are one to {MOST_WORDS} words")
    return form


def _spoken_command(name: str) -> str:
    if name not in SPOKEN:
        raise ValueError(f"there is no such command; there are {', '.join(SPOKEN)}")
    return name


def _as_forms(value: object) -> object:
    return (value,) if isinstance(value, str) else value


WordsByCommand = dict[
    Annotated[str, AfterValidator(_spoken_command)],
    Annotated[tuple[Annotated[str, AfterValidator(_plain_form)], ...], BeforeValidator(_as_forms)],
]


class Settings(BaseModel):
    """What is settled; keys that only a newer version knows are kept."""

    model_config = ConfigDict(extra="allow", frozen=True)

    voice: str = ""
    """The voice of every session for which no other is asked; the usual one where it is empty."""
    commands: WordsByCommand = Field(default_factory=dict)
    """A person's own words, by command."""

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        """A phrase that means two things would be obeyed as either."""
        meanings = {form: command.value for form, command in commands_by_phrase(load_language().phrases).items()}
        for name, forms in self.commands.items():
            for form in forms:
                if meanings.setdefault(form, name) != name:
                    raise ValueError(f'"{form}" is given for {name}, but means {meanings[form]}')
        return self

    def with_voice(self, voice: str) -> Self:
        """The same with another voice."""
        return self.model_copy(update={"voice": voice})

    def with_words(self, command: str, form: str) -> Self:
        """The same with own words added to a command."""
        forms = dict.fromkeys((*self.commands.get(command, ()), plain_phrase(form)))
        return self.model_copy(update={"commands": {**self.commands, command: tuple(forms)}})

    def without_words(self, command: str) -> Self:
        """The same without the own words of a command."""
        kept = {name: forms for name, forms in self.commands.items() if name != command}
        return self.model_copy(update={"commands": kept})


def read_settings() -> Settings:
    """What is in the file; nothing is settled where there is none.

    Raises:
        SettingsError: it is damaged.

    """
    path = settings_file()
    try:
        return Settings.model_validate(read_toml(read_text(path, MOST_BYTES), str(path)))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise _damaged_error(path, error.strerror or str(error)) from error
    except DrillError as error:
        raise _damaged_error(path, error.problems[0]) from error
    except ValidationError as error:
        raise _damaged_error(path, _first_problem(error)) from error


def _damaged_error(path: Path, what: str) -> SettingsError:
    return SettingsError(f"The settings in {path} cannot be read ({what}); mend the file or delete it.")


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"] if part != "[key]")
    what = first["msg"].removeprefix("Value error, ")
    return f"`{place}`: {what}" if place else what


def own_words(tell: Tell) -> Mapping[str, Sequence[str]]:
    """A person's own words by command, for all that listens.

    Where the file is damaged that is told, and there are none.
    """
    try:
        return read_settings().commands
    except SettingsError as error:
        tell(f"{error} Until then your own words for commands are not understood.")
        return {}


def own_voice(tell: Tell) -> str:
    """The voice that a person has settled; empty where there is none.

    Where the file is damaged that is told, and there is none.
    """
    try:
        return read_settings().voice
    except SettingsError as error:
        tell(f"{error} Until then the usual voice speaks.")
        return ""


def write_settings(settings: Settings) -> None:
    """Replace the file as a whole; a link stays one.

    Raises:
        SettingsError: it cannot be written.

    """
    import tomli_w

    path = Path(os.path.realpath(settings_file()))
    content = tomli_w.dumps(settings.model_dump(mode="python", exclude_defaults=True)).encode()
    try:
        write_atomically(path, content, durable=True)
    except OSError as error:
        what = why_unwritable(path, error)
        raise SettingsError(
            f"The settings in {path} cannot be written ({what}); check the disk and the folder."
        ) from error
