"""Which columns tell several series apart, and which series each row belongs to."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from core.errors import SettingError
from core.reading.choices import Detection
from core.reading.columns import Choice, Column, unknown_column
from core.reading.vocabulary import IDENTITY, words_of
from core.wording import counted, number, quoted

_JOIN = " + "
_MOST_COLUMNS = 3
"""Columns that may tell series apart together."""

_LEFT = 0.05
"""Share of repeated dates that may be left within the series."""

_LOOKED_AT = 20_000
"""Rows, of whole dates, on which columns are tried together."""

_MOST_SERIES = 1_000
"""Series that a form can offer."""

EMPTY = "(empty)"


@dataclass(frozen=True, eq=False)
class Labels:
    """The series of every row.

    Attributes:
        columns: The columns that tell them apart.
        codes: Shape (rows,): position in `names`.
        names: Shape (series, columns): a value of each column.
    """

    columns: tuple[str, ...]
    codes: np.ndarray
    names: np.ndarray

    @property
    def joined(self) -> pd.Categorical:
        """One name for each row, shape (rows,)."""
        titles = [" / ".join(parts) for parts in self.names]
        if len(set(titles)) < len(titles):
            titles = [f"{title} ({place})" for place, title in enumerate(titles, start=1)]
        return pd.Categorical.from_codes(self.codes, categories=pd.Index(titles, dtype=object))

    def chosen(self, series: tuple[str, ...]) -> np.ndarray:
        """Which rows, shape (rows,), belong to a choice of series; "" takes all of a column.

        Raises:
            SettingError: If there is no such series.
        """
        fits = np.ones(len(self.names), dtype=bool)
        for place, part in enumerate(series[: len(self.columns)]):
            if part:
                fits &= self.names[:, place] == part
        if not fits.any():
            shown = " / ".join(part for part in series if part)
            what = quoted(_JOIN.join(self.columns))
            raise SettingError(f"Column {what} has no series {quoted(shown)}.")
        return np.asarray(fits[self.codes])


def source_columns(frame: pd.DataFrame, name: str) -> list[str]:
    """The columns behind a name such as "Region + Store"."""
    return [name] if name in frame.columns else name.split(_JOIN)


def choose_series(
    frame: pd.DataFrame, columns: list[Column], stamps: pd.DatetimeIndex, chosen: str | None,
    taken: list[str],
) -> tuple[Choice, bool]:  # fmt: skip
    """The columns that tell several series apart, and whether any were found.

    They are those whose values, together with the dates, make rows unique when the dates alone
    do not: one column if one does, else two or three. Where several do, those are taken that
    give the fewest series.

    Args:
        frame: The table.
        columns: Its survey.
        stamps: The dates, shape (rows,), NaT allowed.
        chosen: What the person chose.
        taken: Columns of dates and values.

    Returns:
        The columns chosen or found, named "" for none; whether there are such columns, or no
        date repeats.

    Raises:
        SettingError: If `chosen` is not in the file.
    """
    labels = [c.name for c in columns if c.name not in taken and _labels(c)]
    if chosen is not None:
        for part in source_columns(frame, chosen) if chosen else []:
            if part not in frame.columns:
                raise unknown_column(frame, part)
    known = np.asarray(stamps.notna())
    dates = pd.Series(stamps.asi8)[known].reset_index(drop=True)
    repeats = int(dates.duplicated().sum())
    found = _telling(frame[labels][known].reset_index(drop=True), dates, repeats) if repeats else []
    options = tuple(dict.fromkeys([*(_JOIN.join(names) for names, _ in found), *labels, ""]))
    if chosen is not None:
        options = tuple(dict.fromkeys((*options, chosen)))
        return Choice(chosen, "chosen by you", options), bool(found) or not repeats
    if not found:
        reason = "no column gives each date one row" if repeats else "no date repeats"
        return Choice("", reason, options if labels and repeats else ()), not repeats
    names, count = found[0]
    if len(names) == 1:
        reason = f"dates repeat, and each of its {number(count)} values has its own row for a date"
    else:
        reason = f"dates repeat, and each of the {number(count)} series has its own row for a date"
    return Choice(_JOIN.join(names), reason, options), True


def _labels(column: Column) -> bool:
    """Whether a column holds names, or numbers that stand for names."""
    text = column.numbers < 0.5 and column.dates < 0.5
    return column.filled > 0 and (text or bool(words_of(column.name) & IDENTITY))


def _telling(
    frame: pd.DataFrame, dates: pd.Series, repeats: int
) -> list[tuple[tuple[str, ...], int]]:
    """Smallest sets of columns that make dates unique, with their number of series, best first."""
    some = _whole_dates(dates)
    sample = {name: pd.factorize(frame[name][some])[0] for name in frame.columns}
    for size in range(1, _MOST_COLUMNS + 1):
        found = []
        for names in combinations(frame.columns, size):
            if not _unique(dates[some], [sample[name] for name in names]):
                continue
            left, series = _left(dates, [pd.factorize(frame[name])[0] for name in names])
            # Nearly as many series as rows: order numbers.
            if left <= _LEFT * repeats and 1 < series <= len(dates) / 2:
                found.append((left, series, names))
        if found:
            return [(names, series) for _, series, names in sorted(found)]
    return []


def _whole_dates(dates: pd.Series) -> np.ndarray:
    """Which rows, shape (rows,), belong to a sample of dates; all of them in a short file."""
    if len(dates) <= _LOOKED_AT:
        return np.ones(len(dates), dtype=bool)
    known = dates.unique()
    share = max(int(len(known) * _LOOKED_AT / len(dates)), 2)
    return np.asarray(dates.isin(known[np.linspace(0, len(known) - 1, share).astype(np.int64)]))


def _unique(dates: pd.Series, codes: list[np.ndarray]) -> bool:
    repeats = int(dates.duplicated().sum())
    return not repeats or _left(dates, codes)[0] <= _LEFT * repeats


def _left(dates: pd.Series, codes: list[np.ndarray]) -> tuple[int, int]:
    """Rows that repeat a date within their series, and the number of series."""
    together = pd.DataFrame({str(place): code for place, code in enumerate(codes)})
    series = len(together.drop_duplicates()) if len(codes) > 1 else int(codes[0].max()) + 1
    together["ds"] = dates.to_numpy()
    return int(together.duplicated().sum()), series


def label(frame: pd.DataFrame, name: str) -> Labels | None:
    """The series of every row by the columns behind `name`; None for ""."""
    if not name:
        return None
    columns = source_columns(frame, name)
    parts = []
    codes = np.zeros(len(frame), dtype=np.int64)
    for column in columns:
        code, values = pd.factorize(frame[column])
        texts = np.array([str(value) or EMPTY for value in values], dtype=object)
        parts.append((code, texts))
        codes = codes * len(texts) + code
    codes, first = _first_of_each(codes)
    names = np.column_stack([texts[code[first]] for code, texts in parts])
    return Labels(tuple(columns), codes, names)


def _first_of_each(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes counted from 0 in order of appearance, and the first row of each."""
    new, _ = pd.factorize(codes)
    first = np.flatnonzero(~pd.Series(new).duplicated().to_numpy())
    return new, first


