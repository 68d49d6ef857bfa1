"""What drivers gain where they move a series, and what they cost where they don't.

    python -m benchmarks.drivers [--series N] [--frequencies monthly,...] [--kinds price,...]
                                 [--models practised,...] [--effect 1.0] [--jobs 2] [--json]

Series are made up: a level that wanders, a season, noise, and one driver, whose values move by its
effect as many standard deviations of the noise as --effect says. Half of them are the values as
they are, half exponentials. Every model forecasts one horizon with the driver and without.

price: a price that changes every few steps; promotion: a flag on 12% of the steps; both known
    ahead. temperature: a season of the year and weather, not known ahead. orders: comes a horizon
    before what it moves, not known ahead.
broken-price, broken-promotion: the same, but their effect ended a quarter of the past before the
    cutoff.
noise-flag, noise-price, noise-normal, noise-walk: no effect at all, known ahead.

mase_change is the mean MASE with the driver over that without, less 1, in per cent: below 0, the
driver helped. se is its standard error by bootstrap over series; taken, the share of series in
which the driver counted; held80, how often the 80% intervals held with it. A driver that
does not count changes nothing.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.accuracy import prepare
from benchmarks.competition import among
from core import metrics
from core.calendar import named
from core.drivers import Driver, Drivers
from core.models import Arima, Practised, Recurrent
from core.timeseries import TimeSeries

FREQUENCIES = {"monthly": ("MS", 12, 84, 12), "weekly": ("W-SUN", 52, 156, 13),
               "daily": ("D", 7, 400, 28)}  # fmt: skip
"""Stamps, season, usual length and horizon."""

AHEAD = ("price", "promotion", "broken-price", "broken-promotion")
NOISE = ("noise-flag", "noise-price", "noise-normal", "noise-walk")
KINDS = (*AHEAD, "temperature", "orders", *NOISE)

MODELS: dict[str, Any] = {
    "practised": Practised(adaptation="off"),
    "network": Recurrent(),
    "arima": Arima(),
}


@dataclass(frozen=True)
class Case:
    """One made-up series and a model to forecast it with."""

    frequency: str
    kind: str
    model: str
    seed: int
    effect: float


def main() -> None:
    """Make, forecast, score, print."""
    wish = _arguments()
    cells = list(product(wish.models, wish.frequencies, wish.kinds))
    cases = [
        Case(frequency, kind, model, seed, wish.effect)
        for model, frequency, kind in cells
        for seed in range(wish.series)
    ]
    scores = []
    with ProcessPoolExecutor(wish.jobs, get_context("spawn"), prepare) as pool:
        for done, score in enumerate(pool.map(scored, cases, chunksize=4), start=1):
            scores.append(score)
            if done % 100 == 0:
                print(f"[{done} of {len(cases)}]", file=sys.stderr, flush=True)
    found = [
        {"model": model, "frequency": frequency, "driver": kind, **_figures(np.array(mine))}
        for place, (model, frequency, kind) in enumerate(cells)
        for mine in [scores[place * wish.series : (place + 1) * wish.series]]
    ]
    print(pd.DataFrame(found).to_string(index=False))
    if wish.json:
        print(json.dumps({"series": wish.series, "effect": wish.effect, "cells": found}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drivers")
    parser.add_argument("--series", type=int, default=60, help="series of each kind")
    parser.add_argument("--frequencies", type=among(FREQUENCIES), default=list(FREQUENCIES))
    parser.add_argument("--kinds", type=among(KINDS), default=list(KINDS))
    parser.add_argument("--models", type=among(MODELS), default=list(MODELS))
    parser.add_argument("--effect", type=float, default=1.0, help="in spreads of the noise")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    return parser.parse_args()


def scored(case: Case) -> tuple[float, float, float, float]:
    """MASE with the driver and without, whether it counted, share held by the 80% intervals."""
    ts, actual = made(case)
    horizon = len(actual)
    model = MODELS[case.model]
    if isinstance(model, Recurrent):
        model = replace(model, lookback=min(ts.seasonal_period * 2, 52))
    scale = metrics.seasonal_scale(ts.values, ts.seasonal_period)
    # Errors one step ahead take the practised network longer than all else.
    told = {"residuals": False} if isinstance(model, Practised) else {}
    forecast = model.fit(ts, horizon).predict(**told)
    point, table = forecast.table["point"].to_numpy(), forecast.table
    held = metrics.coverage(actual, table["lo-80"].to_numpy(), table["hi-80"].to_numpy())
    mase = metrics.mase(actual, point, scale)
    if not any("more goes with" in note for note in forecast.notes):
        return mase, mase, 0.0, held
    alone = model.fit(replace(ts, drivers=None), horizon).predict(**told).table["point"]
    return mase, metrics.mase(actual, alone.to_numpy(), scale), 1.0, held


def made(case: Case) -> tuple[TimeSeries, np.ndarray]:
    """A series as its cutoff knows it, and what comes after."""
    alias, period, usual, horizon = FREQUENCIES[case.frequency]
    rng = np.random.default_rng([case.seed, period])
    n = int(usual * rng.uniform(0.6, 1.6))
    steps = np.arange(n + horizon)
    noise = rng.uniform(0.02, 0.12)
    wander = np.cumsum(rng.normal(0, noise * rng.uniform(0, 0.5), len(steps)))
    season = rng.normal(size=period)
    if period > 7:
        season = np.convolve(np.tile(season, 3), np.ones(3) / 3, "same")[period : 2 * period]
    z = wander + rng.normal(0, 0.3) * steps / len(steps)
    z += rng.uniform(0, 0.2) * season[steps % period] + noise * rng.normal(size=len(steps))
    driver = _driver(case.kind, len(steps), case.frequency, rng)
    moved = np.roll(driver, horizon) if case.kind == "orders" else driver
    standard = (moved - moved.mean()) / moved.std()
    if case.kind.startswith("broken"):
        standard[steps >= n - n // 4] = 0.0
    if case.kind not in NOISE:
        z += (-1 if "price" in case.kind else 1) * case.effect * noise * standard
    y = np.exp(z) * 1000 if case.seed % 2 else 1000 * (2.5 + z)
    dates = pd.date_range("2015-01-01", periods=len(steps), freq=alias)
    drivers = Drivers(
        (Driver(case.kind, case.kind in (*AHEAD, *NOISE)),),
        pd.DataFrame({case.kind: driver}, index=dates),
    )
    ts = TimeSeries(
        case.kind, pd.Series(y, index=dates), named(case.frequency, dates), "EUR", drivers
    )
    return ts.until(dates[n - 1]), y[n:]


def _driver(kind: str, n: int, frequency: str, rng: np.random.Generator) -> np.ndarray:
    if "price" in kind:
        prices = rng.choice([9.0, 10.0, 10.0, 10.0, 11.0, 12.0], n)
        return np.asarray(np.repeat(prices, rng.integers(2, 5))[:n])
    if "promotion" in kind or kind == "noise-flag":
        return np.asarray((rng.random(n) < 0.12).astype(float))
    if kind == "noise-walk":
        return np.cumsum(rng.normal(size=n))
    if kind == "temperature":
        year = {"monthly": 12, "weekly": 52, "daily": 365}[frequency]
        weather = np.convolve(rng.normal(size=n + 4), 0.6 ** np.arange(5), "valid")
        return np.asarray(12 + 9 * np.sin(2 * np.pi * np.arange(n) / year) + 3 * weather)
    return rng.normal(size=n)


def _figures(scores: np.ndarray) -> dict[str, Any]:
    with_it, without, taken, held = scores.T
    rng = np.random.default_rng(0)
    rows = rng.integers(0, len(scores), (2_000, len(scores)))
    changes = with_it[rows].mean(axis=1) / without[rows].mean(axis=1)
    return {
        "mase": round(float(with_it.mean()), 3),
        "mase_change": round(100 * float(with_it.mean() / without.mean() - 1), 1),
        "se": round(100 * float(changes.std()), 1),
        "taken": round(float(taken.mean()), 2),
        "held80": round(float(held.mean()), 2),
    }


if __name__ == "__main__":
    main()
