"""What is said about a reading: detections, questions, notes, and errors that name their line."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core import calendar, rhythm
from core.calendar import Frequency
from core.errors import DataError
from core.reading.choices import DATE_ORDERS, DECIMALS, Answer, Detection, Question
from core.reading.columns import Choice
from core.reading.dates import FIRST_YEAR, LAST_YEAR, Dates
from core.reading.numbered import FREQUENCIES, stamps_of
from core.reading.numbers import Decimal, Numbers, is_missing, read_number
from core.receipt import Rows, Step, day, remark
from core.wording import counted, listed, number, quoted

if TYPE_CHECKING:
    from core.reading.understanding import Understood

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FEW_WEEKS = 4

# More examples than this say nothing new.
_EXAMPLES = 3


def column(setting: str, what: str, choice: Choice) -> Detection:
    """The detection for a column."""
    return Detection(setting, what, choice.name, choice.reason, choice.options)


def order(dates: Dates) -> list[Detection]:
    """The detection for day-first or month-first, none where the dates don't need it."""
    if not dates.order:
        return []
    return [Detection("date_order", "Date order", dates.order, dates.reason, DATE_ORDERS)]


def order_question(dates: Dates, texts: pd.Series) -> list[Question]:
    """The question whether the day or the month comes first, if both fit every date."""
    if dates.swapped is None:
        return []
    differ = np.flatnonzero(np.asarray(dates.stamps != dates.swapped) & dates.stamps.notna())
    if not len(differ):
        # Those that did were set aside.
        return []
    stamps = {dates.order: dates.stamps}
    stamps[next(other for other in DATE_ORDERS if other != dates.order)] = dates.swapped
    answers = tuple(
        Answer(
            name,
            listed([f"{quoted(texts.iloc[i])} is {day(stamps[name][i])}" for i in differ[:3]])
            + ".",
        )
        for name in DATE_ORDERS
    )
    text = "Does the day or the month come first in the dates? Both fit every row."
    return [Question("date_order", text, answers, dates.order)]


def decimal(found: Decimal, chosen: str | None) -> Detection:
    """The detection for the decimal mark."""
    value, reason = (found.mark, found.reason) if chosen is None else (chosen, "chosen by you")
    return Detection("decimal", "Decimal mark", value, reason, DECIMALS)


def decimal_question(found: Decimal, name: str) -> list[Question]:
    """The question what 1.234 means, if nothing in the file tells."""
    if not found.both_fit:
        return []
    answers = []
    for mark in DECIMALS:
        value = read_number(found.example, mark)
        shown = "not a number" if value is None else f"{value:,.3f}".removesuffix(".000")
        answers.append(Answer(mark, f"{quoted(found.example)} is {shown}."))
    text = f"Is the mark in the numbers of {quoted(name)} a decimal mark or a thousands mark?"
    return [Question("decimal", text, tuple(answers), found.mark)]


def frequency(
    found: Frequency, evidence: str, stamps: pd.DatetimeIndex, chosen: str | None
) -> Detection:
    """The detection for the frequency; coarser ones are offered if they give two periods."""
    stamps = stamps.unique()
    ends = pd.DatetimeIndex([stamps.min(), stamps.max()])
    coarser = calendar.NAMES[: calendar.NAMES.index(found.name)]
    options = [name for name in coarser if calendar.named(name, stamps).snap(ends).nunique() > 1]
    options.append(found.name)
    if chosen is None:
        return Detection("frequency", "Frequency", found.name, evidence, tuple(options))
    if chosen not in options:
        options.append(chosen)
    return Detection("frequency", "Frequency", chosen, "chosen by you", tuple(options))


def numbered_frequency(found: str, rows: int, chosen: str | None) -> Detection:
    """The detection for the frequency of a table without dates."""
    options = tuple(name for name in FREQUENCIES if stamps_of(rows, name) is not None)
    reason = "chosen by you" if chosen else "the file does not say"
    return Detection("frequency", "Frequency", found, reason, options)


def numbered_question(rows: int) -> Question:
    """The question how far apart the rows of a table without dates are."""
    answers = []
    for name in FREQUENCIES:
        stamps = stamps_of(rows, name)
        if stamps is not None:
            known = calendar.named(name, stamps)
            first, last = known.words(stamps[0]), known.words(stamps[-1])
            answers.append(Answer(name, f"{name}: drawn as {first} to {last}."))
    text = "The file has no dates. What is one row: a month, a week, a day ...?"
    return Question("frequency", text, tuple(answers), answers[0].value)


def closed(values: pd.Series, gaps: str) -> list[str]:
    """A note if some weekdays never have a value, which only the person can explain.

    Args:
        values: The series, shape (n,).
        gaps: What is done to periods without a value.
    """
    index = pd.DatetimeIndex(values.index)
    if index.freqstr != "D" or gaps not in ("closed", "leave"):
        return []
    known = values.notna().to_numpy()
    never = [day for day in range(7) if not known[index.dayofweek == day].any()]
    if not never or len(index) < _FEW_WEEKS * 7:
        return []
    days = listed([f"{_WEEKDAYS[day]}s" for day in never])
    return [
        f"The file never has a value on {days}. If nothing is sold then, choose zero for periods "
        "without a value, under the receipt: else forecasts are made for these days too."
    ]


