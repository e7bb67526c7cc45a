"""What every TOML file of ours is made of: tables that refuse unknown keys, and the texts in them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from drillvoice.core.plain_text import refuse_control_characters

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=400),
    AfterValidator(refuse_control_characters),
]
"""A text on one line that may be shown anywhere."""
Lengthy = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
"""One on several lines; only the program's own phrases have any."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Lines = Annotated[tuple[Text, ...], Field(max_length=12)]
Position = Literal["seated", "standing", "walking"]
Pair = tuple[Text, Text]
Forms = Annotated[tuple[Text, ...], Field(min_length=1, max_length=6)]
"""A noun in as many forms as the language has for different numbers: one turn, two turns."""


class Table(BaseModel):
    """A TOML table: unknown keys are refused, values cannot be changed."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)
