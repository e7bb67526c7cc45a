"""Where the program keeps what: the only module that asks the system for folders.

Several persons may share a computer. What is about one of them lies in folders of their own; drills, models and clips
belong to the house.
"""

from importlib import resources
from pathlib import Path

from drillvoice.errors import UsageError
from drillvoice.files import paths_like
from drillvoice.person import FIRST_PERSON, Person, is_folder_of_person, served_person

PERSONAL = (
    "person.toml",
    "settings.toml",
    "taught-voice.json",
    "week.toml",
    "week-plans.json",
    "history.db*",
    "history-damaged-*",
    "history-session-*",
)
"""What is kept about a person, by the names of its files."""
REMEMBERED = ("last-choice.json", "page-choice.json", "safety-heard.json")
"""What is only remembered of a session."""


def persons_on_disk() -> list[Person]:
    """The first person, and everybody else of whom more is kept than what was remembered of a session."""
    bases = (_config_folder(), _data_folder())
    names = {
        folder.name
        for base in bases
        for folder in paths_like(base / "persons", "*")
        if is_folder_of_person(folder.name)
    }
    others = (Person(name) for name in sorted(names))
    return [FIRST_PERSON, *(person for person in others if _is_kept(person))]


def own_folders() -> list[Path]:
    """Where everything lies that says anything of somebody."""
    return list(dict.fromkeys((_config_folder(), _data_folder(), _state_folder(), _cache_folder())))


def folders_of(person: Person) -> list[Path]:
    """Where everything about a person lies; those of the first person hold more than that."""
    bases = dict.fromkeys((_config_folder(), _data_folder(), _state_folder()))
    return [_own_folder(base, person) for base in bases]


def files_about(person: Person) -> list[Path]:
    """All that says anything of a person, and what a write that was cut short may have left of it."""
    unfinished = tuple(f".{name}.*" for name in (*PERSONAL, *REMEMBERED))
    return sorted(_files_like((*PERSONAL, *REMEMBERED, *unfinished), person))


def _is_kept(person: Person) -> bool:
    """Whether there is something of a person; where nobody may look, there may be."""
    try:
        return bool(_files_like(PERSONAL, person))
    except OSError:
        return True


def _files_like(patterns: tuple[str, ...], person: Person) -> set[Path]:
    return {path for folder in folders_of(person) for pattern in patterns for path in folder.glob(pattern)}


def _own_folder(base: Path, person: Person | None = None) -> Path:
    """Where a person, or else the one who is served, has their files below one of the folders of the system."""
    folder = (person or served_person()).folder
    return base / "persons" / folder if folder else base


def person_file(person: Person) -> Path:
    """What a person is called."""
    return _own_folder(_config_folder(), person) / "person.toml"


def persons_lock_file() -> Path:
    """Whoever adds or renames a person locks this file meanwhile."""
    return _config_folder() / "persons.lock"


def last_person_file() -> Path:
    """Who was served last."""
    return _state_folder() / "last-person.json"


def user_drills() -> Path:
    """The user's own drills."""
    return _config_folder() / "drills"


def settings_file() -> Path:
    """What a person has settled for all sessions."""
    return _own_folder(_config_folder()) / "settings.toml"


def taught_voice_file() -> Path:
    """What a person's commands sound like, by their own example."""
    return _own_folder(_config_folder()) / "taught-voice.json"


def user_weeks() -> Path:
    """The user's own plans for the week."""
    return _config_folder() / "weeks"


def week_plan_file() -> Path:
    """The plan for the week that is installed."""
    return _own_folder(_config_folder()) / "week.toml"


def week_log_file() -> Path:
    """Which plan held since when."""
    return _own_folder(_data_folder()) / "week-plans.json"


def history_file() -> Path:
    """The record of what was practised."""
    return _own_folder(_data_folder()) / "history.db"


def session_lock_file(record: Path, session: int) -> Path:
    """The file that a session of a record locks, beside the record."""
    return record.with_name(f"{record.stem}-session-{session}.lock")


def models_folder() -> Path:
    """Where speech models and voices are installed."""
    return _data_folder() / "models"


def last_choice_file() -> Path:
    """What was started last."""
    return _own_folder(_state_folder()) / "last-choice.json"


def page_choice_file() -> Path:
    """What was started last from the page."""
    return _own_folder(_state_folder()) / "page-choice.json"


def page_pairing_file() -> Path:
    """Which browsers may lead from the page: what stands for their cookies, and until when."""
    return _state_folder() / "page-paired.json"


def playing_file() -> Path:
    """Each session that is going on, whoever it is for, locks a file beside this one (`session_lock_file`)."""
    return _state_folder() / "playing"


def safety_heard_file() -> Path:
    """For which drills the safety advice was heard."""
    return _own_folder(_state_folder()) / "safety-heard.json"


def clips_folder() -> Path:
    """What the voice has spoken."""
    return _cache_folder() / "clips"


def taken_along_folder() -> Path:
    """What is rendered for a phone, until it has been handed over."""
    return _cache_folder() / "taken-along"


def shipped_drills() -> Path:
    """The drills that come with the program."""
    return _shipped_folder("drills")


def languages_folder() -> Path:
    """What the program says and understands, a folder for each language."""
    return Path(str(resources.files("drillvoice"))) / "languages"


def shipped_models() -> Path:
    """The models that come with the program."""
    return _shipped_folder("models")


def _shipped_folder(name: str) -> Path:
    """In the wheel, or in the repository where the package is installed from it."""
    package = Path(str(resources.files("drillvoice")))
    return package / name if (package / name).is_dir() else package.parent / name


def _config_folder() -> Path:
    return _system_folder("config")


def _cache_folder() -> Path:
    return _system_folder("cache")


def _state_folder() -> Path:
    return _system_folder("state")


def _data_folder() -> Path:
    return _system_folder("data")


def _system_folder(kind: str) -> Path:
    return _system_place(f"user_{kind}_dir", "drillvoice", appauthor=False)


def _system_place(name: str, *given: str, **options: bool) -> Path:
    import platformdirs

    try:
        return Path(getattr(platformdirs, name)(*given, **options))
    except RuntimeError as error:
        raise UsageError("Nobody knows where your home folder is; let HOME name it, as in HOME=/home/you.") from error


def starter_folders() -> tuple[Path, Path]:
    """What lies on the desktop, and where a Linux desktop looks for what a user has added to be started."""
    return _system_place("user_desktop_dir"), _data_folder().parent / "applications"
