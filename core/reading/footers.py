"""Rows that are no data: a line of totals, a source below the table, a series that adds up others.

They are left out before anything is counted, so that the control total is that of the data.
"""

import numpy as np
import pandas as pd

from core.reading.labels import Labels
from core.reading.vocabulary import NOTE, TOTAL, words_of
from core.repair import Rows, Step, remark
from core.wording import amount, counted, number, quoted

_CLOSE = 0.005
"""By how much, as a share, a printed total may differ from the sum: totals are rounded."""

_FIRST_DATES = 12
"""Dates, the first ones, on which a series has to be the sum of the others to be their total.

What comes later decides nothing: it is the future of some test on the past.
"""


def total_rows(texts: pd.Series, stamps: pd.DatetimeIndex) -> np.ndarray:
    """Which rows say that they are a total where others have a date; shape (rows,)."""
    found = np.zeros(len(texts), dtype=bool)
    for at in np.flatnonzero(stamps.isna()):
        found[at] = bool(words_of(texts.iloc[at]) & TOTAL)
    return found


def note_rows(texts: pd.Series, stamps: pd.DatetimeIndex, values: np.ndarray) -> np.ndarray:
    """Which rows below the last date hold words and no value, or name a source; shape (rows,)."""
    found = np.zeros(len(texts), dtype=bool)
    known = np.flatnonzero(stamps.notna())
    begin = int(known[-1]) + 1 if len(known) else len(texts)
    for at in range(begin, len(texts)):
        text = texts.iloc[at]
        first = text.split(maxsplit=1)[:1]
        named = bool(words_of(first[0]) & NOTE) if first else False
        found[at] = named or (bool(text) and bool(np.isnan(values[at])))
    return found


def left_out(
    rows: Rows, texts: pd.Series, totals: np.ndarray, notes: np.ndarray, kept: Rows
) -> list[Step]:
    """The lines of the receipt on rows left out.

    Args:
        rows: All rows.
        texts: What stands in them for a date.
        totals: Which say that they are a total.
        notes: Which are below the table.
        kept: The rows that are data.
    """
    steps = []
    if totals.any():
        at = int(np.flatnonzero(totals)[-1])
        printed, here = rows["value"].iloc[at], float(np.nansum(kept["value"]))
        example = f"Line {number(rows['line'].iloc[at])}: {quoted(texts.iloc[at])}"
        if np.isfinite(printed):
            agrees = abs(printed - here) <= _CLOSE * max(abs(here), 1.0)
            what = "which is what the rows add up to" if agrees else (
                f"where the rows of the table add up to {amount(here)}"
            )  # fmt: skip
            example += f" says {amount(printed)}, {what}"
        count = int(totals.sum())
        text = f"{counted(count, 'row')} of totals left out, so that nothing counts twice."
        steps += remark(kept, "Totals left out", count, text, f"{example}.")
    if notes.any():
        at = int(np.argmax(notes))
        count = int(notes.sum())
        text = f"{counted(count, 'row')} below the table left out."
        example = f"Line {number(rows['line'].iloc[at])}: {quoted(texts.iloc[at])}."
        steps += remark(kept, "Footer left out", count, text, example)
    return steps


def total_series(
    labels: Labels, stamps: pd.DatetimeIndex, values: np.ndarray
) -> tuple[int | None, str]:
    """Which series is the sum of all others, and a note if one only seems to be.

    Args:
        labels: The series of every row.
        stamps: The dates, shape (rows,), NaT allowed.
        values: The measure, shape (rows,).

    Returns:
        Its place in `labels.names`, None if there is none; a sentence or "".
    """
    named = [
        place
        for place, parts in enumerate(labels.names)
        if any(words_of(part) & TOTAL for part in parts)
    ]
    if len(named) != 1 or len(labels.names) < 3:
        return None, _seems(labels, named)
    mine = labels.codes == named[0]
    known = stamps.notna()
    by_date = pd.Series(values, index=stamps)
    sums = by_date[~mine & known].groupby(level=0).sum()
    own = by_date[mine & known].groupby(level=0).sum(min_count=1).reindex(sums.index).dropna()
    own = own.sort_index()[:_FIRST_DATES]
    gap = np.abs(own - sums[own.index]) <= _CLOSE * np.maximum(np.abs(own), 1.0)
    if len(own) and bool(gap.all()):
        return named[0], ""
    return None, _seems(labels, named)


def _seems(labels: Labels, named: list[int]) -> str:
    if not named or len(labels.names) < 2:
        return ""
    shown = quoted(" / ".join(labels.names[named[0]]))
    return (
        f"A series is called {shown}: if it is the sum of others, they count twice unless you "
        "choose one series."
    )
