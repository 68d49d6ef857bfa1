"""Lasting changes of a level: where the values step up or down, and stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.decomposition import seasonal_part

CLEAR = 5.5
"""Least t statistic of a step. The largest over all places of pure noise passes 4 in one of a
hundred series, that of a random walk 6: hence the other two conditions."""

LARGE = 2.5
"""Least size of a step, in standard deviations of what is left beside it."""

ABRUPT = 3.5
"""How far the change across a step lies outside the changes across all other places at least, in
their robust standard deviations."""

MOST = 4
"""Most steps looked for."""

_QUARTILES = 1.349
# Values on either side of a step between which the change across it is measured.
_BESIDE = 3


@dataclass(frozen=True)
class Shift:
    """A step in the level.

    Attributes:
        place: Place of the first value on the new level.
        size: How far it steps, in the unit of the values.
    """

    place: int
    size: float


def shifts(values: np.ndarray, period: int, least: int) -> tuple[Shift, ...]:
    """Steps in the level, earliest first, none nearer to another or an end than `least`.

    At each place a straight line with a step is fitted to the seasonally adjusted values; the
    place with the largest t statistic is a step if that is large beyond doubt (the test of
    Andrews 1993), also after allowing for errors that follow each other, and if the values jump
    there rather than slide. Then either side is searched the same way (Bai 1997), and all
    steps found get the sizes that fit best together.

    Args:
        values: Shape (n,), no NaN.
        period: Steps in a season.
        least: Fewest values on either side of a step.
    """
    found: tuple[Shift, ...] = ()
    while len(found) < MOST:
        # A step not yet known would bend the season of a few seasons.
        level = stepped(found, len(values))
        adjusted = values - seasonal_part(values - level, period)
        place = _next_place(adjusted, [shift.place for shift in found], least)
        if place is None:
            break
        found = _sized(adjusted, sorted([place, *(shift.place for shift in found)]))
    return found


def _sized(values: np.ndarray, places: list[int]) -> tuple[Shift, ...]:
    """The steps at these places with the sizes that fit best together, beside one line."""
    time = np.arange(len(values))
    columns = [np.ones(len(values)), time / len(values), *(time >= place for place in places)]
    sizes = np.linalg.lstsq(np.column_stack(columns).astype(float), values, rcond=None)[0]
    return tuple(Shift(place, float(size)) for place, size in zip(places, sizes[2:], strict=True))


def stepped(found: Sequence[Shift], n: int) -> np.ndarray:
    """The level that these steps make of 0, shape (n,)."""
    level = np.zeros(n)
    for shift in found:
        level[shift.place :] += shift.size
    return level


def _next_place(values: np.ndarray, places: list[int], least: int) -> int | None:
    """Where a step is between those known, None if there is no more."""
    for start, stop in pairwise([0, *places, len(values)]):
        place = _place(values[start:stop], least)
        if place is not None:
            return start + place
    return None


def _place(values: np.ndarray, least: int) -> int | None:
    n = len(values)
    if n < 2 * least + _BESIDE:
        return None
    place, size, t, share = _clearest(_tame(values), least)
    if t < CLEAR or share < LARGE:
        return None
    medians = np.median(np.lib.stride_tricks.sliding_window_view(values, _BESIDE), axis=1)
    across = medians[_BESIDE:] - medians[:-_BESIDE]
    low, middle, high = np.quantile(across, (0.25, 0.5, 0.75))
    away = np.sign(size) * (across[place - _BESIDE] - middle)
    return place if away > ABRUPT * (high - low) / _QUARTILES else None


def _clearest(values: np.ndarray, least: int) -> tuple[int, float, float, float]:
    """Place and size of the best step beside a line, its t statistic, its size in deviations."""
    n = len(values)
    time = np.arange(n) - (n - 1) / 2
    rest = _off_line(values)
    after = np.arange(n, 0, -1)
    # Of each step its part that no line explains: its square, and its product with the rest.
    since = np.cumsum(time[::-1])[::-1]
    square = after - after**2 / n - since**2 / (time @ time)
    product = np.cumsum(rest[::-1])[::-1]
    inside = slice(least, n - least + 1)
    place = least + int(np.argmax(product[inside] ** 2 / square[inside]))
    size = float(product[place] / square[place])
    left = rest - size * _off_line((np.arange(n) >= place).astype(float))
    squares = float(left @ left)
    if squares <= 1e-18 * float(values @ values):
        return place, size, np.inf if size else 0.0, np.inf
    spread = np.sqrt(squares / (n - 3))
    # Errors that follow each other say less than as many that don't; the correction of the
    # correlation for short series is Kendall's (1954).
    rho = float(left[1:] @ left[:-1]) / squares
    rho = min(max(rho + (1 + 3 * rho) / n, 0.0), 0.99)
    t = abs(size) * np.sqrt(square[place]) / spread * np.sqrt((1 - rho) / (1 + rho))
    return place, size, float(t), abs(size) / float(spread)


def _tame(values: np.ndarray) -> np.ndarray:
    """Values with single wild ones brought in, so that these make no step."""
    rest = _off_line(values)
    low, high = np.quantile(rest, (0.25, 0.75))
    reach = 3 * (high - low)
    return np.asarray(values - rest + np.clip(rest, low - reach, high + reach))


def _off_line(values: np.ndarray) -> np.ndarray:
    """Values less the straight line through them."""
    time = np.arange(len(values)) - (len(values) - 1) / 2
    return np.asarray(values - values.mean() - time * (time @ values) / (time @ time))
