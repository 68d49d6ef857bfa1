"""Rows of a table that are data and have a date; what was set aside to get them."""

import numpy as np
import pandas as pd

from core import repair
from core.reading import findings, footers
from core.reading.table import Table
from core.reading.understanding import Understood
from core.receipt import Rows, Step


def readable(table: Table, understood: Understood) -> tuple[Rows, list[Step], list[str]]:
    """The rows that are data and whose date can be read, the steps up to there, and notes.

    Raises:
        DataError: If most dates or most values can't be read, or there are no values.
    """
    dates, numbers, lines = understood.dates, understood.numbers, table.lines
    texts, labels = understood.texts, understood.labels
    findings.check_dates(understood.date.name, texts, dates, lines)
    findings.check_values(understood.value, understood.cell, numbers, lines)
    rows = pd.DataFrame(
        {
            "ds": dates.stamps,
            "value": numbers.values,
            "series": pd.Categorical([""]).take(np.zeros(len(lines), dtype=np.int64))
            if labels is None
            else labels.joined,
            "line": lines,
        }
    )
    sums = footers.total_rows(texts, dates.stamps)
    below = footers.note_rows(texts, dates.stamps, numbers.values) & ~sums
    if labels is not None and understood.totals is not None and understood.totals.any():
        adding_up = understood.totals[labels.codes]
        sums |= adding_up
        texts = texts.astype(object).where(~adding_up, rows["series"].astype(object))
    data = rows[~sums & ~below]
    steps = findings.read_steps(data, understood, numbers)
    steps += footers.left_out(rows, texts, sums, below, data)
    unreadable = np.asarray(data["ds"].isna())
    text, example = findings.date_problem(
        texts[data.index].reset_index(drop=True), dates.of(data.index), data["line"].to_numpy()
    )
    rows, left = repair.leave_out(data, unreadable, "Rows set aside", text, example)
    notes = [sentence for _, sentence in dates.remarks]
    notes += [example] if example else []
    notes += findings.value_notes(understood.value.name, understood.cell, numbers, lines, data)
    return rows, [*steps, *left], notes
