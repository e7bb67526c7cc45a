"""Names of commands, and what was meant where somebody types none."""

import click

OWN_NAMES = frozenset({"drillvoice", "script/run", "./script/run"})
"""The program's, of which README says that one stands for the other."""
LEAVING = frozenset({"quit", "exit"})
FOR_SESSION = (
    "{words!r} is for a drill that goes on: press its key in that window, where the keys are shown, or say it there"
)


class Commands(click.Group):
    """All of them. A word that is no command may be the name of a drill."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of a line.

        Raises:
            click.UsageError: there is none; names what was meant, where that can be guessed.

        """
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            meant = self._meant_command(args) or _meant_drill(args)
            if meant:
                raise click.UsageError(f"There is no command {args[0]!r}; did you mean `drillvoice {meant}`?", ctx)
            if _is_for_session(args):
                raise click.UsageError(FOR_SESSION.format(words=" ".join(args)), ctx)
        return super().resolve_command(ctx, args)

    def _meant_command(self, words: list[str]) -> str:
        """The command that one or two words name, hyphens apart, or whose help is asked for; "" where there is none."""
        if words[0].lower() in OWN_NAMES:
            return " ".join(words[1:]) or "list"
        if words[0].lower() == "version":
            return "--version"
        if words[0].lower() == "help":
            return " ".join([*[word for word in words[1:2] if word in self.commands], "--help"])
        plain = {name.replace("-", ""): name for name in self.commands}
        typed = (word.lower().replace("-", "").replace("_", "") for word in ("".join(words[:2]), words[0]))
        return next((plain[word] for word in typed if word in plain), "")


def _is_for_session(words: list[str]) -> bool:
    """Whether somebody types what is said or typed while a drill goes on."""
    from drillvoice.core.phrases import plain_phrase
    from drillvoice.core.session.commands import commands_by_phrase
    from drillvoice.language import load_language

    phrases = load_language().phrases
    typed = {plain_phrase(form) for forms in phrases.typed_commands.values() for form in forms}
    return plain_phrase(" ".join(words)) in {*commands_by_phrase(phrases), *typed, *LEAVING}


def joined_name(_context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> str:
    """One name that was typed as several words: "head turns" is head-turns; "" where there is none."""
    return words[0] if len(words) == 1 else "-".join(words).lower()


def _meant_drill(words: list[str]) -> str:
    """How to run the drill that one or several words name, or nearly name; "" where there is none."""
    from drillvoice.app.prepare import open_library
    from drillvoice.language import load_language

    library = open_library(None, load_language())
    plain = [word for word in words if not word.startswith("-")]
    guesses = (library.nearest_name("".join(plain[:count])) for count in range(len(plain), 0, -1))
    meant = next(filter(None, guesses), "")
    return meant and f"run {meant}"


def command_error(error: click.ClickException) -> str:
    """What click complains of, as one sentence that names the mend."""
    text = error.format_message()
    if "unexpected extra argument" in text:
        text = f"{text.rstrip('.')}: a name of several words has hyphens (head-turns), a text stands in quotes"
    return f"{text if text.endswith(('.', '?')) else text + '.'} See drillvoice --help."
