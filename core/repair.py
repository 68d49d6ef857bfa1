"""From the rows of a file to one regular series, step by step.

Every function is pure and returns what it made together with its steps, the lines of a receipt; a
step that changed nothing leaves none.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.errors import DataError
from core.receipt import Rows, Step, day, remark, total
from core.wording import counted, number

_DONE = {
    "sum": "added up",
    "mean": "replaced by their mean",
    "last": "replaced by the last one",
    "first": "replaced by the first one",
}
_TOGETHER = {"sum": "added up", "mean": "averaged"}
# A calendar this long that is almost empty comes from a mistyped date, not from a gap.
_LONG, _EMPTY = 1_000, 20


def leave_out(
    rows: Rows, out: np.ndarray, name: str, text: str, example: str = ""
) -> tuple[Rows, list[Step]]:
    """Rows without those where `out`, shape (n,), is true; `text` is the step's sentence."""
    if not out.any():
        return rows, []
    kept = rows[~out]
    before, after = total(rows["value"]), total(kept["value"])
    return kept, [Step(name, int(out.sum()), text, example, before, after)]


def without_zeros(rows: Rows, zeros: np.ndarray) -> tuple[Rows, list[Step]]:
    """Rows whose zeros, shape (n,), are treated as missing: there was nothing to sell."""
    first = rows[zeros].iloc[0]
    text = f"{counted(int(zeros.sum()), 'zero')} treated as missing: nothing was in stock."
    example = f"Line {number(first['line'])}: {day(first['ds'])}."
    changed = rows.assign(value=rows["value"].mask(zeros))
    return changed, remark(rows, "Zeros left out", int(zeros.sum()), text, example, "zeros")


def leave_out_copies(rows: Rows, copies: np.ndarray) -> tuple[Rows, list[Step]]:
    """Rows without those, shape (n,), that are the same as an earlier one in all cells."""
    at = int(np.argmax(copies))
    text = f"{counted(int(copies.sum()), 'row')} the same as an earlier one in all cells left out."
    example = f"Line {number(rows['line'].iloc[at])}: {day(rows['ds'].iloc[at])}."
    rows, steps = leave_out(rows, copies, "Copies left out", text, example)
    return rows, [replace(step, setting="duplicates") for step in steps]


def merge_duplicates(rows: Rows, repeated: np.ndarray, rule: str) -> tuple[Rows, list[Step]]:
    """One row for each date of each series.

    Args:
        rows: Some dates more than once.
        repeated: Which rows repeat a date that was there already, shape (n,).
        rule: "sum", "mean", "last" or "first".
    """
    count = int(repeated.sum())
    merged = _grouped(rows, ["series", "ds"], rule)
    text = (
        f"{counted(count, 'row')} shared the date of an earlier row; values of the same date "
        f"were {_DONE[rule]}."
    )
    at = int(np.argmax(repeated))
    example = f"Line {number(rows['line'].iloc[at])}: {day(rows['ds'].iloc[at])} was there before."
    return merged, [_step("Duplicates merged", count, text, example, rows, merged, "duplicates")]


def add_up_series(rows: Rows, noun: str, rule: str) -> tuple[Rows, list[Step]]:
    """One row for each date: the sum or mean over all series; `noun` says what a series is."""
    names = rows["series"].nunique()
    if names < 2:
        return rows, []
    added = _grouped(rows, ["ds"], rule)
    text = (
        f"{number(names)} series of column {noun} were {_TOGETHER[rule]}: "
        f"{counted(len(rows), 'row')} became {counted(len(added), 'date')}."
    )
    return added, [_step("Series added up", names, text, "", rows, added, "aggregate")]


def _grouped(rows: Rows, by: list[str], rule: str) -> Rows:
    groups = rows.groupby(by, sort=False, observed=True)
    values = groups["value"].sum(min_count=1) if rule == "sum" else groups["value"].agg(rule)
    return pd.concat([values, groups["line"].first()], axis=1).reset_index()


def _step(
    name: str, count: int, text: str, example: str, before: Rows, after: Rows, setting: str = ""
) -> Step:
    totals = total(before["value"]), total(after["value"])
    return Step(name, count, text, example, *totals, setting)


def regular(
    rows: Rows, frequency: Frequency, rule: str, skipped: pd.DatetimeIndex | None = None
) -> tuple[pd.Series, list[Step]]:
    """The values on a regular calendar.

    Args:
        rows: One series.
        frequency: Spacing of the calendar.
        rule: What becomes of several dates in one period, "sum" or "mean".
        skipped: Stamps that never were, as when clocks go forward.

    Returns:
        The values, shape (n,), float64, and the steps: dates moved to the stamp of their period,
        periods made of several dates, empty periods at the ends left out, gaps.

    Raises:
        DataError: If fewer than two values are there, or the calendar would be almost empty.
    """
    stamps = frequency.snap(pd.DatetimeIndex(rows["ds"]))
    moved = np.asarray(stamps != pd.DatetimeIndex(rows["ds"]))
    steps = _moved(rows, stamps, moved, frequency)
    placed = rows.assign(ds=stamps)
    combined = placed
    shared = int(placed["ds"].duplicated().sum())
    if shared:
        combined = _grouped(placed, ["ds"], rule)
        text = (
            f"{counted(len(placed), 'date')} fell into {frequency.count(len(combined))}; values "
            f"of the same {frequency.noun} were {_DONE[rule]}."
        )
        steps.append(_step("Dates combined", shared, text, "", placed, combined, "aggregate"))
    return _on_calendar(combined.set_index("ds").sort_index(), frequency, steps, skipped)


