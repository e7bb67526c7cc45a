"""One session as lines: for screen readers, pipes and terminals that cannot be drawn on."""

import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from drillvoice.core.commands import Command
from drillvoice.core.effects import Record
from drillvoice.core.questions import HIGHEST, Ask, Asking, Rated, Values, question, verdict
from drillvoice.keys import KEY_HELP, KeyReader, read_lines
from drillvoice.printer import LinePrinter
from drillvoice.reports import Level
from drillvoice.runner import Asked, Inbox
from drillvoice.stage import Stage

ASK_FIRST = "Shall I ask how you feel, now and afterwards? (yes, or Enter for no)"
HOW = "0 to 10, or Enter to skip"


class LinesShow:
    """Prints a session.

    Args:
        echo: prints a line of the session.
        warn: prints a line beside it.
        keys: commands are single keys.
        commands: commands are lines of standard input.

    """

    def __init__(self, echo: Callable[[str], None], warn: Callable[[str], None], *, keys: bool, commands: bool) -> None:
        self._echo = echo
        self._warn = warn
        self._keys = keys
        self._commands = commands
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._asking = False
        self._reading = False
        self._print = LinePrinter(echo, KEY_HELP)

    def tell(self, sentence: str) -> None:
        """Print a sentence beside the session."""
        self._warn(sentence)

    def level(self, level: Level) -> None:
        """Lines have no place for it."""

    def record(self, record: Record) -> None:
        """Print what was said."""
        self._print(record)

    def run(self, stage: Stage) -> None:
        """Until the session and its questions are over.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        before = self._before(stage) if self._keys or self._commands else {}
        with interrupts(stage.inbox), self._reader(stage):
            stage.make_runner().run()
        if before:
            after = self._questions(stage)
            stage.keep("after", after)
            rose = verdict(before, after, stage.phrases)
            if rose:
                stage.say(rose)
                self._echo(rose)

    def _before(self, stage: Stage) -> Values:
        if stage.ask is Ask.NO:
            return {}
        if stage.ask is Ask.EACH and not self._ask(ASK_FIRST).lower().startswith("y"):
            return {}
        values = self._questions(stage)
        stage.keep("before", values)
        return values

    def _questions(self, stage: Stage) -> Values:
        asking = Asking({})
        while asking.asked is not None:
            text = question(asking.asked, stage.phrases)
            stage.say(text)
            asking = answered(asking, self._ask(f"{text} ({HOW})"))
        return asking.values

    def _ask(self, text: str) -> str:
        """One line in answer; no answer where there are no more lines."""
        self._echo(text)
        if not self._reading:
            return sys.stdin.readline().strip()
        self._asking = True
        answer = self._answers.get().strip()
        self._asking = False
        return answer

    @contextmanager
    def _reader(self, stage: Stage) -> Iterator[None]:
        """Read commands from wherever they come."""
        if self._commands:
            self._reading = True
            threading.Thread(target=self._read, args=(stage,), daemon=True).start()
            yield
        elif self._keys:
            self._warn(KEY_HELP)
            with KeyReader(stage.inbox, on_demand=stage.on_demand):
                yield
        else:
            yield

    def _read(self, stage: Stage) -> None:
        read_lines(self._lines(stage), stage.inbox, stage.phrases, self._not_a_command)
        for _ in Rated:
            self._answers.put("")  # nobody waits for an answer that cannot come

    def _lines(self, stage: Stage) -> Iterator[str]:
        """Lines of standard input that are no answers: a number is one, whenever it comes."""
        for line in sys.stdin:
            if self._asking or (stage.ask is not Ask.NO and line.strip().isdecimal()):
                self._answers.put(line)
            else:
                yield line

    def _not_a_command(self, line: str) -> None:
        self._warn(f'"{line}" is not a command; "what can I say" lists them.')


def answered(asking: Asking, line: str) -> Asking:
    """A line as an answer; what is no number from 0 to 10 skips the question."""
    if line.isdecimal() and int(line) <= HIGHEST:
        return Asking(asking.values, int(line)).give()
    return asking.skip()


@contextmanager
def interrupts(inbox: Inbox) -> Iterator[None]:
    """Ctrl-C ends with the summary; a second one, or a request to terminate, ends at once."""

    def finish(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        inbox.put(Asked(Command.FINISH, "interrupt"))

    before = signal.signal(signal.SIGINT, finish)
    terminate = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, terminate)
