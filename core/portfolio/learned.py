"""What the network learns from all series together before any chunk is forecast.

For the folds from what was known at the first of them, tuned weights, and at each of them, widths
of ranges; for the forecast from the end on from everything.
"""

from dataclasses import dataclass, field

import numpy as np

from core.errors import ForecastError
from core.models import Practised
from core.models.practised.weights import Practice, practice
from core.panel import Panel
from core.portfolio.network import panel_places
from core.portfolio.plan import PortfolioPlan
from core.progress import Progress, Report, silent

MOST = 2_000
"""Series that are learned from: more would only take longer."""

EPOCHS = 4
"""Passes over the examples of a tuning."""

SEED = 1
"""Decides which series and examples those are, and in what order they come."""


@dataclass(frozen=True, eq=False)
class Learned:
    """What chunks are given of the whole panel.

    Attributes:
        past: Weights tuned on what was known at the first cutoff, for all folds; None where the
            practised ones stand.
        final: Those tuned on everything, for the forecast from the end on.
        usual: Sizes of places (see `core.portfolio.network.panel_places`) at each cutoff and at
            the end, shape (200,) each.
        gain: Share by which tuning lowered the loss on the newest values held out; NaN where it
            was not tried.
    """

    past: Practice | None
    final: Practice | None
    usual: tuple[np.ndarray, ...] = field(repr=False)
    gain: float = float("nan")

    def at(self, fold: int) -> tuple[Practice | None, np.ndarray]:
        """Tuned weights and sizes for a 1-based fold, or for the end, 0."""
        return (self.past, self.usual[fold - 1]) if fold else (self.final, self.usual[-1])


def learn(
    panel: Panel, plan: PortfolioPlan, network: Practised, report: Report = silent
) -> Learned:
    """Learn from a panel what its series have in common.

    Args:
        panel: All series.
        plan: Where their past is cut.
        network: The network.
        report: Called now and then.

    Raises:
        SeriesTooShort: If the folds don't fit the calendar.
        Cancelled: If the report asks to stop.
    """
    known = practice(network.cell)
    n, period = len(panel.index), panel.seasonal_period
    drawn = np.random.default_rng(SEED).permutation(len(panel))[:MOST]
    values = panel.values[np.sort(drawn)]
    cutoffs = [*plan.cutoffs(n), n]
    usual = []
    for place, until in enumerate(cutoffs):
        report(Progress(place, len(cutoffs), "reading", model=network.name))
        usual.append(panel_places(known, _begun(values, until), plan.horizon, period))
    if network.adaptation == "off":
        return Learned(None, None, tuple(usual))
    past, _ = _tuned(known, _begun(values, cutoffs[0]), plan.horizon, period, report)
    final, gain = _tuned(known, _begun(values, n), plan.horizon, period, report)
    return Learned(past, final, tuple(usual), gain)


def _begun(values: np.ndarray, until: int) -> list[np.ndarray]:
    """The series that had begun by then, as far as they were known."""
    pasts = values[:, :until]
    return [past for past in pasts if np.isfinite(past).any()]


def _tuned(
    known: Practice, pasts: list[np.ndarray], horizon: int, period: int, report: Report
) -> tuple[Practice | None, float]:
    # TensorFlow loads with this import: never in the process that serves pages.
    from core.models.net.tune import tune

    try:
        found = tune(known, [(past, period) for past in pasts], horizon, EPOCHS, SEED, report)
    except ForecastError:
        return None, float("nan")
    return found.practice, found.gain
