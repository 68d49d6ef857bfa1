"""What each ingredient of the network gains: the defaults, and the same with one thing changed.

    python -m benchmarks.ablation --data FILE.csv --seasonal-period M [--series N] [--seed S]
                                  [--variants a,b,...] [--jobs 2] [--json]

--data, --seasonal-period, --series and --seed are those of benchmarks.accuracy. Every variant
forecasts the same series. mase, smape, coverage80, coverage95 and msis95 are means as there;
mase_change is the MASE of the variant over that of the defaults, less 1, in per cent, and se its
standard error by bootstrap over series: above 0, what was changed away is worth having.
"""

import contextlib
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.accuracy import own, prepare, proposed
from benchmarks.competition import Task, among, parser, read
from benchmarks.scores import Told, change, stacked
from core.models import preparation

DEFAULTS = "defaults"


@dataclass(frozen=True)
class Variant:
    """One change.

    Attributes:
        words: What is changed.
        settings: Settings other than the proposed ones.
        pieces: Things replaced, by their dotted names.
    """

    words: str
    settings: dict[str, Any] = field(default_factory=dict)
    pieces: dict[str, Any] = field(default_factory=dict)


def _no_drift(_changes: Any) -> float:
    return 0.0


def _unrestrained(told: np.ndarray, *_: Any) -> np.ndarray:
    return told


_PREPARATION = "core.models.preparation."
_VIEWS = "core.models.recurrent.VIEWS"
VARIANTS = {
    DEFAULTS: Variant("the network as proposed"),
    "untrained": Variant("not trained: what it begins as", {"epochs": 1, "learning_rate": 1e-5}),
    "one-network": Variant("one network in place of four", {"members": 1}),
    "ten-networks": Variant("ten networks", {"members": 10}),
    "no-logs": Variant("no logarithms", {"transform": "none"}),
    "logs": Variant("logarithms in all networks", {"transform": "log"}),
    "no-season": Variant("no season taken off", {"seasonal": "none"}),
    "full-season": Variant("the whole season taken off", {"seasonal": "full"}),
    "all-seasons": Variant(
        "the season learned from all years alike", pieces={_PREPARATION + "SPANS": ()}
    ),
    "no-drift": Variant("no drift taken for granted", pieces={_PREPARATION + "_drift": _no_drift}),
    "long-drift": Variant(
        "the long-run drift, whatever the newest quarter says",
        pieces={_PREPARATION + "_drift": preparation._sure},
    ),
    "last-value": Variant(
        "the last value as level in all networks",
        pieces={
            _VIEWS: ((True, 1.0), (False, 1.0)),
            _PREPARATION + "TRUST": float("inf"),
        },
    ),
    "fixed-level": Variant(
        "the level's smoothing not chosen by the series",
        pieces={_PREPARATION + "TRUST": float("inf")},
    ),
    "no-restraint": Variant(
        "nothing held back", pieces={"core.models.net.fit.restrained": _unrestrained}
    ),
    "scaled": Variant("scaled as a whole, as courses do", {"scaling": "standard"}),
    "one-step": Variant("one step at a time, fed back", {"label_length": 1}),
    "quadratic": Variant("quadratic loss", {"loss": "quadratic"}),
    "epochs": Variant("200 epochs, stopped early", {"epochs": 200}),
    "units": Variant("64 units in place of 24", {"units": 64}),
    "layers": Variant("two layers", {"layers": 2}),
    "gru": Variant("GRU in place of LSTM", {"cell": "gru"}),
    "mlp": Variant("MLP in place of LSTM", {"cell": "dense"}),
    "perceptron": Variant("perceptron in place of LSTM", {"cell": "perceptron"}),
    "held-out": Variant(
        "intervals from held-out errors alone", pieces={"core.models.net.fit.TRAINED": 0.0}
    ),
}


def main() -> None:
    """Forecast with every variant, score, print."""
    arguments = parser("benchmarks.ablation")
    arguments.add_argument(
        "--variants", type=among(VARIANTS), default=list(VARIANTS), help="with commas between"
    )
    wish = arguments.parse_args()
    names = list(dict.fromkeys((DEFAULTS, *wish.variants)))
    tasks = read(wish.data, wish.seasonal_period, wish.series, wish.seed)
    errors = {}
    found: dict[str, Any] = {"data": wish.data, "series": len(tasks), "variants": {}}
    with ProcessPoolExecutor(wish.jobs, get_context("spawn"), prepare) as pool:
        for name in names:
            told = list(pool.map(_forecast, tasks, [name] * len(tasks)))
            errors[name] = stacked(tasks, told)
            found["variants"][name] = _figures(errors[name], errors[DEFAULTS])
            print(f"[{name}]", file=sys.stderr, flush=True)
    print(_table(found))
    if wish.json:
        print(json.dumps(found))


def _forecast(task: Task, name: str) -> Told:
    variant = VARIANTS[name]
    began = time.perf_counter()
    with contextlib.ExitStack() as stack:
        for target, piece in variant.pieces.items():
            stack.enter_context(patch(target, piece))
        point, bounds = own(proposed(task, **variant.settings), task)
    return Told(point, bounds, time.perf_counter() - began)


def _figures(mine: dict[str, Any], base: dict[str, Any]) -> dict[str, float]:
    return {
        **change(mine, base),
        "smape": round(float(np.nanmean(mine["smape"])), 3),
        "coverage80": round(float(np.nanmean(mine["held80"])), 4),
        "coverage95": round(float(np.nanmean(mine["held95"])), 4),
        "msis95": round(float(np.nanmean(mine["msis95"])), 3),
        "seconds": round(float(np.median(mine["seconds"])), 3),
    }


def _table(found: dict[str, Any]) -> str:
    columns = next(iter(found["variants"].values()))
    lines = [f"{'':<54}" + "".join(f"{column:>12}" for column in columns)]
    for name, each in found["variants"].items():
        cells = "".join(f"{value:>12g}" for value in each.values())
        lines.append(f"{VARIANTS[name].words:<54}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
