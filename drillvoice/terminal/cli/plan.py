"""`drillvoice plan` and `drillvoice render`: a session that nobody disturbs, on paper or in a file."""

from collections.abc import Callable
from pathlib import Path

import click

from drillvoice.app.event_log import EventLog, as_line, record_of
from drillvoice.app.prepare import Prepared, prepare_session
from drillvoice.app.render import render_session, undisturbed_records
from drillvoice.audio.mixer import Mixer
from drillvoice.core.plan.request import Request
from drillvoice.core.rates import RECORDING_RATE
from drillvoice.core.session.facts import Fact
from drillvoice.errors import Tell, UsageError
from drillvoice.terminal.lines.printer import LinePrinter, clock_text


def print_plan(request: Request, tell: Tell, *, as_json: bool) -> None:
    """Print every line of a session with its time.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    prepared = _prepare(request, tell)
    if as_json:
        click.echo(as_line(prepared.header))
        for fact in undisturbed_records(prepared.new_session()):
            click.echo(as_line(record_of(fact)))
        return
    show = LinePrinter(click.echo, prepared.phrases, "")
    for fact in undisturbed_records(prepared.new_session()):
        show(fact)


def render_file(request: Request, output: Path, events: Path | None, tell: Tell) -> None:
    """Write a session to a sound file, and its records to an event log.

    Raises:
        DrillvoiceError: what was asked for cannot be had, or a file cannot be written.

    """
    if request.practice.on_demand:
        raise UsageError("A sound file cannot wait for you, so --on-demand goes only with `drillvoice run`.")
    prepared = _prepare(request, tell)
    log = EventLog(events) if events else None
    watch: Callable[[Fact], None] = log or _ignore
    if log:
        log.write_record(prepared.header | {"sample_rate": RECORDING_RATE})
    sound = request.sound
    mixer = Mixer(RECORDING_RATE, volume=sound.volume / 100, awake=sound.keep_awake)
    seconds = render_session(prepared.new_session(), prepared.voice.clip, mixer, output, watch)
    if log:
        log.close()
        if log.complaint:
            tell(log.complaint)
    seed = prepared.header["seed"]
    click.echo(f"{output}: {clock_text(seconds)} minutes of {prepared.plan.title}, seed {seed}.")


def _prepare(request: Request, tell: Tell) -> Prepared:
    return prepare_session(request, tell, needs_voice=True)


def _ignore(_fact: Fact) -> None:
    pass
