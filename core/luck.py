"""How much of a network's result is luck of its seed: the same test on the past, over other seeds.

A network begins with random weights and sees its examples in a random order; a seed fixes both. If
its error moves with the seed by more than the gap to a rival, the gap says nothing of the network.
"""

from dataclasses import dataclass, field, replace

from core.backtest import Backtest, compared
from core.errors import Cancelled, SettingError
from core.folds import Execute, Outcome, planned_fits
from core.forecaster import FittedForecaster, Lane
from core.models import Pace, Recurrent
from core.number_style import using
from core.progress import Report, silent
from core.timeseries import TimeSeries
from core.training import PASSES, TimeEpoch, Training

LEAST, USUAL, MOST = 3, 5, 20
"""Seeds that are compared: at least, unless another number is chosen, and at most."""

_SEEDS = 2**31


@dataclass(frozen=True)
class Seeded:
    """A network as one of several that differ in their seed alone, with a name of its own."""

    network: Recurrent
    lane: Lane = field(default="network", init=False, repr=False)

    @property
    def name(self) -> str:
        """The network's name for people, and its seed: "LSTM, seed 2"."""
        return named(self.network, self.network.seed)

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedForecaster:
        """See `Forecaster.fit`."""
        return self.network.fit(ts, horizon, report)


def named(network: Recurrent, seed: int) -> str:
    """What the network is called when it is trained with this seed."""
    return f"{network.name}, seed {seed}"


def seeds(network: Recurrent, many: int) -> tuple[int, ...]:
    """The seeds that are compared: the network's own, then those that follow it.

    Raises:
        SettingError: If they are fewer than `LEAST` or more than `MOST`.
    """
    if not LEAST <= many <= MOST:
        raise SettingError(f"Between {LEAST} and {MOST} seeds can be compared, not {many}.")
    return tuple((network.seed + step) % _SEEDS for step in range(many))


@dataclass(frozen=True, eq=False)
class LuckCheck:
    """A request: the network of a training on the same folds, with other seeds.

    Attributes:
        training: The training as it was carried out.
        seeds: Seeds to train it with, its own not among them.
    """

    training: Training
    seeds: tuple[int, ...]

    title = "Luck check"
    in_parts = True

    @property
    def ts(self) -> TimeSeries:
        """The series."""
        return self.training.ts

    @property
    def forecasters(self) -> tuple[Seeded, ...]:
        """The network once for each seed."""
        return tuple(Seeded(replace(self.training.network, seed=seed)) for seed in self.seeds)

    @property
    def networks(self) -> tuple[Recurrent, ...]:
        """None whose epochs are worth watching: their number is, and not their course."""
        return ()

    @property
    def fits_each(self) -> int:
        """How often each of them is fitted."""
        return self.training.plan.folds

    def seconds(self, pace: Pace) -> float:
        """How long it takes at most at this pace."""
        fits = len(self.seeds) * self.fits_each
        return pace.start + fits * PASSES * self.training.network.epochs * pace.epoch

    def check(self) -> None:
        """Refuse what this server does not take; see `Training.check`."""
        self.training.check()

    def carry_out(self, report: Report, execute: Execute, time_epoch: TimeEpoch) -> "Luck":
        """Train and test them one by one; the forecasts of the past of those that were done.

        Raises:
            Cancelled: If it was stopped before the first was done.
        """
        del time_epoch  # The training's epochs are settled.
        ts, plan = self.ts, self.training.plan
        outcomes: list[Outcome] = []
        done = 0
        with using(ts.numbers):
            self.check()
            for each in self.forecasters:
                try:
                    outcomes += map(_bare, execute(planned_fits([each], ts, plan), report))
                except Cancelled:
                    if not done:
                        raise
                    break
                done += 1
            return Luck(self.seeds[:done], compared(ts, outcomes, plan.horizon))


def _bare(outcome: Outcome) -> Outcome:
    """Without what nobody asks a seed for: joint paths, which are large."""
    if outcome.forecast is None:
        return outcome
    return replace(outcome, forecast=replace(outcome.forecast, paths=None))


@dataclass(frozen=True, eq=False)
class Luck:
    """What a luck check gave.

    Attributes:
        seeds: The seeds that were tried: all, or those done before it was cancelled.
        backtest: The past, replayed with each; models are called as `named` says.
    """

    seeds: tuple[int, ...]
    backtest: Backtest
