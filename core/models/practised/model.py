"""The practised network as a model beside the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from core.errors import ForecastError
from core.forecaster import LEVELS, Forecast, Lane, need, to_table
from core.models.adjustment import Adjustment
from core.models.history import LONGEST_MEMORY
from core.models.practised.bands import Bands, places
from core.models.practised.quantiles import MEDIAN
from core.models.practised.weights import Practice, practice, usual_places
from core.models.practised.zero_shot import REACH, zero_shot
from core.network_weights import NetworkWeights
from core.progress import Progress, Report, silent
from core.settings import AUTO, setting, validate
from core.timeseries import TimeSeries
from core.wording import counted, number, percent

LEAST_KNOWN = 4
"""Values it needs at least."""

LONG = 150
"""Values from which on adapting is tried: on M1's shorter series a better loss on the newest values
said nothing of the values to come."""

SEED = 1
"""Order of the examples of an adaptation."""

GLANCE = 64
"""Steps read at most for errors one step ahead, or two seasons; at least half as many."""

GLANCED = 1_000
"""Newest dates that have such an error."""

LOOKS_BACK = 24
"""Most past cutoffs at which it is held against what came."""


@dataclass(frozen=True)
class Practised:
    """A network that was trained on made-up series beforehand and forecasts yours at once."""

    cell: Literal["lstm", "gru"] = "lstm"
    context: int | Literal["auto"] = setting(
        AUTO,
        ge=8,
        le=20_000,
        auto=True,
        label="Past it reads",
        help="How many of the newest values the practised network may use. Left empty: all. "
        "Season, level and drift come from all of them, the cells read the newest 256. Choose "
        "fewer when what came before a break should not count any more.",
        advanced=True,
        group="The practised network",
    )
    adaptation: Literal["auto", "off"] = setting(
        "auto",
        options=(("auto", "Where it helps"), ("off", "Off")),
        label="Adaptation",
        help="Trains the practised network a little on your series, if that has 150 values or "
        "more. Used only if it then forecasts the newest values, kept back for this, clearly "
        "better; else the network stays as it was practised.",
        advanced=True,
        group="The practised network",
    )
    adaptation_epochs: int = setting(
        6,
        ge=1,
        le=50,
        label="Epochs of adaptation",
        help="The most passes over examples of this series. More seldom help: the network knows "
        "much already, and can forget.",
        advanced=True,
        group="The practised network",
    )
    lane: Lane = field(default="network", init=False, repr=False)

    def __post_init__(self) -> None:
        validate(self)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return f"Practised {self.cell.upper()}"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> "FittedPractised":
        """Read `ts`, and hold it against its own past; see `Forecaster.fit`."""
        need(ts, LEAST_KNOWN, "the practised network has to see how the series moves.")
        newest = len(ts) if self.context == AUTO else int(self.context)
        adjustment = Adjustment.learn(ts, horizon, min(newest, LONGEST_MEMORY))
        ts = adjustment.taken_out(ts)
        read = replace(ts, y=ts.y.iloc[-newest:])
        need(
            read, LEAST_KNOWN, "the newest steps hold too few values. Let it read more of the past."
        )
        report(Progress(0, 1, "reading"))
        known = practice(self.cell)
        y = read.y.loc[read.y.first_valid_index() : read.y.last_valid_index()]
        values, period = np.array(y), ts.seasonal_period
        # From the last value on: what it practised never ends with a gap.
        gap = len(read.y.loc[y.index[-1] :]) - 1
        ahead = gap + horizon
        said = zero_shot(known, values[None], ahead, period)[0]
        found, independent = _past_places(known, values, ahead, period)
        adapted, how = None, ""
        if self.adaptation != "off" and np.isfinite(values).sum() >= LONG:
            adapted, how = self._adapted(known, values, ahead, period, report)
        else:
            report(Progress(1, 1, "reading"))
        if adapted is not None:
            said = (said + zero_shot(adapted, values[None], ahead, period)[0]) / 2
        bands = Bands(said[gap:], found, independent, usual_places(known, period))
        own = None if adapted is None else adapted.weights
        return FittedPractised(self, ts, known, bands, y, adjustment, how, own)

    def _adapted(
        self, known: Practice, values: np.ndarray, horizon: int, period: int, report: Report
    ) -> tuple[Practice | None, str]:
        """The adapted network if it is to count, and what came of it in words."""
        # TensorFlow loads with this import: never in the process that serves pages.
        from core.models.net.adapt import adapt

        try:
            found = adapt(known, values, horizon, period, self.adaptation_epochs, SEED, report)
        except ForecastError:
            found = None
        steps = 2 * self.adaptation_epochs
        report(Progress(steps, steps, "epoch"))
        if found is None:
            return None, "Adapting it to this series failed, so it stands as it was practised."
        if not found.epochs:
            return None, "It was not trained on this one: too few values to try it by."
        if found.practice is None:
            return None, (
                "Adapting it to this series did not clearly help on the newest values "
                f"({_change(found.gain)}), so it stands as it was practised."
            )
        return found.practice, (
            f"It was adapted to this series in {counted(found.epochs, 'epoch')}: on the newest "
            f"values, held out, {_change(found.gain)}. The forecast is the mean of the adapted and "
            "the original network's."
        )


@dataclass(frozen=True, eq=False)
class FittedPractised:
    """What a practised network says of one series.

    Attributes:
        spec: The settings.
        ts: The series.
        practice: The network.
        bands: Its quantiles of the future and how far they can be believed.
        read: What it read, by date: from the first value to the last.
        adjustment: Effects of drivers that were taken out of `ts` before.
        how: What came of adapting it, "" if that was not tried.
        own: The adapted network's weights by name, if it counts.
    """

    spec: Practised
    ts: TimeSeries
    practice: Practice
    bands: Bands
    read: pd.Series
    adjustment: Adjustment
    how: str = ""
    own: dict[str, np.ndarray] | None = None

    def predict(self, levels: Sequence[int] = LEVELS, *, residuals: bool = True) -> Forecast:
        """See `FittedForecaster.predict`; without residuals it takes a fraction of the time."""
        bounds = {
            level: (self._possible(low), self._possible(high))
            for level, (low, high) in self.bands.bounds(levels).items()
        }
        index = self.ts.future_index(len(self.bands.said))
        table = to_table(index, self._possible(self.bands.point), bounds)
        errors = self._residuals() if residuals else None
        kept = None
        if self.own is not None:
            # Of one member.
            kept = NetworkWeights({name: each[None] for name, each in self.own.items()})
        forecast = Forecast(
            self.spec.name, self.ts.index[-1], table, self._notes(), errors, weights=kept
        )
        return self.adjustment.put_back(forecast)

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`."""
        return self.adjustment.onto(self._possible(self.bands.paths(n_paths, seed)))

    def _possible(self, values: np.ndarray) -> np.ndarray:
        known = self.ts.values
        if not np.nan_to_num(known).any():
            return np.zeros_like(values)
        return np.asarray(np.maximum(values, self.ts.least))

    def _notes(self) -> tuple[str, ...]:
        card, frequency = self.practice.card, self.ts.frequency
        close = f", the newest {REACH} of them step by step" if len(self.read) > REACH else ""
        millions = card["series"] / 1e6
        said = [
            f"It was trained beforehand on {number(millions, '.3g')} million made-up series.",
            self.how or "It was not trained on this one.",
            f"It read {frequency.count(len(self.read))}{close}.",
        ]
        missing = int(self.read.isna().sum())
        if missing:
            verb = "was" if missing == 1 else "were"
            said.append(
                f"{frequency.count(missing)} without a value {verb} treated as unknown, not as "
                "zero."
            )
        if self.read.index[-1] != self.ts.index[-1]:
            said.append(
                f"The last value is that for {frequency.words(self.read.index[-1])}; it forecast "
                "from there on."
            )
        return tuple(said)

    def _residuals(self) -> pd.Series:
        """Its errors one step ahead at the newest dates, each on some of what came before."""
        values = np.array(self.read)
        n, period = len(values), self.ts.seasonal_period
        origins = range(max(1, n - GLANCED), n)
        missed = np.full(n, np.nan)
        for mine, said in _past(self.practice, values, origins, 1, period, longest=GLANCE):
            missed[mine] = values[mine] - said[:, 0, MEDIAN]
        return pd.Series(missed, index=self.read.index, name="residual").dropna()


