"""The questions before and after a session in lines: answers are typed, pressed or said, and come by one queue."""

import queue
from collections.abc import Callable

from drillvoice.app.stage import Stage
from drillvoice.core.session.answers import HIGHEST, Answer
from drillvoice.core.session.questions import FROM_KEYS, SETTLES_S, Asking, change_text, symptom_question
from drillvoice.core.spoken_phrases import AnswerWords
from drillvoice.core.typed_numbers import read_number
from drillvoice.terminal.typed import END, LEAVE, Incoming


def next_line(incoming: Incoming, timeout_s: float | None = None) -> str:
    """The next line or answer; empty once there are no more.

    Raises:
        queue.Empty: none came in time.
        KeyboardInterrupt: whoever types wants to leave.

    """
    got = incoming.get(timeout=timeout_s)
    if got == LEAVE:
        raise KeyboardInterrupt
    if got == END:
        incoming.put(END)
        return ""
    return got


def ask_questions(stage: Stage, echo: Callable[[str], None], incoming: Incoming, source: str = FROM_KEYS) -> Asking:
    """Ask all of them.

    Args:
        stage: says them, and has answers told that are spoken.
        echo: prints a line.
        incoming: the answers.
        source: where those that are not spoken come from.

    Raises:
        KeyboardInterrupt: whoever types wants to leave.

    """
    asking = Asking({})
    stage.voice.answers_to(incoming.put)
    try:
        _announce_next(stage, echo, None, asking)
        while asking.asked_symptom is not None:
            before, asking = asking, _next_asking(stage, echo, asking, incoming, source)
            _announce_next(stage, echo, before, asking)
    finally:
        stage.voice.answers_to(None)
    return asking


def _next_asking(stage: Stage, echo: Callable[[str], None], asking: Asking, incoming: Incoming, source: str) -> Asking:
    try:
        got = next_line(incoming, SETTLES_S if asking.said else None)
    except queue.Empty:
        return asking.give()
    if isinstance(got, Answer):
        return asking.hear_answer(got)
    number = rating_in(got)
    if number is not None and number != read_number(got):
        echo(stage.phrases.printed.answer_counts.format(typed=got, number=number))
    return answer_with_line(asking, got, source, stage.phrases.answers)


def rating_in(line: str) -> int | None:
    """The rating that a line is, a fraction as the whole number next to it; None where it is none."""
    number = read_number(line)
    return int(number + 0.5) if number is not None and 0 <= number <= HIGHEST else None


def answer_with_line(asking: Asking, line: str, source: str, words: AnswerWords) -> Asking:
    """A line as an answer; what is no number from 0 to 10 skips."""
    number = rating_in(line)
    if number is not None:
        return Asking(asking.values, number, sources=asking.sources).give(source)
    if line.lower() in (*words.back, *words.typed_back):
        return asking.back()
    return asking.give(source) if asking.said and not line else asking.skip(source)


def _announce_next(stage: Stage, echo: Callable[[str], None], before: Asking | None, after: Asking) -> None:
    """Say and print what comes next."""
    listening = stage.voice.listening
    if before is None:
        assert after.asked_symptom is not None
        text = symptom_question(after.asked_symptom, stage.phrases, by_voice=listening)
    else:
        text = change_text(before, after, stage.phrases, by_voice=listening)
    if text:
        stage.say(text)
        printed = stage.phrases.printed
        how = printed.answer_otherwise if after.said else printed.answer_how
        echo(printed.asked.format(question=text, how=how))
