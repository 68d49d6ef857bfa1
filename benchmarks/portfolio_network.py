"""One network tuned on all series of a portfolio, beside the practised one and models per series.

    python -m benchmarks.portfolio_network [--data retail] [--seasonal-period 12] [--horizon H]
        [--folds 2] [--series N] [--sample 20] [--models a,b,...] [--epochs E] [--seed S] [--json]

--data takes what benchmarks.accuracy takes, or "retail": a portfolio made up in code
(benchmarks.retail) of 12 stores with 50 products over 72 months, of which --seed decides. Cutoffs
lie one horizon apart, the last one a horizon before the end. Whatever is fitted, tuned or
calibrated sees what came before its cutoff and nothing else.

zero-shot: the practised network as it is, all series at once.
tuned: the mean of it and the same tuned on all series, if their newest values, held out, were
    forecast clearly better so; else zero-shot's.
siblings: zero-shot's, with the season of its category for products too new to have their own;
    only where there are categories, that is for retail.
theta, snaive: the app's, series by series.
adapted, scratch, arima: the practised network adapted to each series by itself, as on Train; a
    network trained on each series alone, with the settings the app proposes; and the app's
    automatic ARIMA. As slow ones they get --sample of the series, drawn by chance.

mase is the mean over series and cutoffs, wape the sum of absolute errors by that of actual values,
coverage80 the share of values within the 80% interval, seconds the processor time of this process
and its threads for all folds, per_forecast the same for each. to_zero_shot and to_tuned are ratios
of mean MASEs on the same series and cutoffs, with standard errors by bootstrap over series. kinds
gives MASE by kind of product, for retail. gain is by how much the loss on the newest values fell in
tuning, fold by fold.
"""

import json
import sys
import time
import warnings
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.accuracy import own, prepare, proposed
from benchmarks.competition import Task, among, parser, read
from benchmarks.retail import PERIOD, portfolio
from core import metrics
from core.errors import LookbackError
from core.models import Arima, Practised, SeasonalNaive, Theta
from core.models.practised.weights import Practice, practice
from core.portfolio.network import network_forecasts, panel_places
from core.portfolio.siblings import borrowed_seasons
from core.progress import silent

STORES, PRODUCTS, MONTHS = 12, 50, 72
LEAST = 6
"""Values known at a cutoff that a series is forecast from; fewer are left out for all models."""

EPOCHS = 4
DRAWS = 1_000
PANEL = ("zero-shot", "siblings", "tuned")
Said = dict[int, np.ndarray]
"""By place of the series: point forecast and both bounds, shape (horizon, 3)."""

SINGLE: dict[str, Callable[[Task], Any]] = {
    "snaive": lambda _: SeasonalNaive(),
    "theta": lambda _: Theta(),
    "adapted": lambda _: Practised(),
    "arima": lambda _: Arima(),
    "scratch": proposed,
}
SLOW = ("adapted", "arima", "scratch")
MODELS = (*PANEL, *SINGLE)


@dataclass(frozen=True, eq=False)
class Cut:
    """One series at one cutoff.

    Attributes:
        place: Place of the series in the portfolio.
        kind: Its kind; "" outside of retail.
        category: That of the product; -1 outside of retail.
        task: What is known and what came.
    """

    place: int
    kind: str
    category: int
    task: Task


