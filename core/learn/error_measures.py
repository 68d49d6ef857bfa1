"""Error measures on one forecast, and what is done to it to fool them."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.backtest import Backtest
from core.metrics import mae, mase, rmse, seasonal_scale, smape
from core.models import SeasonalNaive
from core.timeseries import TimeSeries
from core.wording import percent, rounded

MEASURES = {"rmse": "RMSE", "mae": "MAE", "mape": "MAPE", "smape": "sMAPE", "mase": "MASE"}
"""The measures by key, and what they are called."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A forecast with what came.

    Attributes:
        model: Who made it.
        stamps: Its dates.
        actual: What came, shape (n,), in the unit of the series, all known.
        point: What was forecast, same shape and unit.
        scale: Usual change from season to season in the past known then, same unit; NaN where
            there is none.
        calm: The same in the calmest season of that past.
    """

    model: str
    stamps: pd.DatetimeIndex = field(repr=False)
    actual: np.ndarray = field(repr=False)
    point: np.ndarray = field(repr=False)
    scale: float
    calm: float

    def measured(self) -> dict[str, float]:
        """Every measure by its key; infinite or NaN where it has no value."""
        return {
            "rmse": rmse(self.actual, self.point),
            "mae": mae(self.actual, self.point),
            "mape": mape(self.actual, self.point),
            "smape": smape(self.actual, self.point),
            "mase": mase(self.actual, self.point, self.scale),
        }


@dataclass(frozen=True)
class Spoil:
    """What is done to a forecast.

    Attributes:
        shift: Share of the mean actual by which all of it is moved.
        wild: Share of the mean actual by which its middle step alone is raised.
        near: How far actuals and forecast are moved together, as a share of the way on which the
            lowest actual comes to 0; misses stay as they are.
        calm: Whether the calmest season of the past is the yardstick.
    """

    shift: float = 0.0
    wild: float = 0.0
    near: float = 0.0
    calm: bool = False

    def done_to(self, given: Judged) -> Judged:
        """The forecast, spoilt."""
        size = float(np.mean(np.abs(given.actual)))
        point = given.point + self.shift * size
        point[len(point) // 2] += self.wild * size
        down = self.near * float(given.actual.min())
        return replace(
            given,
            actual=given.actual - down,
            point=point - down,
            scale=given.calm if self.calm else given.scale,
        )


CASES = {
    "rmse": Spoil(wild=1.0),
    "mae": Spoil(near=0.95),
    "mape": Spoil(near=0.99),
    "smape": Spoil(shift=-0.3),
    "mase": Spoil(calm=True),
}
"""What fools each measure."""


def mape(y: np.ndarray, point: np.ndarray) -> float:
    """Mean absolute percentage error; infinite where an actual is 0."""
    if not y.all():
        return float("inf")
    return float(np.mean(100 * np.abs((y - point) / y)))


def of_run(past: Backtest, model: str, ts: TimeSeries) -> Judged | None:
    """A model's forecast at the newest cutoff of a test on the past; None if it has none."""
    cutoff = past.cutoffs[-1]
    table = past.predictions
    mine = table[(table["model"] == model) & (table["cutoff"] == cutoff)].dropna(subset=["y"])
    if mine.empty:
        return None
    return _judged(model, mine["ds"], mine["y"], mine["point"], ts.until(cutoff))


def of_naive(ts: TimeSeries) -> Judged:
    """The last season forecast by the one before, or as many steps as are usually forecast."""
    wanted = ts.seasonal_period if ts.seasonal_period > 1 else ts.frequency.horizon
    steps = max(min(wanted, len(ts) // 2), 1)
    past = ts.until(ts.index[-steps - 1])
    forecast = SeasonalNaive().fit(past, steps).predict()
    newest = ts.y.iloc[-steps:]
    known = newest.notna().to_numpy()
    point = forecast.table["point"].to_numpy()
    return _judged(
        forecast.model, newest.index[known], newest[known], pd.Series(point[known]), past
    )


def _judged(
    model: str,
    stamps: pd.Series | pd.Index,
    actual: pd.Series,
    point: pd.Series,
    past: TimeSeries,
) -> Judged:
    period = past.seasonal_period
    return Judged(
        model,
        pd.DatetimeIndex(stamps),
        actual.to_numpy(float),
        point.to_numpy(float).copy(),
        seasonal_scale(past.values, period),
        calmest(past.values, period),
    )


def calmest(past: np.ndarray, period: int) -> float:
    """Least mean absolute change from season to season that any season of the past had."""
    lag = period if len(past) > period else 1
    changes = pd.Series(np.abs(past[lag:] - past[:-lag]))
    means = changes.rolling(max(period, 4), min_periods=max(period // 2, 2)).mean()
    moved = means[means > 0]
    return float(moved.min()) if len(moved) else float("nan")


def fooled(key: str, given: Judged, unit: str) -> str:
    """What the case of a measure shows, in numbers, as a sentence."""
    case = CASES[key]
    spoilt = case.done_to(given)
    before, after = given.measured()[key], spoilt.measured()[key]
    match key:
        case "rmse":
            many = len(spoilt.point)
            miss = abs(float(spoilt.actual[many // 2] - spoilt.point[many // 2]))
            return (
                f"One miss of {rounded(miss, unit)} among {many} decides it: {rounded(before)} "
                f"becomes {rounded(after, unit)}. It may be a slip in the data."
            )
        case "mae":
            size = float(np.mean(np.abs(spoilt.actual)))
            return (
                f"It does not know how large values are: {rounded(after, unit)} here, where they "
                f"are {rounded(size, unit)} on average, and the same before, where they were "
                f"{rounded(float(np.mean(np.abs(given.actual))), unit)}."
            )
        case "mape":
            return (
                f"The misses are the same as before, yet {percent(before / 100)} becomes "
                f"{percent(after / 100)}: dividing by almost nothing is what it does where values "
                "come near zero."
            )
        case "smape":
            other = _other_way(case, given).measured()[key]
            return (
                f"Shifted down by {percent(-case.shift)} of the usual value it is "
                f"{percent(after / 100)}; shifted up by as much, {percent(other / 100)}."
            )
        case _:
            return (
                f"The forecast is untouched, yet {rounded(before)} becomes {rounded(after)}: the "
                "yardstick is now the calmest season of your past, as if you had known that one "
                "alone."
            )


def _other_way(case: Spoil, given: Judged) -> Judged:
    """The forecast, shifted the other way."""
    return replace(case, shift=-case.shift).done_to(given)
