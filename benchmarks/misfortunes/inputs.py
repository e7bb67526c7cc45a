"""Bytes, lines, keys and clocks: what a person, a terminal or a computer may send to a session."""

import io
import queue
import time
from collections.abc import Iterator
from random import Random

from benchmarks.misfortunes.kinds import Ground, QuickKind, expect, random_text
from drillvoice.app.inbox import MOST_COMMANDS, MOST_OTHERS, SessionInbox
from drillvoice.app.sleep_watch import LEAST_HELD_S, LEAST_SLEEP_S, SleepWatch
from drillvoice.core.session.commands import URGENT, Command
from drillvoice.core.session.messages import Asked, Message, NoteAsked
from drillvoice.core.session.notes import WOBBLE
from drillvoice.terminal.flood import FloodGate
from drillvoice.terminal.keys import COMMAND_BY_KEY, message_of_key, named_key, read_lines
from drillvoice.terminal.screen.driver import PatientDecoder
from drillvoice.terminal.standard_streams import read_bounded_lines
from drillvoice.terminal.steady_keys import AT_ONCE, REPEATING, TREMOR_S, SteadyKeys
from drillvoice.terminal.typed import LineReader
from tests.app.test_runner import Evening
from tests.builders import PHRASES

ENCODINGS = ("utf-8", "ascii", "cp1252", "latin-1", "utf-8-sig")
SEQUENCES = (b"\x1b[A", b"\x1b[200~", b"\x1b[<0;3;3M", b"\x1bO", b"\x1b[", b"\x1b]0;", b"\x1bP", b"\x1b[?1;2c", b"\x9b")
FAULTS = (OSError(5, "gone"), ValueError("closed"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), EOFError())


def junk(chance: Random) -> bytes:
    """Something that is no command, or too many of them."""
    match chance.randrange(7):
        case 0:
            return chance.randbytes(chance.randrange(300))
        case 1:
            return b"x" * chance.randrange(1_000_000)
        case 2:
            return chance.choice((b"next\n", b"\n", b"slower\r\n", b"ready\n")) * chance.randrange(2000)
        case 3:
            return random_text(chance).encode("utf-8", "surrogatepass")
        case 4:
            return random_text(chance).encode("utf-16", "surrogatepass")
        case 5:
            return b"\0" * chance.randrange(5000)
        case _:
            return chance.choice(SEQUENCES) * chance.randrange(1, 20)


def _drained(inbox: SessionInbox) -> list[Message]:
    found: list[Message] = []
    while True:
        try:
            found.append(inbox.get_nowait())
        except queue.Empty:
            return found


def _is_urgent(message: Message) -> bool:
    return isinstance(message, Asked) and message.command in URGENT


def try_lines(ground: Ground) -> None:
    """A `stop` among lines and bytes of any kind arrives, before whatever is no urgent command."""
    chance = ground.chance
    parts = [junk(chance) for _ in range(chance.randrange(1, 6))]
    parts.insert(chance.randrange(len(parts) + 1), b"\nstop\n")
    source = io.TextIOWrapper(io.BytesIO(b"".join(parts)), chance.choice(ENCODINGS), "replace")
    inbox, told = SessionInbox(), list[str]()
    read_lines(read_bounded_lines(source), inbox, PHRASES, told.append)
    found = _drained(inbox)
    expect(Command.STOP in [each.command for each in found if isinstance(each, Asked)], "a stop arrives", parts)
    _expect_order(found)


def _expect_order(found: list[Message]) -> None:
    urgent = [_is_urgent(each) for each in found]
    expect(urgent == sorted(urgent, reverse=True), "what is urgent comes first", found)
    expect(len(found) <= len(URGENT) + MOST_COMMANDS + MOST_OTHERS, "a flood is bounded", len(found))


class DyingSource(io.StringIO):
    """Lines, and then a fault instead of the end."""

    def __init__(self, lines: int, fault: Exception) -> None:
        super().__init__("pause\n" * lines)
        self._fault = fault

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """The next line."""
        line = super().readline(size)
        if not line:
            raise self._fault
        return line


def try_dying_reader(ground: Ground) -> None:
    """What was read before the fault counts, and nobody waits for more."""
    count = ground.chance.randrange(400)
    reader = LineReader(DyingSource(count, ground.chance.choice(FAULTS)))
    found = list(reader.lines())
    expect((len(found), reader.has_failed) == (count, True), "a reader that dies is noticed", found[-3:])


def try_flood(ground: Ground) -> None:
    """Whatever waits, the first that is taken is what brings silence."""
    chance, inbox = ground.chance, SessionInbox()
    commands = [chance.choice(list(Command)) for _ in range(chance.randrange(3000))]
    commands.insert(chance.randrange(len(commands) + 1), chance.choice(sorted(URGENT)))
    for command in commands:
        inbox.put(Asked(command, "stdin"))
        if chance.random() < 0.1:
            inbox.put(NoteAsked(WOBBLE, "stdin"))
    found = _drained(inbox)
    expect(_is_urgent(found[0]), "a stop overtakes", found[:3])
    _expect_order(found)