def main() -> None:
    """Cut, forecast, score, print."""
    arguments = parser("benchmarks.portfolio_network", "retail", PERIOD)
    arguments.add_argument("--horizon", type=int, default=6)
    arguments.add_argument("--folds", type=int, default=2)
    arguments.add_argument("--sample", type=int, default=20, help="series for slow models")
    arguments.add_argument("--epochs", type=int, default=EPOCHS)
    arguments.add_argument("--models", type=among(MODELS), default=list(MODELS))
    wish = arguments.parse_args()
    prepare()
    warnings.simplefilter("ignore")
    whole = _series(wish)
    sample = np.random.default_rng(wish.seed).permutation(len(whole))[: wish.sample]
    rows: list[dict[str, Any]] = []
    seconds = dict.fromkeys(MODELS, 0.0)
    gains = []
    for back in range(wish.folds * wish.horizon, 0, -wish.horizon):
        cuts = list(_cut(whole, wish.seasonal_period, back, wish.horizon))
        told, spent, gain = _panel(cuts, wish.horizon, wish.seasonal_period, wish.epochs)
        gains.append(gain)
        for name, make in SINGLE.items():
            if name in wish.models:
                mine = [cut for cut in cuts if name not in SLOW or cut.place in sample]
                told[name], spent[name] = _single(make, mine)
        for name, said in told.items():
            seconds[name] += spent[name]
            rows += [_scored(name, cut, said[cut.place]) for cut in cuts if cut.place in said]
        print(f"[cutoff {back} steps before the end]", file=sys.stderr, flush=True)
    table = pd.DataFrame(rows)
    models = {
        str(name): _figures(mine, table, wish.seed) | _cost(mine, seconds[str(name)])
        for name, mine in table.groupby("model", sort=False)
        if name in wish.models
    }
    found = {"data": wish.data, "series": len(whole), "gain": gains, "models": models}
    print(_printed(found))
    if wish.json:
        print(json.dumps(found))


def _series(wish: Namespace) -> list[tuple[str, int, np.ndarray]]:
    """Kind, category and values of every series; --series draws some of them."""
    if wish.data != "retail":
        tasks = read(wish.data, wish.seasonal_period, wish.series, wish.seed)
        return [("", -1, np.concatenate([task.known, task.actual])) for task in tasks]
    sold = portfolio(STORES, PRODUCTS, MONTHS, wish.seed)
    every = [(each.kind, each.category, each.values) for each in sold]
    most = min(wish.series or len(every), len(every))
    chosen = np.random.default_rng(wish.seed).choice(len(every), most, replace=False)
    return [every[place] for place in sorted(chosen)]


def _cut(
    whole: list[tuple[str, int, np.ndarray]], period: int, back: int, horizon: int
) -> Iterator[Cut]:
    for place, (kind, category, values) in enumerate(whole):
        known = values[: len(values) - back]
        # A gap at the start is no past; one at the end is.
        known = known[np.argmax(np.isfinite(known)) :]
        actual = values[len(values) - back :][:horizon]
        if np.isfinite(known).sum() >= LEAST and np.isfinite(actual).any():
            yield Cut(place, kind, category, Task(str(place), known, actual, period))


def _panel(
    cuts: list[Cut], horizon: int, period: int, epochs: int
) -> tuple[dict[str, Said], dict[str, float], float]:
    """What the networks for all series say, the seconds they took, and the gain of tuning."""
    # TensorFlow loads here, once, and not in the time that is taken.
    from core.models.net.tune import tune

    network, pasts = practice("lstm"), [cut.task.known for cut in cuts]

    def said(tuned: Practice | None, seasons: dict[int, np.ndarray] | None = None) -> Said:
        usual = panel_places(network, pasts, horizon, period)
        told = network_forecasts(network, tuned, pasts, horizon, period, (80,), usual, seasons)
        # Nothing here was ever below zero, and no forecast is either.
        told = np.maximum(told, 0.0)
        return {cut.place: each for cut, each in zip(cuts, told, strict=True)}

    began = time.process_time()
    told = {"zero-shot": said(None)}
    spent = {"zero-shot": time.process_time() - began}
    categories = [cut.category for cut in cuts]
    if max(categories) >= 0:
        began = time.process_time()
        told["siblings"] = said(None, borrowed_seasons(pasts, categories, period))
        spent["siblings"] = time.process_time() - began
    began = time.process_time()
    found = tune(network, [(past, period) for past in pasts], horizon, epochs, 1, silent)
    told["tuned"] = told["zero-shot"] if found.practice is None else said(found.practice)
    spent["tuned"] = time.process_time() - began
    return told, spent, round(found.gain, 4)


