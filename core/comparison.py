"""Models held against each other on the same folds, by one measure: the numbers of a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from core.backtest import Backtest
from core.significance import DOUBT, Significance, significance

CLOSE = 0.02
"""A lead below this share of the better result matters to nobody."""

# Mean squares over all actuals add up from folds, their roots don't.
_POWERS = {"rmse": 2.0}
# Of these the leaderboard has the mean of the folds, of the others that of all actuals.
_PER_FOLD = ("mase", "rmsse", "msis")


@dataclass(frozen=True, eq=False)
class Pair:
    """Two models on the same folds.

    Attributes:
        better: Name of the one with the lower result; the first of both where they are equal.
        worse: Name of the other.
        best: Result of the better one, by the measure.
        worst: Result of the other.
        differences: The worse one's loss less the better one's by cutoff, oldest first: above 0
            where the better one was closer. Their mean is what is tested.
        won: Folds in which the better one was closer.
        significance: Whether the lead is more than luck; None with too few folds to tell.
        without: By cutoff, the lead if that fold were left out; empty with fewer than 3.
    """

    better: str
    worse: str
    best: float
    worst: float
    differences: "pd.Series[float]" = field(repr=False)
    won: int
    significance: Significance | None
    without: "pd.Series[float]" = field(repr=False)

    @property
    def folds(self) -> int:
        """Folds in which both were compared."""
        return len(self.differences)

    @property
    def lead(self) -> float:
        """How much higher the worse result is, as a share of the better, which may be 0."""
        return _lead(self.best, self.worst)

    @property
    def close(self) -> bool:
        """Whether the lead is too small to matter."""
        return self.lead < CLOSE

    @property
    def luck(self) -> bool:
        """Whether there are folds enough to tell, and the lead may be luck."""
        return self.significance is not None and not self.significance.found

    @property
    def decisive(self) -> pd.Timestamp | None:
        """Cutoff of the one fold without which there would be no lead, if it is one alone."""
        makes = self.without[self.without < CLOSE]
        return pd.Timestamp(makes.index[0]) if len(makes) == 1 else None


@dataclass(frozen=True, eq=False)
class Losses:
    """What each model lost in each fold that can be compared.

    Attributes:
        by: The measure.
        table: One row for each cutoff, oldest first, one column for each model that has a loss in
            all of them. By RMSE a loss is the mean squared error, else the measure itself.
        weights: How much each fold counts, by cutoff; their mean is 1. Where the measure is taken
            over all actuals, a fold counts by how many it has.
        overlap: How many later folds a fold shares dates with.
    """

    by: str
    table: pd.DataFrame = field(repr=False)
    weights: "pd.Series[float]" = field(repr=False)
    overlap: int

    @property
    def measured(self) -> pd.DataFrame:
        """The measure itself in each fold, a row for each cutoff and a column for each model."""
        return self.table ** (1 / _POWERS.get(self.by, 1.0))

    def result(self, model: str) -> float:
        """The measure over all folds, as the leaderboard has it where these are all folds."""
        return self._over(model, np.arange(len(self.table)))

    def _over(self, model: str, places: np.ndarray) -> float:
        losses, weights = self.table[model].to_numpy()[places], self.weights.to_numpy()[places]
        return float(np.average(losses, weights=weights) ** (1 / _POWERS.get(self.by, 1.0)))

    def pair(self, one: str, other: str) -> Pair:
        """Hold two models of the table against each other."""
        better, worse = sorted((one, other), key=self.result)
        apart = self.table[worse] - self.table[better]
        differences = apart * self.weights
        return Pair(
            better,
            worse,
            self.result(better),
            self.result(worse),
            differences,
            int((apart > 0).sum()),
            significance(differences.to_numpy(), self.overlap),
            self._without(better, worse),
        )

    def _without(self, better: str, worse: str) -> "pd.Series[float]":
        places = np.arange(len(self.table))
        if len(places) < 3:
            return pd.Series(dtype=float)
        rest = [np.delete(places, place) for place in places]
        leads = [_lead(self._over(better, few), self._over(worse, few)) for few in rest]
        return pd.Series(leads, index=self.table.index)


def _lead(best: float, worst: float) -> float:
    """How much higher `worst` is than `best`, as a share of that; below 0 where it is lower."""
    if worst == best:
        return 0.0
    return (worst - best) / best if best > 0 else float("inf")


def losses(backtest: Backtest, models: Sequence[str], by: str) -> Losses:
    """The folds in which all these models have a loss, and every model that has one in all of them.

    Args:
        backtest: Past forecasts.
        models: Names of models; each has to have a forecast in some fold.
        by: A measure whose lowest value is best.
    """
    scores = backtest.scores()
    scores[by] **= _POWERS.get(by, 1.0)
    table = scores.pivot(index="cutoff", columns="model", values=by).sort_index()
    table = table.dropna(subset=list(models)).dropna(axis="columns")
    counts = scores[scores["model"] == models[0]].set_index("cutoff")["scored"]
    weights = counts.reindex(table.index).astype(float)
    if by in _PER_FOLD:
        weights[:] = 1.0
    return Losses(by, table, weights / weights.mean(), _overlap(backtest, table.index))


def _overlap(backtest: Backtest, cutoffs: pd.Index) -> int:
    """How many later folds, at most, begin before one of these ends."""
    ends = backtest.predictions.groupby("cutoff")["ds"].max().reindex(cutoffs)
    return max(
        (int(((cutoffs > at) & (cutoffs < end)).sum()) for at, end in ends.items()), default=0
    )


@dataclass(frozen=True, eq=False)
class Contest:
    """A network, its rival and the naive baseline on the same folds, with all others there.

    Attributes:
        losses: Of these at least, with one fold or more.
        network: Name of the network.
        rival: Name of the model it is measured against.
        naive: Name of the baseline; "" where it has no forecast.
    """

    losses: Losses
    network: str
    rival: str
    naive: str

    @cached_property
    def pair(self) -> Pair:
        """The network and its rival."""
        return self.losses.pair(self.network, self.rival)

    @property
    def beating(self) -> list[str]:
        """Which of the two beat the baseline by enough to matter, the better first.

        Both where there is no baseline.
        """
        two, result = (self.pair.better, self.pair.worse), self.losses.result
        if not self.naive:
            return [*two]
        naive = result(self.naive)
        return [name for name in two if _lead(result(name), naive) >= CLOSE]

    @cached_property
    def first(self) -> Pair:
        """The pair that says what to use: the two, or the baseline if neither beats it."""
        if self.beating:
            return self.pair
        return self.losses.pair(self.naive, self.pair.better)

    @property
    def exact(self) -> bool:
        """Whether nobody ever missed."""
        return all(self.losses.result(name) == 0 for name in self.known)

    @property
    def settled(self) -> bool:
        """Whether one of the two beat the other, by more than luck and by enough to matter."""
        tested = self.pair.significance
        return bool(tested and tested.found and not self.pair.close and self.beating)

    @cached_property
    def best(self) -> Pair | None:
        """The best of the other models and the best of these, if that one is better."""
        if not self.others:
            return None
        one, other = (min(names, key=self.losses.result) for names in (self.known, self.others))
        pair = self.losses.pair(one, other)
        return pair if pair.better == other and not pair.close else None

    @property
    def clearly(self) -> bool:
        """Whether that other model is not just the luckiest of several (Bonferroni)."""
        tested = self.best.significance if self.best else None
        return tested is not None and tested.p * len(self.others) < DOUBT

    @property
    def known(self) -> list[str]:
        """The network, its rival and, where it is there, the baseline."""
        return [name for name in (self.network, self.rival, self.naive) if name]

    @property
    def others(self) -> list[str]:
        """All other models that have a loss in each of the folds."""
        return [name for name in map(str, self.losses.table) if name not in self.known]
