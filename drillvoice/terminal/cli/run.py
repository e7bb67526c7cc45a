"""`drillvoice run`: a session with its loudspeaker, its keys and its log."""

import contextlib
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Self

import click

from drillvoice.app.event_log import EventLog
from drillvoice.app.prepare import Prepared, mark_safety_heard, prepare
from drillvoice.app.runner import Messages
from drillvoice.app.session_record import prepare_left, recording, session_to_resume
from drillvoice.app.session_run import Wires, set_stage
from drillvoice.app.settings import own_words
from drillvoice.app.stage import Show
from drillvoice.app.voice_control import VoiceControl
from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from drillvoice.core.session.facts import Fact
from drillvoice.core.session.questions import Ask
from drillvoice.errors import AudioError, ModelError
from drillvoice.history.unfinished import Unfinished
from drillvoice.language import load_phrases
from drillvoice.speech_models.find import find_model
from drillvoice.terminal.cli.options import gather_options, gather_wanted
from drillvoice.terminal.lines.show import LinesShow
from drillvoice.terminal.screen.page import marks_for

STDERR = 2
OPEN_LIMIT_S = 10.0
SWITCH_S = 0.0005
"""How long a thread may keep the others from running; Python's 5 ms is a tenth of the loudspeaker's buffer, and the
callback has to wait its turn."""
SETTLE_LIMIT_S = 3.0
"""The first question says whether it may be answered by voice, so it waits for the recogniser: half a second."""
NO_ANSWER = "The computer's sound service does not answer; restart it, or the computer."


def resume_session(given: dict[str, Any]) -> None:
    """Run the rest of the session that was left unfinished.

    Raises:
        DrillvoiceError: there is none, or it cannot be run.

    """
    left = session_to_resume(_tell, attended=sys.stdin.isatty() or given["stdin_commands"])
    kept = {"on_demand": left.settings["on_demand"], "metronome": left.settings["metronome"] or None}
    run_session((), given | kept, left=left)


def run_session(
    drills: tuple[str, ...], given: dict[str, Any], *, only_safety: bool = False, left: Unfinished | None = None
) -> None:
    """Prepare a session, or what is left of one, and run it to its end.

    Raises:
        DrillvoiceError: what was asked for cannot be had.

    """
    _keep_stderr_for_python()
    sys.setswitchinterval(SWITCH_S)
    inbox: Messages = queue.Queue()
    keys = sys.stdin.isatty() and not given["stdin_commands"]
    show = _show(given, keys=keys, only_safety=only_safety)
    control = VoiceControl(inbox, show.tell, show.hearing)
    with _Opening(lambda: _open_outlet(given, control)) as opening:
        options = gather_options(given, attended=keys or given["stdin_commands"])
        prepared = (
            prepare_left(left, _tell)
            if left
            else prepare(gather_wanted(drills, given), options, _tell, needs_voice=False, only_safety=only_safety)
        )
        log = EventLog(given["events"]) if given["events"] else None
        outlet = opening.result()
        if log:
            log.write_record(prepared.header | {"sample_rate": outlet.rate})
        wanted = not (only_safety or given.get("no_record"))
        with recording(prepared, _tell, wanted=wanted) as practice:
            watch = _watch(prepared, log, practice.watch, show.record)
            stage = set_stage(prepared, practice, outlet, Wires(inbox, watch, log, control), given)
            try:
                with _voice(control, prepared, given, show.tell):
                    show.run(stage)
            except KeyboardInterrupt:
                outlet.hush()
                time.sleep(outlet.latency_s)  # the fade is heard, and so no click
            finally:
                prepared.voice.close()
                if log:
                    log.close()
    _afterwords(outlet, log)


def _show(given: dict[str, Any], *, keys: bool, only_safety: bool) -> Show:
    """The screen where there is one to draw on, lines otherwise."""
    if not only_safety and keys and can_draw() and not given["plain"]:
        from drillvoice.terminal.screen.session_mode import Look
        from drillvoice.terminal.screen.show import ScreenShow

        light = given.get("colours") == "light"
        return ScreenShow(click.echo, _tell, Look(marks_for(sys.stdout.encoding), light, bool(given.get("flash"))))
    return LinesShow(click.echo, _tell, load_phrases(), keys=keys, commands=given["stdin_commands"])


def can_draw() -> bool:
    """Whether standard output is a terminal that can be drawn on."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)


def _keep_stderr_for_python() -> None:
    """PortAudio, ALSA and JACK print from threads of their own, at any time; none of it helps anybody."""
    try:
        if sys.stderr.fileno() != STDERR:
            return
        kept = os.dup(STDERR)
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), STDERR)
    except (OSError, ValueError):
        return
    sys.stderr = os.fdopen(kept, "w", buffering=1, encoding=sys.stderr.encoding, errors="backslashreplace")


class _Opening:
    """Opens the loudspeaker while the drill is being prepared, and closes it in the end: PortAudio takes a while
    to start, and Python must not end while it does.
    """

    def __init__(self, open_outlet: Callable[[], Outlet]) -> None:
        self._open = open_outlet
        self._outlet: Outlet | None = None
        self._error: AudioError | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        try:
            self._outlet = self._open()
        except AudioError as error:
            self._error = error

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(OPEN_LIMIT_S)
        if self._outlet is not None:
            self._outlet.close()

    def result(self) -> Outlet:
        self._thread.join(OPEN_LIMIT_S)
        if self._outlet is not None:
            return self._outlet
        _tell(f"{self._error or NO_ANSWER} Until then the drill is printed, without sound.")
        return SilentOutlet()


def _open_outlet(given: dict[str, Any], control: VoiceControl) -> Outlet:
    from drillvoice.audio.speaker import Speaker

    return Speaker(
        given["speaker"],
        volume=given["volume"] / 100,
        bpm=given.get("metronome"),
        awake=given["keep_awake"],
        tap=control.played,
    )


def _voice(
    control: VoiceControl, prepared: Prepared, given: dict[str, Any], tell: Callable[[str], None]
) -> contextlib.AbstractContextManager[None]:
    """Listen for spoken commands, where that is wanted and possible; the drill goes on without."""
    if given["no_voice_control"]:
        return contextlib.nullcontext()
    try:
        model = find_model(given["model"])
    except ModelError as error:
        tell(f"Voice control is off: {error}")
        return contextlib.nullcontext()
    if model.note:
        tell(model.note)
    return control.on(
        {
            "device": given["mic"],
            "model": str(model.path),
            "headphones": given["headphones"],
            "over_cues": given["over_cues"],
            "wake": given["wake"],
            "own": {name: list(forms) for name, forms in own_words(_tell).items()},
            "cues": prepared.cues,
        },
        settle_s=SETTLE_LIMIT_S if Ask(given.get("ask") or Ask.NO) is not Ask.NO else 0.0,
    )


def _watch(
    prepared: Prepared, log: EventLog | None, practised: Callable[[Fact], None], show: Callable[[Fact], None]
) -> Callable[[Fact], None]:
    remember = mark_safety_heard(prepared)

    def watch(fact: Fact) -> None:
        if log:
            log(fact)
        practised(fact)
        show(fact)
        remember(fact)

    return watch


def _afterwords(outlet: Outlet, log: EventLog | None) -> None:
    if outlet.underflows:
        times = "once" if outlet.underflows == 1 else f"{outlet.underflows} times"
        _tell(
            f"The sound was interrupted {times}: close other programs; the buffer has been enlarged for this session."
        )
    if log and log.complaint:
        _tell(log.complaint)
