"""Which columns tell several series apart, and which series each row belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import SettingError
from core.reading import joined
from core.reading.choices import Detection
from core.reading.columns import Choice, Column
from core.reading.telling import tell_apart
from core.reading.vocabulary import IDENTITY, TOTAL, words_of
from core.wording import counted, number, quoted

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
            what = quoted(joined.TOGETHER.join(self.columns))
            raise SettingError(f"Column {what} has no series {quoted(shown)}.")
        return np.asarray(fits[self.codes])


def source_columns(frame: pd.DataFrame, name: str) -> list[str]:
    """The columns behind a name such as "Region + Store", none for "".

    Raises:
        SettingError: If the table has no such columns.
    """
    return joined.source_columns(frame, name, joined.TOGETHER) if name else []


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
        source_columns(frame, chosen)
    known = np.asarray(stamps.notna())
    dates = pd.Series(stamps.asi8)[known].reset_index(drop=True)
    repeats = int(dates.duplicated().sum())
    telling = tell_apart(frame[labels][known].reset_index(drop=True), dates, repeats)
    found = [
        (name, len(names), count)
        for names, count in telling
        if (name := joined.join(names, frame.columns, joined.TOGETHER))
    ]
    options = tuple(dict.fromkeys([*(name for name, *_ in found), *labels, ""]))
    if chosen is not None:
        options = tuple(dict.fromkeys((*options, chosen)))
        return Choice(chosen, "chosen by you", options), bool(found) or not repeats
    if not found:
        reason = "no column gives each date one row" if repeats else "no date repeats"
        return Choice("", reason, options if labels and repeats else ()), not repeats
    name, size, count = found[0]
    if size == 1:
        reason = f"dates repeat, and each of its {number(count)} values has its own row for a date"
    else:
        reason = f"dates repeat, and each of the {number(count)} series has its own row for a date"
    return Choice(name, reason, options), True


def _labels(column: Column) -> bool:
    """Whether a column holds names, or numbers that stand for names."""
    text = column.numbers < 0.5 and column.dates < 0.5
    return column.filled > 0 and (text or bool(words_of(column.name) & IDENTITY))


def label(frame: pd.DataFrame, name: str) -> Labels | None:
    """The series of every row by the columns behind `name`; None for ""."""
    if not name:
        return None
    columns = source_columns(frame, name)
    parts = []
    codes = np.zeros(len(frame), dtype=np.int64)
    for column in columns:
        code, values = pd.factorize(_with_totals(frame, column, columns))
        texts = np.array([str(value) or EMPTY for value in values], dtype=object)
        parts.append((code, texts))
        codes = codes * len(texts) + code
    codes, first = _first_of_each(codes)
    names = np.column_stack([texts[code[first]] for code, texts in parts])
    return Labels(tuple(columns), codes, names)


def coarser(
    frame: pd.DataFrame, told: Labels, candidates: Iterable[str]
) -> tuple[list[str], list[int]]:
    """Columns that say more of every series: a region of each shop.

    Such a column has one value for each series, and fewer values than there are series, but more
    than one.

    Args:
        frame: The table.
        told: The series of every row.
        candidates: Other columns.

    Returns:
        Their names, and for each the place of the column of `told` that it lies above: the first
        whose values decide its own, or 0.
    """
    names, places = [], []
    for column in candidates:
        codes = pd.factorize(frame[column])[0]
        if not _decided(codes, told.codes) or not 1 < len(np.unique(codes)) < len(told.names):
            continue
        parts = (pd.factorize(part[told.codes])[0] for part in told.names.T)
        names.append(column)
        places.append(next((at for at, part in enumerate(parts) if _decided(codes, part)), 0))
    return names, places


def _decided(codes: np.ndarray, by: np.ndarray) -> bool:
    """Whether rows that are alike in `by` are alike in `codes`, both shape (rows,)."""
    first = np.zeros(by.max(initial=0) + 1, dtype=codes.dtype)
    first[by] = codes
    return bool((first[by] == codes).all())


def _with_totals(frame: pd.DataFrame, column: str, columns: list[str]) -> pd.Series:
    """Cells of a column of names; where one is empty, the word for a total in another column.

    Where stores are told apart, a row may say "Total" under the regions.
    """
    cells = frame[column]
    empty = np.flatnonzero(cells == "")
    if len(columns) > 1 or not 0 < len(empty) < len(cells):
        return cells
    filled = cells.astype(object)
    for other in frame.columns:
        words = {text for text in frame[other].iloc[empty].unique() if words_of(text) & TOTAL}
        at = empty[frame[other].iloc[empty].isin(words).to_numpy()]
        filled.iloc[at] = frame[other].iloc[at].to_numpy()
    return filled


def _first_of_each(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes counted from 0 in order of appearance, and the first row of each."""
    new, _ = pd.factorize(codes)
    first = np.flatnonzero(~pd.Series(new).duplicated().to_numpy())
    return new, first


def detections(
    labels: Labels, values: np.ndarray, series: tuple[str, ...] | None, left_out: np.ndarray
) -> list[Detection]:
    """For each column which of its values is taken; options from the largest total down.

    Args:
        labels: The series of every row.
        values: The measure, shape (rows,).
        series: What the person chose.
        left_out: Which series add up others, shape (series,); they are not offered.
    """
    chosen = (*(series or ()), *[""] * len(labels.columns))[: len(labels.columns)]
    totals = pd.Series(values).groupby(labels.codes).sum(min_count=1).to_numpy()
    usable = ~np.isnan(totals) & ~left_out
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
