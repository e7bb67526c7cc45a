"""Follows a session for a screen. It knows no clock and no terminal: `now` always comes in.

A `Follower` is told of the same records as every other watcher, and of what the listening process reports; it answers
with a `View` of any moment.
"""

from collections import deque

from drillvoice.core.plan.lines import BlockKind, ExerciseInfo, Kind
from drillvoice.core.plan.timing import SCALE
from drillvoice.core.session.commands import State
from drillvoice.core.session.effects import Record
from drillvoice.listening.messages import Echo, Level
from drillvoice.terminal.lines.printer import NOTES
from drillvoice.terminal.screen.glance import MOVED, left_text, short, symbol
from drillvoice.terminal.screen.plan_route import Route, Stop
from drillvoice.terminal.screen.view import View

KEPT_LINES = 8
FLASH_S = 0.35
HEARD_S = 20.0
"""A command is shown as the last one for so long."""
NOTICE_S = 30.0
LEVEL_S = 3.0
"""An older level says nothing about now."""
STATES = {
    "pause": State.PAUSED,
    "stop": State.STOPPED,
    "help": State.STOPPED,
    **dict.fromkeys(("resume", "next", "back", "go", "end_rest", "repeat", "finish"), State.GOING),
}
"""What an action leads to; others change nothing."""
BIG = (*MOVED, Kind.SAY, Kind.REST)


