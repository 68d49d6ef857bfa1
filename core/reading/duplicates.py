"""One row for each date of each series."""

import numpy as np
import pandas as pd

from core import repair
from core.reading import clock_changes
from core.reading.choices import DUPLICATES, KEEP_APART, Choices, Detection
from core.reading.table import Table
from core.reading.understanding import Understood
from core.receipt import Rows, Step

_FIRST_ROWS, _TWICE = 30, 0.9
"""Rows of the first dates that show whether order lines stand twice, and the share that has to."""


def merge(
    table: Table, rows: Rows, understood: Understood, choices: Choices
) -> tuple[Rows, list[Detection], list[Step], list[str]]:
    """One row for each date of each series; a detection if there were more, steps and notes.

    Each row is judged by itself and those before it: a rule for all of them would let later rows
    decide about earlier ones. An hour that clocks showed twice is judged by its own day.
    """
    found: list[Detection] = []
    steps: list[Step] = []
    notes: list[str] = []
    if choices.duplicates == KEEP_APART:
        found = [_repeated(KEEP_APART, "chosen by you")]
    repeated = np.asarray(rows.duplicated(["series", "ds"]))
    # Orders come when they come, so an hour with two of them says nothing.
    apart = np.zeros(len(rows), dtype=bool) if understood.order_lines else repeated
    twice = clock_changes.repeated_hours(rows, apart)
    if twice.any():
        rule = choices.duplicates or choices.aggregate or understood.aggregate
        reason = "chosen by you" if choices.duplicates else understood.why_aggregate
        rows, steps, note = clock_changes.merge(rows, twice, rule)
        found, notes = [_repeated(rule, f"clocks went back; {reason}")], [note]
        repeated = np.asarray(rows.duplicated(["series", "ds"]))
    if not repeated.any():
        return rows, found, steps, notes
    rule, reason = understood.aggregate, "each row counts"
    if rule == "mean":
        reason = understood.why_aggregate
    if choices.duplicates is not None:
        rule, reason = choices.duplicates, "chosen by you"
    else:
        copies = _copies(table.frame, rows, repeated)
        if understood.order_lines and not _stand_twice(table.frame, rows):
            reason = "the rows are order lines, so each one counts"
        elif copies.any():
            reason = "exact copies of a row are left out, and each other row counts"
            rows, left = repair.leave_out_copies(rows, copies)
            steps += left
            repeated = repeated[~copies]
    if repeated.any():
        rows, merged = repair.merge_duplicates(rows, repeated, rule)
        steps += merged
    return rows, [_repeated(rule, reason)], steps, notes


def _repeated(rule: str, reason: str) -> Detection:
    return Detection("duplicates", "Repeated dates", rule, reason, DUPLICATES)


def _copies(frame: pd.DataFrame, rows: Rows, repeated: np.ndarray) -> np.ndarray:
    """Which rows are the same as an earlier one in all their cells, shape (n,)."""
    # Looking at all cells of a large table takes long.
    alike = np.asarray(rows.duplicated(["series", "ds", "value"], keep=False))
    copies = np.zeros(len(rows), dtype=bool)
    copies[alike] = frame.loc[rows.index[alike]].duplicated().to_numpy()
    return np.asarray(copies & repeated)


def _stand_twice(frame: pd.DataFrame, rows: Rows) -> bool:
    """Whether a file of order lines holds all rows more than once, and not only some alike."""
    first = rows["ds"].sort_values(kind="stable")[:_FIRST_ROWS]
    some = frame.loc[rows.index[rows["ds"] <= first.iloc[-1]]]
    return float(some.duplicated(keep=False).mean()) >= _TWICE
