"""Rows of a table that are data and have a date; what was set aside to get them."""

import numpy as np
import pandas as pd

from core import repair
from core.reading import footers, unreadable
from core.reading.numbers import Numbers
from core.reading.table import Table
from core.reading.understanding import Understood
from core.receipt import Rows, Step, remark
from core.wording import counted, number, quoted


def readable(table: Table, understood: Understood) -> tuple[Rows, list[Step], list[str]]:
    """The rows that are data and whose date can be read, the steps up to there, and notes.

    Raises:
        DataError: If most dates or most values can't be read, or there are no values.
    """
    dates, numbers, lines = understood.dates, understood.numbers, table.lines
    texts, labels = understood.texts, understood.labels
    unreadable.check_dates(understood.date.name, texts, dates, lines)
    unreadable.check_values(understood.value, understood.cell, numbers, lines)
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
    steps = _read_steps(data, understood, numbers)
    steps += footers.left_out(rows, texts, sums, below, data)
    undated = np.asarray(data["ds"].isna())
    text, example = unreadable.date_problem(
        texts[data.index].reset_index(drop=True), dates.of(data.index), data["line"].to_numpy()
    )
    rows, left = repair.leave_out(data, undated, "Rows set aside", text, example)
    notes = [sentence for _, sentence in dates.remarks]
    notes += [example] if example else []
    notes += unreadable.value_notes(understood.value.name, understood.cell, numbers, lines, data)
    return rows, [*steps, *left], notes


def _read_steps(rows: Rows, understood: Understood, numbers: Numbers) -> list[Step]:
    """The first steps of a receipt: what was read, and how; `rows` are those that are data."""
    date, value = understood.date.name, understood.value.name
    source = f"dates from {quoted(date)}" if not understood.numbered else "no dates"
    text = f"{counted(len(rows), 'row')} read: {source}, values from {quoted(value)}."
    steps = remark(rows, "Rows read", len(rows), text)
    read = int(rows["ds"].notna().sum())
    for name, sentence in understood.dates.remarks:
        steps += remark(rows, name, read, sentence)
    for name, mask, what in (
        ("Values unreadable", numbers.unreadable, "not a number"),
        ("Values infinite", numbers.infinite, "not finite"),
    ):
        bad = rows.index[mask[rows.index]]
        example = ""
        if len(bad):
            example = f"Line {number(rows['line'].loc[bad[0]])}: {quoted(understood.cell(bad[0]))}."
        sentence = f"{counted(len(bad), 'value')} {what}, treated as missing."
        steps += remark(rows, name, len(bad), sentence, example)
    flagged = rows.index[numbers.flagged[rows.index]]
    if len(flagged):
        at = flagged[0]
        example = f"Line {number(rows['line'].loc[at])}: {quoted(understood.cell(at))}."
        sentence = f"{counted(len(flagged), 'value')} read without the flag behind the number."
        steps += remark(rows, "Flags left out", len(flagged), sentence, example)
    named = (numbers.unreadable | numbers.infinite)[rows.index]
    empty = int((rows["value"].isna().to_numpy() & ~named).sum())
    return steps + remark(rows, "Values empty", empty, f"{counted(empty, 'row')} without a value.")
