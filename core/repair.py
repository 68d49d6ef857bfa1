"""From the rows of a file to one regular series, with a receipt of everything that was done.

Rows travel as a frame with the columns `ds` (stamps), `value` (float64, NaN where missing),
`series` (text), `line` (of the file) and `copy` (whether a row repeats an earlier one in full),
in file order. Every function is pure and returns what it made together with its steps; a step
that changed nothing leaves no line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.errors import DataError
from core.wording import amount, counted

Rows = pd.DataFrame
_DONE = {
    "sum": "added up",
    "mean": "replaced by their mean",
    "last": "replaced by the last one",
    "first": "replaced by the first one",
}
# A calendar this long that is almost empty comes from a mistyped date, not from a gap.
_LONG, _EMPTY = 1_000, 20


@dataclass(frozen=True)
class Step:
    """One line of a receipt.

    Attributes:
        name: What was done, in a few words.
        count: Rows, dates or periods it was done to.
        text: A sentence with the count.
        example: One case, naming the line of the file where there is one.
        total_before: Sum of all values before the step.
        total_after: Sum of all values after it.
    """

    name: str
    count: int
    text: str
    example: str
    total_before: float
    total_after: float


@dataclass(frozen=True)
class Receipt:
    """Everything that was done between the file and the series, in order."""

    steps: tuple[Step, ...]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def count(self, name: str) -> int:
        """Count of the step called `name`, 0 if it left no line."""
        return sum(step.count for step in self.steps if step.name == name)

    def control(self) -> str:
        """Whether the values still add up to what stood in the file, and if not, why."""
        before, after = self.steps[0].total_before, self.steps[-1].total_after
        changes = [
            f"step {number} ({step.name.lower()}) changed it by "
            f"{amount(step.total_after - step.total_before)}"
            for number, step in enumerate(self.steps, start=1)
            if not _same(step.total_before, step.total_after)
        ]
        if not changes:
            return f"Total before = total after: {amount(after)}."
        return (
            f"Total before {amount(before)}, after {amount(after)}: it differs by "
            f"{amount(after - before)} because {' and '.join(changes)}."
        )


def _same(one: float, other: float) -> bool:
    return bool(np.isclose(one, other, rtol=1e-9, atol=1e-9))


def day(stamp: pd.Timestamp) -> str:
    """A date in words, with the time where there is one: "5 January 2020, 13:00"."""
    clock = "" if stamp == stamp.normalize() else f", {stamp:%H:%M}"
    return f"{stamp.day} {stamp:%B} {stamp.year}{clock}"


def total(values: pd.Series) -> float:
    """Sum of the values that are there."""
    return float(np.nansum(values.to_numpy(dtype=np.float64)))


def remark(rows: Rows, name: str, count: int, text: str, example: str = "") -> list[Step]:
    """A step that changes no total; none if `count` is 0."""
    here = total(rows["value"])
    return [Step(name, count, text, example, here, here)] if count else []


def leave_out(
    rows: Rows, out: np.ndarray, name: str, text: str, example: str = ""
) -> tuple[Rows, list[Step]]:
    """Rows without those where `out`, shape (n,), is true; `text` is the step's sentence."""
    if not out.any():
        return rows, []
    kept = rows[~out]
    before, after = total(rows["value"]), total(kept["value"])
    return kept, [Step(name, int(out.sum()), text, example, before, after)]


def rule_for_duplicates(rows: Rows) -> tuple[str, str]:
    """What should become of several rows for one date of one series, and why."""
    repeated = rows.duplicated(["series", "ds"])
    if not repeated.any():
        return "sum", "no date repeats"
    if rows["copy"][repeated].all():
        return "last", "all repeated rows are exact copies of another row"
    return "sum", "the repeated rows differ, so each one counts"


def merge_duplicates(rows: Rows, rule: str) -> tuple[Rows, list[Step]]:
    """One row for each date of each series, by `rule`: "sum", "mean", "last" or "first"."""
    repeated = int(rows.duplicated(["series", "ds"]).sum())
    if not repeated:
        return rows, []
    merged = _grouped(rows, ["series", "ds"], rule)
    text = (
        f"{counted(repeated, 'row')} repeated a date that was there already; values of the "
        f"same date were {_DONE[rule]}."
    )
    first = rows[rows.duplicated(["series", "ds"], keep=False)].iloc[0]
    example = f"Line {first['line']:,} shares the date {day(first['ds'])} with another."
    return merged, [_step("Duplicates merged", repeated, text, example, rows, merged)]