def _single(make: Callable[[Task], Any], cuts: list[Cut]) -> tuple[Said, float]:
    """What a model says of each series by itself, and the seconds that took."""
    own(make(cuts[0].task), cuts[0].task)
    began = time.process_time()
    told = {}
    for cut in cuts:
        try:
            point, bounds = own(make(cut.task), cut.task)
        except LookbackError:
            # Too short for this model: seasonal naive stands in, so that all have the same series.
            point, bounds = own(SeasonalNaive(), cut.task)
        told[cut.place] = np.stack([point, *bounds[80]], axis=-1)
    return told, time.process_time() - began


def _scored(name: str, cut: Cut, said: np.ndarray) -> dict[str, Any]:
    y, (point, low, high) = cut.task.actual, said.T
    known = np.isfinite(y)
    scale = metrics.seasonal_scale(cut.task.known, cut.task.period)
    return {
        "model": name,
        "place": cut.place,
        "kind": cut.kind,
        "mase": metrics.mase(y, point, scale),
        "missed": np.abs(y - point)[known].sum(),
        "volume": np.abs(y[known]).sum(),
        "held": ((low <= y) & (y <= high))[known].sum(),
        "values": known.sum(),
    }


def _figures(mine: pd.DataFrame, table: pd.DataFrame, seed: int) -> dict[str, Any]:
    """Figures of one model; `table` holds those of all, in which the same series are found."""
    kinds = mine.groupby("kind")["mase"].mean()
    return {
        "forecasts": len(mine),
        "mase": round(float(mine["mase"].mean()), 4),
        "wape": round(float(mine["missed"].sum() / mine["volume"].sum()), 4),
        "coverage80": round(float(mine["held"].sum() / mine["values"].sum()), 4),
        "to_zero_shot": _ratio(mine, table[table["model"] == "zero-shot"], seed),
        "to_tuned": _ratio(mine, table[table["model"] == "tuned"], seed),
        "kinds": {str(kind): round(float(value), 4) for kind, value in kinds.items() if kind},
    }


def _ratio(mine: pd.DataFrame, base: pd.DataFrame, seed: int) -> list[float]:
    """Ratio of mean MASEs on the series of `mine`, and its standard error."""
    both = pd.concat(
        [each.groupby("place")["mase"].mean() for each in (mine, base)], axis=1, join="inner"
    )
    values = both.dropna().to_numpy()
    draws = np.random.default_rng(seed).integers(len(values), size=(DRAWS, len(values)))
    means = values[draws].mean(axis=1)
    of = values.mean(axis=0)
    return [round(float(of[0] / of[1]), 4), round(float((means[:, 0] / means[:, 1]).std()), 4)]


def _cost(mine: pd.DataFrame, seconds: float) -> dict[str, float]:
    return {"seconds": round(seconds, 1), "per_forecast": round(seconds / len(mine), 4)}


def _printed(found: dict[str, Any]) -> str:
    """The same for people."""
    lines = [
        f"{found['series']} series of {found['data']}, gain of tuning by cutoff {found['gain']}",
        f"{'':<11}{'forecasts':>10}{'MASE':>8}{'WAPE':>8}{'80% held':>10}{'to zero-shot':>18}"
        f"{'to tuned':>18}{'seconds':>9}{'each':>8}",
    ]
    for name, each in found["models"].items():
        ratios = (f"{r:.3f} (se {se:.3f})" for r, se in (each["to_zero_shot"], each["to_tuned"]))
        lines.append(
            f"{name:<11}{each['forecasts']:>10}{each['mase']:>8.4f}{each['wape']:>8.4f}"
            f"{each['coverage80']:>10.3f}{''.join(f'{ratio:>18}' for ratio in ratios)}"
            f"{each['seconds']:>9.1f}{each['per_forecast']:>8.3f}"
        )
        if each["kinds"]:
            lines.append(f"{'':<11}" + ", ".join(f"{k} {v:.3f}" for k, v in each["kinds"].items()))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
