"""Whether columns tell several series apart, or only happen to."""

from itertools import combinations

import numpy as np
import pandas as pd

_MOST_COLUMNS = 3
"""Columns that may tell series apart together."""

_CANDIDATES = 8
"""Columns, those of the fewest values, that are tried together."""

_OFFERED = 8
"""Ways to tell series apart, the best ones, that are kept."""

_FEWEST_DATES = 3
_LEAST_HELD = 0.05
"""Dates, and share of the file's dates, that half of the series have to hold at least where
several columns tell them apart."""

_FULL = 0.5
"""Share of all dates of all series that a panel holds which has hardly any gaps."""

_EXPECTED = 20.0
"""Rows that chance has to put twice into a series for their absence to say something."""

_LEFT = 0.05
"""Share of repeated dates that may be left within the series."""

_LOOKED_AT = 20_000
"""Rows, of whole dates, on which columns are tried together."""


def tell_apart(
    frame: pd.DataFrame, dates: pd.Series, repeats: int
) -> list[tuple[tuple[str, ...], int]]:
    """Smallest sets of columns that make dates unique, with their number of series, best first.

    Args:
        frame: Columns of labels, shape (rows, columns).
        dates: Shape (rows,), none missing, as numbers.
        repeats: Rows whose date came before.
    """
    if not repeats:
        return []
    some = _whole_dates(dates)
    sample = {name: pd.factorize(frame[name][some])[0] for name in frame.columns}
    values = {name: int(codes.max()) + 1 for name, codes in sample.items()}
    # Columns of many values number rows; trying all would take minutes.
    few = sorted((name for name in values if values[name] > 1), key=lambda name: values[name])
    few = [name for name in frame.columns if name in few[:_CANDIDATES]]
    for size in range(1, _MOST_COLUMNS + 1):
        found = []
        for names in combinations(frame.columns if size == 1 else few, size):
            if not _unique(dates[some], [sample[name] for name in names]):
                continue
            codes = [pd.factorize(frame[name])[0] for name in names]
            left, series = _left(dates, codes)
            # Nearly as many series as rows: order numbers.
            if not (left <= _LEFT * repeats and 1 < series <= len(dates) / 2):
                continue
            if size == 1 or _by_design(dates, codes, left):
                found.append((left, series, names))
        if found:
            return [(names, series) for _, series, names in sorted(found)[:_OFFERED]]
    return []


def _by_design(dates: pd.Series, codes: list[np.ndarray], left: int) -> bool:
    """Whether columns together make dates unique for what they are, and not by chance.

    Enough attributes of order lines tell the few lines of a date apart whatever they mean. Where
    they do so by chance, two rows of a date fall into one series as often as the sizes of the
    series have it; rows of a panel do not, and each of its series holds a share of the dates.
    """
    together = pd.DataFrame({str(place): code for place, code in enumerate(codes)})
    together["ds"] = dates.to_numpy()
    names = [str(place) for place in range(len(codes))]
    held = together.drop_duplicates().groupby(names, sort=False).size()
    of_date = dates.value_counts().to_numpy()
    if float(held.median()) < max(_FEWEST_DATES, _LEAST_HELD * len(of_date)):
        return False
    if len(dates) >= _FULL * len(held) * len(of_date):
        return True
    sizes = together.groupby(names, sort=False).size().to_numpy() / len(dates)
    by_chance = float((of_date * (of_date - 1) / 2).sum() * (sizes**2).sum())
    return by_chance >= _EXPECTED and left <= by_chance / 4


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
