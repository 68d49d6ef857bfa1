"""Whether a gap between a network and ARIMA is luck of the seed, in numbers and in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import stdtr

from core.backtest import Backtest
from core.comparison import CLOSE, losses
from core.errors import ForecastError
from core.luck import Luck, named
from core.measures import MEASURES, Measure
from core.models import Practised, Recurrent
from core.phrases import NAIVE, RIVAL, Phrases
from core.timeseries import TimeSeries
from core.training import Trained
from core.wording import counted, percent

SELDOM, OFTEN = 0.05, 0.25
"""Chance that another seed turns the result round: below the first who is ahead is no luck of the
draw, from the second on it is."""

FAR = 8
"""How many times as far from the seeds as these are apart a model may lie and still be drawn beside
them; seeds that hardly differ count as a tenth of their mean apart."""


@dataclass(frozen=True, eq=False)
class Spread:
    """The errors of one network over its seeds, beside those of models that have none.

    All are compared on the folds in which the rival has a result by the measure.

    Attributes:
        measure: What errors are told by; its lowest value is best.
        network: The network, with the seed of its run.
        seeds: Seeds with a forecast in each fold, the run's own first; at least two.
        total: By model, its error over all folds.
        folds: The same in each fold, models by cutoffs; seeds are called as `core.luck.named` says.
        practised: Name of the network that was trained beforehand; "" without one.
        adapted: Whether that one may be trained a little on the series, always from one seed.
        naive: Name of the baseline; "" if it failed.
        failed: By seed, why it is not among them.
    """

    measure: Measure
    network: Recurrent
    seeds: tuple[int, ...]
    total: "pd.Series[float]" = field(repr=False)
    folds: pd.DataFrame = field(repr=False)
    practised: str
    adapted: bool
    naive: str
    failed: dict[int, str]

    @property
    def errors(self) -> "pd.Series[float]":
        """By seed, the error over all folds."""
        found = self.total[[named(self.network, seed) for seed in self.seeds]]
        return found.set_axis(list(self.seeds))

    @property
    def beside(self) -> list[str]:
        """The models that have no seed, and a result in each fold."""
        return [name for name in (self.practised, RIVAL, self.naive) if name]

    @property
    def far_off(self) -> list[str]:
        """Those of them that, on a common axis, would squeeze the dots of the seeds into one."""
        low, high = float(self.errors.min()), float(self.errors.max())
        reach = FAR * max(high - low, self.mean / 10)
        return [name for name in self.beside if not low - reach <= self.total[name] <= high + reach]

    @property
    def mean(self) -> float:
        """What the network does on average."""
        return float(self.errors.mean())

    @property
    def moves(self) -> float:
        """Standard deviation over the seeds."""
        return float(self.errors.std(ddof=1))

    @property
    def rival(self) -> float:
        """The error of ARIMA."""
        return float(self.total[RIVAL])

    @property
    def gap(self) -> float:
        """How far that average lies from ARIMA's error."""
        return abs(self.mean - self.rival)

    @property
    def ahead(self) -> int:
        """Seeds with which the network does better than ARIMA."""
        return int((self.errors < self.rival).sum())

    @property
    def turning(self) -> float:
        """Chance that one more seed lies on ARIMA's other side, 0 to 0.5.

        That of a draw from a normal distribution of which as many draws are known (Student).
        """
        n = len(self.seeds)
        reach = self.moves * np.sqrt(1 + 1 / n)
        if reach == 0:
            return 0.0 if self.gap else 0.5
        return float(stdtr(n - 1, -self.gap / reach))


def spread(trained: Trained, answers: Sequence[Luck], by: str = "mae") -> Spread:
    """Put the seeds of a training's network beside each other and beside ARIMA.

    Args:
        trained: The training; its network's own seed is one of them.
        answers: What luck checks of it gave.
        by: The measure that decides.

    Raises:
        ForecastError: If ARIMA, or all seeds but one, failed, or no fold has a result.
    """
    training, network = trained.training, trained.training.network
    practised = next((each for each in training.networks if isinstance(each, Practised)), None)
    own = named(network, network.seed)
    here = _only(
        trained.backtest, {network.name: own, RIVAL: RIVAL, NAIVE: NAIVE} | _kept(practised)
    )
    every = [here, *(answer.backtest for answer in answers)]
    tried = [network.seed, *(seed for answer in answers for seed in answer.seeds)]
    folds = pd.concat([each.folds for each in every], ignore_index=True)
    reasons = folds[folds["failure"] != ""].drop_duplicates("model").set_index("model")["failure"]
    failed = {seed: reasons[named(network, seed)] for seed in tried
              if named(network, seed) in reasons}  # fmt: skip
    seeds = tuple(seed for seed in dict.fromkeys(tried) if seed not in failed)
    if RIVAL not in set(here.predictions["model"]):
        raise ForecastError(f"{RIVAL} has no forecast to hold the seeds against in this run.")
    if len(seeds) < 2:
        raise ForecastError(
            f"The {network.name} failed with {counted(len(failed), 'seed')}, so there is nothing "
            f"to compare: {next(iter(failed.values()))}"
        )
    said = [each.predictions for each in every if len(each.predictions)]
    predictions = pd.concat(said, ignore_index=True)
    found = losses(Backtest(predictions, folds, here.horizon, here.levels), [RIVAL], by)
    if found.table.empty:
        raise ForecastError(
            f"{MEASURES[by].label} can't be taken in any fold of this run. Choose another measure "
            "that decides, above."
        )
    table = found.measured.T
    total = pd.Series({model: found.result(model) for model in table.index})
    beaten = practised.name if practised is not None and practised.name in table.index else ""
    return Spread(
        MEASURES[by],
        network,
        seeds,
        total,
        table,
        beaten,
        practised is not None and practised.adaptation != "off",
        NAIVE if NAIVE in table.index else "",
        failed,
    )


