"""Rows that are no data: a line of totals, a source below the table.

They are left out before anything is counted, so that the control total is that of the data.
"""

import numpy as np
import pandas as pd

from core.reading.totals import CLOSE
from core.reading.vocabulary import NOTE, TOTAL, words_of
from core.receipt import Rows, Step, remark
from core.wording import amount, counted, number, quoted


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
        at, count = int(np.flatnonzero(totals)[-1]), int(totals.sum())
        here = float(np.nansum(kept["value"]))
        printed = float(rows["value"][totals].sum(min_count=1))
        example = f"Line {number(rows['line'].iloc[at])}: {quoted(texts.iloc[at])}"
        agrees = abs(printed - here) <= CLOSE * max(abs(here), 1.0)
        says = "says" if count == 1 else "and the others say together"
        if agrees:
            example += f" {says} {amount(printed)}, which is what the rows add up to"
        elif count == 1 and np.isfinite(printed):
            # Of several some may be parts of others.
            example += (
                f" says {amount(printed)}, where the rows of the table add up to {amount(here)}"
            )
        text = f"{counted(count, 'row')} of totals left out, so that nothing counts twice."
        steps += remark(kept, "Totals left out", count, text, f"{example}.")
    if notes.any():
        valued = notes & np.isfinite(rows["value"].to_numpy())
        # A value that is left out says more than words.
        at = int(np.argmax(valued if valued.any() else notes))
        count = int(notes.sum())
        text = f"{counted(count, 'row')} below the table left out."
        example = f"Line {number(rows['line'].iloc[at])}: {quoted(texts.iloc[at])}"
        example += f" with the value {amount(rows['value'].iloc[at])}." if valued.any() else "."
        steps += remark(kept, "Footer left out", count, text, example)
    return steps
