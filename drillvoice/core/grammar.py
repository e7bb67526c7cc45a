"""How a language puts words together: which form of a noun goes with a number, and how things are listed."""

from collections.abc import Callable, Sequence
from functools import cache
from gettext import c2py
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from drillvoice.core.tables import Forms, Table, Text

Sounds = Literal["metaphone", "letters"]
TRIED_TO = 1000
"""A rule is tried with every number up to this; plural rules look at no more than the last two digits."""


class Grammar(Table):
    """The rules of one language."""

    plural: Text
    """The place of the form that goes with n, counted from 0, as gettext writes it: "n != 1"."""
    forms: Annotated[int, Field(ge=1, le=6)]
    """How many forms a noun has, the same for each."""
    counted: Text
    between: Annotated[str, StringConstraints(min_length=1)]
    """Stands between the things of a list."""
    spoken_last: Text
    """Joins the last of them to the others, where they are said."""
    printed_last: Text
    sounds: Sounds
    """What tells whether two words sound alike."""

    @model_validator(mode="after")
    def _every_number_has_a_form(self) -> Self:
        rule = _plural_rule(self.plural)
        for n in range(TRIED_TO):
            if not 0 <= rule(n) < self.forms:
                raise ValueError(f"the plural rule gives {n} the form {rule(n)}, and there are {self.forms}")
        return self

    def form_for(self, n: int, forms: Forms) -> str:
        """The form of a noun that goes with a number."""
        return forms[_plural_rule(self.plural)(n)]

    def list_spoken(self, things: Sequence[str]) -> str:
        """Things as a list that is said."""
        return self._listed(things, self.spoken_last)

    def list_printed(self, things: Sequence[str]) -> str:
        """The same as it is printed."""
        return self._listed(things, self.printed_last)

    def _listed(self, things: Sequence[str], last: str) -> str:
        if len(things) < 2:
            return "".join(things)
        return last.format(first=self.between.join(things[:-1]), last=things[-1])


@cache
def _plural_rule(text: str) -> Callable[[int], int]:
    """Python's own reader of such rules, which takes nothing but numbers and operators."""
    return c2py(text)
