"""Columns of a few texts, such as a status or a region, by whose values rows can be left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core import repair
from core.errors import SettingError
from core.reading.choices import Detection, RowRule
from core.reading.columns import Column, unknown_column
from core.reading.labels import EMPTY
from core.reading.table import Table
from core.reading.vocabulary import DONE, STATUS, VOID, VOIDED_BY, words_of
from core.reading.yes_no import says
from core.receipt import Rows, Step, day
from core.wording import counted, listed, number, quoted

MOST = 50
"""Different values that such a column has at most."""

_MOST_COLUMNS = 20
_MOST_NAMED = 6


@dataclass(frozen=True)
class RowColumn:
    """A column by which rows can be left out.

    Attributes:
        name: Its name.
        values: What stands in it, the most frequent first; "" for empty cells.
        counts: How many rows have each.
        totals: What their values come to.
        no_sale: Those that say that nothing was sold for good: cancelled, refunded, a test.
    """

    name: str
    values: tuple[str, ...]
    counts: tuple[int, ...]
    totals: tuple[float, ...]
    no_sale: tuple[str, ...]


def candidates(columns: Iterable[Column], taken: Iterable[str]) -> tuple[str, ...]:
    """Names of the columns that may be such; `taken` are those of dates and values."""
    used = set(taken)
    return tuple(
        c.name
        for c in columns
        if c.name not in used
        and c.filled
        and c.numbers < 0.5
        and c.dates < 0.5
        and c.distinct <= MOST
    )[:_MOST_COLUMNS]


def described(table: Table, names: Iterable[str], rows: Rows) -> tuple[RowColumn, ...]:
    """What stands in these columns, for those of 2 to `MOST` values.

    Args:
        table: The file.
        names: The columns.
        rows: Its rows that are data.
    """
    found = []
    amounts = np.nan_to_num(rows["value"].to_numpy(dtype=np.float64))
    for name in names:
        codes, values = _values(table, name, rows)
        if not 2 <= len(values) <= MOST:
            continue
        counts = np.bincount(codes)
        totals = np.bincount(codes, amounts)
        order = np.argsort(-counts, kind="stable")
        found.append(
            RowColumn(
                name,
                tuple(values[at] for at in order),
                tuple(int(counts[at]) for at in order),
                tuple(float(totals[at]) for at in order),
                _no_sale(name, [values[at] for at in order]),
            )
        )
    return tuple(found)


def _values(table: Table, name: str, rows: Rows) -> tuple[np.ndarray, list[str]]:
    codes, values = pd.factorize(table.frame[name].iloc[rows.index])
    return codes, [str(value) for value in values]


def _no_sale(name: str, values: list[str]) -> tuple[str, ...]:
    """Values that say that a row is no sale, where the column looks like a status."""
    if words_of(name) & VOID and all(not value or says(value) is not None for value in values):
        return tuple(value for value in values if says(value))
    words = {value: words_of(value) for value in values}
    void = [value for value in values if words[value] & VOID and words[value] <= VOID | VOIDED_BY]
    status = words_of(name) & STATUS or any(words[value] & DONE for value in values)
    return tuple(void) if status and len(void) < len(values) else ()


def leave_out(
    table: Table, rows: Rows, rules: tuple[RowRule, ...]
) -> tuple[Rows, list[Detection], list[Step], list[str]]:
    """Rows without those that rules leave out; each row is judged by its own values.

    Args:
        table: The file.
        rows: Its rows that are data.
        rules: What was decided.

    Returns:
        The rows left, what was decided in words, the steps, and a note for each column with
        values about which nothing was decided.

    Raises:
        SettingError: If there is no such column, or no row would be left.
    """
    steps: list[Step] = []
    notes: list[str] = []
    decided = [rule for rule in rules if rule.left_out]
    for rule in decided:
        if rule.column not in table.frame.columns:
            raise unknown_column(table.frame, rule.column)
        codes, values = _values(table, rule.column, rows)
        out = np.isin(values, rule.left_out)[codes]
        if out.all():
            raise SettingError(
                f"No row would be left: keep at least one value of {quoted(rule.column)}."
            )
        counts = np.bincount(codes, minlength=len(values))
        told = dict(zip(values, counts, strict=True))
        notes += _new(rule, told)
        if not out.any():
            continue
        which = [(value, told[value]) for value in rule.left_out if told.get(value)]
        text = f"{counted(int(out.sum()), 'row')} left out: {quoted(rule.column)} is "
        first = int(np.argmax(out))
        example = f"Line {number(rows['line'].iloc[first])}: {day(rows['ds'].iloc[first])}, "
        example += f"{_quoted(values[codes[first]])}."
        rows, left = repair.leave_out(rows, out, "Rows left out", text + _either(which), example)
        steps += [replace(step, setting="rows") for step in left]
    if not decided:
        return rows, [], [], []
    words = "; ".join(f"{rule.column} without {_listed(rule.left_out)}" for rule in decided)
    return rows, [Detection("rows", "Rows", words, "chosen by you")], steps, notes


def _listed(values: tuple[str, ...]) -> str:
    return listed([value or EMPTY for value in values], most=_MOST_NAMED)


def _quoted(value: str) -> str:
    return quoted(value) if value else "empty"


def _either(which: list[tuple[str, int]]) -> str:
    """Values with their counts: "'cancelled' (200) or 'refunded' (12)."."""
    which = sorted(which, key=lambda pair: -pair[1])
    shown = [f"{_quoted(value)} ({number(count)})" for value, count in which[:_MOST_NAMED]]
    if rest := which[_MOST_NAMED:]:
        rows = number(sum(count for _, count in rest))
        shown.append(f"one of {counted(len(rest), 'other value')} ({rows})")
    return f"{', '.join(shown[:-1])}{' or ' if shown[1:] else ''}{shown[-1]}."


def _new(rule: RowRule, told: dict[str, int]) -> list[str]:
    new = [(value, told[value]) for value in told if value not in (*rule.left_out, *rule.kept)]
    if not rule.kept or not new:
        return []
    rows = sum(count for _, count in new)
    return [
        f"{counted(rows, 'row')} kept about which nothing was decided: {quoted(rule.column)} is "
        f"{_either(new)} It was not so when rows were left out by it; How the file was read has "
        "the choice."
    ]
