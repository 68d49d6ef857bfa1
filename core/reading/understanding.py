"""Which columns of a table hold dates, values and series, and what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core import rhythm
from core.date_style import find_style
from core.errors import SettingError
from core.reading import (
    columns,
    date_columns,
    findings,
    fiscal_months,
    labels,
    line_prices,
    measures,
    other_columns,
    row_values,
    totals,
    which_series,
)
from core.reading.choices import KEEP_APART, Choices, Detection, Question
from core.reading.columns import Choice
from core.reading.dates import Dates, read_dates
from core.reading.kept_apart import column_of_series, number_apart
from core.reading.labels import Labels
from core.reading.numbered import number_rows
from core.reading.numbers import Numbers
from core.reading.table import Table
from core.reading.value_style import ValueStyle, find_value_style
from core.reading.vocabulary import WEEK, words_of
from core.wording import quoted

_ORDERS = 0.2
"""Share of rows that have to repeat a date for the rows to be taken for order lines."""

_FEWEST = 10
"""Rows that have to repeat a date."""


@dataclass(frozen=True, eq=False)
class Understood:
    """The columns of a table, read.

    Attributes:
        name: What the values are, with the series chosen.
        date: Column of the dates.
        value: What is measured.
        label: Columns that tell series apart.
        texts: The dates as they stand in the file, shape (rows,).
        dates: The dates, read.
        cell: What stands in a row for the value.
        numbers: The values, read.
        labels: The series of each row; None if there is one only.
        totals: Which of them add up others, shape (series,); None if there is one only.
        series: Those chosen, or taken until a question is answered; None for all.
        notes: Warnings, as sentences.
        order_lines: Whether many dates repeat and no column tells their rows apart.
        aggregate: How values of several dates or series are combined, "sum" or "mean".
        why_aggregate: Why, in words.
        style: How the values are written, and their unit.
        driving: Columns that could move the values.
        sorting: Columns by whose values rows may be left out.
        used: Columns that hold dates, values and series.
        decimal: Decimal mark of the values.
        date_style: Template of the dates, as `core.date_style` has it.
        detections: What was found out, in the order of a form.
        questions: What is open.
    """

    name: str
    date: Choice
    value: Choice
    label: Choice
    texts: pd.Series = field(repr=False)
    dates: Dates
    cell: Callable[[int], str] = field(repr=False)
    numbers: Numbers
    labels: Labels | None
    totals: np.ndarray | None
    series: tuple[str, ...] | None
    notes: tuple[str, ...]
    order_lines: bool
    aggregate: str
    why_aggregate: str
    style: ValueStyle
    driving: tuple[str, ...]
    sorting: tuple[str, ...]
    used: tuple[str, ...]
    decimal: str
    date_style: str
    detections: list[Detection]
    questions: list[Question]

    @property
    def numbered(self) -> bool:
        """Whether the file has no dates, so that its rows are numbered."""
        return self.date.name == date_columns.NUMBERED


def understand(table: Table, choices: Choices) -> Understood:
    """Choose the columns of a table and read them.

    Raises:
        DataError: If there is no column of dates, or none of values.
        SettingError: If a choice names a column or series that is not in the file.
    """
    surveyed = columns.survey(table.frame)
    date = date_columns.choose_date(table.frame, surveyed, choices.date_column)
    parts = date_columns.source_columns(table.frame, date.name)
    fiscal = fiscal_months.find([table.frame[part] for part in parts], choices.fiscal_start)
    texts = date_columns.date_texts(table.frame, date.name, fiscal.start if fiscal else 1)
    if date.name == date_columns.NUMBERED:
        dates = number_rows(len(table.frame), choices.frequency)
    else:
        weekly = bool(words_of(date.name) & WEEK)
        dates = read_dates(texts, choices.date_order, weekly).without_far()
    if fiscal:
        dates = replace(dates, remarks=(*dates.remarks, fiscal.remark))
    known = dates.stamps[dates.stamps.notna()]
    irregular = len(known) > 1 and rhythm.irregular(known.unique().sort_values())
    events = _often((known.normalize() if irregular else known).duplicated())
    value = _value(table, surveyed, parts, choices.value_column, events)
    taken = [*parts, *measures.source_columns(table.frame, value.name)]
    label, told_apart = labels.choose_series(
        table.frame, surveyed, dates.stamps, column_of_series(choices), taken
    )
    # Each order has a moment of its own.
    moments = irregular and (
        value.name == measures.COUNT or measures.has_order_lines(surveyed, parts)
    )
    repeats = (known.normalize() if moments else known).duplicated()
    order_lines = _often(repeats) and (moments or not told_apart)
    if order_lines and choices.value_column is None:
        value = measures.of_order_lines(value, surveyed, parts)
        taken = [*parts, *measures.source_columns(table.frame, value.name)]
    others = [c.name for c in surveyed if c.name not in parts and c.dates < 0.5 <= c.numbers]
    decimal = measures.decimal_of(table, value.name, others)
    numbers = measures.read_measure(table, value.name, choices.decimal or decimal.mark)
    if choices.duplicates == KEEP_APART:
        table, label = number_apart(table, dates.stamps, label)
    told = labels.label(table.frame, label.name)
    if any((choices.series or ())[0 if told is None else len(told.columns) :]):
        raise SettingError(
            f"The series {quoted(_shown(choices.series))} can't be chosen by "
            f"{quoted(label.name or 'no column')}; choose the column first."
        )
    aggregate, why = "sum", "amounts of several dates or series add up"
    of_lines = order_lines and line_prices.may_be_of_line(value.name)
    if measures.averages(table.frame, value.name) and not of_lines:
        aggregate, why = "mean", "its name says that adding up would make no sense"
    if choices.aggregate is not None:
        why = "chosen by you"
    detections = [
        findings.column("date_column", "Date column", date),
        *findings.order(dates),
        *([fiscal.detection] if fiscal else []),
        findings.column("value_column", "Value column", value),
        findings.decimal(decimal, choices.decimal),
    ]
    if label.options:
        detections.append(findings.column("series_column", "Series column", label))
    adding_up, seems, which = None, "", None
    if told is not None:
        adding_up, seems = totals.total_series(told, dates.stamps, numbers.values)
        if choices.series is None:
            which = which_series.question(told, dates.stamps, numbers.values, adding_up)
    series = (choices if which is None else choices.answering(which, which.provisional)).series
    if told is not None and adding_up is not None:
        found = labels.detections(told, numbers.values, series, adding_up)
        if which is not None:
            found[which.place] = replace(found[which.place], reason="used until you answer")
        detections += found
    questions = [*findings.order_question(dates, texts), *([which] if which else [])]
    questions += fiscal.questions if fiscal else []
    product = measures.product_of(surveyed, parts)
    if of_lines and choices.value_column is None and product:
        asked = line_prices.question(table, product)
        questions += [asked] if asked else []
    if date.name == date_columns.NUMBERED and choices.frequency is None:
        questions.append(findings.numbered_question(len(table.frame)))
    if choices.decimal is None:
        questions += findings.decimal_question(decimal, value.name)
    alone = date.name in table.frame.columns
    used = (*taken, *(told.columns if told else ()))
    style = find_value_style(table, value.name, decimal, choices.decimal or decimal.mark)
    return Understood(
        name=", ".join(filter(None, [style.name, _shown(series)])),
        date=date,
        value=value,
        label=label,
        texts=texts,
        dates=dates,
        cell=measures.cell_reader(table, value.name),
        numbers=numbers,
        labels=told,
        totals=adding_up,
        series=series,
        notes=(*dates.notes, *([seems] if seems and not which else [])),
        order_lines=order_lines,
        aggregate=aggregate,
        why_aggregate=why,
        style=style,
        driving=other_columns.offered(surveyed, used),
        sorting=row_values.candidates(surveyed, taken),
        used=used,
        decimal=choices.decimal or decimal.mark,
        date_style=find_style(texts, dates.stamps) if alone else "",
        detections=detections,
        questions=questions,
    )


def _often(repeats: np.ndarray) -> bool:
    """Whether so many rows repeat a date that they may be things that happened."""
    return bool(repeats.sum() >= max(_FEWEST, _ORDERS * len(repeats)))


def _shown(series: tuple[str, ...] | None) -> str:
    return " / ".join(part for part in series or () if part)


def _value(
    table: Table,
    surveyed: list[columns.Column],
    parts: list[str],
    chosen: str | None,
    events: bool,
) -> Choice:
    given = table.values if table.values and chosen is None else chosen
    value = measures.choose_measure(table.frame, surveyed, parts, given, events)
    if table.values and chosen is None:
        value = replace(value, reason="it holds what stood under the dates")
    return value
