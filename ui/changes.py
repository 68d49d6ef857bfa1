"""Changes to the file in hand: each can be taken back alone, and has a name."""

from dataclasses import dataclass, field, fields

from core.reading import Choices
from ui.holdings import Loaded

MOST = 30
"""Changes that can be taken back."""

UNIT, NUMBERS, CSV = "unit", "number style", "style of CSV files"
AHEAD, RECIPE = "values to come", "recipe"

_UNDETECTED = {
    "series": "series",
    "rows": "rows left out",
    "drivers": "drivers",
    "known_ahead": "drivers known ahead",
    "holidays": "public holidays",
    "last_out": "last period left out",
    "last_kept": "last period kept",
}
"""Choices that are called otherwise than their detections, or have none."""


@dataclass(frozen=True, eq=False)
class Change:
    """One change.

    Attributes:
        what: What it was about, as in "Undo: unit".
        before: The file in hand before it.
    """

    what: str
    before: Loaded = field(repr=False)


def chosen(loaded: Loaded, choices: Choices) -> str:
    """What other choices about a file are about; what follows from them is not named."""
    changed = [
        (each.name, getattr(choices, each.name))
        for each in fields(Choices)
        if getattr(choices, each.name) != getattr(loaded.choices, each.name)
    ]
    if not changed:
        return "how the file is read"
    # Another column of dates forgets the drivers: what was said counts before what was forgotten.
    setting = next((name for name, value in changed if value is not None), changed[0][0])
    named = {
        detection.setting: detection.what[0].lower() + detection.what[1:]
        for detection in (*loaded.table.detections, *loaded.reading.detections)
    }
    return (named | _UNDETECTED).get(setting, setting.replace("_", " "))
