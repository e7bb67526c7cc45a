"""What every TOML file of ours is made of: tables that refuse unknown keys, and the texts in them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Lines = Annotated[tuple[Text, ...], Field(max_length=12)]
Position = Literal["seated", "standing", "walking"]
Pair = tuple[Text, Text]
Forms = Annotated[tuple[Text, ...], Field(min_length=1, max_length=6)]
"""A noun in as many forms as the language has for different numbers: one turn, two turns."""


class Table(BaseModel):
    """A TOML table: unknown keys are refused, values cannot be changed."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)
