"""Intervals and joint paths of the practised network: its quantiles, held against what came true.

Every actual has a place among the quantiles that were said of it, told as a standard normal
deviate: 0 at the median, 1.96 at the bound of the 95% interval. Were the network sure of itself
to the right degree, 80 in 100 places would lie within 1.28. Where they don't, bounds are read off
at the place within which they did.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from core.models.practised.quantiles import MEDIAN, QUANTILES

KNOTS = ndtri(np.array(QUANTILES))
"""Where the quantiles lie as normal deviates."""

GRID = (np.arange(200) + 0.5) / 200
"""Shares at which the sizes of other series' places are kept."""

DOUBT = 12.0
"""Horizons' worth of weight of those beside the series' own."""

PERSISTENCE = 0.7
"""Places at steps a < b go together with correlation (a / b) to this power, 0.5 being that of a
random walk."""


@dataclass(frozen=True, eq=False)
class Bands:
    """What is said of the future, and how far such words came true before.

    Attributes:
        said: Quantiles, shape (horizon, quantiles), rising.
        places: Places of the series' own past values, shape (origins, horizon), NaN where
            nothing is known.
        independent: How many horizons those origins are worth.
        usual: Sizes of the places of other series' values at the shares `GRID`.
    """

    said: np.ndarray
    places: np.ndarray
    independent: float
    usual: np.ndarray

    @property
    def point(self) -> np.ndarray:
        """The median, shape (horizon,)."""
        return np.asarray(self.said[:, MEDIAN])

    def bounds(self, levels: Sequence[int]) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Lower and upper bound for each level, shape (horizon,) each."""
        sizes = self.sizes(np.array(levels) / 100)
        steps = np.ones(len(self.said))
        return {
            level: (at(self.said, -size * steps), at(self.said, size * steps))
            for level, size in zip(levels, sizes, strict=True)
        }

    def paths(self, n_paths: int, seed: int) -> np.ndarray:
        """Possible futures, neighbouring steps alike, shape (n_paths, horizon)."""
        steps = np.arange(1, len(self.said) + 1)
        together = np.minimum.outer(steps, steps) / np.maximum.outer(steps, steps)
        root = np.linalg.cholesky(together**PERSISTENCE + 1e-9 * np.eye(len(steps)))
        drawn = np.random.default_rng(seed).standard_normal((n_paths, len(steps))) @ root.T
        shares = np.abs(2 * ndtr(drawn) - 1)
        places = np.sign(drawn) * self.sizes(shares.ravel()).reshape(shares.shape)
        return at(self.said, places)

    def sizes(self, shares: np.ndarray) -> np.ndarray:
        """Sizes of places within which such shares of the values lay; shape as `shares`."""
        own = np.abs(self.places[np.isfinite(self.places)])
        sizes = np.concatenate([self.usual, own])
        weights = np.concatenate(
            [
                np.full(len(self.usual), DOUBT / len(self.usual)),
                np.full(len(own), self.independent / max(len(own), 1)),
            ]
        )
        order = np.argsort(sizes, kind="stable")
        reached = np.cumsum(weights[order]) - weights[order] / 2
        return np.asarray(np.interp(shares, reached / weights.sum(), sizes[order]))


def at(said: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Values at some places among quantiles.

    Between quantiles the value is drawn straight over the normal deviate, and beyond the
    outermost as between the last two.

    Args:
        said: Quantiles, shape (horizon, quantiles).
        places: Shape (..., horizon).

    Returns:
        Shape as `places`.
    """
    cell = np.clip(np.searchsorted(KNOTS, places) - 1, 0, len(KNOTS) - 2)
    steps = np.broadcast_to(np.arange(len(said)), places.shape)
    low, high = said[steps, cell], said[steps, cell + 1]
    return np.asarray(low + (high - low) * (places - KNOTS[cell]) / (KNOTS[cell + 1] - KNOTS[cell]))


def places(said: np.ndarray, actual: np.ndarray) -> np.ndarray:
    """Where actual values lie among quantiles, as normal deviates: the reverse of `at`.

    Args:
        said: Quantiles, shape (rows, horizon, quantiles).
        actual: Shape (rows, horizon), NaN where not known.

    Returns:
        Shape (rows, horizon), NaN where not known or where all quantiles are one.
    """
    cell = np.clip((actual[..., None] > said).sum(-1) - 1, 0, len(KNOTS) - 2)
    low, high = (np.take_along_axis(said, (cell + k)[..., None], axis=-1)[..., 0] for k in (0, 1))
    wide = high > low
    share = np.where(wide, (actual - low) / np.where(wide, high - low, 1.0), 0.5)
    found = KNOTS[cell] + share * (KNOTS[cell + 1] - KNOTS[cell])
    spread = said[..., -1] > said[..., 0]
    return np.asarray(np.where(np.isfinite(actual) & spread, np.clip(found, -30, 30), np.nan))
