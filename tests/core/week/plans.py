"""Small valid plans for the week."""

from typing import Any

from drillvoice.core.week.schema import WeekPlan


def plan_of(*items: dict[str, Any], **changes: Any) -> WeekPlan:
    """A plan of some exercises, seated marching where none is named."""
    return WeekPlan.model_validate(
        {"title": "Mine", "days": 3, "items": list(items) or [{"drill": "marching"}], **changes}
    )
