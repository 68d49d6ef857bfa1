"""The test on the past as it went: what would have been forecast at each cutoff, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.backtest import Backtest
from core.timeseries import TimeSeries
from core.wording import percent, rounded


@dataclass(frozen=True, eq=False)
class Scene:
    """One cutoff.

    Attributes:
        cutoff: The last stamp that was known.
        label: When that was, in words: "Known up to December 2018".
        misses: For each model that has a forecast, how far off it was, as a sentence.
        forecasts: By model, rows of `core.backtest.Backtest.predictions` by date.
    """

    cutoff: pd.Timestamp
    label: str
    misses: tuple[str, ...]
    forecasts: dict[str, pd.DataFrame] = field(repr=False)


def scenes(backtest: Backtest, models: Sequence[str], ts: TimeSeries) -> tuple[Scene, ...]:
    """Every cutoff at which one of `models` has a forecast, oldest first."""
    found = []
    for cutoff in backtest.cutoffs:
        stamp = pd.Timestamp(cutoff)
        rows = backtest.predictions[backtest.predictions["cutoff"] == stamp]
        parts = {model: rows[rows["model"] == model].set_index("ds") for model in models}
        parts = {model: part for model, part in parts.items() if len(part)}
        if not parts:
            continue
        misses = tuple(_words(model, part, ts) for model, part in parts.items())
        label = f"Known up to {ts.frequency.words(stamp)}"
        found.append(Scene(stamp, label, misses, parts))
    return tuple(found)


def missed(part: pd.DataFrame) -> tuple[float, float]:
    """How far off a forecast was: the mean absolute error, and the same by the mean actual.

    The second is the sum of the errors over that of the actuals (Kolassa and Schütz 2007), so
    that a single small value does not decide it. NaN where nothing was observed or all is 0.
    """
    scored = part[part["y"].notna()]
    if scored.empty:
        return float("nan"), float("nan")
    miss = float((scored["y"] - scored["point"]).abs().mean())
    size = float(scored["y"].abs().mean())
    return miss, miss / size if size > 0 else float("nan")


def _words(model: str, part: pd.DataFrame, ts: TimeSeries) -> str:
    miss, share = missed(part)
    if np.isnan(miss):
        return f"{model}: nothing was observed after it."
    of_it = "" if np.isnan(share) else f" ({percent(share)} of the actual)"
    scored = part[part["y"].notna()]
    lean = float((scored["point"] - scored["y"]).mean())
    # Mostly to one side: most of what it missed by is its mean error.
    side = (", mostly too high" if lean > 0 else ", mostly too low") if abs(lean) > miss / 2 else ""
    return f"{model} missed by {rounded(miss, ts.unit)} on average{of_it}{side}."


def table(found: Sequence[Scene]) -> pd.DataFrame:
    """One row for each cutoff and model: `cutoff, model, forecast, actual, miss, share, held`.

    `forecast` and `actual` are means over the dates observed, `miss` and `share` as in `missed`,
    `held` the number of them in the narrowest interval, of `values`.
    """
    rows = []
    for scene in found:
        for model, part in scene.forecasts.items():
            scored = part[part["y"].notna()]
            level = min(
                int(str(name).removeprefix("lo-")) for name in part if str(name).startswith("lo-")
            )
            inside = (scored["y"] >= scored[f"lo-{level}"]) & (scored["y"] <= scored[f"hi-{level}"])
            miss, share = missed(part)
            rows.append(
                {
                    "cutoff": scene.cutoff,
                    "model": model,
                    "forecast": float(scored["point"].mean()),
                    "actual": float(scored["y"].mean()),
                    "miss": miss,
                    "share": share,
                    "held": int(inside.sum()),
                    "values": len(scored),
                }
            )
    return pd.DataFrame(rows)
