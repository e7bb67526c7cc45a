"""What a key means to a dialogue that asks yes or no, in the words of a language."""

from drillvoice.app.line_editor import ENTER, QUIT
from drillvoice.core.spoken_phrases import AnswerWords


class AnswerKeys:
    """Tells keys and typed lines apart.

    Args:
        words: what may be typed.

    """

    def __init__(self, words: AnswerWords) -> None:
        self._yes = (*words.yes, ENTER)
        self._no = words.no
        self._end = (*words.end, QUIT)
        self._rest = {letter for word in (*words.yes, *words.no) for letter in word[1:]} | {ENTER}

    def ends_all(self, key: str) -> bool:
        """Whether somebody has had enough."""
        return key.lower() in self._end

    def goes_on(self, key: str) -> bool:
        """Whether somebody has heard enough of this."""
        return key == ENTER or self.ends_all(key)

    def says_yes(self, key: str) -> bool:
        """Whether it is a yes."""
        return key.lower() in self._yes

    def answers_question(self, key: str) -> bool:
        """Whether a question is over."""
        return self.says_yes(key) or key.lower() in self._no or self.ends_all(key)

    def may_be_rest(self, key: str) -> bool:
        """Whether it may belong to a word that was understood at its first letter."""
        return key in self._rest
