"""What happens on days, added up to the steps of a series: promotions, feasts, trading days.

As in `parts`: shape (count, n), in the units of a logarithm.
"""

import numpy as np
from scipy.signal import lfilter

from pretraining.parts import Rng, chosen, log_uniform

FIRST_YEAR, YEARS = 1950, 90
_DAYS = np.arange(f"{FIRST_YEAR}-01-01", f"{FIRST_YEAR + YEARS}-01-01", dtype="datetime64[D]")
_MONTHS = (_DAYS.astype("datetime64[M]") - _DAYS[0].astype("datetime64[M]")).astype(int)
_MONTH_STARTS = np.flatnonzero(np.diff(_MONTHS, prepend=-1))
_WEEKDAYS = (_DAYS.astype(int) + 3) % 7
_HELD = np.zeros((12 * YEARS, 7))
np.add.at(_HELD, (_MONTHS, _WEEKDAYS), 1)

YEAR = 365.25
MOVES = 17
"""Days by which a feast that moves falls earlier or later, at most: Easter does."""


def steps(rng: Rng, n: int, period: int) -> np.ndarray | None:
    """The day on which each of `n` steps begins and the last one ends, shape (n + 1,).

    Months (period 12) and quarters (4) of the real calendar, weeks (52), days (7), days of
    business (5), begun anywhere. Nothing for steps that days don't add up to.
    """
    t = np.arange(n + 1)
    if period in (4, 12):
        starts = _MONTH_STARTS[:: 12 // period]
        if n >= len(starts):
            return None
        return np.asarray(starts[rng.integers(0, len(starts) - n) + t])
    days = {52: 7 * t, 7: t, 5: 7 * (t // 5) + t % 5}
    return days[period] + rng.integers(0, 366) if period in days else None


def promotions(rng: Rng, count: int, n: int, period: int) -> np.ndarray:
    """Lifts now and then, with a dip after some; the highest of a series is about 1.

    Campaigns last for days, and longer steps get their mean. Where steps aren't made of days,
    a campaign lasts for a step or two.
    """
    days = steps(rng, n, period)
    if days is None:
        return _campaigns(rng, count, n, (0.01, 0.12), 2)
    if period in (5, 7):
        return _campaigns(rng, count, n, (0.004, 0.06), 10)
    daily = _campaigns(rng, count, int(days[-1] - days[0]), (0.002, 0.05), 14)
    mean = np.add.reduceat(daily, days[:-1] - days[0], axis=1) / np.diff(days)
    return np.asarray(mean / np.maximum(np.abs(mean).max(1, keepdims=True), 0.02))


def _campaigns(
    rng: Rng, count: int, n: int, share: tuple[float, float], longest: int
) -> np.ndarray:
    """Lifts of about 1 that begin at such shares of the steps and fade within `longest`."""
    begins = rng.random((count, n)) < log_uniform(rng, *share, (count, 1))
    lift = begins * rng.gamma(4, 0.25, (count, n))
    for row in range(count):
        stays = np.linspace(1, 0.2, rng.integers(1, longest + 1))
        dip = rng.uniform(0, 0.5) if rng.random() < 0.3 else 0.0
        lift[row] = lfilter(np.concatenate([stays, -dip * stays]), [1.0], lift[row])
    return lift


def feasts(rng: Rng, count: int, n: int, period: int) -> np.ndarray:
    """A feast of some days once a year, as a share of it in each step; height up to 1.

    Some fall on the same date every year, which weeks and days see moving through their season,
    others move as Easter does. Zeros where steps aren't made of days.
    """
    days = steps(rng, n, period)
    if days is None:
        return np.zeros((count, n))
    years = int((days[-1] - days[0]) / YEAR) + 2
    date = days[0] - rng.uniform(0, YEAR, (count, 1)) + YEAR * np.arange(years)
    moves = chosen(rng, 1.0 if period in (4, 12) else 0.5, count)
    begin = np.floor(date + moves * rng.integers(-MOVES, MOVES + 1, (count, years)))
    length = rng.integers(1, 15, (count, 1))[..., None]
    starts, ends = days[:-1], days[1:]
    if period == 5:
        ends = starts + 1
    first = np.maximum(begin[..., None], starts)
    last = np.minimum(begin[..., None] + length, ends)
    held = np.maximum(last - first, 0).sum(1)
    return np.asarray(held / np.minimum(length[..., 0], (ends - starts).min()))


def trading_days(rng: Rng, count: int, n: int, period: int) -> np.ndarray:
    """What months (period 12) or quarters (4) gain by the weekdays and days they have.

    Every weekday sells its own share of a week, some none; a period's part is the logarithm of
    what its days sell against an average one of the same season. Zeros for other periods.
    """
    if period not in (4, 12):
        return np.zeros((count, n))
    months = 12 // period
    held = _HELD.reshape(-1, months, 7).sum(1)
    n_kept = min(n, len(held))
    begin = rng.integers(0, len(held) - n_kept + 1, count)
    share = rng.gamma(4, 0.25, (count, 7)) * (rng.random((count, 7)) > 0.1) + 1e-3
    sold = share @ held.T
    usual = sold.reshape(count, -1, period).mean(1)
    part = np.log(sold / np.tile(usual, (1, len(held) // period)))
    part = np.take_along_axis(part, begin[:, None] + np.arange(n_kept), axis=1)
    return np.pad(part, ((0, 0), (n - n_kept, 0)))
