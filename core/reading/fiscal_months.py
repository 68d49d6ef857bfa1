"""Names of months beside fiscal years: in which calendar year each month lies.

The rows of a year tell in which month it begins where they keep its order. Where they stand from
January to December they may be sorted by name of the calendar, so the person is asked. A year is
drawn from the calendar year that it names first, as in `core.reading.fiscal`.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from core.reading.choices import MONTHS, Answer, Detection, Question
from core.reading.date_text import is_month
from core.reading.month_names import MONTH_NUMBERS
from core.reading.numbers import is_missing
from core.reading.vocabulary import FISCAL, PERIOD, QUARTER, WEEK, YEAR, words_of
from core.wording import quoted

_YEAR = re.compile(
    r"(?:fy|fiscal(?: year)?)?[-. ]?'?(?P<y>\d{4}|\d\d)(?:\.0)?(?:[-/](?P<next>\d{4}|\d\d))?", re.I
)
_NUMBER = re.compile(r"0?(?P<month>[1-9]|1[0-2])(?:\.0)?")
_OFTEN = ("April", "July", "October")
"""Months in which fiscal years begin most often, beside January."""

_MOSTLY = 0.9


@dataclass(frozen=True)
class FiscalMonths:
    """Fiscal years and months in two columns.

    Attributes:
        start: Month in which the years begin, 1 to 12.
        reason: Why, in words.
        open: Whether another start fits as well.
        year: The first cell of the years.
        first: What that names first, four digits.
        split: Whether years name both of their calendar years, as in 2018/19.
    """

    start: int
    reason: str
    open: bool
    year: str
    first: int
    split: bool

    @property
    def remark(self) -> tuple[str, str]:
        """Name and sentence of the receipt's line about it."""
        month, before = MONTHS[self.start - 1], MONTHS[self.start - 2]
        ends = self.first + (self.start > 1)
        text = (
            f"The fiscal years are taken to begin in {month}: {self.reason}. "
            f"{quoted(self.year)} is drawn as {month} {self.first} to {before} {ends}."
        )
        if not self.split:
            text += " If the years are named by those they end in, all dates lie a year earlier."
        return "Fiscal years", text

    @property
    def detection(self) -> Detection:
        """In which month the years begin, which can be changed."""
        month = MONTHS[self.start - 1]
        return Detection("fiscal_start", "Fiscal year begins in", month, self.reason, MONTHS)

    @property
    def questions(self) -> list[Question]:
        """In which month the years begin, where the rows do not show it."""
        if not self.open:
            return []
        often = _OFTEN if self.split else ("January", *_OFTEN)
        ordered = [*often, *(month for month in MONTHS if month not in often)]
        if self.split:
            ordered.remove("January")
        answers = []
        for month in ordered:
            year = self.first + (month != "January")
            answers.append(Answer(month, f"{month}: January of {quoted(self.year)} is in {year}."))
        text = "In which month do the fiscal years begin? The order of their rows does not show it."
        return [Question("fiscal_start", text, tuple(answers), MONTHS[self.start - 1])]


def are_fiscal(columns: list[pd.Series]) -> bool:
    """Whether two columns hold fiscal years and months, shapes (rows,) each."""
    if len(columns) != 2:
        return False
    years, months = columns
    words = words_of(str(years.name))
    if words_of(str(months.name)) & (QUARTER | WEEK | PERIOD):
        return False
    filled = [cell for cell in years.unique() if not is_missing(cell)]
    named = bool(words & FISCAL) or not any(cell.removesuffix(".0").isdigit() for cell in filled)
    if not filled or not named or not words & (YEAR | FISCAL):
        return False
    good = sum(_year(cell) is not None for cell in filled)
    parts = [cell for cell in months.unique() if not is_missing(cell)]
    fitting = sum(_month(cell) is not None for cell in parts)
    return good >= _MOSTLY * len(filled) and 0 < len(parts) <= fitting / _MOSTLY


def find(columns: list[pd.Series], chosen: str | None) -> FiscalMonths | None:
    """In which month fiscal years begin; `None` if the columns hold none.

    Args:
        columns: Those of the dates, named as in the file, shape (rows,) each.
        chosen: Name of the month, as the person decided; found out if None.
    """
    if not are_fiscal(columns):
        return None
    years, months = (column.astype(object) for column in columns)
    year = next(cell for cell in years if _year(cell) is not None)
    first, split = _year(year) or (0, False)
    start = _start(years, months)
    named = any(is_month(cell) for cell in months.head(12))
    if chosen is not None:
        return FiscalMonths(MONTHS.index(chosen) + 1, "chosen by you", False, year, first, split)
    if start is None or (start == 1 and named):
        begin = 4 if split else 1
        return FiscalMonths(begin, "the file does not say", True, year, first, split)
    reason = "the rows of each year begin with it"
    if start == 1:
        reason = "the file does not say which month is number 1"
    return FiscalMonths(start, reason, False, year, first, split)


def texts(columns: list[pd.Series], start: int) -> pd.Series:
    """Months of the calendar such as 2018-04, shape (rows,), of fiscal years and months."""
    years, months = (column.astype(object) for column in columns)
    pairs = pd.MultiIndex.from_arrays([years, months])
    codes, unique = pd.factorize(pairs)
    written = []
    for year, month in unique:
        named, part = _year(year), _month(month)
        if named is None or part is None:
            written.append(f"{year}-{month}" if year and month else "")
        else:
            written.append(f"{named[0] + (part < start)}-{part:02}")
    return pd.Series(written, dtype=object).take(codes).reset_index(drop=True)


def _year(cell: str) -> tuple[int, bool] | None:
    """The year that a fiscal year names first, and whether it names two."""
    found = _YEAR.fullmatch(cell.strip())
    if found is None:
        return None
    year = int(found["y"]) + (0 if len(found["y"]) > 2 else 2000)
    after = found["next"]
    if after and int(after) not in (year + 1, (year + 1) % 100):
        return None
    return year, bool(after)


def _month(cell: str) -> int | None:
    if is_month(cell):
        return MONTH_NUMBERS[cell.strip().lower().rstrip(".")]
    found = _NUMBER.fullmatch(cell.strip())
    return int(found["month"]) if found else None


def _start(years: pd.Series, months: pd.Series) -> int | None:
    """The month that all years but the first begin with; `None` if their rows keep no order."""
    by_year: dict[int, list[int]] = {}
    for year, month in pd.DataFrame({"y": years, "m": months}).drop_duplicates().to_numpy():
        named, part = _year(year), _month(month)
        if named is not None and part is not None:
            by_year.setdefault(named[0], []).append(part)
    ordered = list(by_year.values())
    if len(by_year) > 1 and [*by_year] == sorted(by_year, reverse=True):
        # The newest stands first.
        ordered = [part[::-1] for part in ordered[::-1]]
    turn = all((b - a) % 12 == 1 for part in ordered for a, b in pairwise(part))
    starts = {part[0] for part in (ordered[1:] or ordered)}
    whole = len(ordered) > 1 or len(ordered[0]) == 12
    return starts.pop() if ordered and turn and whole and len(starts) == 1 else None