def keys_of_lines(data: bytes) -> Iterator[str]:
    """The keys that the lines of a session get of these bytes, and of an "s" a moment later."""
    from prompt_toolkit.input.vt100_parser import Vt100Parser
    from prompt_toolkit.key_binding import KeyPress

    seconds, presses = [0.0], list[KeyPress]()
    parser, gate = Vt100Parser(presses.append), FloodGate(lambda: seconds[0])
    for sent in (data, b"s"):
        seconds[0] += 1.0
        parser.feed(gate.let_through(sent.decode("utf-8", "surrogateescape")))
        parser.flush()
    yield from (named_key(getattr(press.key, "value", press.key)) for press in presses)


def keys_of_screen(data: bytes) -> Iterator[str]:
    """The same of the screen."""
    from textual._xterm_parser import XTermParser
    from textual.constants import ESCAPE_DELAY
    from textual.events import Key

    seconds = [0.0]
    parser, decoder = XTermParser(), PatientDecoder("utf-8", FloodGate(lambda: seconds[0]))
    for sent in (data, b"s"):
        seconds[0] += 1.0
        events = list(parser.feed(decoder.decode(sent)))
        time.sleep(1.2 * ESCAPE_DELAY)
        events += parser.tick()
        yield from (named_key(event.key) for event in events if isinstance(event, Key))


def try_terminal_bytes(ground: Ground) -> None:
    """No byte of a terminal is an error, and a stop behind them, pressed a moment later, is one."""
    chance = ground.chance
    data = b"".join(junk(chance) for _ in range(chance.randrange(1, 4)))
    read = chance.choice((keys_of_lines, keys_of_screen))
    messages = [message_of_key(key, on_demand=chance.random() < 0.5) for key in read(data)]
    last = messages[-1] if messages else None
    is_stop = isinstance(last, Asked) and last.command is Command.STOP
    expect(is_stop, "a stop behind any bytes is one", read.__name__, data[-100:], last)


def try_held_key(ground: Ground) -> None:
    """A key that is held or repeated is one press; let go, the next one counts."""
    chance, now = ground.chance, [_seconds_since_start(ground.chance)]
    key = chance.choice(sorted({*COMMAND_BY_KEY, "w", "escape", "f5", "é"} - AT_ONCE - REPEATING))
    steady = SteadyKeys(lambda: now[0])
    found = [steady.is_press(key)]
    each_s = chance.uniform(0.005, TREMOR_S - 0.01)
    for _ in range(chance.randrange(1, 200)):
        now[0] += chance.choice((each_s, chance.uniform(0.001, TREMOR_S - 0.01)))
        found.append(steady.is_press(chance.choice((key, key.upper())) if len(key) == 1 else key))
    expect(found == [True, *[False] * (len(found) - 1)], "a held key is one press", key, found)
    now[0] += TREMOR_S + 0.01 + chance.random()
    expect(steady.is_press(key), "the next press counts", key)


def _seconds_since_start(chance: Random) -> float:
    return chance.choice((0.0, chance.uniform(0, 10), chance.uniform(0, 1e8)))


def try_sleep_clocks(ground: Ground) -> None:
    """A sleep is noticed once, whatever the two clocks say of it, and nothing else is one."""
    chance = ground.chance
    clocks = [_seconds_since_start(chance), _seconds_since_start(chance)]
    watch = SleepWatch(lambda: clocks[0], lambda: clocks[1])
    for _ in range(chance.randrange(1, 30)):
        held_s = chance.uniform(LEAST_HELD_S + 0.1, 90)
        passed_s = chance.choice((0.1, 2.0, chance.uniform(0, LEAST_HELD_S - 0.1), held_s))
        slept_s = chance.choice((0.0, 0.0, chance.uniform(0, LEAST_SLEEP_S - 0.1), chance.uniform(1.1, 1e6)))
        clocks[0] += passed_s
        clocks[1] += passed_s + slept_s
        wanted = passed_s > LEAST_HELD_S or slept_s > LEAST_SLEEP_S
        expect(watch.has_slept() == wanted, "a sleep is noticed", passed_s, slept_s)
        expect(not watch.has_slept(), "a sleep is noticed once", passed_s, slept_s)


def try_slept_session(ground: Ground) -> None:
    """After a sleep, with an injected clock, nothing is called until somebody says to go on."""
    evening = Evening()
    at_s = ground.chance.uniform(1.0, 25.0)
    slept_s = ground.chance.choice((0.0, ground.chance.uniform(1, 3600)))
    evening.run([(at_s, evening.sleep(slept_s)), (at_s + slept_s + 100, Command.FINISH)])
    whys = [record.get("why") for record in evening.records]
    expect("slept" in whys, "a sleep is said", evening.kinds)
    after = evening.kinds[whys.index("slept") :]
    expect("cue" not in after, "nothing is called after a sleep", after)


KINDS = (
    QuickKind("lines", "a byte that is no UTF-8 ended the commands", try_lines),
    QuickKind("dying-reader", "nobody was told, stop was lost", try_dying_reader),
    QuickKind("flood", "", try_flood),
    QuickKind("terminal-bytes", "a byte that is no UTF-8 ended the screen", try_terminal_bytes),
    QuickKind("held-keys", "n held for 1.5 s ended the session", try_held_key),
    QuickKind("sleep-clocks", "no sleep was noticed", try_sleep_clocks),
    QuickKind("slept-session", "the next cue 2 s after the lid was opened", try_slept_session),
)
