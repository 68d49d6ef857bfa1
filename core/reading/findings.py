"""What was found out about a file, as detections, and as questions where it is open."""

import numpy as np
import pandas as pd

from core import calendar
from core.calendar import Frequency
from core.reading.choices import DATE_ORDERS, DECIMALS, Answer, Detection, Question
from core.reading.columns import Choice
from core.reading.dates import Dates
from core.reading.numbered import FREQUENCIES, stamps_of
from core.reading.numbers import Decimal, read_number
from core.receipt import day
from core.wording import listed, quoted


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