def _kept(practised: Practised | None) -> dict[str, str]:
    return {} if practised is None else {practised.name: practised.name}


def _only(backtest: Backtest, names: dict[str, str]) -> Backtest:
    """The part of a backtest that is about some models, under other names."""
    predictions, folds = (
        table[table["model"].isin(names)].assign(model=lambda part: part["model"].map(names))
        for table in (backtest.predictions, backtest.folds)
    )
    return Backtest(predictions, folds, backtest.horizon, backtest.levels)


def headline(found: Spread, unit: str) -> str:
    """The finding: who is ahead with how many seeds, and whether that is luck."""
    n, name = len(found.seeds), found.network.name
    who = {
        0: f"In none of {n} seeds does the {name} beat {RIVAL}",
        n: f"In all {n} seeds the {name} beats {RIVAL}",
    }.get(found.ahead, f"In {found.ahead} of {n} seeds the {name} beats {RIVAL}")
    measure = found.measure
    moves = (
        f"its {measure.name} moves by ±{measure.apart(found.moves)} with the seed"
        if found.moves
        else f"its {measure.name} does not move with the seed"
    )
    return f"{who}; {moves}, the gap is {measure.apart(found.gap, unit)}: {_judged(found)}."


def _judged(found: Spread) -> str:
    if found.turning >= OFTEN:
        return "who is ahead is luck of the draw"
    if found.turning >= SELDOM:
        return f"another seed may turn it round, about 1 time in {round(1 / found.turning)}"
    if found.gap < CLOSE * min(found.mean, found.rival):
        share = percent(found.gap / min(found.mean, found.rival))
        return f"not luck of the draw, though {share} of the {found.measure.name} matters little"
    return "not luck of the draw"


def findings(found: Spread, ts: TimeSeries) -> tuple[str, ...]:
    """What else there is to say, each a sentence or two."""
    say, folds = Phrases(found.measure, ts), counted(found.folds.shape[1], "fold")
    said = [_own(found, say), _baseline(found, say), _practised(found, say)]
    said += [f"Seed {seed} is left out: {reason}" for seed, reason in found.failed.items()]
    said.append(
        f"All seeds were tested on the same {folds}. Whether those dates were lucky is another "
        "question; the verdict above is about that."
    )
    return tuple(filter(None, said))


def _own(found: Spread, say: Phrases) -> str:
    """How lucky the seed of the run was."""
    own, errors = found.network.seed, found.errors
    expected = (
        f"expect {found.measure.written(found.mean, say.ts.unit)}, the mean of the seeds, and not "
        "what the luckiest of them reached"
    )
    if own not in errors.index:
        return f"From this network {expected}."
    others = len(errors) - 1
    worse = int((errors.drop(own) > errors[own]).sum())
    place = {0: "none of the others", others: "all others"}.get(
        worse, f"{worse} of the {others} others"
    )
    return (
        f"Seed {own}, that of this run, {say.missed(errors[own])} and did better than {place}; "
        f"{expected}."
    )


def _baseline(found: Spread, say: Phrases) -> str:
    if not found.naive:
        return ""
    value = float(found.total[found.naive])
    better = int((found.errors < value).sum())
    return (
        f"It beats repeating {say.the(NAIVE)}, which {say.missed(value)}, in {better} of "
        f"{len(found.seeds)}."
    )


def _practised(found: Spread, say: Phrases) -> str:
    if not found.practised:
        return ""
    folds = found.folds.loc[found.practised].to_numpy(float)
    why = "it starts from the same weights each time"
    if found.adapted:
        why += ", and where it is adapted, from the same seed"
    return (
        f"The {found.practised} has no seed to be lucky with: {why}. It "
        f"{say.missed(float(found.total[found.practised]))}, in single folds "
        f"{say.beside(folds.min())} to {found.measure.written(folds.max())}."
    )
