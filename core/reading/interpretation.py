"""From a table of text to regular series: what is decided, and the rows repaired accordingly."""

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core import repair
from core.calendar import Frequency
from core.number_style import NumberStyle, using
from core.panel import Key, Panel
from core.reading import (
    calendar_notes,
    choosing_rows,
    data_rows,
    duplicates,
    labels,
    other_columns,
    row_values,
    totals,
    treating,
)
from core.reading.choices import (
    AGGREGATES,
    Choices,
    Detection,
    Question,
)
from core.reading.incoherent import incoherent
from core.reading.row_values import RowColumn
from core.reading.shapes import lengthen
from core.reading.spacing import Spacing, space
from core.reading.table import Table
from core.reading.understanding import Understood, understand
from core.reading.value_style import ValueStyle
from core.receipt import Receipt, Rows, Step
from core.timeseries import TimeSeries
from core.wording import number, quoted

_MOST_TOTALS = 3
"""Totals of a file that are spelt out where they don't add up."""

_CLOCK = re.compile(r",?[ T]%-?[HI].*$")


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
        sorting: Columns by whose values rows could be left out.
    """

    series: TimeSeries
    receipt: Receipt
    detections: tuple[Detection, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    style: ValueStyle
    driving: tuple[str, ...]
    sorting: tuple[RowColumn, ...]


@dataclass(frozen=True, eq=False)
class _Dated:
    """One row for each date of each series, the frequency found, and what was done so far.

    `all_rows` are those that had a date, were not left out by choice and belong to the series
    chosen, as the file has them.
    """

    table: Table
    understood: Understood
    all_rows: Rows
    rows: Rows
    spacing: Spacing
    aggregate: str
    steps: list[Step]
    detections: list[Detection]
    notes: list[str]
    sorting: tuple[RowColumn, ...]

    def series(self, name: str, values: pd.Series) -> TimeSeries:
        """Values on a calendar, with what the file says about them."""
        return TimeSeries(
            name,
            values.rename(name),
            self.spacing.frequency,
            unit=self.understood.style.unit,
            numbers=self.understood.style.numbers,
            date_style=self.date_style(),
            aggregate=self.aggregate,
        )

    def date_style(self) -> str:
        """How forecasts are dated."""
        style = self.spacing.date_style or self.understood.date_style
        # Days made of times of day have none themselves.
        return style if self.spacing.frequency.within_day else _CLOCK.sub("", style)


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
    choices = replace(choices, series=understood.series)
    with using(numbers or understood.style.numbers):
        return _interpreted(table, choices, _dated(table, choices, understood, layout))


def _interpreted(table: Table, choices: Choices, dated: _Dated) -> Reading:
    understood, frequency, aggregate = dated.understood, dated.spacing.frequency, dated.aggregate
    rows, added = repair.add_up_series(dated.rows, quoted(understood.label.name), aggregate)
    values, repaired = repair.regular(rows, frequency, aggregate, dated.spacing.skipped)
    treatment, offered = treating.choose(
        values, choices, understood.order_lines and aggregate == "sum"
    )
    later = treating.steps(values, frequency, treatment)
    drivers, taken = other_columns.drivers(
        dated.table,
        dated.all_rows,
        choices,
        understood.used,
        understood.decimal,
        frequency,
        values,
    )
    receipt = Receipt((*dated.steps, *added, *repaired, *taken, *later))
    several = []
    if receipt.count("Dates combined") and not choices.frequency and not understood.order_lines:
        several = calendar_notes.doubled(pd.DatetimeIndex(rows["ds"]), frequency, aggregate)
    reason = understood.why_aggregate
    summed = Detection("aggregate", "Added up or averaged", aggregate, reason, AGGREGATES)
    return Reading(
        replace(dated.series(understood.name, values), treatment=treatment, drivers=drivers),
        receipt,
        (*dated.detections, summed, *offered),
        (*understood.questions, *dated.spacing.questions),
        (
            *table.notes,
            *understood.notes,
            *dated.notes,
            *several,
            *calendar_notes.sparse(values, receipt.count("Gaps found"), frequency),
            *calendar_notes.closed(values, treatment.gaps),
        ),
        understood.style,
        understood.driving,
        dated.sorting,
    )


def interpret_panel(table: Table, choices: Choices | None = None) -> Panel:
    """Understand a table as a panel: all its series on one calendar.

    Args:
        table: The file.
        choices: As in `interpret`; series that are not chosen are left out.

    Returns:
        The series in the order of the file; those with fewer than two values are named as left
        out, and so are totals that are not what the series come to: these would count twice.

    Raises:
        DataError, SettingError: As in `interpret`.
    """
    choices = choices or Choices()
    table, layout = lengthen(table, choices.layout)
    dated = _dated(table, choices, understand(table, choices), layout)
    understood, frequency = dated.understood, dated.spacing.frequency
    laid = repair.side_by_side(dated.rows, frequency, dated.aggregate)
    columns, named = _names(table, understood)
    keys = [named[title] for title in laid.names]
    treatment, _ = treating.choose(
        pd.Series(laid.values.ravel()), choices, understood.order_lines and dated.aggregate == "sum"
    )
    values = repair.zeros_after_first(laid.values) if treatment.gaps == "zero" else laid.values
    notes = _not_adding_up(understood, frequency)
    few = (~np.isnan(values)).sum(axis=1) < 2
    total = np.array([bool(notes) and any(map(totals.called_total, key)) for key in keys])
    left_out = {
        key: "It has fewer than two values." if short else "It is a total of others in the file."
        for key, short, summed in zip(keys, few, total, strict=True)
        if short or summed
    }
    kept = ~(few | total)
    return Panel(
        name=understood.style.name,
        columns=columns,
        keys=tuple(key for key in keys if key not in left_out),
        values=values[kept],
        index=laid.index,
        frequency=frequency,
        unit=understood.style.unit,
        numbers=understood.style.numbers,
        date_style=dated.date_style(),
        aggregate=dated.aggregate,
        treatment=treatment,
        telling=() if understood.labels is None else understood.labels.columns,
        notes=notes,
        left_out=left_out,
    )


def _not_adding_up(understood: Understood, frequency: Frequency) -> tuple[str, ...]:
    """Totals in the file that are not what its series come to, the farthest first, in words."""
    told, found = understood.labels, understood.totals
    if told is None or found is None:
        return ()
    apart = incoherent(told, understood.dates.stamps, understood.numbers.values, found)
    said = [each.sentence(frequency) for each in apart[:_MOST_TOTALS]]
    if len(apart) > len(said):
        said.append(f"So it is with {number(len(apart) - len(said))} more of its totals.")
    return tuple(said)


def _names(table: Table, understood: Understood) -> tuple[tuple[str, ...], dict[str, Key]]:
    """The columns that name series, coarse to fine, and each one's values by its whole name."""
    told = understood.labels
    if told is None:
        return ("",), {"": ("",)}
    others = [name for name in understood.sorting if name not in told.columns]
    above, places = labels.coarser(table.frame, told, others)
    rows = pd.Series(told.codes).drop_duplicates()
    firsts = table.frame.iloc[rows.index]
    more = {name: dict(zip(rows, firsts[name], strict=True)) for name in above}
    columns: list[str] = []
    for place, column in enumerate(told.columns):
        own = [name for name, at in zip(above, places, strict=True) if at == place]
        # Regions before districts: the fewer values, the coarser.
        columns += [*sorted(own, key=lambda name: len(set(more[name].values()))), column]
    named = {}
    for code, title in enumerate(told.joined.categories):
        values = dict(zip(told.columns, told.names[code], strict=True))
        values |= {name: more[name].get(code, "") for name in above}
        named[str(title)] = tuple(str(values[column]) for column in columns)
    return tuple(columns), named


