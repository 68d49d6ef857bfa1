"""Where a model errs: accuracy by part of the test on the past, and its worst misses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.backtest import Backtest
from core.events import labels
from core.parts import Parts, by_fold, by_place, by_step, tied
from core.profile.cycles import cycles
from core.timeseries import TimeSeries

WORST = 10
"""Misses that are listed."""

_STEPS = 12


@dataclass(frozen=True, eq=False)
class Views:
    """Past forecasts of some models on the dates on which all have one.

    Attributes:
        rows: As `core.backtest.Backtest.predictions`, where something was observed.
        parts: Ways to part them, by name: "Step ahead", "Fold", and of "Quarter", "Month",
            "Weekday" and "Hour" those that the series' calendar has.
        halves: The same rows in the nearer and the farther half of the steps; one part only
            where a fold has one step.
        tied: Whether a step ahead is always the same place in the calendar.
    """

    rows: pd.DataFrame
    parts: dict[str, Parts]
    halves: Parts
    tied: bool

    def accuracy(self, name: str) -> pd.DataFrame:
        """Mean absolute error, one row for each part that has values, one column for each model.

        The column `values` counts the actuals of a part.
        """
        parts = self.parts[name]
        miss = (self.rows["y"] - self.rows["point"]).abs()
        table = miss.groupby([parts.places, self.rows["model"]], sort=False).mean().unstack()
        table = table.sort_index()[list(dict.fromkeys(self.rows["model"]))]
        first = self.rows["model"] == self.rows["model"].iloc[0]
        counts = np.bincount(parts.places[first.to_numpy()], minlength=len(parts.labels))
        table.insert(0, "values", counts[table.index])
        table.index = pd.Index([parts.labels[place] for place in table.index], name=parts.title)
        return table.rename_axis(columns=None)


def views(backtest: Backtest, models: Sequence[str], ts: TimeSeries) -> Views | None:
    """Past forecasts of `models` in parts; None where they share no observed date."""
    rows = backtest.predictions
    rows = rows[rows["model"].isin(models) & rows["y"].notna()]
    shared = rows.groupby(["cutoff", "step"])["model"].transform("nunique")
    rows = rows[shared == len(set(models))]
    if rows.empty:
        return None
    place = {model: at for at, model in enumerate(models)}
    rows = rows.iloc[np.lexsort((rows["step"], rows["cutoff"], rows["model"].map(place)))]
    rows = rows.reset_index(drop=True)
    turns = {cycle.place.capitalize(): cycle for cycle in cycles(ts)}
    parts = {
        "Step ahead": by_step(rows, backtest.horizon, ts.frequency, _STEPS),
        "Fold": by_fold(rows, ts.frequency),
        **{name: by_place(rows, cycle) for name, cycle in turns.items()},
    }
    halves = by_step(rows, backtest.horizon, ts.frequency, 2)
    return Views(rows, parts, halves, any(tied(rows, cycle) for cycle in turns.values()))


def worst(backtest: Backtest, model: str, ts: TimeSeries, most: int = WORST) -> pd.DataFrame:
    """The largest misses of a model, the largest first.

    Columns: `ds, cutoff, step, point, y, miss` (actual minus forecast, in the unit of the
    series), `share` (of the actual; NaN where that is 0), `outside` (the widest level whose
    interval did not hold it, 0 for none), `event` (what was marked there, "" for nothing).
    """
    rows = backtest.predictions
    rows = rows[(rows["model"] == model) & rows["y"].notna()]
    miss = rows["y"] - rows["point"]
    rows = rows.loc[miss.abs().sort_values(ascending=False, kind="stable").index[:most]]
    miss = rows["y"] - rows["point"]
    outside = np.zeros(len(rows), dtype=int)
    for level in sorted(backtest.levels):
        beyond = (rows["y"] < rows[f"lo-{level}"]) | (rows["y"] > rows[f"hi-{level}"])
        outside[beyond.to_numpy()] = level
    table = rows[["ds", "cutoff", "step", "point", "y"]].assign(
        miss=miss,
        share=miss / rows["y"].where(rows["y"] != 0).abs(),
        outside=outside,
        event=labels(ts.events, pd.DatetimeIndex(rows["ds"]), ts.frequency),
    )
    return table.reset_index(drop=True)
