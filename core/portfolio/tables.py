"""A portfolio as tables to take away."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from core.date_style import written
from core.forecaster import LEVELS
from core.panel import Panel
from core.portfolio.chunk import ChunkResult
from core.portfolio.overview import Overview

AMOUNTS = ("point", *(f"{side}-{level}" for level in LEVELS for side in ("lo", "hi")))
"""Columns of a forecast."""


def forecasts(
    panel: Panel,
    found: Overview,
    results: Iterable[ChunkResult],
    settled: np.ndarray | None = None,
) -> pd.DataFrame:
    """The forecast of every series by its own model, one row for each date.

    Columns: those that tell the series apart, `date` as the file writes them, `model`, `unit`,
    then `AMOUNTS`. Series without a forecast are not there.

    Args:
        panel: All series.
        found: Which model each has.
        results: What came of the chunks.
        settled: Forecasts made to add up, shape (rows, horizon, 5), to take in their place.
    """
    place = {int(row): at for at, row in enumerate(found.table.index)}
    rows, models, amounts = [], [], []
    horizon = 0
    for result in results:
        horizon = result.future.shape[2]
        for at, row in enumerate(result.rows):
            model = found.chosen[place[int(row)]]
            if model >= 0:
                rows.append(int(row))
                models.append(found.models[model])
                amounts.append(result.future[at, model] if settled is None else settled[row])
    order = np.argsort(rows, kind="stable")
    last = panel.index[-1]
    future = pd.date_range(last, periods=horizon + 1, freq=panel.frequency.alias)[1:]
    dates = list(written(future, panel.date_style))
    table = _named(panel, np.repeat(np.asarray(rows, dtype=np.int64)[order], horizon))
    table["date"] = dates * len(rows)
    table["model"] = np.repeat(np.asarray(models, dtype=object)[order], horizon)
    table["unit"] = panel.unit
    values = np.stack(amounts)[order].reshape(-1, len(AMOUNTS)) if rows else np.empty((0, 5))
    return table.join(pd.DataFrame(values.astype(np.float64), columns=list(AMOUNTS)))


def overviews(panel: Panel, found: Overview) -> pd.DataFrame:
    """A row for each series: its names, model, measures, classes and what to beware of."""
    names = _named(panel, found.table.index.to_numpy())
    told = found.table.drop(columns=["network", "statistics"]).reset_index(drop=True)
    reasons = [found.reasons.get(int(row), "") for row in found.table.index]
    return names.join(told).assign(reason=reasons)


def _named(panel: Panel, rows: np.ndarray) -> pd.DataFrame:
    """The names of series, a column for each part."""
    keys = np.array(panel.keys, dtype=object).reshape(len(panel), -1)
    return pd.DataFrame(keys[rows], columns=[column or "series" for column in panel.columns])
