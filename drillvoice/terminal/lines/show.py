"""One session as lines: for screen readers, pipes and terminals that cannot be drawn on."""

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from drillvoice.app.stage import Stage
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.options import Ask
from drillvoice.core.session.facts import Fact, Trouble
from drillvoice.core.session.questions import FROM_KEYS, Asking, Symptom, dizziness_verdict
from drillvoice.core.typed_numbers import read_number
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.terminal.keys import KeyReader, read_lines
from drillvoice.terminal.lines.printer import LinePrinter
from drillvoice.terminal.lines.questions import ask_questions, next_line
from drillvoice.terminal.phone_door import CLOSED, Door, DoorKeys
from drillvoice.terminal.process import interrupts, leave_by_interrupt
from drillvoice.terminal.typed import Incoming, KeyLines, LineReader


class LinesShow:
    """Prints a session.

    Args:
        echo: prints a line of the session.
        warn: prints a line beside it.
        phrases: the words for it.
        keys: commands are single keys.
        commands: commands are lines of standard input.

    """

    def __init__(
        self, echo: Callable[[str], None], warn: Callable[[str], None], phrases: Phrases, *, keys: bool, commands: bool
    ) -> None:
        self._echo = echo
        self._warn = warn
        self._keys = keys
        self._source = "stdin" if commands else FROM_KEYS
        self._lines = LineReader(sys.stdin) if commands else None
        self._answers: Incoming = queue.SimpleQueue()
        self._asking = False
        self._phrases = phrases
        self.door: Door = CLOSED
        """Where helpers' phones wait."""
        self._print = LinePrinter(echo, phrases, phrases.printed.key_help)

    def show_notice(self, sentence: str) -> None:
        """Print a sentence beside the session."""
        self._warn(sentence)

    def show_hearing(self, report: LevelReport | Echo) -> None:
        """How loud it is at the microphone, or how well commands are heard while the program speaks."""

    def show_fact(self, fact: Fact) -> None:
        """Print what was said."""
        self._print(fact)

    def miss_sound(self, why: str, is_back: Callable[[], bool]) -> None:
        """Print it, and go on: who reads lines may be a pipe."""
        self._warn(self._phrases.printed.no_sound.format(why=why))

    def run_stage(self, stage: Stage) -> None:
        """Until the session and its questions are over.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        before = None if stage.ask is Ask.NO else self._ask_before(stage)
        self.follow_session(stage, lambda: stage.make_runner().run(), before)

    def follow_session(self, stage: Stage, session: Callable[[], None], before: Asking | None) -> None:
        """Show a session to its end, and ask again afterwards where it was asked before.

        Raises:
            KeyboardInterrupt: it was left at once.

        """
        with interrupts(stage.inbox, leave_by_interrupt), self._command_reader(stage):
            session()
        if before:
            self._ask_after(stage, before)

    def _ask_before(self, stage: Stage) -> Asking | None:
        """The answers; None where nobody can or wants to be asked."""
        with self._typed_answers() as incoming:
            if incoming is None:
                return None
            if stage.ask is Ask.EACH:
                self._echo(self._phrases.printed.ask_first)
                if not next_line(incoming).lower().startswith(self._phrases.answers.yes):
                    return None
            asking = ask_questions(stage, self._echo, incoming, self._source)
        stage.keep_answers("before", asking)
        return asking

    def _ask_after(self, stage: Stage, before: Asking) -> None:
        with self._typed_answers(self._answers) as incoming:
            assert incoming is not None, "whoever was asked before can be asked again"
            self._asking = True
            after = ask_questions(stage, self._echo, incoming, self._source)
            self._asking = False
        stage.keep_answers("after", after)
        rose = dizziness_verdict(before.values, after.values, stage.phrases)
        if rose:
            stage.say(rose)
            self._echo(rose)

    @contextmanager
    def _typed_answers(self, sorted_out: Incoming | None = None) -> Iterator[Incoming | None]:
        """Where typed answers come from: keys, or lines, of which some may have been sorted out before."""
        if self._lines:
            yield sorted_out or self._lines.incoming
        elif self._keys:
            with KeyLines() as typed:
                yield typed.incoming
        else:
            yield None

    @contextmanager
    def _command_reader(self, stage: Stage) -> Iterator[None]:
        """Read commands from wherever they come."""
        if self._lines:
            threading.Thread(target=self._read_command_lines, args=(self._lines, stage), daemon=True).start()
            yield
        elif self._keys:
            self._warn(self._phrases.printed.key_help)
            with KeyReader(stage.inbox, self._door_keys(), on_demand=stage.on_demand, one_switch=stage.one_switch):
                yield
        else:
            yield

    def _door_keys(self) -> DoorKeys:
        return DoorKeys(self.door, self._phrases.answers)

    def _read_command_lines(self, reader: LineReader, stage: Stage) -> None:
        read_lines(self._command_lines(reader, stage), stage.inbox, stage.phrases, self._not_a_command)
        stage.inbox.put(Trouble.KEYS_GONE if reader.has_failed else Trouble.COMMANDS_ENDED)
        for _ in Symptom:
            self._answers.put("")  # nobody waits for an answer that cannot come

    def _command_lines(self, reader: LineReader, stage: Stage) -> Iterator[str]:
        """Lines that are no answers: a number is one, whenever it comes."""
        door = self._door_keys()
        for line in reader.lines():
            if door.take_key(line):
                continue
            if self._asking or (stage.ask is not Ask.NO and read_number(line) is not None):
                self._answers.put(line)
            else:
                yield line

    def _not_a_command(self, line: str) -> None:
        self._warn(self._phrases.printed.no_command.format(line=line))
