"""The dialogue in which a person finds out how well their voice is understood.

It is a generator of steps, each of which is answered by whoever runs it: nothing here speaks, listens or waits. Any
step may be answered by `Wish.QUIT`.
"""

from collections.abc import Callable, Generator, Mapping, Sequence

from drillvoice.core.phrases import Phrases, capital_first
from drillvoice.core.session.commands import Command, command_word
from drillvoice.core.voice_check.attempts import Attempt, TriedWords, tally_attempts, voiced
from drillvoice.core.voice_check.conversation import OverError, ask_yes_no, put_step, say_text
from drillvoice.core.voice_check.levels import good_level, level_problem, room_verdict, usual_loudness
from drillvoice.core.voice_check.own_words import Checked
from drillvoice.core.voice_check.steps import (
    EchoHeard,
    Keep,
    KeepLoudness,
    Learn,
    Listen,
    MeasureEcho,
    MeasureRoom,
    RoomNoise,
    ShowText,
    Step,
    StepAnswer,
    Teach,
    Type,
)
from drillvoice.core.voice_check.teaching import takes_of

IMPORTANT = (Command.PAUSE, Command.STOP, Command.RESUME, Command.NEXT, Command.HELP)
"""All of them three times would tire most people. Those come first that must be understood: who tires has them."""
TIMES = 3
MOST_SILENT = 2
"""An attempt that nobody began is no attempt; but somebody may have left."""
MOST_SYNONYMS = 2
MOST_OWN_WORDS = 3
ROOM_S = 5.0


