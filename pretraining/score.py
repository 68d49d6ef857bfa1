"""Score the practised network on real series, and calibrate its intervals on M1's.

    python -m pretraining.score --data NAME_OR_FILE --seasonal-period M [--cell lstm]
                                [--weights FOLDER] [--series N] [--json]
    python -m pretraining.score --calibrate [--cell lstm] [--weights FOLDER]

--data takes what `python -m benchmarks.accuracy` takes, and scores are the same, for the network
alone. --calibrate takes the monthly, quarterly and yearly series of the M1 competition, at their
own cutoff and one and two horizons earlier, and writes into the card how far from the median
their values lay among the network's quantiles: intervals are read off there. Scores on M1 go into
the card too. Nothing of M1 goes into the weights, and no other real series into either.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np

from benchmarks.competition import Task, naive2, read
from benchmarks.scores import LEVELS, Told, score, table
from core.models import SeasonalNaive
from core.models.practised.bands import GRID, Bands, places
from core.models.practised.weights import FOLDER, Practice, calibrate, practice, usual_places
from core.models.practised.zero_shot import zero_shot

M1 = {"m1-monthly": 12, "m1-quarterly": 4, "m1-yearly": 1}
EARLIER = (0, 1, 2)
"""Horizons before the competition's own cutoff."""

SHORTEST = 3
"""Seasons, or 8 values, that are known at a cutoff at least."""


def main() -> None:
    """Score, or calibrate."""
    parser = argparse.ArgumentParser(prog="python -m pretraining.score")
    parser.add_argument("--data")
    parser.add_argument("--seasonal-period", type=int)
    parser.add_argument("--series", type=int)
    parser.add_argument("--cell", choices=("lstm", "gru"), default="lstm")
    parser.add_argument("--weights", type=Path, default=FOLDER)
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    wish = parser.parse_args()
    network = practice(wish.cell, wish.weights)
    if wish.calibrate:
        sizes = {str(period): _usual(network, data, period) for data, period in M1.items()}
        scores = {data: _scores(network, data, period) for data, period in M1.items()}
        calibrate(
            wish.weights,
            wish.cell,
            {"places": sizes, "calibrated_on": "M1 monthly, quarterly, yearly", "scores": scores},
        )
        print(json.dumps(scores))
        return
    if not wish.data or not wish.seasonal_period:
        parser.error("give --data and --seasonal-period, or --calibrate")
    tasks = read(wish.data, wish.seasonal_period, wish.series, 0)
    figures = score(tasks, [_told(network, task) for task in tasks])
    print(table(figures))
    if wish.json:
        print(json.dumps({"data": wish.data, "series": len(tasks), **figures}))


def _told(network: Practice, task: Task) -> dict[str, Told]:
    began = time.perf_counter()
    horizon = len(task.actual)
    said = zero_shot(network, task.known[None], horizon, task.period)[0]
    bands = Bands(said, np.empty((0, horizon)), 0.0, usual_places(network, task.period))
    mine = Told(bands.point, bands.bounds(LEVELS), time.perf_counter() - began)
    naive = SeasonalNaive().fit(task.series(), horizon).predict(LEVELS).table["point"]
    return {
        "practised": mine,
        "snaive": Told(naive.to_numpy(), {}, 0.0),
        "naive2": Told(naive2(task), {}, 0.0),
    }


def _scores(network: Practice, data: str, period: int) -> dict[str, float]:
    """What the card says of a set: intervals can't be judged by what they are calibrated on."""
    tasks = read(data, period, None, 0)
    mine = score(tasks, [_told(network, task) for task in tasks])["models"]["practised"]
    return {measure: mine[measure] for measure in ("mase", "smape")}


def _usual(network: Practice, data: str, period: int) -> list[float]:
    """Sizes of places at the shares `GRID`."""
    sizes = []
    for task in read(data, period, None, 0):
        horizon = len(task.actual)
        every = np.concatenate([task.known, task.actual])
        for back in EARLIER:
            cut = len(task.known) - back * horizon
            if cut >= max(SHORTEST * period, 8):
                said = zero_shot(network, every[None, :cut], horizon, period)
                sizes.append(np.abs(places(said, every[None, cut : cut + horizon])).ravel())
    known = np.concatenate(sizes)
    return [round(float(size), 4) for size in np.quantile(known[np.isfinite(known)], GRID)]


if __name__ == "__main__":
    main()
