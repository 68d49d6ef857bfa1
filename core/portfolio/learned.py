"""What the network learns from all series together before any chunk is forecast.

For the folds from what was known at the first of them, tuned weights, and at each of them, widths
of ranges; for the forecast from the end on from everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.errors import ForecastError
from core.models import Practised
from core.models.practised.weights import Practice, practice
from core.panel import Panel
from core.portfolio.network import panel_places
from core.portfolio.pasts import past_of
from core.portfolio.plan import PortfolioPlan
from core.portfolio.siblings import borrowed_seasons, own_season
from core.progress import Progress, Report, silent

MOST = 2_000
"""Series that are learned from: more would only take longer."""

EPOCHS = 4
"""Passes over the examples of a tuning."""

SEED = 1
"""Decides which series and examples those are, and in what order they come."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What is learned from: of a large panel a part, since it travels in one piece.

    Attributes:
        rows: Places of its series in the whole panel, shape (series,).
        panel: Those series alone.
        lenders: Which of them are learned from, shape (series,); the others are short and only
            borrow.
        plan: Where their past is cut.
        network: The network.
    """

    rows: np.ndarray
    panel: Panel = field(repr=False)
    lenders: np.ndarray = field(repr=False)
    plan: PortfolioPlan
    network: Practised

    @classmethod
    def of(cls, panel: Panel, plan: PortfolioPlan, network: Practised) -> "Lesson":
        """What a panel has to tell.

        Raises:
            SeriesTooShort: If the folds don't fit the calendar.
        """
        n, period = len(panel.index), panel.seasonal_period
        lenders = np.zeros(len(panel), dtype=bool)
        lenders[np.random.default_rng(SEED).permutation(len(panel))[:MOST]] = True
        told = lenders
        if kin(panel) is not None:
            # Whoever is not short at the first cutoff never is.
            told = lenders | _short(panel, int(np.append(plan.cutoffs(n), n)[0]), period)
        rows = np.flatnonzero(told)
        return cls(rows, panel.part(rows), lenders[rows], plan, network)


@dataclass(frozen=True, eq=False)
class Learned:
    """What chunks are given of the whole panel.

    Attributes:
        past: Weights tuned on what was known at the first cutoff, for all folds; None where the
            practised ones stand.
        final: Those tuned on everything, for the forecast from the end on.
        usual: Sizes of places (see `core.portfolio.network.panel_places`) at each cutoff and at
            the end, shape (200,) each.
        seasons: At each cutoff and at the end, what short series borrow from their siblings (see
            `core.portfolio.siblings`), by place in the whole panel.
        gain: Share by which tuning lowered the loss on the newest values held out; NaN where it
            was not tried.
    """

    past: Practice | None
    final: Practice | None
    usual: tuple[np.ndarray, ...] = field(repr=False)
    seasons: tuple[Mapping[int, np.ndarray], ...] = field(repr=False)
    gain: float = float("nan")

    def tuned(self, fold: int) -> Practice | None:
        """Weights for a 1-based fold, or for the end, 0."""
        return self.past if fold else self.final


def learn(lesson: Lesson, report: Report = silent) -> Learned:
    """Learn from a panel what its series have in common.

    Args:
        lesson: What it has to tell.
        report: Called now and then.

    Raises:
        Cancelled: If the report asks to stop.
    """
    panel, plan, network = lesson.panel, lesson.plan, lesson.network
    known = practice(network.cell)
    n, period = len(panel.index), panel.seasonal_period
    cutoffs = [*plan.cutoffs(n), n]
    usual, seasons = [], []
    for place, until in enumerate(cutoffs):
        report(Progress(place, len(cutoffs), "reading", model=network.name))
        usual.append(panel_places(known, _begun(lesson, until), plan.horizon, period))
        borrowed = _borrowed(panel, lesson.lenders, until)
        seasons.append({int(lesson.rows[place]): season for place, season in borrowed.items()})
    if network.adaptation == "off":
        return Learned(None, None, tuple(usual), tuple(seasons))
    past, _ = _tuned(known, _begun(lesson, cutoffs[0]), plan.horizon, period, report)
    final, gain = _tuned(known, _begun(lesson, n), plan.horizon, period, report)
    return Learned(past, final, tuple(usual), tuple(seasons), gain)


def kin(panel: Panel) -> list[str] | None:
    """The group of each series whose members are siblings; None where the file tells of none.

    It is what a column says that stands above the finest of those that tell series apart: the
    category of a product. Products of no category are no siblings, and totals are nobody's.
    """
    if len(panel.columns) < 2 or panel.columns[-2] in panel.telling:
        return None
    return [key[-2] if key[-1] else "" for key in panel.keys]


def _short(panel: Panel, until: int, period: int) -> np.ndarray:
    """Which series can't tell their season themselves by then, shape (series,)."""
    first, last = panel.spans[:, 0], np.minimum(panel.spans[:, 1], until - 1)
    short = [not own_season(int(known), period) for known in last - first + 1]
    return np.array(short, dtype=bool)


def _borrowed(panel: Panel, lenders: np.ndarray, until: int) -> dict[int, np.ndarray]:
    """What series that are short by then borrow from the lenders, by place in this panel."""
    groups, period = kin(panel), panel.seasonal_period
    if groups is None or period < 2:
        return {}
    first = panel.spans[:, 0]
    begun = (first < until) & np.isfinite(panel.values[:, :until]).any(axis=1)
    named = np.array([bool(group) for group in groups])
    rows = np.flatnonzero(begun & named & (lenders | _short(panel, until, period)))
    pasts = [past_of(panel, int(row), until) for row in rows]
    found = borrowed_seasons(pasts, [groups[row] for row in rows], period)
    return {int(rows[place]): season for place, season in found.items()}


def _begun(lesson: Lesson, until: int) -> list[np.ndarray]:
    """The lenders that had begun by then, as far as they were known."""
    rows = np.flatnonzero(lesson.lenders)
    pasts = (past_of(lesson.panel, int(row), int(until)) for row in rows)
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
