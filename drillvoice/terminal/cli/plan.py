"""`drillvoice plan` and `drillvoice render`: a session that nobody disturbs, on paper or in a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from drillvoice.app.event_log import EventLog, as_line, record_of
from drillvoice.app.prepare import Prepared, prepare
from drillvoice.app.render import rehearse, render
from drillvoice.audio.mixer import Mixer
from drillvoice.core.rates import RECORDING_RATE
from drillvoice.core.session.facts import Fact
from drillvoice.errors import Tell, UsageError
from drillvoice.terminal.cli.options import gather_options, gather_wanted
from drillvoice.terminal.lines.printer import LinePrinter, clock


def print_plan(drill: str, given: dict[str, Any], tell: Tell, *, as_json: bool) -> None:
    """Print every line of a session with its time.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    prepared = _prepare(drill, given, tell)
    if as_json:
        click.echo(as_line(prepared.header))
        for fact in rehearse(prepared.session()):
            click.echo(as_line(record_of(fact)))
        return
    show = LinePrinter(click.echo, prepared.phrases, "")
    for fact in rehearse(prepared.session()):
        show(fact)


def render_file(drill: str, given: dict[str, Any], tell: Tell) -> None:
    """Write a session to a sound file, and its records to an event log.

    Raises:
        DrillvoiceError: what was asked for cannot be had, or a file cannot be written.

    """
    if given["on_demand"]:
        raise UsageError("A sound file cannot wait for you, so --on-demand goes only with `drillvoice run`.")
    output: Path = given["output"]
    prepared = _prepare(drill, given, tell)
    log = EventLog(given["events"]) if given["events"] else None
    watch: Callable[[Fact], None] = log or _ignore
    if log:
        log.write_record(prepared.header | {"sample_rate": RECORDING_RATE})
    mixer = Mixer(RECORDING_RATE, volume=given["volume"] / 100, bpm=given["metronome"], awake=given["keep_awake"])
    seconds = render(prepared.session(), prepared.voice.clip, mixer, output, watch)
    if log:
        log.close()
        if log.complaint:
            tell(log.complaint)
    seed = prepared.header["seed"]
    click.echo(f"{output}: {clock(seconds)} minutes of {prepared.plan.title}, seed {seed}.")


def _prepare(drill: str, given: dict[str, Any], tell: Tell) -> Prepared:
    return prepare(gather_wanted((drill,), given), gather_options(given), tell, needs_voice=True)


def _ignore(_fact: Fact) -> None:
    pass
