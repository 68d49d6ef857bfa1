"""What recalibrating ranges on past folds does to a fold to come.

    python -m benchmarks.recalibration --data FILE_OR_NAME --seasonal-period M [--horizon 6]
                                       [--folds 8] [--series N] [--jobs 2] [--json]

Each series that is long enough (twice the values of all folds) is forecast at --folds cutoffs and
once more over its last --horizon values, by the seasonal naive, Theta, ETS and the practised
network. Its ranges over those last values are scored as they are, and recalibrated on the folds
before.

held_80, held_95: share of the last values inside the ranges, in per cent.
score_80, score_95: interval score over the scale of MASE, mean over series and models.
All of that for all ranges, and by what the report card of the folds said of those at 80%.
called_wrong: how often it said that they are too narrow or too wide, in per cent, by model.
"""

import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.accuracy import prepare
from benchmarks.competition import Task, parser, read
from core.backtest import backtest
from core.calibration import recalibration
from core.folds import Fit, RollingOrigin, carry_out
from core.metrics import coverage, interval_score
from core.models import Ets, Practised, SeasonalNaive, Theta
from core.report_card import report_card

MODELS = (SeasonalNaive(), Theta(), Ets(), Practised())
LEVELS = (80, 95)


def main() -> None:
    """Forecast, recalibrate, score, print."""
    arguments = parser("benchmarks.recalibration")
    arguments.add_argument("--horizon", type=int, default=6)
    arguments.add_argument("--folds", type=int, default=8)
    wish = arguments.parse_args()
    plan = RollingOrigin(wish.horizon, wish.folds)
    tasks = read(wish.data, wish.seasonal_period, None, wish.seed)
    tasks = [task for task in tasks if _length(task) >= 2 * (wish.folds + 1) * wish.horizon]
    chosen = np.random.default_rng(wish.seed).permutation(len(tasks))[: wish.series]
    with ProcessPoolExecutor(wish.jobs, get_context("spawn"), prepare) as pool:
        parts = list(pool.map(_rows, [tasks[at] for at in chosen], [plan] * len(chosen)))
    found = _figures(pd.DataFrame([row for part in parts for row in part]))
    print(pd.DataFrame(found["ranges"]).T.to_string())
    print(f"called wrong: {found['called_wrong']}")
    if wish.json:
        print(json.dumps({"data": wish.data, "series": len(chosen), **found}))


def _length(task: Task) -> int:
    return len(task.known) + len(task.actual)


def _rows(task: Task, plan: RollingOrigin) -> list[dict[str, Any]]:
    """Scores of each model's last forecast, as it is and recalibrated."""
    whole = Task(task.name, np.concatenate([task.known, task.actual]), task.actual, task.period)
    ts = whole.series()
    known, y = ts.until(ts.index[-plan.horizon - 1]), ts.values[-plan.horizon :]
    rows = []
    for model in MODELS:
        past = backtest([model], known, plan)
        last = carry_out(Fit(model, known, plan.horizon, 0, plan.folds)).forecast
        card = report_card(past, model.name, known)
        if last is None or card is None or (past.folds["failure"] != "").any():
            continue
        row: dict[str, Any] = {"model": model.name, "verdict": card.overall[0].verdict}
        tables = {"as they are": last.table}
        tables["recalibrated"] = recalibration(past, model.name).apply(last).table
        for name, table in tables.items():
            for level in LEVELS:
                lo, hi = (table[f"{side}-{level}"].to_numpy() for side in ("lo", "hi"))
                row[f"held_{level} {name}"] = coverage(y, lo, hi)
                score = interval_score(y, lo, hi, level) / past.folds["scale"].mean()
                row[f"score_{level} {name}"] = score
        rows.append(row)
    return rows


def _figures(rows: pd.DataFrame) -> dict[str, Any]:
    groups = {
        "all": rows,
        "nothing against them": rows[rows["verdict"] == ""],
        "called too narrow": rows[rows["verdict"] == "too narrow"],
        "called too wide": rows[rows["verdict"] == "too wide"],
    }
    wrong = (rows["verdict"] != "").groupby(rows["model"]).mean().mul(100).round(1)
    return {
        "ranges": {
            f"{group}, {name}": {
                "ranges": len(part),
                **{
                    f"{what}_{level}": round(float(part[f"{what}_{level} {name}"].mean()), 3)
                    for level in LEVELS
                    for what in ("held", "score")
                },
            }
            for group, part in groups.items()
            if len(part)
            for name in ("as they are", "recalibrated")
        },
        "called_wrong": wrong.to_dict(),
    }


if __name__ == "__main__":
    main()
