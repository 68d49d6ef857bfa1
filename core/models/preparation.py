"""What is done to a series before a network sees it, learned from its training part alone."""

from dataclasses import dataclass

import numpy as np

from core.metrics import seasonal_scale
from core.windows import masked_windows

DAMPING = 0.98
"""What is left of the drift from one step ahead to the next (Gardner and McKenzie 1985)."""

WILD = 6
"""Deviations beyond this many times the median one are cut to it in the seasonal profile."""


@dataclass(frozen=True, eq=False)
class Preparation:
    """Logs, seasonal profile, drift, level and scale of one training part, and the way back.

    Windows and labels are made relative: the level at the window's end is taken off both, the
    drift off the labels, and both are divided by `scale`. The network then learns what is left,
    in units of the series' usual change, at whatever level the series stands; one that answers
    0 repeats the season on a level that drifts on.

    Attributes:
        log: Whether values are taken as logarithms.
        profile: Seasonal deviations taken off, shape (period,), phase 0 being the first value
            of the training part; all 0 where no season was found.
        drift: Change from step to step that is taken for granted, in prepared units.
        smoothing: Weight of the newest value in the level, in (0, 1]; 1 for the value itself.
        scale: Typical absolute change of the prepared series from step to step, above 0.
    """

    log: bool
    profile: np.ndarray
    drift: float
    smoothing: float
    scale: float

    @classmethod
    def learn(
        cls, values: np.ndarray, period: int, *, log: bool = True, smoothing: float = 1.0
    ) -> "Preparation":
        """Decide every part from `values`.

        Args:
            values: The training part, shape (n,), no NaN.
            period: Seasonal period; 1 for none.
            log: Whether to take logarithms if all values are above zero.
            smoothing: As in the attributes.
        """
        log = log and bool((values > 0).all())
        level = np.log(values) if log else values
        profile = _profile(level, period)
        rest = level - profile[np.arange(len(level)) % len(profile)]
        change = seasonal_scale(rest, 1)
        usable = np.isfinite(change) and change > 0
        return cls(log, profile, _drift(rest), smoothing, change if usable else 1.0)

    def forward(self, values: np.ndarray) -> np.ndarray:
        """Values from the training part's start on as the network sees them, shape (n,)."""
        level = np.log(values) if self.log else values
        return np.asarray(level - self._season(0, len(values)))

    def levels(self, prepared: np.ndarray) -> np.ndarray:
        """The level at each step, from that step and those before it, shape (n,).

        An exponential average, which lags behind a drift, is moved forward by that lag.
        """
        if self.smoothing == 1.0:
            return prepared
        flat = prepared - self.drift * np.arange(len(prepared))
        level = np.empty_like(flat)
        level[0] = flat[0]
        for step in range(1, len(flat)):
            level[step] = level[step - 1] + self.smoothing * (flat[step] - level[step - 1])
        return np.asarray(level + self.drift * np.arange(len(prepared)))

    def windows(
        self, values: np.ndarray, lookback: int, horizon: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """What the network sees at each step of `values`, and what it should answer.

        Returns:
            Inputs (n, lookback) and labels (n, horizon), NaN after the end; see
            `core.windows.masked_windows`.
        """
        prepared = self.forward(values)
        level = self.levels(prepared)[:, None]
        inputs, labels = masked_windows(prepared, lookback, horizon)
        ahead = labels - level - self._drifted(horizon)
        return (inputs - level) / self.scale, ahead / self.scale

    def inverse(self, relative: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Forecasts in the series' own unit.

        Args:
            relative: What the network answered at the newest steps of `values`, oldest first,
                shape (origins, horizon).
            values: As given to `windows`.
        """
        origins, horizon = relative.shape
        level = self.levels(self.forward(values))[len(values) - origins :, None]
        first = np.arange(len(values) - origins, len(values))[:, None] + 1
        phases = (first + np.arange(horizon)) % len(self.profile)
        prepared = relative * self.scale + level + self._drifted(horizon) + self.profile[phases]
        return np.asarray(np.exp(prepared) if self.log else prepared)

    def _drifted(self, horizon: int) -> np.ndarray:
        """How far the drift has come at each step ahead, shape (horizon,)."""
        return np.asarray(self.drift * np.cumsum(DAMPING ** np.arange(1, horizon + 1)))

    def _season(self, start: int, steps: int) -> np.ndarray:
        phases = np.arange(start, start + steps) % len(self.profile)
        return np.asarray(self.profile[phases])


def _drift(rest: np.ndarray) -> float:
    """Mean change from step to step, drawn to 0 as far as it may be chance.

    The mean is multiplied by `1 - 2 se^2 / mean^2`, at least 0, with its standard error: the
    shrinkage of James and Stein (1961), twice as strong since changes are seldom independent.
    """
    changes = np.diff(rest)
    if len(changes) < 3:
        return 0.0
    mean = float(changes.mean())
    doubt = 2 * float(changes.var(ddof=1)) / len(changes)
    return mean * max(0.0, 1 - doubt / mean**2) if mean else 0.0


def _detrended(level: np.ndarray, period: int) -> np.ndarray:
    """Deviations from a centred moving average over one season, NaN at both ends."""
    weights = np.ones(period + 1 - period % 2) / period
    if period % 2 == 0:
        weights[[0, -1]] /= 2
    half = len(weights) // 2
    trend = np.full(len(level), np.nan)
    trend[half : len(level) - half] = np.convolve(level, weights, "valid")
    return np.asarray(level - trend)


def _profile(level: np.ndarray, period: int) -> np.ndarray:
    """Median deviation of each phase, as far as the other seasons foretell each season.

    Each season's deviations are compared with the profile of all others; the profile of all is
    multiplied by the share, 0 to 1, that would have served best in those comparisons. So a
    season that comes again is taken off whole, and one that is chance not at all.

    Returns:
        Shape (period,), adding up to 0; shape (1,) and 0 with less than two seasons.
    """
    if period < 2 or len(level) < 2 * period + 2 or np.ptp(level) == 0:
        return np.zeros(1)
    deviations = _detrended(level, period)
    seasons = np.full((-(-len(level) // period), period), np.nan)
    seasons.flat[: len(level)] = deviations
    seasons = seasons[~np.isnan(seasons).all(axis=1)]
    # A wild value must not decide whether there is a season.
    bound = WILD * float(np.nanmedian(np.abs(seasons)))
    seasons = np.clip(seasons, -bound, bound) if bound else seasons
    agreement = power = 0.0
    for place, season in enumerate(seasons):
        others = _centred_median(np.delete(seasons, place, axis=0))
        seen = ~np.isnan(season)
        agreement += float(season[seen] @ others[seen])
        power += float(others[seen] @ others[seen])
    share = min(max(agreement / power, 0.0), 1.0) if power > 0 else 0.0
    return share * _centred_median(seasons) if share else np.zeros(1)


def _centred_median(seasons: np.ndarray) -> np.ndarray:
    """Median of each phase, adding up to 0; phases that were never seen count as 0."""
    ordered = np.sort(seasons, axis=0)
    count = (~np.isnan(seasons)).sum(axis=0)
    columns = np.arange(seasons.shape[1])
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    middle = (ordered[low, columns] + ordered[np.minimum(high, len(seasons) - 1), columns]) / 2
    median = np.where(count > 0, middle, 0.0)
    return np.asarray(median - median.mean())