def add_up_series(rows: Rows, noun: str) -> tuple[Rows, list[Step]]:
    """One row for each date: the sum over all series; `noun` says what a series is."""
    names = rows["series"].nunique()
    if names < 2:
        return rows, []
    added = _grouped(rows, ["ds"], "sum").assign(series="")
    text = (
        f"{names:,} series of column {noun} were added up: {counted(len(rows), 'row')} became "
        f"{counted(len(added), 'date')}."
    )
    return added, [_step("Series added up", names, text, "", rows, added)]


def _grouped(rows: Rows, by: list[str], rule: str) -> Rows:
    groups = rows.groupby(by, sort=False)
    values = groups["value"].sum(min_count=1) if rule == "sum" else groups["value"].agg(rule)
    return pd.concat([values, groups["line"].first()], axis=1).reset_index()


def _step(name: str, count: int, text: str, example: str, before: Rows, after: Rows) -> Step:
    return Step(name, count, text, example, total(before["value"]), total(after["value"]))


def regular(rows: Rows, frequency: Frequency, rule: str) -> tuple[pd.Series, list[Step]]:
    """The values on a regular calendar.

    Args:
        rows: One series.
        frequency: Spacing of the calendar.
        rule: What becomes of several dates in one period, as in `merge_duplicates`.

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
        steps.append(_step("Dates combined", shared, text, "", placed, combined))
    return _on_calendar(combined.set_index("ds").sort_index(), frequency, steps)


def partial_ends(rows: Rows, frequency: Frequency) -> list[str]:
    """Notes if the first or last period holds clearly fewer dates than the others do."""
    seen = rows[rows["value"].notna()]
    stamps = pd.Series(frequency.snap(pd.DatetimeIndex(seen["ds"])))
    counts = stamps.value_counts().sort_index()
    usual = float(counts.median())
    notes = []
    for place, at in (("first", 0), ("last", -1)):
        if usual >= 3 and counts.iloc[at] < 0.8 * usual:
            period = frequency.words(pd.Timestamp(counts.index[at]))
            notes.append(
                f"The {place} {frequency.noun}, {period}, holds {counts.iloc[at]} of the usual "
                f"{usual:.0f} dates, so its value is not comparable with the others. Leave its "
                "rows out of the file if that matters."
            )
    return notes


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
    example = f"Line {first['line']:,}: {day(first['ds'])} counts as "
    example += f"{frequency.words(stamps[moved][0])}."
    return remark(rows, "Dates moved", int(moved.sum()), text, example)


def _on_calendar(
    placed: pd.DataFrame, frequency: Frequency, steps: list[Step]
) -> tuple[pd.Series, list[Step]]:
    """Values by stamp, rising, put on every stamp between the first and last that hold one."""
    observed = placed.index[placed["value"].notna()]
    if len(observed) < 2:
        raise DataError(
            f"Only {frequency.count(len(observed))} with a value can be used, and a forecast needs "
            "more. Check the columns and the frequency, or upload a longer file."
        )
    first, last = observed[0], observed[-1]
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
    length = frequency.length(first, last)
    if length > max(_LONG, _EMPTY * len(inside)):
        raise _too_empty(inside, length, frequency)
    full = inside["value"].astype(np.float64).reindex(frequency.calendar(first, last))
    gaps = full.index.difference(inside.index)
    text = f"{frequency.count(len(gaps))} without a row, kept as missing."
    example = f"The first is {frequency.words(gaps[0])}." if len(gaps) else ""
    return full, [*steps, *remark(placed, "Gaps found", len(gaps), text, example)]


def _span(index: pd.Index, frequency: Frequency) -> str:
    first, last = frequency.words(index[0]), frequency.words(index[-1])
    return first if len(index) == 1 else f"{first} to {last}"


def _too_empty(placed: pd.DataFrame, length: int, frequency: Frequency) -> DataError:
    at = int(np.argmax(np.diff(pd.DatetimeIndex(placed.index).asi8)))
    before, after = (
        f"{frequency.words(placed.index[i])} (line {placed['line'].iloc[i]:,})"
        for i in (at, at + 1)
    )
    return DataError(
        f"The dates span {frequency.count(length)}, but only {len(placed):,} of them have a row. "
        f"The longest gap lies between {before} and {after}; one of these dates may be mistyped. "
        "Correct it, or choose a coarser frequency."
    )
