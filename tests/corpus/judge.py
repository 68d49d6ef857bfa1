"""What the file reader makes of a file, beside the truth."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import LookbackError
from core.reading import Choices, Detection, Reading, Table, interpret, open_table
from tests.corpus.files import File

_UNITS = {"monthly": 1, "quarterly": 3, "yearly": 12}
"""Months in a period."""

_MOST_SERIES = 4
"""Series of a file that are read one by one."""

VERDICTS = ("exact", "asked", "refused", "wrong")


@dataclass(frozen=True)
class Judgement:
    """How a file was read.

    Attributes:
        verdict: "exact": every series came back, and nothing was asked. "asked": a question.
            "refused": an error in words. "wrong": other periods or values, or a guess where the
            file has two readings.
        right: Whether that is what should have happened.
        why: What did not, in a few words that are the same for files that fail alike.
        detail: The case, in words.
    """

    verdict: str
    right: bool
    why: str = ""
    detail: str = ""


class _Differs(Exception):
    """A reading that is not the truth: in a few words, and in detail."""


def judge(file: File) -> Judgement:
    """Read a file as the app does, and every series of it as a person would choose it."""
    try:
        table = open_table(file.data, file.filename)
        reading = interpret(table)
        asked = {question.setting for question in reading.questions}
        for setting in asked - set(file.asks):
            answered = getattr(_choices(reading), setting)
            return Judgement("asked", False, f"asks for {setting} without need", answered or "")
        for question in reading.questions:
            if file.asks[question.setting] not in {one.value for one in question.answers}:
                return Judgement("asked", False, "the true answer is not offered", question.text)
        unasked = sorted(set(file.asks) - asked)
        if unasked:
            return Judgement("wrong", False, f"guesses {unasked[0]}", _found(reading, unasked[0]))
        _compare(file, table, Choices(**file.asks))
    except LookbackError as error:
        return Judgement("refused", False, f"refuses: {_gist(error)}", str(error))
    except _Differs as difference:
        return Judgement("wrong", False, *difference.args)
    return Judgement("asked" if file.asks else "exact", True)


def _gist(error: LookbackError) -> str:
    """The first words of a message, without what differs from file to file."""
    return re.split("[,.;:]", re.sub(r"'.*?'", "…", str(error)))[0]


def _choices(reading: Reading) -> Choices:
    return Choices(**{question.setting: question.provisional for question in reading.questions})


def _found(reading: Reading, setting: str) -> str:
    return next((one.value for one in reading.detections if one.setting == setting), "")


def _offering(reading: Reading, column: str, name: str) -> Detection | None:
    """What offers this value of a column of names; `None` if nothing does."""
    return next(
        (
            one
            for one in reading.detections
            if one.setting == "series" and one.what in (column, "Series") and name in one.options
        ),
        None,
    )


def _compare(file: File, table: Table, choices: Choices) -> None:
    """Compare what is read without a choice of columns, then each series by its name."""
    known, layout = file.known, file.combination["layout"]
    reading = interpret(table, choices)
    if reading.style.unit != known.unit:
        raise _Differs("another unit", f"{reading.style.unit!r}, not {known.unit!r}")
    if layout in ("one", "orders"):
        _check_column(reading, (known.measure,))
    if layout == "wide":
        _compare_columns(file, table, choices, reading)
        return
    alone = layout in ("one", "grid", "orders")
    which = "" if alone else "all series together: "
    _same(reading, known.expected(), known.periods.frequency, which)
    if alone:
        return
    groups = {name[:1] for name in known.names} if len(known.id_columns) > 1 else set()
    for parts in (*known.names[:_MOST_SERIES], *sorted(groups)):
        some = choices
        for place, part in enumerate(parts):
            offered = _offering(reading, known.id_columns[place], part)
            if offered is not None:
                some = some.choosing(offered, part)
        if some == choices and len(parts) == len(known.id_columns):
            raise _Differs("a series is not offered", " / ".join(parts))
        if some != choices:
            one = interpret(table, some)
            _check_questions(file, one, parts)
            _same(one, known.expected(*parts), known.periods.frequency, "a series chosen: ")


def _compare_columns(file: File, table: Table, choices: Choices, reading: Reading) -> None:
    """Compare each series of a table that has a column for each."""
    known = file.known
    names = known.wide_names
    columns = [*names, known.total] if file.combination["junk"] == "sums" else names
    first = _check_column(reading, tuple(columns))
    offered = next(one for one in reading.detections if one.setting == "value_column")
    for name in (first, *names):
        if name not in offered.options:
            raise _Differs("value_column does not offer a series", f"{name}: {offered.options}")
        one = interpret(table, choices.choosing(offered, name))
        _check_questions(file, one, (name,))
        parts = () if name == known.total else known.names[names.index(name)]
        _same(one, known.expected(*parts), known.periods.frequency, "a column chosen: ")


def _check_questions(file: File, reading: Reading, chosen: tuple[str, ...]) -> None:
    if {question.setting for question in reading.questions} - set(file.asks):
        raise _Differs("asks once a series is chosen", " / ".join(chosen))


def _check_column(reading: Reading, names: tuple[str, ...]) -> str:
    found = _found(reading, "value_column")
    if found not in names:
        raise _Differs("takes another column for the values", f"{found!r}, not one of {names}")
    return found


def _same(reading: Reading, truth: pd.Series, frequency: str, which: str = "") -> None:
    series = reading.series
    if series.frequency.name != frequency:
        raise _Differs(f"{which}{frequency} is read as {series.frequency.name}", "")
    read = pd.Series(series.values, _periods(series.index, frequency))
    expected = pd.Series(truth.to_numpy(), _periods(pd.DatetimeIndex(truth.index), frequency))
    if frequency == "business-daily":
        expected = expected.reindex(pd.bdate_range(expected.index[0], expected.index[-1]))
    if len(read) != len(expected) or (read.index != expected.index).any():
        raise _Differs(
            f"{which}other periods",
            f"{read.index[0]} to {read.index[-1]} ({len(read)}), not {expected.index[0]} to "
            f"{expected.index[-1]} ({len(expected)})",
        )
    # Where a sum of several comes to nothing, rounding is all that is left.
    least = 1e-12 * float(np.nanmax(np.abs(expected)))
    same = np.isclose(read, expected, rtol=1e-9, atol=least, equal_nan=True)
    if not same.all():
        at = int(np.argmin(same))
        raise _Differs(
            f"{which}other values",
            f"{read.iloc[at]!r}, not {expected.iloc[at]!r}, at {read.index[at]}",
        )


def _periods(stamps: pd.DatetimeIndex, frequency: str) -> pd.DatetimeIndex:
    """First day, or moment, of the period each stamp begins or ends; weeks run from Monday."""
    days = stamps.to_numpy().astype("datetime64[D]")
    if frequency == "weekly":
        # Day 0 was a Thursday.
        days = days - ((days.astype(int) + 3) % 7).astype("timedelta64[D]")
    elif frequency in _UNITS:
        ends = _UNITS[frequency] - 1 if stamps.is_month_end.all() else 0
        days = days.astype("datetime64[M]") - ends
    elif frequency not in ("daily", "business-daily"):
        days = stamps.to_numpy().astype("datetime64[m]")
    return pd.DatetimeIndex(days.astype("datetime64[ns]"))
