"""Dates and values that can't be read: each named with its line, and refused where most can't."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from core.errors import DataError
from core.reading.columns import Choice
from core.reading.dates import FIRST_YEAR, LAST_YEAR, Dates
from core.reading.numbers import Numbers, is_missing
from core.receipt import Rows
from core.wording import counted, number, quoted

# More examples than this say nothing new.
_EXAMPLES = 3


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
