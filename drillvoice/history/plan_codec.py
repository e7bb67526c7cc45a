"""A plan as it is kept: drills get edited, so what a session said is not found in them later."""

import zlib
from functools import cache

from pydantic import TypeAdapter

from drillvoice.core.plan.lines import Choices
from drillvoice.core.plan.timing import Plan

MOST_BYTES = 50_000_000
"""A plan of 24 hours is about a tenth of that; more is not a plan of ours."""


@cache
def _choices_adapter() -> TypeAdapter[Choices]:
    return TypeAdapter(Choices)


def pack_plan(plan: Plan) -> bytes:
    """What a plan says, without its times, which depend on the voice."""
    choices = Choices(plan.title, plan.exercises, plan.blocks)
    return zlib.compress(_choices_adapter().dump_json(choices, exclude_defaults=True))


def unpack_choices(data: bytes) -> Choices:
    """The same as choices.

    Raises:
        ValueError: it is damaged, or its form has changed since.

    """
    inflating = zlib.decompressobj()
    try:
        return _choices_adapter().validate_json(inflating.decompress(data, MOST_BYTES))
    except zlib.error as error:
        raise ValueError(str(error)) from error
