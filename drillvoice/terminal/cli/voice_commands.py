"""The commands about the program's voices."""

import sys
from pathlib import Path

import click

from drillvoice.core.plan.options import DEFAULT_RATE
from drillvoice.terminal.cli.options import print_to_stderr
from drillvoice.terminal.cli.person_commands import for_one_person, settle_person

TRY = "--try"


class VoicesGroup(click.Group):
    """`voices --try NAME...` is the command `try`: the option of a group could not take names."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `--try` as the command, where no other one stands before it."""
        before = args[: args.index(TRY)] if TRY in args else []
        if TRY in args and all(each.startswith("-") for each in before):
            args = ["try", *before, *args[len(before) + 1 :]]
        return super().parse_args(ctx, args)


@click.group(cls=VoicesGroup, invoke_without_command=True)
@click.option("--all", "every", is_flag=True, help="Voices for other languages too.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def voices(context: click.Context, *, every: bool, as_json: bool) -> None:
    """List the voices, and which one is used; --try lets you hear them."""
    if context.invoked_subcommand is None:
        settle_person()
        from drillvoice.terminal.cli.voices import list_voices

        list_voices(print_to_stderr, every=every, as_json=as_json)


@voices.command("try")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--speaker", default="", metavar="DEVICE", help="A loudspeaker from `drillvoice devices`.")
@click.option("--rate", type=click.IntRange(80, 300), default=DEFAULT_RATE, show_default=True, help="Words a minute.")
def try_voices(names: tuple[str, ...], speaker: str, rate: int) -> None:
    """Hear each voice say its name and a cue; any key ends it. `voices --try` does the same."""
    from drillvoice.terminal.cli.voices_heard import try_voices

    sys.exit(try_voices(names, speaker, rate, print_to_stderr))


@voices.command("use")
@click.argument("name")
@for_one_person
def use_voice(name: str) -> None:
    """Choose the voice of all your sessions from now on."""
    from drillvoice.terminal.cli.voices import use_voice

    use_voice(name)


@voices.command("install")
@click.argument("name")
@click.option("--from", "file", type=click.Path(path_type=Path), help="FILE.onnx, for computers without internet.")
def install_voice(name: str, file: Path | None) -> None:
    """Download a natural voice from its publisher and install it; or one of Piper's: piper:NAME --from FILE.onnx."""
    from drillvoice.terminal.cli.voices_installed import install_voice

    install_voice(name, file, print_to_stderr)


@voices.command("remove")
@click.argument("name")
@for_one_person
def remove_voice(name: str) -> None:
    """Remove an installed voice."""
    from drillvoice.terminal.cli.voices_installed import remove_voice

    remove_voice(name, print_to_stderr)
