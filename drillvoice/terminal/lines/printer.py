"""A session line by line: for terminals, screen readers and pipes."""

from collections.abc import Callable

from drillvoice.core.session.effects import Record

NOTES = {
    "stopped": "Stopped. Silence until you press space (go on) or q (finish).",
    "lost": "The loudspeaker is gone: paused. Connect it again; we stay paused until you go on.",
    "found": "The sound is back. Press space to go on.",
}
QUIET_ACTIONS = {"not_now": "(not now)"}


class LinePrinter:
    """Prints each record as it falls due."""

    def __init__(self, write: Callable[[str], None], key_help: str) -> None:
        self._write = write
        self._key_help = key_help

    def __call__(self, record: Record) -> None:
        """Print one record, where it says anything to a reader."""
        text = self._text(record)
        if text:
            self._write(f"{clock(record['at_s'])}  {text}")
        if record.get("command") == "what-can-i-say":
            self._write(self._key_help)

    def _text(self, record: Record) -> str:
        if record["kind"] == "command":
            return QUIET_ACTIONS.get(record["action"], "")
        return NOTES.get(record["kind"]) or str(record.get("text", ""))


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds: 1:05."""
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
