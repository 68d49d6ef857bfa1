"""How far each value of a network's window moved its forecast, in words and as a table."""

import numpy as np
import pandas as pd

from core.forecaster import Forecast
from core.timeseries import TimeSeries
from core.wording import rounded

SLIGHT = 0.002
"""Share of the forecast below which no value is said to have moved it."""


def sentences(forecast: Forecast, ts: TimeSeries) -> tuple[str, ...]:
    """Which value moved the forecast most and how far back it looks; none if it can't be told."""
    if forecast.insight is None:
        return ()
    moved = forecast.insight.influence
    seen = f"{forecast.model} saw the last {ts.frequency.count(len(moved))}."
    size = moved.abs()
    if size.max() <= SLIGHT * float(forecast.table["point"].abs().mean()):
        return (
            f"{seen} None of them moved its forecast by much: it rests on season and drift, "
            "which were learned from the whole past.",
        )
    when = moved.index[int(np.argmax(size))]
    side = "higher" if moved[when] > 0 else "lower"
    said = [
        f"{seen} The value of {ts.frequency.words(when)} moved its forecast most: on average over "
        f"the {ts.frequency.count(len(forecast.table))} ahead it is "
        f"{rounded(float(size[when]), ts.unit)} {side} than with an ordinary value there.",
    ]
    newest = newest_half(moved)
    if newest < len(moved):
        values = "newest value" if newest == 1 else f"{newest} newest values"
        said.append(f"Half of all movement, up and down together, comes from the {values}.")
    return tuple(said)


def newest_half(moved: pd.Series) -> int:
    """How many of the newest values make up half of the absolute influences."""
    from_newest = np.cumsum(moved.abs().to_numpy()[::-1])
    return int(np.searchsorted(from_newest, from_newest[-1] / 2)) + 1


def table(forecast: Forecast, ts: TimeSeries) -> pd.DataFrame:
    """The window, newest first: `ds`, `y` and `influence`, in the series' own unit."""
    assert forecast.insight is not None
    moved = forecast.insight.influence[::-1]
    return pd.DataFrame(
        {
            "ds": moved.index,
            "y": ts.y.reindex(moved.index).to_numpy(),
            "influence": moved.to_numpy(),
        }
    )
