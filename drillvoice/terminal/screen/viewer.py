"""What the screen shows of a session: its view in words, with what is heard and what a person should know besides."""

from drillvoice.app.view_words import left_words, next_words, part_words
from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.lines import Kind, Role
from drillvoice.core.plan.timing import Plan
from drillvoice.core.session.commands import TOGGLING, UNDOABLE, Action, Command, State, command_word
from drillvoice.core.session.facts import (
    CHANGED,
    Commanded,
    Ended,
    Fact,
    Interrupted,
    LoudspeakerFound,
    LoudspeakerLost,
    Noted,
    PlanChanged,
    Spoken,
)
from drillvoice.core.session.follower import Follower, SessionView
from drillvoice.core.session.plan_route import Route
from drillvoice.core.shown_phrases import ScreenPhrases
from drillvoice.listening.messages import Echo, LevelReport
from drillvoice.terminal.lines.printer import fact_sentence
from drillvoice.terminal.screen.glance import MOVED, short_cue, symbol_name
from drillvoice.terminal.screen.view import View

ADVICE = (Role.SAFETY, Role.SAFETY_END)
FLASH_S = 0.35
COMMAND_SHOWN_S = 20.0
"""A command is shown as the last one for so long."""
NOTICE_S = 30.0
LEVEL_S = 3.0
"""An older level says nothing about now."""


class Viewer:
    """Is told of one session, and of what the microphone hears.

    Args:
        route: the plan.
        phrases: the words.
        sound: how the loudspeaker is, by its name in the phrases.
        flash: whether each cue flashes.

    """

    def __init__(self, route: Route, phrases: Phrases, *, sound: str = "on", flash: bool = False) -> None:
        self._follower = Follower(route)
        self._phrases = phrases
        self._advice = _advice_of(route.plan)
        self._sound = sound
        self._flash = flash
        self._heard = ("", 0.0)
        self._notice = ("", 0.0)
        self._level: tuple[LevelReport | None, float] = (None, 0.0)
        self._echo: Echo | None = None
        self._cued_at = -1.0

    @property
    def words(self) -> ScreenPhrases:
        """What the page says besides."""
        return self._phrases.screen

    @property
    def closing(self) -> list[str]:
        """What the closing said."""
        return self._follower.closing

    def show_hearing(self, report: LevelReport | Echo, now: float) -> None:
        """How loud it is, or how well commands are heard while the program speaks."""
        if isinstance(report, Echo):
            self._echo = report
        else:
            self._level = (report, now)

    def show_notice(self, sentence: str, now: float) -> None:
        """Something that a person should know."""
        self._notice = (sentence, now)

    def show_fact(self, fact: Fact, now: float) -> None:
        """One fact, as it is told."""
        self._follower.follow_fact(fact, now)
        if isinstance(fact, Commanded):
            self._heard = (self._command_words(fact), now)
        if isinstance(fact, PlanChanged):
            self._advice = _advice_of(fact.plan)
        if isinstance(fact, Noted):
            self._heard = (self._note_words(fact), now)
        if isinstance(fact, Spoken) and fact.line.kind is Kind.CUE:
            self._cued_at = now
        if isinstance(fact, Ended) and fact.how == CHANGED:
            self.show_notice(self._phrases.week.less, now)
        step = isinstance(fact, Commanded) and fact.source == "keys" and fact.action in UNDOABLE
        if step or isinstance(fact, LoudspeakerLost | LoudspeakerFound | Interrupted):
            self.show_notice(fact_sentence(fact, self._phrases), now)

    def view(self, now: float) -> View:
        """What there is to see."""
        seen = self._follower.view(now)
        screen = self._phrases.screen
        said = seen.said.sound.text if seen.said else ""
        return View(
            exercise=seen.exercise.title,
            level=seen.exercise.level,
            state=seen.state,
            lost=seen.lost,
            said=said,
            big_text=screen.big.get(seen.state.value, said),
            short=short_cue(seen.said),
            symbol=symbol_name(seen.said, screen),
            countdown=seen.countdown,
            counting=seen.counting,
            item=self._item_words(seen),
            bout=part_words(seen, screen),
            bout_share=seen.bout_share,
            session_share=seen.session_share,
            left=left_words(seen.left_s, screen),
            next=next_words(seen, screen),
            lines=seen.lines,
            heard=_fresh(self._heard, now, COMMAND_SHOWN_S),
            sound=screen.sounds["gone" if seen.lost else self._sound],
            microphone=self._loudness(now),
            echo_db=self._echo.erle_db if self._echo and self._echo.heard else None,
            notice=_fresh(self._notice, now, NOTICE_S),
            may_be_less=seen.is_before_first_bout,
            advice=self._advice if seen.said and seen.said.role in ADVICE else (),
            is_sentence=seen.said is not None and seen.said.kind not in MOVED and seen.state is State.GOING,
            flash=self._flash and 0 <= now - self._cued_at < FLASH_S,
        )

    def _command_words(self, fact: Commanded) -> str:
        screen = self._phrases.screen
        forms = {
            Action.NOT_NOW: screen.heard_not_now,
            Action.TOO_LATE: screen.heard_too_late,
            Action.NOTHING: screen.heard_nothing,
        }
        command = fact.utterance.phrase if fact.utterance else self._command_name(fact)
        source = screen.sources.get(fact.source, fact.source)
        return forms.get(fact.action, screen.heard).format(command=command, source=source)

    def _command_name(self, fact: Commanded) -> str:
        if fact.command is Command.ADVICE_READ:
            return self._phrases.screen.advice_key[1]
        return command_word(_meant(fact), self._phrases)

    def _note_words(self, fact: Noted) -> str:
        screen = self._phrases.screen
        name = self._phrases.typed_notes.get(fact.note, (fact.note,))[0]
        return screen.heard.format(command=name, source=screen.sources.get(fact.source, fact.source))

    def _item_words(self, seen: SessionView) -> str:
        if not seen.item:
            return ""
        unit = seen.exercise.unit[0]
        return self._phrases.screen.item.format(unit=unit, n=seen.item, total=seen.items)

    def _loudness(self, now: float) -> int | None:
        level, at = self._level
        if level is None or now - at > LEVEL_S:
            return None
        return min(5, max(0, round((level.db - level.noise_db) / 5)))


def _advice_of(plan: Plan) -> tuple[str, ...]:
    """The full safety advice of a plan."""
    return tuple(line.sound.text for unit in plan.units for line in unit.lines if line.role in ADVICE)


def _meant(fact: Commanded) -> Command:
    """The command that the space bar or the only key stands for in a state, or the command itself."""
    if fact.command not in TOGGLING:
        return fact.command
    return {Action.RESUME: Command.RESUME, Action.GO: Command.READY}.get(fact.action, Command.PAUSE)


def _fresh(told: tuple[str, float], now: float, seconds: float) -> str:
    return told[0] if now - told[1] < seconds else ""
