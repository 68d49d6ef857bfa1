"""How quickly the practised network forecasts, beside AutoARIMA in the same run.

    python -m benchmarks.practised [--data m3-monthly] [--seasonal-period 12] [--series N]
                                   [--arima 40] [--runs 5] [--json]

all_seconds: the quantiles of all series of a set, in one process; the median of --runs.
calibrated_seconds: the same, each series with a look at its own past for its intervals, once.
one_seconds: a first look at one series, the airline sample: its forecast and the look at its own
    past that its intervals need.
arima_seconds: AutoARIMA on --arima of the series, in the same process, and what all of them would
    take at that pace.
"""

import json
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.accuracy import prepare
from benchmarks.competition import filled, parser, read
from core.first_look import first_look
from core.models import Practised
from core.models.practised.weights import practice
from core.models.practised.zero_shot import many
from core.reading import interpret, open_table

AIRLINE = Path(__file__).resolve().parent.parent / "sample_data" / "airline_passengers.csv"


def main() -> None:
    """Time, print."""
    arguments = parser("benchmarks.practised", "m3-monthly", 12)
    arguments.add_argument("--arima", type=int, default=40, help="series for AutoARIMA; 0: none")
    arguments.add_argument("--runs", type=int, default=5)
    wish = arguments.parse_args()
    prepare()
    tasks = read(wish.data, wish.seasonal_period, wish.series, wish.seed)
    horizon = max(len(task.actual) for task in tasks)
    network = practice("lstm")
    pasts = [task.known for task in tasks]
    everything = _median(wish.runs, lambda: many(network, pasts, horizon, wish.seasonal_period))
    began = time.perf_counter()
    for task in tasks:
        Practised(adaptation="off").fit(task.series(), len(task.actual)).predict(residuals=False)
    calibrated = time.perf_counter() - began
    series = interpret(open_table(AIRLINE.read_bytes(), AIRLINE.name)).series
    found: dict[str, Any] = {
        "series": len(tasks),
        "all_seconds": round(everything, 2),
        "calibrated_seconds": round(calibrated, 1),
        "one_seconds": round(_median(wish.runs, lambda: first_look(series, 12)), 3),
    }
    if wish.arima:
        some = tasks[:: max(len(tasks) // wish.arima, 1)][: wish.arima]
        seconds = _arima(some)
        found |= {
            "arima_series": len(some),
            "arima_seconds": round(seconds, 1),
            "arima_all_seconds": round(seconds / len(some) * len(tasks)),
        }
    for name, value in found.items():
        print(f"{name:<18}{value:g}")
    if wish.json:
        print(json.dumps(found))


def _median(runs: int, work: Any) -> float:
    def once() -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return statistics.median(once() for _ in range(runs))


def _arima(tasks: list[Any]) -> float:
    from statsforecast.models import AutoARIMA

    AutoARIMA(season_length=1).forecast(filled(tasks[0].known), h=1)
    began = time.perf_counter()
    for task in tasks:
        AutoARIMA(season_length=task.period).forecast(
            filled(task.known), h=len(task.actual), level=[80, 95]
        )
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