def _dated(
    table: Table, choices: Choices, understood: Understood, layout: list[Detection]
) -> _Dated:
    rows, steps, notes = data_rows.readable(table, understood)
    sorting = row_values.described(table, understood.sorting, rows)
    rows, sorted_out, left, said = row_values.leave_out(table, rows, choices.rows or ())
    steps += left
    notes += said
    of_all = pd.DatetimeIndex(rows["ds"])
    if choices.series is not None and any(choices.series):
        rows, left = choosing_rows.only(rows, understood, choices.series)
        steps += left
    all_rows = rows
    rows, detections, more = choosing_rows.without_zeros(rows, choices.zeros)
    steps += more
    rows, merging, merged, said = duplicates.merge(table, rows, understood, choices)
    steps += merged
    notes += said
    spaced = space(rows, of_all, understood, choices)
    rows, partial, cut, said = choosing_rows.whole_periods(spaced.rows, spaced.frequency, choices)
    return _Dated(
        table,
        understood,
        spaced.place(all_rows),
        rows,
        spaced,
        choices.aggregate or understood.aggregate,
        [*steps, *spaced.steps, *cut],
        [
            *layout,
            *understood.detections,
            *sorted_out,
            *spaced.detections,
            *merging,
            *detections,
            *partial,
        ],
        [*notes, *said, *spaced.notes],
        sorting,
    )