def sparse(values: pd.Series, gaps: int, found: Frequency) -> list[str]:
    """A note if so many periods have no row that the frequency may be wrong.

    Args:
        values: The series, shape (n,).
        gaps: Number of its periods without a row.
        found: Its frequency.
    """
    if gaps <= len(values) / 3:
        return []
    text = f"{number(gaps)} of {found.count(len(values))} have no row."
    better = rhythm.fuller(pd.DatetimeIndex(values.dropna().index), found)
    if better is None:
        return [f"{text} No coarser frequency fills most of its periods either."]
    return [
        f"{text} With {quoted(better[0].name)} as frequency, {better[1]:.0%} of the "
        f"{better[0].noun}s would have one."
    ]


def doubled(stamps: pd.DatetimeIndex, found: Frequency, aggregate: str) -> list[str]:
    """A note if a few periods hold more than one date, so that they stand out.

    Args:
        stamps: Dates of one series, none twice.
        found: Its frequency, as detected.
        aggregate: What becomes of dates of one period, "sum" or "mean".
    """
    counts = found.snap(stamps).value_counts().sort_index()
    several = counts.index[counts > 1]
    if not len(several) or counts.median() > 1:
        return []
    shown = listed([found.words(pd.Timestamp(stamp)) for stamp in several])
    made = "added up, so they stand out" if aggregate == "sum" else "averaged"
    return [
        f"Most {found.noun}s hold one date, but more fall into {shown}; their values were {made}. "
        "Check the dates there."
    ]


def check_dates(name: str, texts: pd.Series, dates: Dates, lines: np.ndarray) -> None:
    """Refuse a column of which most dates can't be read.

    Raises:
        DataError: Naming the column and an example.
    """
    unread = np.flatnonzero(dates.stamps.isna())
    bad = sum(not is_missing(texts.iloc[at]) for at in unread)
    good = len(texts) - len(unread)
    if good and bad <= good:
        return
    _, example = date_problem(texts, dates, lines)
    raise DataError(
        f"Most dates in column {quoted(name)} can't be read: {number(len(texts) - good)} of "
        f"{counted(len(texts), 'row')}. {example} Write dates like 2020-01-31, or choose another "
        "date column."
    )


def date_problem(texts: pd.Series, dates: Dates, lines: np.ndarray) -> tuple[str, str]:
    """A sentence on the rows whose date can't be read and one on the first; "" for none."""
    bad = np.flatnonzero(dates.stamps.isna())
    if not len(bad):
        return "", ""
    rows = counted(len(bad), "row")
    text = f"{rows} without a date that can be read set aside."
    # A date that is there says more than an empty cell.
    at = next((i for i in bad if not is_missing(texts.iloc[i])), bad[0])
    shown = quoted(texts.iloc[at])
    if dates.beyond[at]:
        problem = f"{shown} lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
    elif dates.far is not None and dates.far[at]:
        problem = f"{shown} lies further from all other dates than they from each other"
    elif dates.longer is not None and dates.longer[at]:
        problem = f"{shown} is a longer period than the others, which it would count twice"
    elif is_missing(texts.iloc[at]):
        problem = "there is no date"
    else:
        problem = f"{shown} is not a date"
    return text, f"Line {number(lines[at])}: {problem}; the row is set aside."


def check_values(
    choice: Choice, cell: Callable[[int], str], numbers: Numbers, lines: np.ndarray
) -> None:
    """Refuse a column of which most values can't be read, or which has none.

    Raises:
        DataError: Naming the column and, where there is one, another column of numbers.
    """
    good = int(np.isfinite(numbers.values).sum())
    bad = numbers.unreadable | numbers.infinite
    others = [name for name in choice.options if name != choice.name]
    advice = f"Choose another column, such as {quoted(others[0])}." if others else (
        "Correct the column, or choose another.")  # fmt: skip
    if bad.sum() > good:
        at = int(np.argmax(bad))
        raise DataError(
            f"Most values in column {quoted(choice.name)} are not numbers: "
            f"{quoted(cell(at))} in line {number(lines[at])}, for example. {advice}"
        )
    if not good:
        raise DataError(f"Column {quoted(choice.name)} holds no values. {advice}")


def value_notes(
    name: str, cell: Callable[[int], str], numbers: Numbers, lines: np.ndarray, data: Rows
) -> list[str]:
    """A note for each of the first values of `data` that can't be used, and how many more."""
    bad = data.index[(numbers.unreadable | numbers.infinite)[data.index]]
    notes = [
        f"Line {number(lines[i])}, column {name}: {quoted(cell(i))} is "
        f"{'not a number' if numbers.unreadable[i] else 'not finite'}; the value is treated as "
        "missing."
        for i in bad[:_EXAMPLES]
    ]
    if len(bad) > _EXAMPLES:
        more = len(bad) - _EXAMPLES
        verb = "is" if more == 1 else "are"
        notes.append(
            f"{counted(more, 'more value')} of column {name} {verb} treated as missing for the "
            "same reason."
        )
    return notes


def read_steps(rows: Rows, understood: "Understood", numbers: Numbers) -> list[Step]:
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
