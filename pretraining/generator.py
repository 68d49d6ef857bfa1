"""Made-up sales series: the only thing the practised network ever learns from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pretraining import days, parts
from pretraining.parts import Rng, chosen, log_uniform

VERSION = 2
"""Goes up with every change of what is made."""


@dataclass(frozen=True)
class Prior:
    """How common each part is: shares of series, 0 to 1; `growth` is how far slopes lean up."""

    growth: float = 0.5
    breaks: float = 0.1
    momentum: float = 0.35
    smooth: float = 0.25
    wandering: float = 0.12
    cycles: float = 0.2
    second_season: float = 0.1
    outliers: float = 0.25
    shifts: float = 0.15
    promotions: float = 0.08
    life: float = 0.04
    trading_days: float = 0.2
    feasts: float = 0.12
    additive: float = 0.45
    crossing: float = 0.15
    counts: float = 0.08
    stock_outs: float = 0.04
    rounded: float = 0.12
    missing: float = 0.08


@dataclass(frozen=True, eq=False)
class Made:
    """Made-up series of one length.

    Attributes:
        values: Shape (series, n), NaN where not observed.
        truth: The same with nothing missing.
    """

    values: np.ndarray
    truth: np.ndarray


def make(
    rng: Rng, prior: Prior, count: int, context: int, horizon: int, period: int, *, positive: bool
) -> Made:
    """Make `count` series of `context` known steps and `horizon` further ones.

    Args:
        rng: Random numbers.
        prior: How common each part is.
        count: Series.
        context: Steps until the cutoff, where the level is about 1, or 0 for series that cross it.
        horizon: Steps after it.
        period: Seasonal period, 1 for none.
        positive: Whether all values have to be above 0, as logarithms ask for.
    """
    x = latent(rng, prior, count, context, horizon, period)
    y = linked(rng, prior, x, positive=positive)
    if not positive:
        y = counted(rng, prior, y)
        y = out_of_stock(rng, prior, y, context)
    y = rounded(rng, prior, y, positive=positive)
    return Made(hidden(rng, prior, y, context), y)


def latent(
    rng: Rng, prior: Prior, count: int, context: int, horizon: int, period: int
) -> np.ndarray:
    """Trend, season and everything else added up, 0 at the cutoff; (count, context + horizon)."""
    n = context + horizon
    sigma = log_uniform(rng, 0.004, 0.25, count)
    size = sigma[:, None]
    x = parts.trend(
        rng,
        count,
        n,
        period,
        sigma,
        breaks=prior.breaks,
        momentum=prior.momentum,
        growth=prior.growth,
    )
    x += parts.season(rng, count, n, period, sigma)
    quiet = np.where(chosen(rng, prior.smooth, count), log_uniform(rng, 0.03, 0.5, (count, 1)), 1)
    x += parts.noise(rng, count, n, wandering=prior.wandering) * size * quiet

    def some(
        share: float,
        make: Callable[[int], np.ndarray],
        low: float,
        high: float,
        in_noise: bool = True,
    ) -> None:
        """Add a part to a share of the series, its size drawn between bounds."""
        rows = np.flatnonzero(rng.random(count) < share)
        if rows.size:
            drawn = log_uniform(rng, low, high, (rows.size, 1)) * (size[rows] if in_noise else 1)
            x[rows] += make(rows.size) * drawn

    some(prior.cycles, lambda k: parts.cycle(rng, k, n), 0.5, 4)
    if n > 8:
        second = int(log_uniform(rng, 3, n / 2, 1)[0])
        few = np.full(1, 0.1)
        some(
            prior.second_season,
            lambda k: parts.season(rng, k, n, second, np.repeat(few, k)) / 0.1,
            0.1,
            1,
        )
    some(
        prior.outliers,
        lambda k: parts.spikes(rng, k, n, 0.02) * (np.arange(n) < context),
        3.999,
        4.001,
    )
    some(prior.shifts, lambda k: parts.shifts(rng, k, n), 4.999, 5.001)
    some(prior.promotions, lambda k: days.promotions(rng, k, n, period), 1, 8)
    some(prior.life, lambda k: parts.life(rng, k, n), 0.2, 3, in_noise=False)
    some(
        prior.trading_days,
        lambda k: days.trading_days(rng, k, n, period),
        0.2,
        1.5,
        in_noise=False,
    )
    some(prior.feasts, lambda k: days.feasts(rng, k, n, period), 0.5, 6)
    return np.asarray(x - x[:, context - 1 : context])


def linked(rng: Rng, prior: Prior, x: np.ndarray, *, positive: bool) -> np.ndarray:
    """Values from what was added up: by exponentials, or the same shapes as they are."""
    count = len(x)
    base = np.maximum(1, np.abs(x).max(1) * rng.uniform(1.05, 3, count))[:, None]
    straight = np.maximum(1 + x / base, 0.02)
    grown = np.exp(np.clip(x, -6, 6))
    y = np.asarray(np.where(chosen(rng, prior.additive, count), straight, grown))
    if positive:
        return y
    return np.where(chosen(rng, prior.crossing, count), x, y)


def counted(rng: Rng, prior: Prior, y: np.ndarray) -> np.ndarray:
    """Some series as counts of a few pieces, many of them 0 at most steps."""
    rows = np.flatnonzero((rng.random(len(y)) < prior.counts) & (y >= 0).all(1))
    if not rows.size:
        return y
    y = y.copy()
    mean = np.clip(y[rows] * log_uniform(rng, 0.3, 30, (rows.size, 1)), 0, 1e4)
    # Wider than Poisson's in half of them: a gamma mixture is the negative binomial.
    mixed = mean * rng.gamma(3, 1 / 3, mean.shape)
    sold = rng.poisson(np.where(rng.random((rows.size, 1)) < 0.5, mixed, mean)).astype(float)
    seldom = rng.random((rows.size, 1)) < 0.4
    happens = rng.random(mean.shape) < rng.uniform(0.15, 0.8, (rows.size, 1))
    y[rows] = np.where(seldom & ~happens, 0.0, sold)
    return y


def out_of_stock(rng: Rng, prior: Prior, y: np.ndarray, context: int) -> np.ndarray:
    """A run of zeros before the cutoff in some series."""
    rows = np.flatnonzero(rng.random(len(y)) < prior.stock_outs)
    begin = rng.integers(0, context, (rows.size, 1))
    length = rng.integers(1, max(2, context // 8), (rows.size, 1))
    steps = np.arange(y.shape[1])
    empty = (steps >= begin) & (steps < np.minimum(begin + length, context - 1))
    y = y.copy()
    y[rows] = np.where(empty, 0.0, y[rows])
    return y


def rounded(rng: Rng, prior: Prior, y: np.ndarray, *, positive: bool) -> np.ndarray:
    """Some series in whole multiples of a unit, up to the size of their usual change."""
    usual = np.abs(np.diff(y, axis=1)).mean(1, keepdims=True)
    unit = np.maximum(usual * log_uniform(rng, 0.05, 1, (len(y), 1)), 1e-9)
    coarse = np.round(y / unit) * unit
    if positive:
        coarse = np.maximum(coarse, np.minimum(unit, y))
    return np.where(chosen(rng, prior.rounded, len(y)), coarse, y)


def hidden(rng: Rng, prior: Prior, y: np.ndarray, context: int) -> np.ndarray:
    """NaN for values that were never observed: some at random, some in a run; two stay at least."""
    count, n = y.shape
    steps = np.arange(n)
    some = chosen(rng, prior.missing, count)
    lonely = rng.random((count, n)) < log_uniform(rng, 0.01, 0.3, (count, 1))
    begin = rng.integers(0, max(context - 2, 1), (count, 1))
    run = (steps >= begin) & (steps < begin + rng.integers(1, max(2, context // 5), (count, 1)))
    gone = np.where(rng.random((count, 1)) < 0.6, lonely, run) & some & (steps < context - 1)
    gone[:, 0] = False
    return np.where(gone, np.nan, y)
