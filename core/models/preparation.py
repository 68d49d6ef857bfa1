"""What is done to a series before a network sees it, learned from its training part alone."""

from dataclasses import dataclass

import numpy as np

from core.metrics import seasonal_scale


@dataclass(frozen=True, eq=False)
class Preparation:
    """Logs, seasonal profile and scale of one training part, and the way back.

    Windows are made relative: the last value of a window is taken off its inputs and its
    labels, and both are divided by `scale`. The network then learns changes, in units of the
    series' usual change, at whatever level the series stands.

    Attributes:
        log: Whether values are taken as logarithms.
        profile: Seasonal deviations taken off, shape (period,), phase 0 being the first value
            of the training part; all 0 where no season was found.
        scale: Typical absolute change of the prepared series from step to step, above 0.
    """

    log: bool
    profile: np.ndarray
    scale: float

    @classmethod
    def learn(cls, values: np.ndarray, period: int) -> "Preparation":
        """Decide every part from `values`, shape (n,), no NaN."""
        log = bool((values > 0).all())
        level = np.log(values) if log else values
        profile = _profile(level, period) if _seasonal(level, period) else np.zeros(1)
        rest = level - profile[np.arange(len(level)) % len(profile)]
        change = seasonal_scale(rest, 1)
        return cls(log, profile, change if np.isfinite(change) else 1.0)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided, in words."""
        season = "was taken off before and put back after" if self.profile.any() else "was not"
        return (
            "Trained on logarithms, since all values are above zero."
            if self.log
            else "Trained on the values as they are, since some are not above zero.",
            f"A seasonal profile {season}"
            + ("." if self.profile.any() else " taken off: none stood out from the noise."),
        )

    def forward(self, values: np.ndarray) -> np.ndarray:
        """The training part as the network sees it, shape (n,), before windows are cut."""
        level = np.log(values) if self.log else values
        return np.asarray(level - self._season(0, len(values)))

    def relative(self, inputs: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Windows (w, lookback) and labels (w, horizon) relative to each window's last value."""
        last = inputs[:, -1:]
        return (inputs - last) / self.scale, (labels - last) / self.scale

    def inverse(self, relative: np.ndarray, last: float, start: int) -> np.ndarray:
        """Back to the series' own unit.

        Args:
            relative: What the network gave, shape (..., horizon).
            last: The prepared value that the window ended with.
            start: Position of the first forecast step, counted from the training part's start.
        """
        prepared = relative * self.scale + last + self._season(start, relative.shape[-1])
        return np.asarray(np.exp(prepared) if self.log else prepared)

    def _season(self, start: int, steps: int) -> np.ndarray:
        phases = np.arange(start, start + steps) % len(self.profile)
        return np.asarray(self.profile[phases])


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
    """Mean deviation of each phase, shape (period,), adding up to 0."""
    deviations = _detrended(level, period)
    profile = np.array([np.nanmean(deviations[phase::period]) for phase in range(period)])
    return np.asarray(profile - profile.mean())


def _seasonal(level: np.ndarray, period: int) -> bool:
    """Whether the autocorrelation one season back stands out (the 90% test of M4's Naive2)."""
    if period < 2 or len(level) < 3 * period or np.ptp(level) == 0:
        return False
    centred = level - level.mean()
    power = float(centred @ centred)
    acf = np.array([centred[lag:] @ centred[:-lag] / power for lag in range(1, period + 1)])
    limit = 1.645 * np.sqrt((1 + 2 * np.sum(acf[:-1] ** 2)) / len(level))
    return bool(abs(acf[-1]) > limit)
