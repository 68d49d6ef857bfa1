"""How many series a minute, in how much memory, and what becomes of a worker that is killed.

    python -m benchmarks.scale [--sizes 100 1000 5000] [--arima 200] [--json]

Seeded made-up retail series (`benchmarks.retail`), 72 months, 12 ahead, at one cutoff: the end.

series_per_minute: by size, with zero-shot network, Theta and seasonal naive on 2 workers, and of
    ARIMA alone on --arima series; "1000 on 1" with one worker. Workers are warm.
efficiency_2: what 2 workers reach as a share of what two bare processes reach, which do the same
    chunks in turn with nothing between them; the same run, the smallest size of 1,000 or more.
peak_mb: the most that web process, engine and workers took together, by size.
killed_worker: a scheduler and two workers as processes of their own, one killed in the middle.
overhead_vs_statsforecast: seconds for Theta and seasonal naive on 2 workers beside those of
    StatsForecast with 2 processes, on the same series; 0.1 is a tenth more. Medians of --runs.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil

from benchmarks import retail
from core.calendar import named
from core.engine.client import Engine
from core.engine.portfolio_job import PortfolioJob
from core.forecaster import Forecaster
from core.models import Arima, Practised, SeasonalNaive, Theta
from core.panel import Panel
from core.portfolio.chunk import forecast_chunk
from core.portfolio.parts import Parts
from core.portfolio.plan import PortfolioPlan
from core.portfolio.request import Portfolio

MONTHS, HORIZON, STORES = 72, 12, 25
NETWORK = (SeasonalNaive(), Theta(), Practised(adaptation="off"))
STATISTICS = (SeasonalNaive(), Theta())


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 5_000])
    parser.add_argument("--arima", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    found: dict[str, Any] = {"series_per_minute": {}, "peak_mb": {}}
    middle = min((size for size in wish.sizes if size >= 1_000), default=max(wish.sizes))
    with Workers(2) as two:
        for size in wish.sizes:
            peak = Peak()
            seconds = two.seconds(panel(size), NETWORK)
            found["series_per_minute"][str(size)] = round(60 * size / seconds)
            found["peak_mb"][str(size)] = round(peak.stop())
        together = statistics.median(two.seconds(panel(middle), NETWORK) for _ in range(wish.runs))
        bare = statistics.median(in_bare_processes(panel(middle), 2) for _ in range(wish.runs))
        found["efficiency_2"] = round(bare / together, 3)
        if wish.arima:
            seconds = two.seconds(panel(wish.arima), (Arima(),))
            found["series_per_minute"]["arima"] = round(60 * wish.arima / seconds, 1)
        found["overhead_vs_statsforecast"] = round(overhead(two, panel(middle), wish.runs), 3)
    with Workers(1) as one:
        seconds = one.seconds(panel(middle), NETWORK)
        found["series_per_minute"][f"{middle} on 1"] = round(60 * middle / seconds)
    found["killed_worker"] = killed(panel(200))
    if wish.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


def panel(size: int) -> Panel:
    """Made-up monthly sales of so many products in stores."""
    products = -(-size // STORES)
    sold = retail.portfolio(STORES, products, MONTHS, seed=1)[:size]
    values = np.stack([one.values for one in sold])
    index = pd.date_range("2018-01-01", periods=MONTHS, freq="MS")
    keys = tuple((f"Store {one.store}", f"Product {one.product}") for one in sold)
    return Panel("units", ("store", "product"), keys, values, index, named("monthly", index))


def plan(models: Sequence[Forecaster]) -> PortfolioPlan:
    """A forecast from the end on, and nothing else."""
    return PortfolioPlan(HORIZON, choosing=0, reporting=0, models=tuple(models))


class Workers:
    """An engine of one's own, warm."""

    def __init__(self, count: int) -> None:
        os.environ["LOOKBACK_WORKERS"] = str(count)
        self._engine = Engine()
        self._count = count

    def __enter__(self) -> "Workers":
        while not self._engine.ready:
            time.sleep(0.05)
        for _ in range(2):
            self.seconds(panel(50), (*NETWORK, Arima()))
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def seconds(self, of: Panel, models: Sequence[Forecaster]) -> float:
        """How long a portfolio takes from the press of a button."""
        with tempfile.TemporaryDirectory() as folder:
            asked = Portfolio.for_workers(of, plan(models), self._count)
            began = time.perf_counter()
            job = PortfolioJob("benchmark", asked, Parts(Path(folder), asked.sizes), self._engine)
            job.start()
            job.wait()
            took = time.perf_counter() - began
            assert job.done == len(of), job.error
        return took


