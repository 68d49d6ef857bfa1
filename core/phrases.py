"""How a comparison is put in words: models, results by a measure, leads, folds and luck."""

import math
from dataclasses import dataclass

import pandas as pd

from core.comparison import Pair
from core.measures import Measure, repeated, usual_change
from core.timeseries import TimeSeries
from core.wording import counted, number, percent

RIVAL = "ARIMA"
"""Name of the model that a network is measured against."""

NAIVE = "Seasonal naive"
"""Name of the baseline that everything is measured against."""

_NO_ARTICLE = ("ARIMA", "ETS", "Theta")
_OTHERWISE = {"Blend": "the blend", "Drift": "the drift baseline"}


@dataclass(frozen=True)
class Phrases:
    """The words for one series and one measure.

    Attributes:
        measure: The measure.
        ts: The series, for its unit and its words for dates.
    """

    measure: Measure
    ts: TimeSeries

    def the(self, name: str) -> str:
        """A model within a sentence: "the LSTM", "ARIMA", "last year's value"."""
        if name == NAIVE:
            return repeated(self.ts)
        return _OTHERWISE.get(name, name if name in _NO_ARTICLE else f"the {name}")

    def missed(self, value: float) -> str:
        """A result: "missed by 12.3 EUR on average"."""
        amount = self.measure.written(value, self.ts.unit)
        return self.measure.missed.format(amount, change=usual_change(self.ts))

    def beside(self, value: float) -> str:
        """The result of a second model: "by 14.5"."""
        return self.measure.beside.format(self.measure.written(value))

    def both(self, pair: Pair) -> str:
        """Two results: "missed by 12.3 EUR on average, ARIMA by 14.5 (2.20 more, or 18%)"."""
        beside = f"{self.missed(pair.best)}, {self.the(pair.worse)} {self.beside(pair.worst)}"
        share = percent(pair.lead) if math.isfinite(pair.lead) else ""
        more = f"{share} {self.measure.more}".strip()
        if self.measure.kind == "unit":
            apart = f"{self.measure.written(pair.worst - pair.best)} {self.measure.more}"
            more = f"{apart}, or {share}" if share else apart
        return f"{beside} ({more})" if pair.lead else beside

    def span(self, cutoff: pd.Timestamp, horizon: int) -> str:
        """The dates of a fold: "March 2020", "March to May 2020"."""
        dates = self.ts.until(cutoff).future_index(horizon)
        first, last = (self.ts.frequency.words(dates[at]) for at in (0, -1))
        if horizon == 1:
            return first
        year = f" {dates[-1].year}"
        both = first.endswith(year) and last.endswith(year)
        short = first.removesuffix(year).removesuffix(" of") if both else first
        return f"{short} to {last}"


def folds(count: int) -> str:
    """A number of folds: "1 fold", "8 folds"."""
    return counted(count, "fold")


def sentence(words: str) -> str:
    """Words as a sentence begins with them."""
    return f"{words[0].upper()}{words[1:]}"


def how_often(p: float, among: int) -> str:
    """The chance of a lead over so many folds in words: "about 1 time in 20".

    It is never said to be rarer than a coin that shows the same side each time: whatever rests on
    the shape of the differences is more than so few of them can show.
    """
    least = rarest(among)
    if p < least:
        return f"less than 1 time in {number(round(1 / least))}"
    return "more often than not" if p > 0.5 else f"about 1 time in {number(round(1 / p))}"


def rarest(among: int) -> float:
    """How often a coin shows the same side so many times."""
    return 2.0 ** (1 - among)
