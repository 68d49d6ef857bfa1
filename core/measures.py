"""The measures models are compared by: what each says, when it misleads, how it is put in words."""

from dataclasses import dataclass
from typing import Literal

from core.profile.strength import main_season
from core.timeseries import TimeSeries
from core.wording import number, percent, rounded, with_unit

_REPEATED = {
    "yearly": "last year's value",
    "weekly": "last week's value",
    "daily": "the value of the day before",
}
_TURN = {"yearly": "year", "weekly": "week", "daily": "day"}


@dataclass(frozen=True)
class Measure:
    """One measure of a comparison, a column of `Backtest.leaderboard`.

    Attributes:
        key: Name of that column.
        label: What people call it.
        says: What it is, in a sentence or two.
        misleads: When not to trust it.
        kind: What its numbers are: in the series' unit, pure numbers, per cent from 0 to 200,
            shares from 0 to 1, or seconds.
        missed: How a model's result reads, `{}` where the number goes and `{change}` for what is
            usual from season to season; "" if it can't decide who won.
        beside: The same of a second model.
        closer: What a model is that did better.
        noun: What it is called within a sentence, where that is not its label.
        scaled: Key of the measure most like it that can be compared between series, where it can't
            be itself.
        more: What a higher result is.
        less: What a lower one is.
        scope: What it looks at, where that is not the forecast itself.
    """

    key: str
    label: str
    says: str
    misleads: str
    kind: Literal["unit", "number", "percent", "share", "seconds"] = "unit"
    missed: str = ""
    beside: str = "by {}"
    closer: str = "closer"
    noun: str = ""
    scaled: str = ""
    more: str = "more"
    less: str = "less"
    scope: str = ""

    @property
    def decides(self) -> bool:
        """Whether it can say who won: whether the lowest is the best, whatever else is so."""
        return bool(self.missed)

    @property
    def name(self) -> str:
        """What it is called within a sentence: "error", "RMSE"."""
        return self.noun or self.label

    @property
    def between_series(self) -> "Measure":
        """The one most like it that can be compared between series; this one if it can."""
        return MEASURES[self.scaled] if self.scaled else self

    def heading(self, unit: str) -> str:
        """What stands over its numbers, for a series in this unit: "MAE (EUR)"."""
        return with_unit(self.label, unit if self.kind == "unit" else "")

    def written(self, value: float, unit: str = "") -> str:
        """One of its numbers in words; "-" if there is none."""
        if self.kind == "share":
            return percent(value)
        if self.kind == "percent":
            return percent(value / 100)
        if self.kind == "seconds":
            return number(value, ",.1f")
        return rounded(value, unit if self.kind == "unit" else "")

    def apart(self, value: float, unit: str = "") -> str:
        """A difference between two of its numbers in words: of per cents they are points."""
        if self.kind in ("share", "percent"):
            return f"{rounded(value * 100 if self.kind == 'share' else value)} points"
        return self.written(value, unit)


_ALL = (
    Measure(
        "rmse",
        "RMSE",
        "Root mean squared error: the miss with large misses weighing most.",
        "One bad period can decide it. It favours the mean, while most models here forecast the "
        "median.",
        missed="missed by {} on average with large misses weighing most",
        scaled="rmsse",
    ),
    Measure(
        "mae",
        "MAE",
        "Mean absolute error: the typical miss.",
        "It can't be compared between series. Where most values are zero it favours always "
        "forecasting zero.",
        missed="missed by {} on average",
        noun="error",
        scaled="mase",
    ),
    Measure(
        "mase",
        "MASE",
        "Mean absolute error, divided by the usual change from season to season in the past known "
        "to the fold. It can be compared between series.",
        "Above 1 is no failure by itself: a fold may be harder than its past. Folds after a calm "
        "past weigh more.",
        "number",
        missed="missed by {} times {change}",
    ),
    Measure(
        "smape",
        "sMAPE",
        "Symmetric mean absolute percentage error, from 0 to 200.",
        "Near zero it goes towards 200 however small the miss. It punishes forecasts that are too "
        "low more than those too high.",
        "percent",
        missed="missed by {} on average",
    ),
    Measure(
        "rmsse",
        "RMSSE",
        "The miss with large misses weighing most, divided by the usual change from season to "
        "season, taken in the same way.",
        "As RMSE, one bad period can decide it; as MASE, folds after a calm past weigh more.",
        "number",
        missed="missed by {} times {change} with large misses weighing most",
    ),
    Measure(
        "bias",
        "Bias",
        "Mean of forecast minus actual: above 0, forecasts are too high on the whole.",
        "Too high in one month and too low in the next add up to 0. So it can't say who won.",
    ),
    Measure(
        "pinball",
        "Pinball loss",
        "The misses of the forecast and of every bound of its ranges, weighed so that ranges which "
        "are neither too wide nor too narrow score lowest.",
        "It can't be pictured. A good forecast can make up for poor ranges.",
        missed="scored {} with its ranges (lower is better)",
        noun="pinball loss",
        scaled="msis",
        beside="{}",
        closer="better",
        more="worse",
        less="better",
        scope="By their ranges",
    ),
    Measure(
        "coverage-80",
        "80% held",
        "Share of actuals inside the 80% interval; 80% would be right.",
        "Over a few dozen values it is uncertain by many points, and very wide ranges always hold. "
        "So it can't say who won.",
        "share",
    ),
    Measure(
        "coverage-95",
        "95% held",
        "Share of actuals inside the 95% interval; 95% would be right.",
        "As with 80%, and more so: one value in 20 is expected outside.",
        "share",
    ),
    Measure(
        "msis",
        "MSIS",
        "Mean scaled interval score: the width of the 95% interval plus 40 times how far actuals "
        "lie outside it, divided as MASE is.",
        "One actual far outside can decide it. It does not look at the forecast itself.",
        "number",
        missed="scored {} with its 95% ranges (lower is better)",
        beside="{}",
        closer="better",
        more="worse",
        less="better",
        scope="By their ranges",
    ),
    Measure(
        "seconds",
        "Seconds",
        "Time all folds of this model took; of a blend, those of its parts.",
        "Models run side by side and slow each other down.",
        "seconds",
    ),
)

MEASURES = {measure.key: measure for measure in _ALL}
"""Every measure by its key, in the order of the table."""


def repeated(ts: TimeSeries) -> str:
    """What the seasonal naive repeats, in words: "last year's value"."""
    return _REPEATED.get(main_season(ts.frequency), "the last value")


def usual_change(ts: TimeSeries) -> str:
    """What MASE divides by, in words: "the usual change from year to year"."""
    noun = _TURN.get(main_season(ts.frequency), ts.frequency.noun)
    return f"the usual change from {noun} to {noun}"
