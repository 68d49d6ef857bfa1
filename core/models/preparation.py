"""What is done to a series before a network sees it, learned from its training part alone."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter
from scipy.special import boxcox, inv_boxcox

from core.metrics import seasonal_scale
from core.windows import masked_windows

DAMPING = 0.98
"""What is left of the drift from one step ahead to the next (Gardner and McKenzie 1985)."""

LEAST_RECENT = 4
"""Changes that the newest quarter holds at least."""

CANDIDATES = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Weights of the newest value in the level among which a long series chooses."""

TRUST = 120
"""Observations at which that choice counts as much as the recipe's."""

SPANS = (3, 5, 8, 12)
"""Numbers of newest seasons among which a long series chooses, if not all are taken."""

CLEARLY = 0.98
"""Share of the error of all seasons below which fewer are taken."""

WILD = 6
"""Deviations beyond this many times the median one, and twice the largest usual one, are cut to
that in the seasonal profile."""


@dataclass(frozen=True)
class Recipe:
    """What is to be done to a series.

    Attributes:
        transform: "none", "log", or "box-cox", whose power is chosen by Guerrero's method
            (1993) between the two. Without values above zero there is none of them.
        seasonal: "auto" takes off as much of the seasonal profile as comes again from season to
            season, "full" all of it, "none" nothing.
        differencing: "none", "first" (changes from step to step) or "seasonal" (changes from
            season to season).
        scaling: "level" sees each window relative to the level at its end, in units of the
            usual change; "standard" all of them with mean 0 and standard deviation 1,
            "minmax" from 0 to 1.
        smoothing: Weight of the newest value in the level, in (0, 1]; 1 for the value itself.
            The more observations there are, the more it gives way to the one that would have
            served best.
    """

    transform: str = "log"
    seasonal: str = "auto"
    differencing: str = "none"
    scaling: str = "level"
    smoothing: float = 1.0


