"""From a table of text to a regular series: what is decided, and the rows repaired accordingly."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core import calendar, repair
from core.errors import SettingError
from core.reading import columns, date_columns, findings
from core.reading.choices import DUPLICATES, Choices, Detection, Question
from core.reading.columns import Choice
from core.reading.dates import Dates, read_dates
from core.reading.numbers import STORED, Numbers, detect_decimal, read_numbers
from core.reading.shapes import lengthen
from core.reading.table import Table
from core.repair import Receipt, Rows, Step
from core.timeseries import TimeSeries
from core.wording import quoted


@dataclass(frozen=True, eq=False)
class Reading:
    """A table understood as one series.

    Attributes:
        series: The series.
        receipt: What was done to get there, with totals.
        detections: What was found out or chosen, with evidence and options.
        questions: What fits two ways, so that only the person can know.
        notes: Warnings, as sentences.
    """

    series: TimeSeries
    receipt: Receipt
    detections: tuple[Detection, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Understood:
    """The columns of a table, read.

    Attributes:
        date: Column of the dates.
        value: Column of the values.
        label: Column that tells series apart.
        texts: The dates as they stand in the file, shape (rows,).
        dates: The dates, read.
        numbers: The values, read.
        detections: What was found out, in the order of a form.
        questions: What is open.
    """

    date: Choice
    value: Choice
    label: Choice | None
    texts: pd.Series = field(repr=False)
    dates: Dates
    numbers: Numbers
    detections: list[Detection]
    questions: list[Question]


def interpret(table: Table, choices: Choices | None = None) -> Reading:
    """Understand a table as one regular series.

    Args:
        table: The file.
        choices: What the person decided; the rest is detected.

    Raises:
        DataError: If no regular series can be made of it; says where and what to do.
        SettingError: If a choice names a column or series that is not in the file.
    """
    choices = choices or Choices()
    table, layout = lengthen(table, choices.layout)
    understood = _understand(table, choices)
    label = understood.label
    rows, steps, notes = _readable(table, understood)
    if label is not None and choices.series:
        rows, left = _only(rows, label.name, choices.series)
        steps += left
    rule, merging = _rule(rows, choices.duplicates)
    rows, merged = repair.merge_duplicates(rows, rule)
    steps += merged
    if label is not None:
        rows, added = repair.add_up_series(rows, quoted(label.name))
        steps += added
    stamps = pd.DatetimeIndex(rows["ds"])
    frequency, evidence = calendar.infer(stamps)
    spacing = findings.frequency(frequency, evidence, stamps, choices.frequency)
    if choices.frequency is not None:
        frequency = calendar.named(choices.frequency, stamps)
    values, repaired = repair.regular(rows, frequency, choices.duplicates or "sum")
    receipt = Receipt((*steps, *repaired))
    notes += repair.partial_ends(rows, frequency)
    notes += findings.sparse(values, receipt.count("Gaps found"), frequency)
    name = understood.value.name
    if choices.series:
        name = f"{name}, {choices.series}"
    return Reading(
        TimeSeries(name, values.rename(name), frequency),
        receipt,
        (*layout, *understood.detections, spacing, *merging),
        tuple(understood.questions),
        (*table.notes, *understood.dates.notes, *notes),
    )


def _understand(table: Table, choices: Choices) -> _Understood:
    """Choose the columns and read them."""
    surveyed = columns.survey(table.frame)
    date = date_columns.choose_date(table.frame, surveyed, choices.date_column)
    parts = date_columns.source_columns(table.frame, date.name)
    given = table.values if table.values and choices.value_column is None else choices.value_column
    value = columns.choose_value(surveyed, parts, given, table.frame)
    if table.values and choices.value_column is None:
        value = replace(value, reason="it holds what stood under the dates")
    texts = date_columns.date_texts(table.frame, date.name)
    dates = read_dates(texts, choices.date_order)
    cells = table.frame[value.name]
    decimal = STORED if value.name in table.stored else detect_decimal(cells, table.delimiter)
    numbers = read_numbers(cells, choices.decimal or decimal.mark)
    taken = [*parts, value.name]
    label = columns.choose_series(table.frame, surveyed, dates.stamps, choices.series_column, taken)
    if label is None and choices.series:
        raise SettingError(
            f"There is no column that tells series apart, so {quoted(choices.series)} can't be "
            "chosen; choose the column first."
        )
    detections = [findings.column("date_column", "Date column", date)]
    detections += findings.order(dates)
    detections += [
        findings.column("value_column", "Value column", value),
        findings.decimal(decimal, choices.decimal),
    ]
    if label is not None:
        detections.append(findings.column("series_column", "Series column", label))
        labels = _labels(table, label)
        series = choices.series or ""
        detections.append(findings.series(labels, label.name, numbers.values, series))
    questions = findings.order_question(dates, texts)
    if choices.decimal is None:
        questions += findings.decimal_question(decimal, value.name)
    return _Understood(date, value, label, texts, dates, numbers, detections, questions)


def _labels(table: Table, label: Choice) -> np.ndarray:
    """The series each row belongs to, shape (rows,); rows that don't say form one of their own."""
    return np.asarray(table.frame[label.name].replace("", "(empty)"))


def _readable(table: Table, understood: _Understood) -> tuple[Rows, list[Step], list[str]]:
    """The rows whose date can be read, the steps up to there, and notes.

    Raises:
        DataError: If most dates or most values can't be read, or there are no values.
    """
    dates, numbers, value = understood.dates, understood.numbers, understood.value.name
    cells = table.frame[value]
    findings.check_dates(understood.date.name, understood.texts, dates, table.lines)
    findings.check_values(understood.value, cells, numbers, table.lines)
    label = understood.label
    rows = pd.DataFrame(
        {
            "ds": dates.stamps,
            "value": numbers.values,
            "series": "" if label is None else _labels(table, label),
            "line": table.lines,
            "copy": table.frame.duplicated().to_numpy(),
        }
    )
    steps = findings.read_steps(rows, understood.date.name, value, dates, numbers, cells)
    unreadable = np.asarray(dates.stamps.isna())
    text, example = findings.date_problem(understood.texts, dates, table.lines)
    rows, left = repair.leave_out(rows, unreadable, "Rows set aside", text, example)
    notes = [sentence for _, sentence in dates.remarks]
    notes += [example] if example else []
    notes += findings.value_notes(value, cells, numbers, table.lines)
    return rows, [*steps, *left], notes


def _only(rows: Rows, column: str, series: str) -> tuple[Rows, list[Step]]:
    """The rows of one series."""
    others = (rows["series"] != series).to_numpy()
    if others.all():
        raise SettingError(f"Column {quoted(column)} has no series {quoted(series)}.")
    text = f"{others.sum():,} rows of other series than {quoted(series)} left out."
    return repair.leave_out(rows, others, "Other series left out", text)


def _rule(rows: Rows, chosen: str | None) -> tuple[str, list[Detection]]:
    """What becomes of several rows for one date, and a detection if there are any."""
    rule, reason = repair.rule_for_duplicates(rows)
    if chosen is not None:
        rule, reason = chosen, "chosen by you"
    if not rows.duplicated(["series", "ds"]).any():
        return rule, []
    return rule, [Detection("duplicates", "Repeated dates", rule, reason, DUPLICATES)]
