"""Rows of one date kept apart, by a column made for it that numbers them."""

from dataclasses import replace

import pandas as pd

from core.reading import labels
from core.reading.choices import KEEP_APART, Choices
from core.reading.columns import Choice
from core.reading.joined import TOGETHER
from core.reading.table import Table

APART = "Row of a date"
"""Column that numbers the rows of one date, where these are to be kept apart."""


def column_of_series(choices: Choices) -> str | None:
    """The column chosen, without the one that is made to keep rows of a date apart."""
    if choices.duplicates != KEEP_APART or choices.series_column is None:
        return choices.series_column
    if choices.series_column == APART:
        return ""
    return choices.series_column.removesuffix(f"{TOGETHER}{APART}")


def number_apart(table: Table, stamps: pd.DatetimeIndex, label: Choice) -> tuple[Table, Choice]:
    """The table with a column that numbers rows of one date, which tells them apart."""
    by: dict[str, object] = {"ds": stamps.asi8}
    for name in labels.source_columns(table.frame, label.name):
        by[name] = pd.factorize(table.frame[name])[0]
    places = pd.DataFrame(by).groupby(list(by), sort=False).cumcount() + 1
    frame = table.frame.assign(**{APART: places.astype(str).to_numpy(dtype=object)})
    name = f"{label.name}{TOGETHER}{APART}" if label.name else APART
    reason = "rows of one date are kept apart"
    options = tuple(dict.fromkeys((*label.options, name)))
    return replace(table, frame=frame), Choice(name, reason, options)
