"""A budget from a file: read as any other file is, then put on the periods of a forecast."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core import calendar
from core.calendar import Frequency
from core.errors import DataError
from core.periods import numbers_of, units
from core.reading import Choices, Reading, interpret, open_table
from core.reading.vocabulary import BUDGET, words_of
from core.spans import Span, spans
from core.targets import Target
from core.timeseries import TimeSeries
from core.wording import listed, quoted

_TOLD = ("Series added up", "Dates combined", "Duplicates merged", "Rows set aside",
         "Values unreadable", "Totals left out")  # fmt: skip
"""Lines of a receipt that the person should know of."""


@dataclass(frozen=True, eq=False)
class BudgetFile:
    """A budget that was read.

    Attributes:
        target: The amounts on the forecast's periods.
        said: How it was read and what did not match, as sentences.
        column: Column of the amounts.
        columns: Columns that could hold them.
    """

    target: Target
    said: tuple[str, ...]
    column: str
    columns: tuple[str, ...]


def read_budget(
    data: bytes, filename: str, ts: TimeSeries, horizon: int, column: str | None = None
) -> BudgetFile:
    """Read a budget for the next `horizon` steps of `ts`.

    Dates and numbers are understood as in any file. The budget may be given for each step, for
    each coarser period of `core.periods.units`, or for finer ones, which are added up (averaged).

    Args:
        data: The file's bytes.
        filename: Its name, for its ending and for messages.
        ts: The series that is forecast.
        horizon: Steps forecast.
        column: Column of the amounts; found out if None.

    Raises:
        DataError, LimitError, SettingError: If the file can't be read, or no date in it belongs
            to the forecast; says where and what to do.
    """
    reading, chosen, columns = _read(data, filename, ts, horizon, column)
    found, unit = reading.series, _unit(reading.series.frequency, ts)
    offered = spans(ts, horizon, unit)
    amounts, matched = _placed(found, ts, offered, unit)
    if not amounts:
        raise DataError(
            f"No date of the budget belongs to the forecast: it has {_reach(found)}, and the "
            f"forecast {ts.frequency.words(offered[0].first)} to "
            f"{ts.frequency.words(offered[-1].last)}. Check the years, or the date column."
        )
    said = [f"Budget for each {unit} from column {quoted(chosen)}, {_reach(found)}."]
    told = [step for step in reading.receipt if step.name in _TOLD]
    said += [f"{step.text} {step.example}".strip() for step in told]
    said += _unmatched(found, offered, amounts, matched)
    return BudgetFile(Target(unit, amounts), tuple(said), chosen, columns)


def _read(
    data: bytes, filename: str, ts: TimeSeries, horizon: int, column: str | None
) -> tuple[Reading, str, tuple[str, ...]]:
    """The file as a series, the column taken, and those that could be."""
    table = open_table(data, filename)
    if len(table.frame) < 2:
        raise DataError("The file has a single row. Enter its amount as one total instead.")
    choices = Choices(value_column=column, aggregate=ts.aggregate, partial="keep")
    reading = interpret(table, choices, ts.numbers)
    options = next(d for d in reading.detections if d.setting == "value_column")
    columns = tuple(options.options)
    named = [name for name in columns if words_of(name) & BUDGET]
    if column is None and named and options.value not in named:
        choices = replace(choices, value_column=named[0])
        reading = interpret(table, choices, ts.numbers)
    chosen = choices.value_column or options.value
    for question in reading.questions:
        if question.setting == "date_order":
            # The forecast's own dates say which of two readings is meant.
            readings = [
                interpret(table, choices.answering(question, answer.value), ts.numbers)
                for answer in question.answers
            ]
            reading = max(readings, key=lambda each: _matches(each.series, ts, horizon))
    frequency, receipt = reading.series.frequency, reading.receipt
    # A few months far apart are no quarters, though quarters are what would hold them best.
    loose = receipt.count("Dates combined") or receipt.count("Dates moved")
    if _finer(frequency, ts.frequency) or (loose and _finer(ts.frequency, frequency)):
        choices = replace(choices, frequency=ts.frequency.name)
        reading = interpret(table, choices, ts.numbers)
    return reading, chosen, columns


def _finer(one: Frequency, other: Frequency) -> bool:
    """Whether one frequency has shorter steps than another; days are days."""
    names = [name for name in calendar.NAMES if name != "business-daily"]
    first, second = (each.name.removeprefix("business-") for each in (one, other))
    return names.index(first) > names.index(second)


def _unit(frequency: Frequency, ts: TimeSeries) -> str:
    """What periods a budget has: the forecast's own steps, or coarser ones.

    Raises:
        DataError: If they are too coarse to be compared.
    """
    if frequency.name == ts.frequency.name or _finer(frequency, ts.frequency):
        return ts.frequency.noun
    offered = units(ts.frequency)
    if {frequency.name, ts.frequency.name} == {"daily", "business-daily"}:
        return ts.frequency.noun
    if frequency.noun not in offered:
        raise DataError(
            f"The budget is {frequency.name} and the forecast {ts.frequency.name}. Give a budget "
            f"by {listed(offered)}."
        )
    return frequency.noun


def _placed(
    found: TimeSeries, ts: TimeSeries, offered: tuple[Span, ...], unit: str
) -> tuple[dict[pd.Timestamp, float], np.ndarray]:
    """Amounts by the first stamp of their period, and which dates of the file they come from."""
    own = unit == ts.frequency.noun
    firsts = pd.DatetimeIndex([span.first for span in offered])
    if own:
        here, there = firsts.asi8, ts.frequency.snap(found.index).as_unit(firsts.unit).asi8
    else:
        here = numbers_of(firsts, ts.frequency, unit)
        there = numbers_of(found.index, found.frequency, unit)
    whole = {int(number): span for number, span in zip(here, offered, strict=True) if span.whole}
    known = ~np.isnan(found.values)
    matched = np.array([number in whole for number in there.tolist()]) & known
    amounts: dict[pd.Timestamp, float] = {}
    for number, amount in zip(there[matched].tolist(), found.values[matched], strict=True):
        amounts[whole[number].first] = float(amount)
    return amounts, matched


def _matches(found: TimeSeries, ts: TimeSeries, horizon: int) -> int:
    try:
        unit = _unit(found.frequency, ts)
    except DataError:
        return 0
    return len(_placed(found, ts, spans(ts, horizon, unit), unit)[0])


def _unmatched(
    found: TimeSeries,
    offered: tuple[Span, ...],
    amounts: dict[pd.Timestamp, float],
    matched: np.ndarray,
) -> list[str]:
    """What of the file belongs to no period of the forecast, and which of those have no budget."""
    said = []
    words = found.frequency.words
    dates = found.index[~matched & ~np.isnan(found.values)]
    cut = [span.name for span in offered if not span.whole]
    if len(dates):
        said.append(
            f"Not used, since {'it belongs' if len(dates) == 1 else 'they belong'} to no whole "
            f"period of the forecast: {listed([words(date) for date in dates])}."
        )
    if cut and len(dates):
        said.append(f"Not whole in this forecast: {listed(cut)}.")
    without = [span.name for span in offered if span.whole and span.first not in amounts]
    if without:
        said.append(f"Without a budget: {listed(without)}.")
    return said


def _reach(found: TimeSeries) -> str:
    first, last = (found.frequency.words(found.index[at]) for at in (0, -1))
    return f"{first} to {last}"