class Peak:
    """The most memory that this process and all below it take, in megabytes, looked up often."""

    def __init__(self) -> None:
        self._most, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The most so far."""
        self._over.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.1):
            total = 0
            for each in (me, *me.children(recursive=True)):
                try:
                    total += each.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self._most = max(self._most, total / 1e6)


def in_bare_processes(of: Panel, count: int) -> float:
    """Seconds for the same chunks in processes that do nothing else, once these are warm."""
    start = multiprocessing.get_context("spawn")
    ready, go = start.Semaphore(0), start.Event()
    asked = Portfolio.for_workers(of, plan(NETWORK), count)
    processes = [
        start.Process(target=bare, args=(asked, mine, count, ready, go)) for mine in range(count)
    ]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    began = time.perf_counter()
    go.set()
    for _ in processes:
        ready.acquire()
    took = time.perf_counter() - began
    for process in processes:
        process.join()
    return took


def bare(asked: Portfolio, mine: int, count: int, ready: Any, go: Any) -> None:
    """Every `count`th chunk, after one to get warm; what was learned of the panel comes first."""
    from core.portfolio.learned import Lesson, learn

    network = asked.plan.network
    assert network is not None
    forecast_chunk(asked.chunk(0))
    ready.release()
    go.wait()
    given = learn(Lesson.of(asked.panel, asked.plan, network)) if mine == 0 else None
    for number in range(mine, len(asked.sizes), count):
        forecast_chunk(asked.chunk(number))
    del given
    ready.release()


def overhead(workers: Workers, of: Panel, runs: int) -> float:
    """How much longer Theta and the naive forecast take here than in StatsForecast's own way."""
    from statsforecast import StatsForecast
    from statsforecast.models import DynamicOptimizedTheta
    from statsforecast.models import SeasonalNaive as Naive

    frame = pd.concat(
        pd.DataFrame({"unique_id": row, "ds": of.index, "y": of.values[row]}).dropna()
        for row in range(len(of))
    )
    theirs = StatsForecast(
        [Naive(season_length=12), DynamicOptimizedTheta(season_length=12)],
        freq="MS",
        n_jobs=2,
        fallback_model=Naive(season_length=1),
    )

    def other() -> None:
        theirs.forecast(df=frame, h=HORIZON, level=[80, 95])

    other()
    ours = statistics.median(workers.seconds(of, STATISTICS) for _ in range(runs))
    return ours / statistics.median(timed(other) for _ in range(runs)) - 1


def timed(work: Callable[[], None]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def killed(of: Panel) -> dict[str, int]:
    """A portfolio on two workers of which one is killed: how many series came back, how often."""
    from distributed import Client

    from tests.core.engine.cluster import Cluster

    class Place:
        def __init__(self, client: Client) -> None:
            self._client = client

        def client(self) -> Client:
            return self._client

    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder), 2)
        try:
            with Client(cluster.address, set_as_default=False) as client:
                asked = Portfolio(of, plan(STATISTICS), 10)
                parts = Parts(Path(folder) / "parts", asked.sizes)
                job = PortfolioJob("killed", asked, parts, Place(client))
                job.start()
                while job.done < len(of) // 4:
                    time.sleep(0.02)
                cluster.kill(0)
                job.wait()
                rows = np.concatenate([result.rows for result in parts.each()])
        finally:
            cluster.stop()
    times = np.bincount(rows, minlength=len(of))
    return {
        "submitted": len(of),
        "accounted": int((times > 0).sum()),
        "twice": int((times > 1).sum()),
    }


if __name__ == "__main__":
    main()