@dataclass(frozen=True, eq=False)
class Preparation:
    """Transform, season, differences, level and scale of one training part, and the way back.

    With scaling by the level, windows and labels are made relative: the level at the window's
    end is taken off both, the drift off the labels, and both are divided by `scale`. The network
    then learns what is left, in units of the series' usual change, at whatever level the series
    stands; one that answers 0 repeats the season on a level that drifts on. With the other
    scalings the same place is taken off everywhere.

    Attributes:
        power: Box-Cox power, 0 for logarithms; None for the values as they are.
        profile: Seasonal deviations taken off, shape (period,), phase 0 being the first value
            of the training part; all 0 where none are.
        lag: Steps between the values that are subtracted from each other; 0 for none.
        place: What is taken off everywhere; None where it is the level.
        drift: Change from step to step that is taken for granted, in prepared units.
        smoothing: Weight of the newest value in the level.
        scale: What prepared values are divided by, above 0.
    """

    power: float | None
    profile: np.ndarray
    lag: int
    place: float | None
    drift: float
    smoothing: float
    scale: float

    @classmethod
    def learn(
        cls, values: np.ndarray, period: int, recipe: Recipe, horizon: int = 1
    ) -> "Preparation":
        """Decide every part from `values`, the training part, shape (n,), no NaN.

        `horizon` is how many steps ahead the level is to serve.
        """
        power = _power(values, period, recipe.transform)
        plain = values if power is None else boxcox(values, power)
        lag = {"none": 0, "first": 1, "seasonal": period}[recipe.differencing]
        if len(values) < 2 * lag + 3:
            lag = 0
        profile = _profile(plain, period, recipe.seasonal)
        rest = plain - profile[np.arange(len(plain)) % len(profile)]
        if lag:
            rest = rest[lag:] - rest[:-lag]
        place, drift, scale = None, 0.0, seasonal_scale(rest, 1)
        smoothing = recipe.smoothing
        if recipe.scaling == "standard":
            place, scale = float(rest.mean()), float(rest.std())
        elif recipe.scaling == "minmax":
            place, scale = float(rest.min()), float(np.ptp(rest))
        elif lag:
            # Differences have no level that goes on: what is sure of their mean is kept.
            place = _sure(rest)
            scale = float(np.abs(rest - place).mean())
        else:
            drift = _drift(np.diff(rest))
            smoothing = _smoothing(rest, horizon, recipe.smoothing)
        usable = np.isfinite(scale) and scale > 0
        return cls(power, profile, lag, place, drift, smoothing, scale if usable else 1.0)

    def forward(self, values: np.ndarray) -> np.ndarray:
        """Values from the training part's start on in prepared units, shape (n - lag,)."""
        rest = self._undressed(values)
        return np.asarray(rest[self.lag :] - rest[: -self.lag] if self.lag else rest)

    def levels(self, prepared: np.ndarray) -> np.ndarray:
        """What is taken off at each step, from that step and those before it, shape (n,).

        An exponential average, which lags behind a drift, is moved forward by that lag.
        """
        if self.place is not None:
            return np.full(len(prepared), self.place)
        drifted = self.drift * np.arange(len(prepared))
        return np.asarray(_averaged(prepared - drifted, self.smoothing) + drifted)

    def seen(self, windows: np.ndarray, levels: np.ndarray) -> np.ndarray:
        """Windows of prepared values (rows, lookback) as the network sees them.

        Inverse hyperbolic sines keep a wild value from saturating it.
        """
        relative = (windows - levels[:, None]) / self.scale
        wild = self.place is None or self.lag
        return np.asarray(np.arcsinh(relative) if wild else relative)

    def windows(
        self, values: np.ndarray, lookback: int, steps: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """What the network sees at each step of `values`, and what it should answer.

        Returns:
            Inputs (n, lookback) and labels (n, steps), NaN after the end and where differences
            reach before the start; see `core.windows.masked_windows`.
        """
        prepared = self.forward(values)
        level = self.levels(prepared)
        windows, labels = masked_windows(prepared, lookback, steps)
        answers = (labels - level[:, None] - self.drifted(0, steps)) / self.scale
        inputs = np.zeros((len(values), lookback))
        inputs[self.lag :] = self.seen(windows, level)
        wanted = np.full((len(values), steps), np.nan)
        wanted[self.lag :] = answers
        return inputs, wanted

    def drifted(self, done: int, steps: int) -> np.ndarray:
        """How far the drift comes in `steps` steps after the first `done`, shape (steps,)."""
        return np.asarray(self.drift * np.cumsum(DAMPING ** np.arange(done + 1, done + steps + 1)))

    def follow(self, level: np.ndarray, ahead: np.ndarray, done: int) -> np.ndarray:
        """Levels (rows,) after forecasts in prepared units (rows, steps), `done` before them."""
        if self.place is None:
            for step, value in enumerate(ahead.T, start=done + 1):
                expected = level + self.drift * DAMPING**step
                level = expected + self.smoothing * (value - expected)
        return level

    def inverse(self, prepared: np.ndarray, values: np.ndarray, origins: np.ndarray) -> np.ndarray:
        """Forecasts in the series' own unit.

        Args:
            prepared: Forecasts in prepared units, shape (rows, horizon).
            values: The series, shape (n,).
            origins: Place in `values` of the last value that each row knows, shape (rows,).
        """
        horizon = prepared.shape[1]
        rest = prepared
        if self.lag:
            past = self._undressed(values)
            rest = prepared.copy()
            for step in range(horizon):
                known = step < self.lag
                before = past[origins + step + 1 - self.lag] if known else rest[:, step - self.lag]
                rest[:, step] += before
        phases = origins[:, None] + 1 + np.arange(horizon)
        plain = rest + self.profile[phases % len(self.profile)]
        if self.power is None:
            return np.asarray(plain)
        if self.power:
            # Below this no value has such a power.
            plain = np.maximum(plain, (1e-9 - 1) / self.power)
        return np.asarray(inv_boxcox(plain, self.power))

    def _undressed(self, values: np.ndarray) -> np.ndarray:
        """Values after transform and without season."""
        plain = values if self.power is None else boxcox(values, self.power)
        return np.asarray(plain - self.profile[np.arange(len(values)) % len(self.profile)])


def _power(values: np.ndarray, period: int, transform: str) -> float | None:
    if transform == "none" or not (values > 0).all():
        return None
    if transform == "log":
        return 0.0
    from coreforecast.scalers import boxcox_lambda

    season = max(period, 4)
    if len(values) < 2 * season:
        return 0.0
    return float(np.round(boxcox_lambda(values, "guerrero", season, lower=0.0, upper=1.0), 3))


def _sure(changes: np.ndarray) -> float:
    """Mean of changes, drawn to 0 as far as it may be chance.

    The mean is multiplied by `1 - 2 se^2 / mean^2`, at least 0, with its standard error: the
    shrinkage of James and Stein (1961), twice as strong since changes are seldom independent.
    """
    if len(changes) < 3:
        return 0.0
    mean = float(changes.mean())
    doubt = 2 * float(changes.var(ddof=1)) / len(changes)
    return mean * max(0.0, 1 - doubt / mean**2) if mean else 0.0


def _drift(changes: np.ndarray) -> float:
    """Half the long-run drift, half that of the newest quarter as far as it agrees.

    Growth that has slowed down or turned is not taken for granted at its old pace.
    """
    long_run = _sure(changes)
    newest = max(LEAST_RECENT, len(changes) // 4)
    if len(changes) < newest + 3:
        return long_run
    recent = float(changes[-newest:].mean())
    agreed = min(abs(long_run), abs(recent)) if long_run * recent > 0 else 0.0
    return (long_run + float(np.copysign(agreed, long_run))) / 2


def _smoothing(rest: np.ndarray, horizon: int, wish: float) -> float:
    """Between the wish and the weight whose level was closest to what came up to `horizon` later.

    Between them lies the geometric mean, weighted by how much there is to choose by. The drift
    is left out: drawn through all values, it would flatter the slowest level.
    """
    ahead = sorted({1, max(horizon // 4, 1), max(horizon // 2, 1), horizon})
    settled = max(LEAST_RECENT, len(rest) // 10)
    if len(rest) <= settled + horizon:
        return wish

    def missed(weight: float) -> float:
        level = _averaged(rest, weight)
        return sum(float(np.abs(rest[step:] - level[:-step])[settled:].mean()) for step in ahead)

    best = min(CANDIDATES, key=missed)
    trust = len(rest) / (len(rest) + TRUST)
    return float(wish ** (1 - trust) * best**trust)


def _averaged(values: np.ndarray, weight: float) -> np.ndarray:
    """Exponential average of the values up to each step, `weight` on the newest; shape (n,)."""
    keep = 1 - weight
    return np.asarray(lfilter([weight], [1, -keep], values, zi=[keep * values[0]])[0])


def _detrended(level: np.ndarray, period: int) -> np.ndarray:
    """Deviations from a centred moving average over one season, NaN at both ends."""
    weights = np.ones(period + 1 - period % 2) / period
    if period % 2 == 0:
        weights[[0, -1]] /= 2
    half = len(weights) // 2
    trend = np.full(len(level), np.nan)
    trend[half : len(level) - half] = np.convolve(level, weights, "valid")
    return np.asarray(level - trend)


def _profile(level: np.ndarray, period: int, wish: str) -> np.ndarray:
    """Median deviation of each phase, as far as the other seasons foretell each season.

    Of a long series only the newest seasons count if they foretold better, see `_lasting`. Each
    season's deviations are compared with the profile of all others; the profile of all is
    multiplied by the share, 0 to 1, that would have served best in those comparisons. So a
    season that comes again is taken off whole, and one that is chance not at all. With the wish
    "full" the share is 1, with "none" 0.

    Returns:
        Shape (period,), adding up to 0; shape (1,) and 0 with less than two seasons.
    """
    short = period < 2 or len(level) < 2 * period + 2
    if wish == "none" or short or np.ptp(level) == 0:
        return np.zeros(1)
    deviations = _detrended(level, period)
    seasons = np.full((-(-len(level) // period), period), np.nan)
    seasons.flat[: len(level)] = deviations
    seasons = seasons[~np.isnan(seasons).all(axis=1)]
    if wish == "full":
        return _centred_median(seasons)
    seasons = _lasting(seasons)
    # A wild value must not decide whether there is a season; a peak of every season may.
    usual = float(np.abs(_centred_median(seasons)).max())
    bound = max(WILD * float(np.nanmedian(np.abs(seasons))), 2 * usual)
    seasons = np.clip(seasons, -bound, bound)
    agreement = power = 0.0
    for place, season in enumerate(seasons):
        others = _centred_median(np.delete(seasons, place, axis=0))
        seen = ~np.isnan(season)
        agreement += float(season[seen] @ others[seen])
        power += float(others[seen] @ others[seen])
    share = min(max(agreement / power, 0.0), 1.0) if power > 0 else 0.0
    return share * _centred_median(seasons) if share else np.zeros(1)


def _lasting(seasons: np.ndarray) -> np.ndarray:
    """The newest of the seasons (count, period), where habits have changed; else all of them.

    Every season is foretold by the median of as many before it as each of `SPANS` says, and of
    all before it. Fewer are taken only if they were clearly closer.
    """
    count = len(seasons)

    def missed(span: int) -> float:
        told = [_centred_median(seasons[max(place - span, 0) : place])
                for place in range(SPANS[0], count)]  # fmt: skip
        return float(np.nanmean(np.abs(seasons[SPANS[0] :] - told)))

    # The newest row is only partly there: its other half is in the one before.
    spans = [span for span in SPANS if span + 1 < count]
    if not spans:
        return seasons
    misses = {span: missed(span) for span in spans}
    best = min(misses, key=misses.__getitem__)
    return seasons[-best - 1 :] if misses[best] < CLEARLY * missed(count) else seasons


def _centred_median(seasons: np.ndarray) -> np.ndarray:
    """Median of each phase, adding up to 0; phases that were never seen count as 0."""
    ordered = np.sort(seasons, axis=0)
    count = (~np.isnan(seasons)).sum(axis=0)
    columns = np.arange(seasons.shape[1])
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    middle = (ordered[low, columns] + ordered[np.minimum(high, len(seasons) - 1), columns]) / 2
    median = np.where(count > 0, middle, 0.0)
    return np.asarray(median - median.mean())
