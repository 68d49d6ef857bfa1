"""From a table of text to regular series: what is decided, and the rows repaired accordingly."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core import calendar, repair
from core.calendar import Frequency
from core.number_style import NumberStyle, using
from core.reading import findings, footers, other_columns, treating
from core.reading.choices import (
    AGGREGATES,
    DUPLICATES,
    KEEP_APART,
    PARTIAL,
    ZEROS,
    Choices,
    Detection,
    Question,
)
from core.reading.shapes import lengthen
from core.reading.table import Table
from core.reading.understanding import Understood, understand
from core.reading.value_style import ValueStyle
from core.repair import Receipt, Rows, Step
from core.timeseries import TimeSeries
from core.wording import counted, listed, quoted

_FIRST_ROWS, _TWICE = 30, 0.9
"""Rows of the first dates that show whether order lines stand twice, and the share that has to."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A table understood as one series.

    Attributes:
        series: The series.
        receipt: What was done to get there, with totals.
        detections: What was found out or chosen, with evidence and options.
        questions: What fits two ways, so that only the person can know.
        notes: Warnings, as sentences.
        style: How the file writes its values, and the unit it gives them.
        driving: Columns that could be taken as drivers.
    """

    series: TimeSeries
    receipt: Receipt
    detections: tuple[Detection, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    style: ValueStyle
    driving: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Dated:
    """One row for each date of each series, the frequency found, and what was done so far.

    `all_rows` are those that had a date and belong to the series chosen, as the file has them.
    """

    table: Table
    understood: Understood
    all_rows: Rows
    rows: Rows
    frequency: Frequency
    aggregate: str
    steps: list[Step]
    detections: list[Detection]
    notes: list[str]

    def series(self, name: str, values: pd.Series) -> TimeSeries:
        """Values on a calendar, with what the file says about them."""
        return TimeSeries(
            name,
            values.rename(name),
            self.frequency,
            unit=self.understood.style.unit,
            numbers=self.understood.style.numbers,
            date_style=self.understood.date_style,
        )


def interpret(
    table: Table, choices: Choices | None = None, numbers: NumberStyle | None = None
) -> Reading:
    """Understand a table as one regular series.

    Args:
        table: The file.
        choices: What the person decided; the rest is detected.
        numbers: How numbers are written in the receipt and the notes; as in the file if not said.

    Raises:
        DataError: If no regular series can be made of it; says where and what to do.
        SettingError: If a choice names a column or series that is not in the file.
    """
    choices = choices or Choices()
    table, layout = lengthen(table, choices.layout)
    understood = understand(table, choices)
    with using(numbers or understood.style.numbers):
        return _interpreted(table, choices, _dated(table, choices, understood, layout))


def _interpreted(table: Table, choices: Choices, dated: _Dated) -> Reading:
    understood, frequency, aggregate = dated.understood, dated.frequency, dated.aggregate
    rows, added = repair.add_up_series(dated.rows, quoted(understood.label.name), aggregate)
    values, repaired = repair.regular(rows, frequency, aggregate)
    treatment, offered = treating.choose(values, choices)
    later = treating.steps(values, frequency, treatment)
    drivers, taken = other_columns.drivers(
        dated.table,
        dated.all_rows,
        choices.drivers or (),
        choices.known_ahead or (),
        frequency,
        values,
    )
    receipt = Receipt((*dated.steps, *added, *repaired, *taken, *later))
    detections = dated.detections
    if receipt.count("Dates combined") or receipt.count("Series added up"):
        reason = understood.why_aggregate
        detections = [
            *detections,
            Detection("aggregate", "Added up or averaged", aggregate, reason, AGGREGATES),
        ]
    return Reading(
        replace(dated.series(understood.name, values), treatment=treatment, drivers=drivers),
        receipt,
        (*detections, *offered),
        tuple(understood.questions),
        (
            *table.notes,
            *understood.notes,
            *dated.notes,
            *findings.sparse(values, receipt.count("Gaps found"), frequency),
        ),
        understood.style,
        understood.driving,
    )


def interpret_panel(table: Table, choices: Choices | None = None) -> dict[str, TimeSeries]:
    """Understand a table as a panel: each of its series on the same kind of calendar.

    Args:
        table: The file.
        choices: As in `interpret`; series that are not chosen are left out.

    Returns:
        By name, in the order of the file, each from its own first to its own last value; series
        with fewer than two values have none.

    Raises:
        DataError, SettingError: As in `interpret`.
    """
    choices = choices or Choices()
    table, layout = lengthen(table, choices.layout)
    dated = _dated(table, choices, understand(table, choices), layout)
    panel = {}
    for label, rows in dated.rows.groupby("series", sort=False, observed=True):
        name = str(label) or dated.understood.name
        if dated.frequency.snap(pd.DatetimeIndex(rows["ds"][rows["value"].notna()])).nunique() > 1:
            values, _ = repair.regular(rows, dated.frequency, dated.aggregate)
            panel[name] = dated.series(name, values)
    return panel


def _dated(
    table: Table, choices: Choices, understood: Understood, layout: list[Detection]
) -> _Dated:
    rows, steps, notes = _readable(table, understood)
    of_all = pd.DatetimeIndex(rows["ds"])
    if choices.series is not None and any(choices.series):
        rows, left = _only(rows, understood, choices.series)
        steps += left
    all_rows = rows
    rows, detections, more = _without_zeros(rows, choices.zeros)
    steps += more
    rows, merging, merged = _merged(table, rows, understood, choices)
    steps += merged
    stamps = pd.DatetimeIndex(rows["ds"])
    frequency, evidence = calendar.infer(of_all, loose=understood.order_lines)
    if not _suits(frequency, stamps):
        frequency, evidence = calendar.infer(stamps, loose=understood.order_lines)
    spacing = findings.frequency(frequency, evidence, stamps, choices.frequency)
    if choices.frequency is not None:
        frequency = calendar.named(choices.frequency, stamps)
    if understood.numbered:
        spacing = findings.numbered_frequency(frequency.name, len(rows), choices.frequency)
    rows, partial, cut, said = _whole_periods(rows, frequency, choices.partial)
    return _Dated(
        table,
        understood,
        all_rows,
        rows,
        frequency,
        choices.aggregate or understood.aggregate,
        [*steps, *cut],
        [*layout, *understood.detections, spacing, *merging, *detections, *partial],
        [*notes, *said],
    )


def _suits(frequency: Frequency, stamps: pd.DatetimeIndex) -> bool:
    """Whether the frequency of all series is that of one: it holds half of the periods."""
    periods = frequency.snap(stamps).unique().sort_values()
    return len(periods) >= 0.5 * frequency.length(periods[0], periods[-1])


def _readable(table: Table, understood: Understood) -> tuple[Rows, list[Step], list[str]]:
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
    totals = footers.total_rows(texts, dates.stamps)
    below = footers.note_rows(texts, dates.stamps, numbers.values) & ~totals
    if labels is not None and understood.total is not None:
        adding_up = labels.codes == understood.total
        totals |= adding_up
        texts = texts.astype(object).where(~adding_up, " / ".join(labels.names[understood.total]))
    data = rows[~totals & ~below]
    steps = findings.read_steps(data, understood, numbers)
    steps += footers.left_out(rows, texts, totals, below, data)
    unreadable = np.asarray(data["ds"].isna())
    text, example = findings.date_problem(
        texts[data.index].reset_index(drop=True), dates.of(data.index), data["line"].to_numpy()
    )
    rows, left = repair.leave_out(data, unreadable, "Rows set aside", text, example)
    notes = [sentence for _, sentence in dates.remarks]
    notes += [example] if example else []
    notes += findings.value_notes(understood.value.name, understood.cell, numbers, lines, data)
    return rows, [*steps, *left], notes


def _only(rows: Rows, understood: Understood, series: tuple[str, ...]) -> tuple[Rows, list[Step]]:
    """The rows of the series chosen."""
    labels = understood.labels
    if labels is None:
        return rows, []
    others = ~labels.chosen(series)[rows.index]
    shown = quoted(" / ".join(part for part in series if part))
    text = f"{counted(int(others.sum()), 'row')} of other series than {shown} left out."
    return repair.leave_out(rows, others, "Other series left out", text)


def _without_zeros(rows: Rows, chosen: str | None) -> tuple[Rows, list[Detection], list[Step]]:
    zeros = np.asarray(rows["value"] == 0)
    if not zeros.any():
        return rows, [], []
    reason = "chosen by you" if chosen else f"{counted(int(zeros.sum()), 'zero')} kept as they are"
    found = [Detection("zeros", "Zeros", chosen or ZEROS[0], reason, ZEROS)]
    if chosen != ZEROS[1]:
        return rows, found, []
    rows, steps = repair.without_zeros(rows, zeros)
    return rows, found, steps


def _merged(
    table: Table, rows: Rows, understood: Understood, choices: Choices
) -> tuple[Rows, list[Detection], list[Step]]:
    """One row for each date of each series, and a detection if there were more.

    Each row is judged by itself and those before it: a rule for all of them would let later rows
    decide about earlier ones.
    """
    repeated = np.asarray(rows.duplicated(["series", "ds"]))
    if not repeated.any():
        found = []
        if choices.duplicates == KEEP_APART:
            found = [_repeated(KEEP_APART, "chosen by you")]
        return rows, found, []
    steps: list[Step] = []
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
            rows, steps = repair.leave_out_copies(rows, copies)
            repeated = repeated[~copies]
    if repeated.any():
        rows, merged = repair.merge_duplicates(rows, repeated, rule)
        steps += merged
    return rows, [_repeated(rule, reason)], steps


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


def _whole_periods(
    rows: Rows, frequency: Frequency, chosen: str | None
) -> tuple[Rows, list[Detection], list[Step], list[str]]:
    """Rows without those of an unfinished first or last period, unless these are to be kept."""
    found = repair.unfinished(rows, frequency)
    if not found:
        return rows, [], [], []
    sentences = [f"{period.sentence}" for period in found]
    reason = "chosen by you" if chosen else "part of a period is not comparable with whole ones"
    value = chosen or PARTIAL[0]
    detection = Detection("partial", "Unfinished periods", value, reason, PARTIAL)
    if value == "keep":
        kept = " It is kept, so its value is not comparable with the others."
        return rows, [detection], [], [sentence + kept for sentence in sentences]
    out = np.logical_or.reduce([period.rows for period in found])
    periods = listed([period.words for period in found])
    text = f"{counted(int(out.sum()), 'row')} of {periods} left out: {_joined(sentences)}"
    rows, steps = repair.leave_out(rows, out, "Unfinished periods left out", text)
    steps = [replace(step, setting="partial") for step in steps]
    return rows, [detection], steps, [f"{sentence} It is left out." for sentence in sentences]


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(sentences)
