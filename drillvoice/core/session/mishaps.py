"""What befalls a session unasked: the sound, the keys or the computer itself fail, a voice is lost or found."""

from collections.abc import Iterator

from drillvoice.core.session.commands import Action, State
from drillvoice.core.session.course import Course
from drillvoice.core.session.deeds import Deeds
from drillvoice.core.session.effects import Effect, Note
from drillvoice.core.session.facts import (
    Ended,
    Interrupted,
    LoudspeakerFound,
    LoudspeakerLost,
    News,
    Trouble,
    VoiceNews,
)
from drillvoice.core.session.replies import news_text, trouble_text
from drillvoice.core.ticks import to_ticks

MOST_QUIET_ALONE = to_ticks(10)
"""A pause that nobody can end any more is ended after so long; `resume` goes on from there."""
SILENT = (State.STOPPED, State.ENDED)


class Mishaps:
    """The mishaps of one session."""

    def __init__(self, course: Course, deeds: Deeds) -> None:
        self._course = course
        self._deeds = deeds

    def lose_loudspeaker(self, now: int) -> list[Effect]:
        """The loudspeaker is gone: pause without a word. Call it after the sound has been given up."""
        self._pause(now)
        return [Note(LoudspeakerLost(now, self._course.state))]

    def regain_loudspeaker(self, now: int) -> list[Effect]:
        """The loudspeaker is back: say so, and stay paused."""
        course = self._course
        paused = course.mode is State.PAUSED
        answers = (course.say_answer(course.phrases.reply.sound_back, now),) if paused else ()
        return [Note(LoudspeakerFound(now, course.state)), *answers]

    def meet_trouble(self, trouble: Trouble, now: int, heard: int) -> list[Effect]:
        """Pause and say why; where only the commands have ended, go on without them.

        Args:
            trouble: what it is.
            now: when it is noticed.
            heard: until when what was to sound did; all sound has been cut.

        """
        course = self._course
        if trouble is Trouble.COMMANDS_ENDED:
            course.gates.alone_since = now
            return [Note(Interrupted(now, course.state, trouble))]
        self._pause(heard)
        said = trouble_text(trouble, course.phrases)
        answers = (course.say_answer(said, now),) if course.mode is State.PAUSED else ()
        return [Note(Interrupted(now, course.state, trouble)), *answers]

    def tell_news(self, news: News, now: int) -> list[Effect]:
        """Say whether the voice is heard, where anything may be said."""
        course = self._course
        course.gates.by_voice = news is not News.DEAF
        silent = course.mode in SILENT or course.is_finished
        answer = () if silent else (course.say_answer(news_text(news, course.phrases), now),)
        return [Note(VoiceNews(now, course.state, news)), *answer]

    def end_lonely_pause(self, now: int) -> Iterator[Effect]:
        """End a pause or a stop that nobody can end any more, the stop without a word."""
        course = self._course
        alone_since, quiet_since = course.gates.alone_since, course.quiet_since
        if alone_since is None or quiet_since is None or course.gates.by_voice:
            return
        if now - max(alone_since, quiet_since) < MOST_QUIET_ALONE:
            return
        if course.mode is State.PAUSED:
            yield from self._deeds.do_action(Action.FINISH, now)
        else:
            course.mode = State.ENDED
            yield Note(Ended(now, course.state, "finished", course.done_by_exercise))

    def _pause(self, now: int) -> None:
        if self._course.mode is State.GOING:
            self._course.freeze(now)
            self._course.mode = State.PAUSED