class Follower:
    """Follows one session of a plan.

    Args:
        route: the plan.
        sound: how the loudspeaker is called in the view.
        flash: whether each cue flashes.

    """

    def __init__(self, route: Route, *, sound: str = "on", flash: bool = False) -> None:
        self._route = route
        self._flash = flash
        self._sound = sound
        self._lost = False
        self._state = State.GOING
        self._unit = 0
        self._since_s = 0.0
        """When the unit in progress began, in drill time."""
        self._paused_s: float | None = None
        self._behind_s: float | None = None
        """What `now` is ahead of drill time."""
        self._scale = SCALE
        self._said: Record = {}
        self._counted = ""
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self.closing: list[str] = []
        """What the closing said."""
        self._heard = ("", 0.0)
        self._notice = ("", 0.0)
        self._level: tuple[Level | None, float] = (None, 0.0)
        self._echo: Echo | None = None
        self._cued_at = -1.0

    def listen(self, report: Level | Echo, now: float) -> None:
        """How loud it is, or how well commands are heard while the program speaks."""
        if isinstance(report, Echo):
            self._echo = report
        else:
            self._level = (report, now)

    def notice(self, sentence: str, now: float) -> None:
        """Something that a person should know."""
        self._notice = (sentence, now)

    def take(self, record: Record, now: float) -> None:
        """One record, as it has sounded."""
        self._behind_s = now - record["at_s"]
        match record["kind"]:
            case "command":
                self._command(record, now)
            case "pace":
                self._scale = record["scale"]
            case "lost" | "found" as kind:
                self._sound_changed(record, now, lost=kind == "lost")
            case "ended":
                self._state = State.ENDED
            case _ if "text" in record:
                self._spoken(record, now)

    def _command(self, record: Record, now: float) -> None:
        source = {"voice": "by voice", "keys": "by key", "stdin": "typed"}.get(record["source"], record["source"])
        command = record["action"] if record["command"] == "toggle" else record["command"]
        name = record.get("phrase") or command.replace("-", " ")
        none = {"not_now": ", not now", "nothing": ", nothing to do"}.get(record["action"], "")
        self._heard = (f"{name} ({source}{none})", now)
        state = STATES.get(record["action"])
        if state:
            self._change(state, record["at_s"])

    def _change(self, state: State, at_s: float) -> None:
        quiet = state in (State.PAUSED, State.STOPPED)
        if quiet and self._paused_s is None:
            self._paused_s = at_s
        elif not quiet and self._paused_s is not None:
            self._since_s += at_s - self._paused_s
            self._paused_s = None
        self._state = state

    def _sound_changed(self, record: Record, now: float, *, lost: bool) -> None:
        self._lost = lost
        self.notice(NOTES[record["kind"]], now)
        if lost and self._state is not State.STOPPED:
            self._change(State.PAUSED, record["at_s"])

    def _spoken(self, record: Record, now: float) -> None:
        self._lines.append(record["text"])
        self._counted = record["text"] if record["kind"] == Kind.COUNT else ""
        if "unit" not in record:
            self._state = State.WAITING if record["kind"] == Kind.READY else self._state
            return
        self._begin(record)
        self._state = State.RESTING if record["kind"] == Kind.REST else State.GOING
        if self._route.kind(self._route.stop(self._unit)) is BlockKind.CLOSING:
            self.closing.append(record["text"])
        if record["kind"] in BIG:
            self._said = record
        if record["kind"] == Kind.CUE:
            self._cued_at = now

    def _begin(self, record: Record) -> None:
        """A unit begins with its first line, also where it is said again."""
        self._paused_s = None
        lines = self._route.stop(record["unit"]).unit.lines
        if record["unit"] != self._unit or not lines or record["text"] == lines[0].sound.text:
            self._unit, self._since_s = record["unit"], record["at_s"]

    def view(self, now: float) -> View:
        """What there is to see."""
        stop = self._route.stop(self._unit)
        info = self._route.info(stop)
        elapsed_s = self._elapsed_s(now)
        state = self._state_at(elapsed_s, stop)
        left_s = self._left_s(elapsed_s, stop)
        whole_s = left_s + stop.start_s + elapsed_s
        said = self._said.get("text", "")
        countdown, counts = self._countdown(stop, elapsed_s, state)
        return View(
            exercise=info.title,
            level=info.level,
            state=state,
            lost=self._lost,
            said=said,
            short=short(self._said),
            symbol=symbol(self._said),
            countdown=countdown,
            counts=counts,
            item=self._item(stop, info),
            bout=self._bout(stop, info),
            bout_share=_share(self._route.share_of_block(stop, elapsed_s)),
            session_share=_share((stop.start_s + elapsed_s) / whole_s if whole_s else 1.0),
            left=left_text(left_s),
            next=self._next(stop, said, state),
            lines=tuple(self._lines),
            heard=_fresh(self._heard, now, HEARD_S),
            sound="gone" if self._lost else self._sound,
            microphone=self._loudness(now),
            echo_db=self._echo.erle_db if self._echo and self._echo.heard else None,
            notice=_fresh(self._notice, now, NOTICE_S),
            flash=self._flash and 0 <= now - self._cued_at < FLASH_S,
        )

    def _elapsed_s(self, now: float) -> float:
        """Since the unit in progress began, pauses apart, never longer than it lasts."""
        if self._behind_s is None:
            return 0.0
        at_s = now - self._behind_s if self._paused_s is None else self._paused_s
        return min(max(0.0, at_s - self._since_s), self._route.stop(self._unit).lasts_s(self._scale))

    def _state_at(self, elapsed_s: float, stop: Stop) -> State:
        """Where cues come on demand the wait for the next one is not announced."""
        if self._state is not State.GOING or elapsed_s < stop.lasts_s(self._scale):
            return self._state
        following = self._route.stops[self._unit + 1 : self._unit + 2]
        waits = any(each.unit.gate is not None and each.unit.gate.ask is None for each in following)
        return State.WAITING if waits and self._behind_s is not None else State.GOING

    def _left_s(self, elapsed_s: float, stop: Stop) -> float:
        if self._state is State.ENDED:
            return 0.0
        return self._route.left_s(self._unit, self._scale) + stop.lasts_s(self._scale) - elapsed_s

    def _countdown(self, stop: Stop, elapsed_s: float, state: State) -> tuple[int | None, str]:
        if state is State.RESTING:
            return max(0, round(self._route.left_of_block_s(stop, elapsed_s))), "rest"
        if state is not State.GOING:
            return None, ""
        if stop.hold_s and elapsed_s < stop.hold_s:
            return max(1, round(stop.hold_s - elapsed_s)), "hold"
        words = self._route.count_words
        if self._counted in words:
            return len(words) - words.index(self._counted), "start"
        return None, ""

    def _item(self, stop: Stop, info: ExerciseInfo) -> str:
        total = self._route.numbers[stop.block]
        return f"{info.unit[0]} {stop.number} of {total}" if stop.number else ""

    def _bout(self, stop: Stop, info: ExerciseInfo) -> str:
        block, total = self._route.plan.blocks[stop.block], self._route.bouts[info.name]
        if block.kind is BlockKind.BOUT:
            return f"Bout {block.bout} of {total}"
        return {BlockKind.REST: "Rest", BlockKind.CLOSING: "The end"}.get(block.kind, "Getting ready")

    def _next(self, stop: Stop, said: str, state: State) -> str:
        """What comes next: never the next of random cues."""
        if self._route.kind(stop) is not BlockKind.BOUT or state is State.RESTING:
            return self._next_block(stop)
        line = self._route.next_line(self._unit, self._counted or said)
        if line is None:
            return self._next_block(stop)
        random = self._route.info(stop).variety is not None
        return "" if random or line.kind is Kind.COUNT else line.sound.text

    def _next_block(self, stop: Stop) -> str:
        found = self._route.next_block(stop)
        if found is None:
            return ""
        kind, info, bout = found
        if kind is BlockKind.CLOSING:
            return "the end"
        return f"{info.title}, bout {bout} of {self._route.bouts[info.name]}"

    def _loudness(self, now: float) -> int | None:
        level, at = self._level
        if level is None or now - at > LEVEL_S:
            return None
        return min(5, max(0, round((level.db - level.noise_db) / 5)))


def _fresh(told: tuple[str, float], now: float, seconds: float) -> str:
    return told[0] if now - told[1] < seconds else ""


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
