"""Tables with a column for each date, turned so that each date has a row."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from core import environment
from core.errors import DataError, LimitError
from core.reading.choices import LAYOUTS, Detection
from core.reading.column_names import Spread, find_spread, is_quarter
from core.reading.date_text import is_month, read_date
from core.reading.nested import unnested
from core.reading.numbers import is_missing, looks_like_number
from core.reading.table import Table
from core.reading.vocabulary import DAY, MONTH, QUARTER, WEEK, words_of
from core.wording import counted, listed, number, quoted

ROWS, COLUMNS = LAYOUTS
_LOOKED_AT = 50
_MOST_BELOW = 2
_MOST_NAMED = 12
_YEAR = re.compile(r"(?:19|20)\d\d")
VALUE = "Value"


def lengthen(table: Table, chosen: str | None) -> tuple[Table, list[Detection]]:
    """The table with one row for each date, whichever way it was laid out.

    Columns may be named by whole dates ("Jan 2024"), by years beside a column of months or alone,
    or by months or quarters beside a column of years. Empty cells become rows without a value.

    Args:
        table: The file.
        chosen: One of `LAYOUTS`; found out if None.

    Returns:
        The table, and how it is laid out if some of its columns are named like dates.

    Raises:
        DataError: If columns for dates were chosen and none are named so.
        LimitError: If there would be more rows than this server takes.
    """
    table = unnested(table)
    spread = _spread(table.frame)
    if spread is None:
        if chosen == COLUMNS:
            raise DataError(
                "No columns are named like dates, such as 2024-01 or Jan 2024, so there can't be a "
                "column for each date."
            )
        return table, []
    evidence = (
        f"{counted(len(spread.columns), 'column')} are named like dates, from "
        f"{quoted(spread.columns[0])} to {quoted(spread.columns[-1])}"
    )
    layout, reason = COLUMNS, evidence
    if why := _already_long(table.frame, spread):
        layout, reason = ROWS, why
    if chosen is not None:
        layout, reason = chosen, "chosen by you"
    found = [Detection("layout", "Layout", layout, reason, LAYOUTS)]
    return (_turned(table, spread) if layout == COLUMNS else table), found


def _spread(frame: pd.DataFrame) -> Spread | None:
    spread = find_spread([str(name) for name in frame.columns])
    if spread is None:
        return None
    aside = [name for name in spread.aside if _is_number(frame[name])]
    others = [name for name in frame.columns if name not in spread.columns]
    parts = {_part(frame[name].head(_LOOKED_AT)) for name in others}
    # Two years alone are no series, and numbers from 1 to 12 may head anything.
    if spread.wants and not parts & set(spread.wants):
        return None
    return replace(spread, aside=aside)


def _already_long(frame: pd.DataFrame, spread: Spread) -> str:
    """Why each row has a date of its own, whatever some columns are named; "" if it has none."""
    others = [
        str(name)
        for name in frame.columns
        if name not in (*spread.columns, *spread.aside) and not _is_index(frame[name])
    ]
    if spread.called == "Date":
        finer = [name for name in others if words_of(name) & (DAY | WEEK)]
        return f"column {quoted(finer[0])} says when, too" if finer else ""
    parts = {name: _part(frame[name].head(_LOOKED_AT)) for name in others}
    wanted = {"Year": ("months", "quarters"), "Month": ("years",), "Quarter": ("years",)}
    fitting = [name for name, part in parts.items() if part in wanted[spread.called]]
    for name, part in parts.items():
        if part and name not in fitting:
            return f"column {quoted(name)} holds {part}"
    if spread.called == "Year" and not fitting:
        timed = [name for name in others if words_of(name) & (MONTH | DAY | QUARTER | WEEK)]
        return f"column {quoted(timed[0])} says when, too" if timed else ""
    if len(fitting) != 1:
        return "no one column beside them holds years"
    if len(others) > 1 and any(_is_number(frame[name]) for name in others if name not in fitting):
        return "there are other numbers beside them"
    return ""


def _part(cells: pd.Series) -> str:
    """What part of dates a column's cells are: "whole dates", "years" ...; "" if none."""
    head = [str(text) for text in cells if not is_missing(text)]
    for part, fits in (
        ("years", lambda text: bool(_YEAR.fullmatch(text))),
        ("months", is_month),
        ("quarters", is_quarter),
        ("whole dates", lambda text: read_date(text) is not None and not text.isdigit()),
        ("whole dates", lambda text: len(text) in (6, 8) and read_date(text) is not None),
    ):
        fitting = [fits(text) for text in head]
        # A line of totals or a source may stand below.
        below = fitting[::-1].index(True) if any(fitting) else len(head)
        if below <= _MOST_BELOW and all(fitting[: len(head) - below]) and below < len(head):
            return part
    return ""


