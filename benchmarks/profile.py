"""How long each picture of the profile takes on a long series.

    python -m benchmarks.profile [--points 100000] [--json]

seconds: for each picture, from the series to the figure as the browser gets it (title, reading aid
    and JSON), computed for the first time; median of 3, libraries loaded before. The series is one
    of hours with a season for the day and one for the week.
again: the same, all pictures together, when they have been computed before, as on a rerun.
loading: statsmodels, which the first picture waits for once per server.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import calendar, profile_figures, season_figures
from core.profile.pictures import Profile
from core.timeseries import TimeSeries

REPEATS = 3

Draw = Callable[[Profile], tuple[str, go.Figure]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=_summary())
    parser.add_argument("--points", type=int, default=100_000, help="length of the series")
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    wish = parser.parse_args()
    found = measure(hours(wish.points))
    print(json.dumps(found) if wish.json else table(found))


def hours(points: int) -> TimeSeries:
    """A made-up series of hours."""
    steps = np.arange(points)
    day, week = np.sin(2 * np.pi * steps / 24), np.sin(2 * np.pi * steps / 168)
    rng = np.random.default_rng(0)
    values = 100 + 10 * day + 5 * week + rng.normal(size=points)
    index = pd.date_range("2010-01-01", periods=points, freq="h")
    return TimeSeries("Load", pd.Series(values, index), calendar.named("hourly", index), "MW")


def pictures(ts: TimeSeries) -> dict[str, Draw]:
    """Every picture there is of a series: what it says, and its figure."""
    drawn: dict[str, Draw] = {
        "forecastability": lambda p: (
            p.forecastability.sentence,
            profile_figures.error_figure(p.forecastability),
        ),
        "trend and season": lambda p: (
            p.decomposition.finding,
            profile_figures.decomposition_figure(p.decomposition),
        ),
        "stationarity": lambda p: (
            p.stationarity.finding,
            profile_figures.stationarity_figure(p.stationarity),
        ),
    }
    for changes in (False, True):
        drawn[f"autocorrelation of {'changes' if changes else 'values'}"] = lambda p, c=changes: (
            p.correlogram(changes=c).finding,
            profile_figures.correlation_figure(p.correlogram(changes=c)),
        )
    for cycle in Profile(ts).cycles:
        drawn[f"seasonal plot by {cycle.place}"] = lambda p, c=cycle: (
            p.overlay(c).finding,
            season_figures.overlay_figure(p.overlay(c)),
        )
        drawn[f"box plots by {cycle.place}"] = lambda p, c=cycle: (
            p.boxes(c).finding,
            season_figures.box_figure(p.boxes(c)),
        )
    return drawn


def measure(ts: TimeSeries) -> dict[str, object]:
    """Seconds for each picture, and for all of them once more."""
    began = time.perf_counter()
    import statsmodels.tsa.seasonal
    import statsmodels.tsa.stattools  # noqa: F401

    loading = time.perf_counter() - began
    drawn = pictures(ts)
    seconds = {}
    for name, draw in drawn.items():
        # Each picture from nothing: what another one has computed already does not count.
        times = [timed(lambda draw=draw: show(draw, Profile(ts))) for _ in range(REPEATS)]
        seconds[name] = round(statistics.median(times), 3)
    known = Profile(ts)
    for draw in drawn.values():
        show(draw, known)
    again = timed(lambda: [show(draw, known) for draw in drawn.values()])
    return {
        "points": len(ts),
        "seconds": seconds,
        "slowest": max(seconds.values()),
        "again": round(again, 3),
        "loading": round(loading, 3),
    }


def show(draw: Draw, profile: Profile) -> str:
    """A picture as the browser gets it."""
    finding, figure = draw(profile)
    return finding + str(figure.to_json())


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def table(found: dict[str, object]) -> str:
    """The same for people."""
    seconds = found["seconds"]
    assert isinstance(seconds, dict)
    rows = [f"{name:<30}{value:>8.3f} s" for name, value in seconds.items()]
    rows.append(f"{'all of them again':<30}{found['again']:>8.3f} s")
    return "\n".join([f"{found['points']:,} points", *rows])


def _summary() -> str:
    return (__doc__ or "").splitlines()[0]


if __name__ == "__main__":
    main()
