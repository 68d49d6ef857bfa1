"""What the practised network is shown of a series, step by step, and how its answer is read."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from core.models.practised.season import season

NAMES = (
    "value",
    "observed",
    "future",
    "season",
    "newer season",
    "newest season",
    "slow level",
    "steps ahead",
    "period",
    "length",
    "drift",
    "recent drift",
    "share of season",
    "above zero",
    "logarithms",
    "wideness",
)
"""Inputs at each step, in this order."""

FASTER, SLOWER = 0.4, 0.1
"""Weights of the newest value in the level that values are seen relative to, and in a slow one."""

FAR = 20.0
"""Values are seen up to so many units from the level."""

LABELS_FAR = 30.0
"""Values to come further from it than that count as so far when it is trained."""

LONGEST_SEASON = 60
"""Longest seasonal period practised; longer ones are taken off alike, and told as this."""

LEAST_UNIT = 1e-4
"""Smallest unit as a share of the level's size; in logarithms, of 1."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What the network sees of some series of one length, and what turns its answer back.

    Attributes:
        inputs: Shape (series, context + horizon, len(NAMES)), float32.
        level: Level at the end, shape (series, 1).
        unit: Unit of what is shown, shape (series, 1), above 0.
        season: The season to come, shape (series, horizon).
    """

    inputs: np.ndarray
    level: np.ndarray
    unit: np.ndarray
    season: np.ndarray

    def scaled(self, future: np.ndarray) -> np.ndarray:
        """Values to come (series, horizon) as the network should answer them."""
        return np.asarray((future - self.season - self.level) / self.unit)

    def restored(self, said: np.ndarray) -> np.ndarray:
        """Answers (series, horizon, quantiles) as values."""
        base = self.season + self.level
        return np.asarray(base[..., None] + said * self.unit[..., None])


def show(
    z: np.ndarray, horizon: int, period: int, *, logs: bool, reach: int | None = None
) -> Shown:
    """Make inputs.

    Level, unit, drift and season are learned from everything; the steps shown are the newest
    `reach`.

    Args:
        z: Values, or their logarithms, oldest first, shape (series, n), NaN where not observed;
            at least one observed in each row.
        horizon: Steps to forecast.
        period: Seasonal period, 1 for none.
        logs: Whether they are logarithms.
        reach: Most steps of the past to show; all by default.
    """
    count, n = z.shape
    seen = ~np.isnan(z)
    whole = _carried(z, seen)
    found = season(whole, seen, period)
    ahead = np.arange(horizon) % found.lasting.shape[1]
    past = (np.arange(n) - n) % found.lasting.shape[1]
    rest = whole - found.lasting[:, past]
    fast, slow = (_averaged(rest, weight) for weight in (FASTER, SLOWER))
    level = fast[:, -1:]
    changes = np.diff(rest, axis=1)
    pairs = seen[:, 1:] & seen[:, :-1]
    size = np.ones((count, 1)) if logs else np.abs(whole).mean(1, keepdims=True)
    usual = _mean(np.abs(changes), pairs)
    lag = period if n > period + 2 else 1
    usual += _mean(np.abs(rest[:, lag:] - rest[:, :-lag]), seen[:, lag:] & seen[:, :-lag])
    unit = np.maximum(usual, LEAST_UNIT * np.maximum(size, 1e-12))

    known = min(n, reach or n)
    shown = np.zeros((count, known + horizon, len(NAMES)), dtype=np.float32)
    inputs = dict(zip(NAMES, np.moveaxis(shown, -1, 0), strict=True))
    newest = np.s_[:, -known:]

    def relative(values: np.ndarray) -> np.ndarray:
        return np.asarray(np.clip(values / unit, -FAR, FAR))

    inputs["value"][:, :known] = np.where(seen, relative(rest - level), 0)[newest]
    inputs["observed"][:, :known] = seen[newest]
    inputs["future"][:, known:] = 1
    for name, pattern in (
        ("season", found.lasting),
        ("newer season", found.newer),
        ("newest season", found.newest),
    ):
        inputs[name][:, :known] = relative(pattern)[:, past[-known:]]
        inputs[name][:, known:] = relative(pattern)[:, ahead]
    inputs["slow level"][:, :known] = relative(slow - level)[newest]
    inputs["slow level"][:, known:] = relative(slow[:, -1:] - level)
    inputs["steps ahead"][:, known:] = np.log1p(np.arange(1, horizon + 1)) / 3
    inputs["period"][:] = np.log(min(period, LONGEST_SEASON)) / 4
    inputs["length"][:] = np.log(n) / 5
    quarter = max(n // 4, 4)
    inputs["drift"][:] = relative(_sure(changes, pairs)) * 5
    inputs["recent drift"][:] = relative(_mean(changes[:, -quarter:], pairs[:, -quarter:])) * 5
    inputs["share of season"][:] = found.share
    inputs["logarithms"][:] = logs
    if not logs:
        positive = (whole >= 0).all(1, keepdims=True)
        inputs["above zero"][:] = np.where(positive, np.clip(level / unit, 0, FAR) / 10, FAR / 10)
    inputs["wideness"][:] = np.log(
        np.clip(_mean(np.abs(changes[:, -quarter:]), pairs[:, -quarter:]) / unit, 0.02, 5)
    )
    return Shown(shown, level, unit, found.lasting[:, ahead])


def _carried(z: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Gaps filled with the value before; at the start with the first one."""
    n = z.shape[1]
    if seen.all():
        return z
    place = np.maximum.accumulate(np.where(seen, np.arange(n), -1), axis=1)
    place = np.where(place < 0, np.argmax(seen, axis=1)[:, None], place)
    return np.asarray(np.take_along_axis(z, place, axis=1))


def _averaged(values: np.ndarray, weight: float) -> np.ndarray:
    """Exponential average up to each step, `weight` on the newest; shape as `values`."""
    keep = 1 - weight
    start = keep * values[:, : max(1, min(4, values.shape[1]))].mean(1, keepdims=True)
    return np.asarray(lfilter([weight], [1, -keep], values, axis=1, zi=start)[0])


def _mean(values: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Mean of the counted values of each row, 0 where there are none; shape (rows, 1)."""
    total = np.where(counted, values, 0).sum(1, keepdims=True)
    return np.asarray(total / np.maximum(counted.sum(1, keepdims=True), 1))


def _sure(changes: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Mean change, drawn to 0 as far as it may be chance (James and Stein 1961); (rows, 1)."""
    mean = _mean(changes, counted)
    spread = _mean((changes - mean) ** 2, counted)
    doubt = 2 * spread / np.maximum(counted.sum(1, keepdims=True), 1)
    some = mean**2 > doubt
    return np.asarray(mean * np.where(some, 1 - doubt / np.where(some, mean**2, 1), 0))
