"""Score the practised network on real series, and calibrate its intervals on M1's.

    python -m pretraining.score --data NAME_OR_FILE --seasonal-period M [--cell lstm]
                                [--weights FOLDER] [--series N] [--json]
    python -m pretraining.score --calibrate [--cell lstm] [--weights FOLDER]

--data takes what `python -m benchmarks.accuracy` takes, and scores are the same, for the network
alone. --calibrate takes the monthly, quarterly and yearly series of the M1 competition, and its
monthly ones summed to quarters, at their own cutoff and one and two horizons earlier, and writes
into the card how far from the median their values lay among the network's quantiles: intervals
are read off there. Scores on M1 go into the card too. Nothing of M1 goes into the weights, and no
other real series into either.
"""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.competition import Task, naive2, read
from benchmarks.scores import LEVELS, Told, score, table
from core.models import SeasonalNaive
from core.models.practised.bands import GRID, Bands, places
from core.models.practised.forward import LAYERS
from core.models.practised.weights import FOLDER, Practice, calibrate, practice, usual_places
from core.models.practised.zero_shot import zero_shot

CALIBRATED_ON = "M1 monthly, quarterly, yearly, and monthly summed to quarters"
M1 = {"m1-monthly": 12, "m1-quarterly": 4, "m1-yearly": 1}
QUARTERS = 8
"""Quarters to forecast of months summed to quarters, as of M1's own."""

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
    parser.add_argument("--cell", choices=tuple(LAYERS), default="lstm")
    parser.add_argument("--weights", type=Path, default=FOLDER)
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    wish = parser.parse_args()
    network = practice(wish.cell, wish.weights)
    if wish.calibrate:
        sets = {data: read(data, period, None, 0) for data, period in M1.items()}
        scores = {data: _scores(network, tasks) for data, tasks in sets.items()}
        families = {str(period): [sets[data]] for data, period in M1.items()}
        # One set's quarters end at the same time and share its fortunes.
        families["4"].append(summed(sets["m1-monthly"]))
        sizes = {period: _usual(network, family) for period, family in families.items()}
        calibrate(
            wish.weights,
            wish.cell,
            {"places": sizes, "calibrated_on": CALIBRATED_ON, "scores": scores},
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


def _scores(network: Practice, tasks: list[Task]) -> dict[str, float]:
    """What the card says of a set: intervals can't be judged by what they are calibrated on."""
    mine = score(tasks, [_told(network, task) for task in tasks])["models"]["practised"]
    return {measure: mine[measure] for measure in ("mase", "smape")}


def summed(tasks: list[Task]) -> list[Task]:
    """Months summed to quarters that end with the last one, where there are enough."""
    every = []
    for task in tasks:
        months = np.concatenate([task.known, task.actual])
        quarters = months[len(months) % 3 :].reshape(-1, 3).sum(axis=1)
        known, actual = quarters[:-QUARTERS], quarters[-QUARTERS:]
        if len(known) >= SHORTEST * 4:
            every.append(Task(task.name, known, actual, 4))
    return every


def with_earlier(tasks: list[Task]) -> list[Task]:
    """The same and, where enough is known then, those a horizon and two earlier."""
    every = []
    for task in tasks:
        horizon = len(task.actual)
        values = np.concatenate([task.known, task.actual])
        for back in EARLIER:
            cut = len(task.known) - back * horizon
            if cut >= max(SHORTEST * task.period, 8):
                every.append(replace(task, known=values[:cut], actual=values[cut : cut + horizon]))
    return every


def _usual(network: Practice, family: list[list[Task]]) -> list[float]:
    """Sizes of places at the shares `GRID`: the mean over the sets of a family."""
    found = []
    for tasks in family:
        sizes = []
        for task in with_earlier(tasks):
            said = zero_shot(network, task.known[None], len(task.actual), task.period)
            sizes.append(np.abs(places(said, task.actual[None])).ravel())
        known = np.concatenate(sizes)
        found.append(np.quantile(known[np.isfinite(known)], GRID))
    return [round(float(size), 4) for size in np.mean(found, axis=0)]


if __name__ == "__main__":
    main()
