"""What is practised: series of which length and season, and how far ahead."""

from dataclasses import dataclass

import numpy as np

from core.models.practised.inputs import LABELS_FAR, show
from pretraining.generator import Prior, make

LOGARITHMS = 0.6
"""Share of batches in logarithms."""

REACHES = 40, 256
"""Fewest and most steps of the past that a batch shows."""

RARE = (2, 3, 6, 8, 10, 13, 14, 26, 30, 36, 48, 60)
"""Seasonal periods that share what the common ones leave."""


@dataclass(frozen=True)
class Kind:
    """Series with one seasonal period.

    Attributes:
        share: How often a batch is of this kind.
        shortest: Fewest known steps.
        longest: Most known steps.
        usual: Horizons that half of the batches stay within, both ends included.
        furthest: Longest horizon.
    """

    share: float
    shortest: int
    longest: int
    usual: tuple[int, int]
    furthest: int


KINDS = {
    1: Kind(0.13, 6, 60, (2, 10), 10),
    4: Kind(0.18, 7, 100, (2, 12), 12),
    5: Kind(0.03, 10, 600, (5, 60), 60),
    7: Kind(0.13, 10, 800, (7, 28), 90),
    12: Kind(0.36, 14, 360, (6, 24), 36),
    24: Kind(0.03, 12, 600, (8, 48), 48),
    52: Kind(0.07, 26, 320, (8, 52), 52),
}
"""By seasonal period; `rare` gives the others."""


def rare(period: int) -> Kind:
    """The kind of a rare seasonal period."""
    furthest = min(max(12, period), 90)
    return Kind(0.0, max(10, period // 2), max(60, min(240, 4 * period)), (2, furthest), furthest)


@dataclass(frozen=True)
class Plan:
    """The shape of one batch."""

    context: int
    horizon: int
    period: int
    logs: bool
    reach: int


def planned(rng: np.random.Generator) -> Plan:
    """Draw the shape of a batch; short series are as common as long ones, on a log scale."""
    shares = np.array([kind.share for kind in KINDS.values()])
    place = int(np.searchsorted(np.cumsum(shares), rng.random(), side="right"))
    period = [*KINDS, int(rng.choice(RARE))][place]
    kind = KINDS.get(period) or rare(period)
    context = int(np.exp(rng.uniform(np.log(kind.shortest), np.log(kind.longest))))
    low, high = kind.usual
    if rng.random() < 0.5:
        low, high = max(2, kind.furthest // 6), kind.furthest
    horizon = int(rng.integers(low, high + 1))
    reach = int(np.exp(rng.uniform(*np.log(REACHES))))
    return Plan(context, horizon, period, bool(rng.random() < LOGARITHMS), reach)


def batch(
    rng: np.random.Generator, prior: Prior, plan: Plan, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Inputs (size, context + horizon, features) and labels (size, horizon), float32."""
    made = make(rng, prior, size, plan.context, plan.horizon, plan.period, positive=plan.logs)
    values, truth = made.values, made.truth
    if plan.logs:
        values, truth = np.log(values), np.log(truth)
    known = values[:, : plan.context]
    shown = show(known, plan.horizon, plan.period, logs=plan.logs, reach=plan.reach)
    labels = np.clip(shown.scaled(truth[:, plan.context :]), -LABELS_FAR, LABELS_FAR)
    return shown.inputs, labels.astype(np.float32)
