"""What each part of the made-up series is worth to the network that learns from them.

    python -m benchmarks.prior [--series N] [--data NAME_OR_FILE:PERIOD,...] [--variants a,b,...]
                               [--jobs 2] [--json]

Each variant is trained from the start on --series made-up series, all else alike, and scored
zero-shot on sets that `benchmarks.accuracy` takes (M1's if not given), at their own cutoff and one
and two horizons earlier. mase is the mean over series of the mean over these; mase_change is
the variant's over that of the whole prior, less 1, in per cent: above 0, what was left out is worth
having. se is its standard error by bootstrap over series and knows nothing of the luck of a
training: "another seed" shows that. The last variants are other cells, at the same number of
series.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.accuracy import prepare
from benchmarks.competition import Task, among, read
from benchmarks.scores import Told, change, stacked
from core.models.practised.quantiles import MEDIAN
from core.models.practised.weights import practice
from core.models.practised.zero_shot import many
from pretraining.score import M1, with_earlier

WHOLE = "whole"


@dataclass(frozen=True)
class Variant:
    """One training.

    Attributes:
        words: What is different.
        without: Parts of the prior left out.
        cell: Which cell.
        seed: Start of the random numbers.
    """

    words: str
    without: str = ""
    cell: str = "gru"
    seed: int = 0


VARIANTS = {
    WHOLE: Variant("the whole prior, GRU"),
    "seed": Variant("another seed", seed=1),
    "breaks": Variant("slopes never break", "breaks"),
    "momentum": Variant("wandering without momentum", "momentum"),
    "growth": Variant("slopes up as often as down", "growth"),
    "smooth": Variant("no quiet series", "smooth"),
    "wandering": Variant("spread of the noise never wanders", "wandering"),
    "cycles": Variant("no cycles", "cycles"),
    "second-season": Variant("no second season", "second_season"),
    "shocks": Variant("no outliers, shifts, lives", "outliers,shifts,life"),
    "days": Variant("no promotions, feasts, trading days", "promotions,feasts,trading_days"),
    "links": Variant("exponentials alone", "additive,crossing"),
    "observation": Variant(
        "no counts, stock-outs, rounding, gaps", "counts,stock_outs,rounded,missing"
    ),
    "lstm": Variant("LSTM", cell="lstm"),
    "lstm-peephole": Variant("LSTM with peepholes", cell="lstm-peephole"),
    "rnn": Variant("SimpleRNN", cell="rnn"),
}


def main() -> None:
    """Train, score, print."""
    wish = _arguments()
    prepare()
    sets = {
        data: with_earlier(read(data, int(period), None, 0))
        for data, period in (each.rsplit(":", 1) for each in wish.data.split(","))
    }
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(wish.jobs) as pool:
        train = partial(_trained, wish.series, Path(folder))
        minutes = dict(zip(wish.names, pool.map(train, wish.names), strict=True))
        errors = {
            name: {data: _errors(Path(folder) / name, name, tasks) for data, tasks in sets.items()}
            for name in wish.names
        }
    found: dict[str, Any] = {"series": wish.series, "variants": {}}
    for name in wish.names:
        figures = {
            Path(data).stem: change(errors[name][data], errors[WHOLE][data]) for data in sets
        }
        found["variants"][name] = {"minutes": minutes[name], "sets": figures}
    print(_table(found))
    if wish.json:
        print(json.dumps(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prior")
    parser.add_argument("--series", type=int, default=500_000, help="made-up series for each")
    parser.add_argument("--data", default=",".join(f"{data}:{m}" for data, m in M1.items()))
    parser.add_argument(
        "--variants", type=among(VARIANTS), default=list(VARIANTS), help="with commas between"
    )
    parser.add_argument("--jobs", type=int, default=2, help="trainings at once")
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    wish = parser.parse_args()
    wish.names = list(dict.fromkeys((WHOLE, *wish.variants)))
    return wish


def _trained(series: int, folder: Path, name: str) -> float:
    """Train one variant; the minutes it took."""
    variant = VARIANTS[name]
    asked = ["--series", series, "--cell", variant.cell, "--seed", variant.seed]
    asked += ["--without", variant.without, "--to", folder / name]
    # What `prepare` has set goes along: one core for each.
    subprocess.run(
        [sys.executable, "-m", "pretraining.train", *map(str, asked)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print(f"[{name}]", file=sys.stderr, flush=True)
    return float(practice(variant.cell, folder / name).card["minutes"])


def _errors(folder: Path, name: str, tasks: list[Task]) -> dict[str, np.ndarray]:
    network = practice(VARIANTS[name].cell, folder)
    horizon = max(len(task.actual) for task in tasks)
    said = many(network, [task.known for task in tasks], horizon, tasks[0].period)
    told = [
        Told(each[: len(task.actual), MEDIAN], {}, 0.0)
        for task, each in zip(tasks, said, strict=True)
    ]
    errors = stacked(tasks, told)
    rows = pd.DataFrame({measure: errors[measure] for measure in ("mase", "smape")})
    means = rows.groupby([task.name for task in tasks], sort=False).mean()
    return {str(measure): column.to_numpy() for measure, column in means.items()}


def _table(found: dict[str, Any]) -> str:
    sets = next(iter(found["variants"].values()))["sets"]
    lines = [f"{'':<44}{'minutes':>8}" + "".join(f"{data:>27}" for data in sets)]
    for name, each in found["variants"].items():
        cells = "".join(
            f"{one['mase']:>14.3f} {one['mase_change']:>+6.1f} ± {one['se']:.1f}"
            for one in each["sets"].values()
        )
        lines.append(f"{VARIANTS[name].words:<44}{each['minutes']:>8.1f}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