class VoiceCheckDialogue:
    """The dialogue.

    Args:
        phrases: what is said, and the forms of the commands.
        commands: those to try.
        own: a person's own words by command; they are tried first.
        check: looks at own words.

    """

    def __init__(
        self,
        phrases: Phrases,
        commands: Sequence[Command],
        own: Mapping[str, Sequence[str]],
        check: Callable[[str, Command], Checked],
    ) -> None:
        self._phrases = phrases
        self._texts = phrases.voice_check
        self._commands = commands
        self._own = own
        self._check = check
        self._attempts: list[Attempt] = []
        self._advised = False
        self._zeros = False
        self._lines: list[str] = []
        self._taught = False
        """Whether there are takes of what was tried last."""
        self.muted = False
        """Whether the microphone gave no sound, so that nothing could be checked."""

    def steps(self) -> Generator[Step, StepAnswer, None]:
        """The steps, each of which is answered with `send`."""
        try:
            yield from self._all()
        except OverError:
            yield ShowText(self._summary())

    def _all(self) -> Generator[Step, StepAnswer, None]:
        yield from say_text(self._texts.intro)
        yield from self._room()
        for command in self._commands:
            yield from self._command(command)
        yield from say_text(level_problem(self._attempts, self._texts) or good_level(self._attempts, self._texts))
        loudness = usual_loudness(self._attempts)
        if loudness is not None:
            yield from put_step(KeepLoudness(loudness))
        yield from say_text(self._summary())

    def _room(self) -> Generator[Step, StepAnswer, None]:
        noise = yield from put_step(MeasureRoom(self._texts.room, ROOM_S))
        if not isinstance(noise, RoomNoise):
            return
        self._zeros = noise.zeros
        yield from put_step(ShowText(self._texts.room_level.format(noise=round(noise.noise_db))))
        yield from say_text(room_verdict(noise.noise_db, self._texts))
        if not noise.zeros:
            yield from self._echo()

    def _echo(self) -> Generator[Step, StepAnswer, None]:
        """Whether talking over the cues works in this room."""
        echo = yield from put_step(MeasureEcho(self._texts.echo))
        if isinstance(echo, EchoHeard):
            yield from put_step(ShowText(self._texts.echo_level.format(echo=round(echo.erle_db))))
            yield from say_text(self._texts.echo_heard if echo.works else self._texts.echo_deaf)

    def _command(self, command: Command) -> Generator[Step, StepAnswer, None]:
        """One command: its name, then synonyms, then own words, until something works."""
        forms = list(dict.fromkeys((*self._own.get(command.value, ()), *self._phrases.commands[command.value])))
        tried = yield from self._try(command, forms[0])
        if tried is None:
            return
        if tried.works:
            works = self._texts.works.format(command=capital_first(forms[0]), right=tried.right, asked=tried.asked)
            self._lines.append(self._works_line(command, forms[0]))
            yield from say_text(works)
            return
        if (yield from self._works_by_example(command, forms[0])):
            return
        yield from say_text(self._texts.fails.format(words=forms[0]))
        if not (yield from self._synonym(command, forms[1:])) and not (yield from self._choose(command)):
            self._lines.append(
                self._texts.summary_fails.format(command=capital_first(command_word(command, self._phrases)))
            )

    def _works_by_example(self, command: Command, form: str) -> Generator[Step, StepAnswer, bool]:
        """Whether what the person's own takes sounded like is enough, where the words alone are not."""
        if not self._taught:
            return False
        attempt = yield from put_step(Listen(self._texts.taught.format(words=form), command, form))
        if not isinstance(attempt, Attempt) or attempt.command is not command:
            return False
        self._lines.append(self._works_line(command, form))
        yield from say_text(self._texts.taught_works.format(words=form))
        return True

    def _found(self, command: Command, form: str, text: str) -> Generator[Step, StepAnswer, bool]:
        """Keep words that work, then say so: whoever quits meanwhile has them."""
        self._lines.append(self._works_line(command, form))
        yield from put_step(Keep(command, form))
        yield from say_text(text.format(words=form, command=command_word(command, self._phrases)))
        return True

    def _works_line(self, command: Command, form: str) -> str:
        if form == command_word(command, self._phrases):
            return self._texts.summary_works.format(command=capital_first(form))
        return self._texts.summary_other.format(command=command_word(command, self._phrases), words=form)

    def _try(self, command: Command, form: str) -> Generator[Step, StepAnswer, TriedWords | None]:
        """Try words; None where they were skipped. Where the level is to blame, that is said, and they have a second
        chance, once.
        """
        attempts = yield from self._attempt(command, form)
        advice = level_problem(attempts or (), self._texts)
        if attempts and advice and not self._advised and not tally_attempts(attempts, command).works:
            self._advised = True
            yield from self._advise(advice)
            attempts = yield from self._attempt(command, form)
        if attempts is None:
            yield from say_text(self._texts.skipped)
            return None
        tried, takes = tally_attempts(attempts, command), takes_of(attempts)
        self._taught = bool(takes)
        if takes:  # words that nobody else understands are a sound: the other opinions would only speak against it
            yield from put_step(Teach(command, form if tried.works else "", takes))
        return tried

    def _advise(self, advice: str) -> Generator[Step, StepAnswer, None]:
        if self._zeros and advice == self._texts.voice_none:
            self.muted = True
            yield from say_text(self._texts.muted)
            raise OverError
        yield from say_text(advice)
        yield from say_text(self._texts.once_more)

    def _attempt(self, command: Command, form: str) -> Generator[Step, StepAnswer, list[Attempt] | None]:
        attempts: list[Attempt] = []
        prompt = self._texts.say
        while voiced(attempts) < TIMES and len(attempts) - voiced(attempts) < MOST_SILENT:
            answer = yield from put_step(Listen(prompt.format(words=form), command, form))
            if not isinstance(answer, Attempt):
                return None
            attempts.append(answer)
            self._attempts.append(answer)
            yield from say_text(self._feedback(answer, command))
            if answer.has_voice:
                levels = {"voice": round(answer.voice_db), "noise": round(answer.noise_db)}
                yield from put_step(ShowText(self._texts.levels.format(**levels)))
            prompt = self._texts.again
        return attempts

    def _feedback(self, attempt: Attempt, command: Command) -> str:
        if attempt.command is command:
            return self._texts.understood.format(words=attempt.phrase)
        if attempt.command is not None:
            return self._texts.wrong.format(words=attempt.phrase)
        return self._texts.not_understood if attempt.has_voice else self._texts.nothing

    def _synonym(self, command: Command, forms: Sequence[str]) -> Generator[Step, StepAnswer, bool]:
        """Look for a form that is understood already, and works; whether there is one."""
        for form in forms[:MOST_SYNONYMS]:
            if not (yield from ask_yes_no(self._texts.try_synonym.format(words=form))):
                break
            tried = yield from self._try(command, form)
            if tried and tried.works:
                return (yield from self._found(command, form, self._texts.synonym_works))
            if tried:
                yield from say_text(self._texts.fails.format(words=form))
        return False

    def _choose(self, command: Command) -> Generator[Step, StepAnswer, bool]:
        """Look for words of the person's own that work; whether there are any."""
        name = command_word(command, self._phrases)
        for _ in range(MOST_OWN_WORDS):
            if not (yield from ask_yes_no(self._texts.choose_own.format(command=name))):
                break
            form = yield from self._typed(command)
            if not form:
                continue
            yield from put_step(Learn(command, form))
            tried = yield from self._try(command, form)
            if tried and tried.works:
                return (yield from self._found(command, form, self._texts.own_works))
            if tried:
                yield from say_text(self._texts.own_fails.format(words=form))
        return False

    def _typed(self, command: Command) -> Generator[Step, StepAnswer, str]:
        """Words that may be used; empty where there are none."""
        text = yield from put_step(Type(self._texts.type_own.format(command=command_word(command, self._phrases))))
        if not isinstance(text, str) or not text.strip():
            yield from say_text(self._texts.no_words)
            return ""
        checked = self._check(text, command)
        yield from say_text(" ".join((checked.problem, *checked.warnings)).strip())
        if checked.problem or (checked.warnings and not (yield from ask_yes_no(self._texts.use_anyway))):
            return ""
        return checked.form

    def _summary(self) -> str:
        return self._texts.summary.format(results=" ".join(self._lines) or self._texts.summary_none)
