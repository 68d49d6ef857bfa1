"""Times that a person waited, summed up: the same for every benchmark of pages."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any


def summed_up(name: str, times: Mapping[str, Sequence[float]], goal_ms: float) -> dict[str, Any]:
    """Medians and the slowest by place, and whether every median is below the goal.

    Args:
        name: What was timed: "rerun_ms".
        times: Milliseconds by place.
        goal_ms: What no median should reach.
    """
    medians = {place: round(statistics.median(each), 1) for place, each in times.items()}
    return {
        name: medians,
        f"{name}_worst": {place: round(max(each), 1) for place, each in times.items()},
        "goal_ms": goal_ms,
        "within_goal": max(medians.values()) < goal_ms,
    }


def table(label: str, name: str, found: Mapping[str, Any]) -> str:
    """The same for people, a line for each place.

    Args:
        label: What stands before each place.
        name: As for `summed_up`.
        found: What that gave.
    """
    worst = found[f"{name}_worst"]
    return "\n".join(
        f"{f'{label}{place}':<60}{ms:>6.0f} ms  worst {worst[place]:.0f} ms"
        for place, ms in found[name].items()
    )