def _is_index(cells: pd.Series) -> bool:
    """Whether a column without a name only counts its rows."""
    unnamed = re.fullmatch(r"Column \d+|Unnamed: ?\d+|__index_.*|index", str(cells.name), re.I)
    filled = [text for text in cells if text]
    counts = {str(place) for place in range(len(filled) + 1)}
    return bool(unnamed) and len(set(filled)) == len(filled) and set(filled) <= counts


def _is_number(cells: pd.Series) -> bool:
    head = [text for text in cells.head(_LOOKED_AT) if not is_missing(text)]
    return bool(head) and all(looks_like_number(text) for text in head)


def _turned(table: Table, spread: Spread) -> Table:
    table = _filled(table, spread)
    frame, count = table.frame, len(spread.columns)
    most = environment.number("LOOKBACK_MAX_ROWS")
    if len(frame) * count > most:
        raise LimitError(
            f"{number(len(frame))} rows of {counted(count, 'date')} each are more than "
            f"{number(most)} values, the most this server takes. Leave out the oldest columns, or "
            "rows that are not needed."
        )
    others = [name for name in frame.columns if name not in (*spread.columns, *spread.aside)]
    cells = frame[spread.columns].to_numpy(dtype=object)
    taken = {_free(spread.called, others): np.tile(np.array(spread.dates, object), len(frame))}
    taken |= {name: np.repeat(frame[name].to_numpy(), count) for name in others}
    value = _free(spread.value or VALUE, [*others, spread.called])
    taken[value] = cells.ravel()
    stored = table.stored & set(others)
    if table.stored >= set(spread.columns):
        stored |= {value}
    notes = list(table.notes)
    if spread.aside:
        names = listed([quoted(name) for name in spread.aside], most=_MOST_NAMED)
        sums = "it sums up" if len(spread.aside) == 1 else "they sum up"
        notes.append(f"Beside the dates, {names} left out: {sums} what stands under them.")
    return replace(
        table,
        frame=pd.DataFrame(taken, dtype=object),
        notes=tuple(notes),
        lines=np.repeat(table.lines, count),
        stored=stored,
        values=value,
    )


def _filled(table: Table, spread: Spread) -> Table:
    """The table without rows that hold nothing under any date, such as a source below it."""
    cells = table.frame[spread.columns]
    empty = np.logical_and.reduce([(cells[name] == "").to_numpy() for name in spread.columns])
    if not empty.any() or empty.all():
        return table
    at = int(np.argmax(empty))
    first = next((str(text) for text in table.frame.iloc[at] if text), "")
    note = (
        f"{counted(int(empty.sum()), 'row')} without any value left out; the first is line "
        f"{number(table.lines[at])}: {quoted(first)}."
    )
    return replace(
        table,
        frame=table.frame[~empty].reset_index(drop=True),
        lines=table.lines[~empty],
        notes=(*table.notes, note),
    )


def _free(name: str, taken: list[str]) -> str:
    """A name that no other column has."""
    return name if name not in taken else f"{name} ({len(taken) + 1})"