def _change(gain: float) -> str:
    return f"its errors {'fell' if gain > 0 else 'rose'} by {percent(abs(gain))}"


def _past_places(
    practice: Practice, values: np.ndarray, horizon: int, period: int
) -> tuple[np.ndarray, float]:
    """Places of past values at past cutoffs, and how many horizons these are worth."""
    n = len(values)
    first = max(_shortest(period), n // 3)
    stride = max(-(-(n - first) // LOOKS_BACK), 1)
    origins = range(n - 1, first - 1, -stride)
    padded = np.concatenate([values, np.full(horizon, np.nan)])
    found = [np.empty((0, horizon))]
    for mine, said in _past(practice, values, sorted(origins), horizon, period):
        actual = padded[mine[:, None] + np.arange(horizon)]
        found.append(places(said, actual))
    rows = np.concatenate(found)
    # Cutoffs closer than a horizon share values; those further apart are no more than they are.
    worth = min(len(rows) * stride, np.isfinite(rows).sum())
    return rows, float(worth / horizon)


def _shortest(period: int) -> int:
    """Steps that a past forecast reads at least."""
    return 2 * period if period > 1 else 6


def _past(
    practice: Practice,
    values: np.ndarray,
    origins: Sequence[int],
    horizon: int,
    period: int,
    longest: int | None = None,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Past forecasts, in a few groups that read equally much: half of what there was, or more.

    With `longest`, all that could read more than that many steps read as much, or the shortest.

    Yields:
        Places of the first value not known, shape (rows,), and quantiles said there, shape
        (rows, horizon, quantiles).
    """
    length = _shortest(period)
    every = np.asarray(origins)
    while length < len(values):
        last = longest is not None and 2 * length > max(longest, length)
        mine = every[(every >= length) & ((every < 2 * length) | last)]
        if mine.size:
            windows = np.lib.stride_tricks.sliding_window_view(values, length)[mine - length]
            some = (~np.isnan(windows)).sum(axis=1) >= LEAST_KNOWN
            if some.any():
                yield mine[some], zero_shot(practice, windows[some], horizon, period)
        if last:
            return
        length *= 2
