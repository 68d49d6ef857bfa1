"""How a file was read and repaired, as data that can be kept and used on next month's file."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import pandas as pd

from core.errors import DataError, SettingError
from core.events import MOST_EVENTS, Event
from core.number_style import CSV_STYLES, CsvStyle, NumberStyle
from core.reading.choices import Choices, RowRule
from core.reading.dates import FIRST_YEAR, LAST_YEAR
from core.receipt import Receipt
from core.wording import number, quoted

VERSION = 1
_SEVERAL = ("series", "drivers", "known_ahead")
LARGEST = 1_000_000
"""Most bytes of a recipe."""


@dataclass(frozen=True)
class Recipe:
    """What a person decided about a file.

    Attributes:
        choices: How it is read and repaired.
        unit: Unit of its values; `None` for the one that the file gives.
        events: What was marked on it.
        numbers: How numbers are written; `None` for as in the file.
        csv: How CSV files are written; `None` for what goes with `numbers`.
        ahead: Values to come of drivers that were typed: driver, date, value.
    """

    choices: Choices = field(default_factory=Choices)
    unit: str | None = None
    events: tuple[Event, ...] = ()
    numbers: NumberStyle | None = None
    csv: CsvStyle | None = None
    ahead: tuple[tuple[str, pd.Timestamp, float], ...] = ()


def to_json(recipe: Recipe, receipt: Receipt, filename: str) -> bytes:
    """A recipe as JSON, with the receipt it gave for a file, for people to read."""
    said = {name: value for name, value in asdict(recipe.choices).items() if value is not None}
    written = {
        "lookback_recipe": VERSION,
        "choices": said,
        "unit": recipe.unit,
        "numbers": None if recipe.numbers is None else asdict(recipe.numbers),
        "csv": next((name for name, style in CSV_STYLES.items() if style == recipe.csv), None),
        "events": [_event(event) for event in recipe.events],
        "ahead": [
            {"driver": driver, "date": date.isoformat(), "value": value}
            for driver, date, value in recipe.ahead
        ],
        "receipt": {
            "file": filename,
            "steps": [
                {
                    "step": step.name,
                    "count": step.count,
                    "text": " ".join(filter(None, [step.text, step.example])),
                    "total_before": step.total_before,
                    "total_after": step.total_after,
                }
                for step in receipt
            ],
            "control": receipt.control(),
        },
    }
    return json.dumps(written, indent=2, ensure_ascii=False).encode()


def _event(event: Event) -> dict[str, Any]:
    return {
        "first": event.first.isoformat(),
        "last": event.last.isoformat(),
        "kind": event.kind,
        "effect": event.effect,
        "repeats": [stamp.isoformat() for stamp in event.repeats],
        "note": event.note,
    }


def from_json(data: bytes) -> Recipe:
    """A recipe from what `to_json` wrote; its receipt is not looked at.

    Raises:
        DataError: If it is no recipe, or one of a later version.
        SettingError: If a choice is not one of those allowed.
    """
    if len(data) > LARGEST:
        raise DataError(f"This is no recipe: it has more than {number(LARGEST / 1e6, '.0f')} MB.")
    try:
        said = json.loads(data)
    # Deeply nested brackets end the parser's recursion.
    except (ValueError, RecursionError):
        said = None
    version = said.get("lookback_recipe") if isinstance(said, Mapping) else None
    if not isinstance(version, int) or not isinstance(said, Mapping):
        raise DataError("This is no recipe of Lookback. Save one under the receipt of a file.")
    if version > VERSION:
        raise DataError(
            "This recipe comes from a later Lookback. Read it there, or make a new one."
        )
    try:
        return Recipe(
            _choices(said.get("choices", {})),
            None if (unit := said.get("unit")) is None else _text(unit)[:30],
            _read_events(said.get("events", [])),
            None if (marks := said.get("numbers")) is None else NumberStyle(**marks),
            None if (csv := said.get("csv")) is None else CSV_STYLES[csv],
            tuple(_value_to_come(value) for value in said.get("ahead", [])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            "The recipe is damaged: its choices or events can't be read. Save it again."
        ) from error


def _value_to_come(said: Mapping[str, Any]) -> tuple[str, pd.Timestamp, float]:
    value = float(said["value"])
    if not math.isfinite(value):
        raise ValueError("not a number")
    return _text(said["driver"]), _stamp(said["date"]), value


def _choices(said: object) -> Choices:
    if not isinstance(said, Mapping):
        raise TypeError("no choices")
    known = {about.name for about in fields(Choices)}
    for name in said:
        if _text(name) not in known:
            raise SettingError(f"The recipe has a choice {quoted(name)} that is not known here.")
    taken: dict[str, Any] = {name: _choice(name, value) for name, value in said.items()}
    return Choices(**taken)


def _choice(name: str, value: Any) -> Any:
    if name == "rows":
        return tuple(
            RowRule(_text(rule["column"]), _texts(rule["left_out"]), _texts(rule.get("kept", [])))
            for rule in value
        )
    return _texts(value) if name in _SEVERAL else _text(value)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("no list")
    return tuple(_text(value) for value in values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    # Half of a surrogate pair is no character: writing it anywhere would fail.
    value.encode()
    return value


def _stamp(value: object) -> pd.Timestamp:
    stamp = pd.Timestamp(_text(value))
    # No date at all has no year either, and lies between none.
    if stamp.tz is not None or not FIRST_YEAR <= stamp.year <= LAST_YEAR:
        raise ValueError("no date of a series")
    return stamp


def _read_events(said: Any) -> tuple[Event, ...]:
    if not isinstance(said, list):
        raise TypeError("no events")
    if len(said) > MOST_EVENTS:
        raise DataError(
            f"The recipe has {number(len(said))} events; a series takes at most {MOST_EVENTS}."
        )
    return tuple(_read_event(event) for event in said)


def _read_event(said: Mapping[str, Any]) -> Event:
    return Event(
        first=_stamp(said["first"]),
        last=_stamp(said["last"]),
        kind=said["kind"],
        effect=said["effect"],
        repeats=tuple(_stamp(stamp) for stamp in said.get("repeats", [])),
        note=_text(said.get("note", "")),
    )
