"""`drillvoice render`: a drill to take along, as one sound file, as an album in a folder, or as a page."""

import os
from pathlib import Path

from drillvoice.app.album import render_album
from drillvoice.app.event_log import EventLog
from drillvoice.app.render import render_session
from drillvoice.app.take_along import PAGE_ENDING, render_page
from drillvoice.app.taken_along import TakenAlong, Watch, ignore_fact, mixer_for, prepare_to_take, taken_along
from drillvoice.audio.recording import FORMATS, Recording, is_sound_file, rate_of_file
from drillvoice.audio.tags import Tags
from drillvoice.core.plan.request import Request
from drillvoice.errors import Tell, UsageError
from drillvoice.terminal.printing import print_line

SEPARATORS = ("/", os.sep)


def render_drill(request: Request, output: str, events: Path | None, tell: Tell) -> None:
    """Write a session to what the name says, and a sound file's records to an event log.

    Raises:
        DrillvoiceError: what was asked for cannot be had, or a file cannot be written.

    """
    path = Path(output)
    if is_sound_file(path) and not os.path.isdir(path) and not output.endswith(SEPARATORS):
        _tell_what_came(path, _render_file(request, path, events, tell))
        return
    if events:
        raise UsageError("--events goes with one sound file, so leave it out, or end the name in .wav or .mp3.")
    if output.endswith(SEPARATORS) or os.path.isdir(path):
        _tell_what_came(path, render_album(request, path, tell))
    elif path.suffix.lower() == PAGE_ENDING:
        _tell_what_came(path, render_page(request, path, tell))
    else:
        endings = ", ".join(FORMATS)
        raise UsageError(
            f"{path}: the name must end in {endings} (phones play .mp3), in {PAGE_ENDING} for a page with the sound "
            "inside, or in / for a folder with an album."
        )


def _render_file(request: Request, path: Path, events: Path | None, tell: Tell) -> TakenAlong:
    prepared = prepare_to_take(request, tell)
    rate = rate_of_file(path)
    recording = Recording(path, rate, Tags(prepared.plan.title))
    log = EventLog(events) if events else None
    watch: Watch = log or ignore_fact
    if log:
        log.write_record(prepared.header | {"sample_rate": rate})
    mixer = mixer_for(request, rate)
    seconds = render_session(prepared.new_session(), prepared.voice.clip, mixer, recording, watch)
    if log:
        log.close()
        if log.complaint:
            tell(log.complaint)
    return taken_along(prepared, seconds)


def _tell_what_came(path: Path, made: TakenAlong) -> None:
    minutes, seconds = divmod(round(made.seconds), 60)
    parts = f" in {made.parts} parts" if made.parts > 1 else ""
    print_line(f"{path}: {made.title}, {minutes} min {seconds} s{parts}, seed {made.seed}.")
