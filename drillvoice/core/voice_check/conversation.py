"""What every dialogue of the voice check can do: say, ask, and end where the person has had enough."""

from collections.abc import Generator

from drillvoice.core.voice_check.steps import AskYesNo, Say, Step, StepAnswer, Wish


class OverError(Exception):
    """The person has had enough, or there is nothing to listen to."""


def put_step(step: Step) -> Generator[Step, StepAnswer, StepAnswer]:
    """Have a step answered.

    Raises:
        OverError: by the wish to end.

    """
    answer = yield step
    if answer is Wish.QUIT:
        raise OverError
    return answer


def say_text(text: str) -> Generator[Step, StepAnswer, None]:
    """Have a text said; nothing where it is empty."""
    if text:
        yield from put_step(Say(text))


def ask_yes_no(text: str) -> Generator[Step, StepAnswer, bool]:
    """Have a question asked."""
    return (yield from put_step(AskYesNo(text))) is True