@dataclass(frozen=True, eq=False)
class SideBySide:
    """Several series on one calendar.

    Attributes:
        names: Their names, in the order of the rows.
        values: Shape (series, n), float64, NaN where nothing is known.
        index: The calendar, shape (n,), from the first value of any series to the last.
    """

    names: tuple[str, ...]
    values: np.ndarray
    index: pd.DatetimeIndex


def side_by_side(rows: Rows, frequency: Frequency, rule: str) -> SideBySide:
    """The values of every series on one regular calendar.

    Args:
        rows: All series, in the column `series`.
        frequency: Spacing of the calendar.
        rule: What becomes of several dates of a series in one period, "sum" or "mean".

    Raises:
        DataError: If fewer than two periods have a value, or the calendar would be almost empty.
    """
    known = rows[rows["value"].notna()]
    names = tuple(dict.fromkeys(map(str, rows["series"].unique())))
    stamps = frequency.snap(pd.DatetimeIndex(known["ds"]))
    placed = known.assign(ds=stamps)
    periods = placed.drop_duplicates("ds").set_index("ds").sort_index()
    first, last = _ends(periods.index, frequency)
    _check_density(periods, frequency)
    index = frequency.calendar(first, last)
    groups = placed.groupby(["series", "ds"], sort=False, observed=True)["value"]
    combined = groups.agg(rule).reset_index()
    values = np.full((len(names), len(index)), np.nan)
    row = pd.Index(names).get_indexer(pd.Index(combined["series"].astype(str)))
    values[row, index.get_indexer(pd.DatetimeIndex(combined["ds"]))] = combined["value"]
    return SideBySide(names, values, index)


def zeros_after_first(values: np.ndarray) -> np.ndarray:
    """Series, shape (series, n), with zero where nothing is known after their first value.

    Order lines say nothing where nothing was sold, also after a product's last sale.
    """
    begun = np.maximum.accumulate(~np.isnan(values), axis=1)
    return np.where(begun & np.isnan(values), 0.0, values)


def _moved(
    rows: Rows, stamps: pd.DatetimeIndex, moved: np.ndarray, frequency: Frequency
) -> list[Step]:
    if not moved.any():
        return []
    first = rows[moved].iloc[0]
    text = f"{counted(int(moved.sum()), 'date')} moved to the {frequency.stamp} of their "
    text += f"{frequency.noun}."
    if frequency.name == "business-daily":
        text = f"{counted(int(moved.sum()), 'date')} moved to the business day they belong to."
    example = f"Line {number(first['line'])}: {day(first['ds'])} counts as "
    example += f"{frequency.words(stamps[moved][0])}."
    return remark(rows, "Dates moved", int(moved.sum()), text, example)


def _on_calendar(
    placed: pd.DataFrame,
    frequency: Frequency,
    steps: list[Step],
    skipped: pd.DatetimeIndex | None,
) -> tuple[pd.Series, list[Step]]:
    """Values by stamp, rising, put on every stamp between the first and last that hold one."""
    observed = placed.index[placed["value"].notna()]
    first, last = _ends(observed, frequency)
    for place, cut in (
        ("start", placed[placed.index < first]),
        ("end", placed[placed.index > last]),
    ):
        if len(cut):
            text = (
                f"{frequency.count(len(cut))} without a value at the {place} left out: "
                f"{_span(cut.index, frequency)}."
            )
            steps += remark(placed, f"{place.title()} left out", len(cut), text)
    inside = placed.loc[first:last]
    _check_density(inside, frequency)
    full = inside["value"].astype(np.float64).reindex(frequency.calendar(first, last))
    gaps = full.index.difference(inside.index)
    if skipped is not None and len(never := gaps.intersection(skipped)):
        text = f"{frequency.count(len(never))} that clocks skipped when they went forward."
        example = f"The first is {frequency.words(never[0])}."
        steps += remark(placed, "Clocks went forward", len(never), text, example)
        gaps = gaps.difference(never)
    text = f"{frequency.count(len(gaps))} without a row, kept as missing."
    example = f"The first is {frequency.words(gaps[0])}." if len(gaps) else ""
    return full, [*steps, *remark(placed, "Gaps found", len(gaps), text, example, "gaps")]


def _ends(observed: pd.Index, frequency: Frequency) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last of some stamps with a value, rising; two or more."""
    if len(observed) < 2:
        raise DataError(
            f"Only {frequency.count(len(observed))} with a value can be used, and a forecast needs "
            "more. Check the columns and the frequency, or upload a longer file."
        )
    return observed[0], observed[-1]


def _check_density(placed: pd.DataFrame, frequency: Frequency) -> None:
    """Refuse rows by stamp, rising, whose calendar would be almost empty."""
    length = frequency.length(placed.index[0], placed.index[-1])
    if length > max(_LONG, _EMPTY * len(placed)):
        raise _too_empty(placed, length, frequency)


def _span(index: pd.Index, frequency: Frequency) -> str:
    first, last = frequency.words(index[0]), frequency.words(index[-1])
    return first if len(index) == 1 else f"{first} to {last}"


def _too_empty(placed: pd.DataFrame, length: int, frequency: Frequency) -> DataError:
    at = int(np.argmax(np.diff(pd.DatetimeIndex(placed.index).asi8)))
    before, after = (
        f"{frequency.words(placed.index[i])} (line {number(placed['line'].iloc[i])})"
        for i in (at, at + 1)
    )
    return DataError(
        f"The dates span {frequency.count(length)}, but only {number(len(placed))} of them have a "
        f"row. The longest gap lies between {before} and {after}; one of these dates may be "
        "mistyped. Correct it, or choose a coarser frequency."
    )