def detections(
    labels: Labels, values: np.ndarray, series: tuple[str, ...] | None, total: int | None
) -> list[Detection]:
    """For each column which of its values is taken; options from the largest total down.

    Args:
        labels: The series of every row.
        values: The measure, shape (rows,).
        series: What the person chose.
        total: Place of the series that adds up the others, if there is one.
    """
    chosen = (*(series or ()), *[""] * len(labels.columns))[: len(labels.columns)]
    totals = pd.Series(values).groupby(labels.codes).sum(min_count=1).to_numpy()
    usable = ~np.isnan(totals)
    if total is not None:
        usable[total] = False
    found = []
    for place, column in enumerate(labels.columns):
        fits = usable.copy()
        for other, part in enumerate(chosen):
            if part and other != place:
                fits &= labels.names[:, other] == part
        sums = pd.Series(totals[fits]).groupby(labels.names[fits, place]).sum()
        ranked = sums.sort_values(ascending=False, kind="stable").index
        options = ("", *(str(value) for value in ranked[:_MOST_SERIES]))
        reason = f"all {counted(len(sums), 'series', 'series')} of {quoted(column)} are combined"
        if chosen[place]:
            reason = "chosen by you"
        options = tuple(dict.fromkeys((*options, chosen[place])))
        what = "Series" if len(labels.columns) == 1 else column
        found.append(Detection("series", what, chosen[place], reason, options, place))
    return found
