"""What a forecast comes to over months, years or the whole horizon, with ranges of its own.

Each range is read from joint paths: every path is one whole future, so its total is one that could
be. Adding up bounds would take every step for its worst at once.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.errors import ForecastError
from core.forecaster import Forecast
from core.periods import a_year_before
from core.spans import Span
from core.timeseries import TimeSeries
from core.wording import percent, percent_change

_AS_WIDE = 0.95
"""Share of the added bounds' width from which on a range is called as wide."""


@dataclass(frozen=True)
class Total:
    """What one span comes to, as one model sees it.

    Attributes:
        span: Which steps.
        point: The median, in the series' own unit.
        bounds: For each level, in per cent, from where to where.
    """

    span: Span
    point: float
    bounds: Mapping[int, tuple[float, float]]

    @property
    def change(self) -> float:
        """The median's change on the same span a year before, a share; NaN without one."""
        return self._changed(self.point)

    def _changed(self, value: float) -> float:
        before = self.span.before
        return value / before - 1 if before > 0 else math.nan

    def change_range(self, level: int) -> tuple[float, float]:
        """The same of the bounds at a level."""
        low, high = self.bounds[level]
        return self._changed(low), self._changed(high)


def drawn(forecast: Forecast) -> np.ndarray:
    """The joint paths of a forecast, shape (n_paths, horizon).

    Raises:
        ForecastError: If it has none.
    """
    if forecast.paths is None:
        raise ForecastError(
            f"{forecast.model} has no joint paths here, from which totals and chances are read. "
            "Train again."
        )
    return forecast.paths


def total(forecast: Forecast, span: Span) -> Total:
    """What a span comes to.

    Raises:
        ForecastError: If the forecast has no paths.
    """
    values = span.values(drawn(forecast))
    bounds = {}
    for level in forecast.levels:
        low, high = np.quantile(values, [0.5 - level / 200, 0.5 + level / 200])
        bounds[level] = float(low), float(high)
    return Total(span, float(np.median(values)), bounds)


def table(
    forecasts: Mapping[str, Forecast], parts: Sequence[Span], frequency: Frequency
) -> pd.DataFrame:
    """Totals of several models: one row for each model and span.

    Columns: `model, span, from, to, steps-known, steps-forecast, made-of, known` (what the known
    steps come to), `point, lo-80, hi-80, ..., year-before, change` (a share).

    Args:
        forecasts: By model name.
        parts: The spans.
        frequency: That of the series.

    Raises:
        ForecastError: If a forecast has no paths.
    """
    rows = []
    for model, forecast in forecasts.items():
        for span in parts:
            each = total(forecast, span)
            row = {
                "model": model,
                "span": span.name,
                "from": span.first,
                "to": span.last,
                "steps-known": span.actuals,
                "steps-forecast": span.ahead,
                "made-of": span.made_of(frequency),
                "known": span.actual,
                "point": each.point,
            }
            for level, (low, high) in each.bounds.items():
                row |= {f"lo-{level}": low, f"hi-{level}": high}
            one_year = span.years == 1
            row["year-before"] = span.before if one_year else math.nan
            row["change"] = each.change if one_year else math.nan
            rows.append(row)
    return pd.DataFrame(rows)


def headline(found: Total, ts: TimeSeries, *, unit: bool = True) -> str:
    """The total and its 80% range: "12 months to May 2021 together: 1,640 EUR, likely ..."."""
    name = found.span.name
    how = "on average" if found.span.mean else "together"
    low, high = found.bounds[80]
    return (
        f"{name[0].upper()}{name[1:]} {how}: {ts.words(found.point, unit=unit)}, likely between "
        f"{ts.words(low, unit=False)} and {ts.words(high, unit=False)}"
    )


def against_before(found: Total, ts: TimeSeries) -> str:
    """The same span a year before and the change on it, a sentence; "" if it is not known."""
    span = found.span
    if math.isnan(span.before):
        return ""
    when = a_year_before(ts.frequency, span.years)
    steps = ts.frequency.noun if span.ahead == 1 else f"{span.ahead} {ts.frequency.noun}s"
    came = "came to" if not span.mean else "was at" if span.ahead == 1 else "averaged"
    sentence = f"The same {steps} {when} {came} {ts.words(span.before)}"
    if math.isnan(found.change):
        return f"{sentence}."
    low, high = (percent_change(share) for share in found.change_range(80))
    change = percent_change(found.change)
    return f"{sentence}. The change is {change}, likely between {low} and {high}."


def narrower(found: Total, forecast: Forecast, ts: TimeSeries) -> str:
    """How wide the range is beside the added bounds, and why: a sentence; "" for a single step."""
    span = found.span
    if span.ahead < 2:
        return ""
    level = min(found.bounds)
    low, high = found.bounds[level]
    ahead = forecast.table.iloc[span.start : span.stop]
    added = float((ahead[f"hi-{level}"] - ahead[f"lo-{level}"]).sum())
    if span.mean:
        added /= span.actuals + span.ahead
    if added <= 0:
        return ""
    noun, ratio = ts.frequency.noun, (high - low) / added
    bounds = f"{'averaged' if span.mean else 'added-up'} bounds of the single {noun}s"
    if ratio >= _AS_WIDE:
        return (
            f"This range is about as wide as the {bounds}: by this model, {noun}s that are higher "
            "or lower than expected come together."
        )
    return (
        f"This range is {percent(ratio)} as wide as the {bounds}. Those would take every {noun} "
        "for its worst at once; over whole futures, highs and lows partly even out."
    )
