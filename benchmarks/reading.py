"""How long a large transaction file takes to become a monthly panel, and in how much memory.

    python -m benchmarks.reading [--rows 1000000] [--runs 5] [--clock] [--json]

A seeded CSV of order lines (order, date, region, store, product, quantity, unit price), about
53 MB for 1,000,000 rows, with --clock 59 MB and a time of day in each date. It is opened as an
upload is and read as quantity x price by month for each region: all of `core.reading`.

seconds: median over --runs processes, each new and with nothing loaded but the reader.
peak_mb_over_idle: the most that such a process took beyond what it had taken before the file's
    bytes arrived, these included; the largest of the runs.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from multiprocessing.queues import Queue
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from core.reading import Choices, interpret_panel, open_table

CHOICES = Choices(value_column="quantity × unit_price", series_column="region", frequency="monthly")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--clock", action="store_true")
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        # In a process of its own: Linux hands a parent's largest memory on to its children.
        make = multiprocessing.get_context("spawn").Process(
            target=write, args=(path, wish.rows, wish.clock)
        )
        make.start()
        make.join()
        megabytes = path.stat().st_size / 1e6
        runs = [in_new_process(path) for _ in range(wish.runs)]
    found = {
        "seconds": round(statistics.median(seconds for seconds, _, _ in runs), 2),
        "peak_mb_over_idle": round(max(peak for _, peak, _ in runs), 1),
        "seconds_all": [round(seconds, 2) for seconds, _, _ in runs],
        "rows": wish.rows,
        "file_mb": round(megabytes, 1),
        "values": runs[0][2],
    }
    if wish.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


def write(path: Path, rows: int, clock: bool) -> None:
    """Make a file."""
    path.write_bytes(made(rows, clock=clock))


def made(rows: int, *, clock: bool = False) -> bytes:
    """Order lines of three years as a CSV file."""
    rng = np.random.default_rng(1)
    minutes = np.sort(rng.integers(0, 3 * 365 * 1440, rows))
    at = pd.Timestamp("2021-01-01") + pd.to_timedelta(minutes, unit="min")
    stores = rng.integers(0, 40, rows)
    frame = pd.DataFrame(
        {
            "order_id": 500_000 + np.cumsum(rng.integers(0, 2, rows)),
            "order_date": at.strftime("%Y-%m-%d %H:%M" if clock else "%Y-%m-%d"),
            "region": np.array(["North", "South", "East", "West"])[stores % 4],
            "store": np.char.add("Store ", stores.astype(str)),
            "product": np.char.add("Product ", rng.integers(100, 400, rows).astype(str)),
            "quantity": rng.integers(1, 9, rows),
            "unit_price": rng.integers(99, 29_999, rows) / 100,
        }
    )
    return frame.to_csv(index=False).encode()


def in_new_process(path: Path) -> tuple[float, float, int]:
    """Seconds, MB and number of values of one reading."""
    start = multiprocessing.get_context("spawn")
    answer: Queue[tuple[float, float, int]] = start.Queue()
    process = start.Process(target=read, args=(path, answer))
    process.start()
    found = answer.get()
    process.join()
    return found


def read(path: Path, answer: "Queue[tuple[float, float, int]]") -> None:
    """Read a file as a monthly panel and say what it took."""
    before = psutil.Process().memory_info().rss
    data = path.read_bytes()
    began = time.perf_counter()
    panel = interpret_panel(open_table(data, path.name, CHOICES), CHOICES)
    seconds = time.perf_counter() - began
    # Linux counts in kilobytes, macOS in bytes.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most *= 1 if sys.platform == "darwin" else 1_024
    answer.put((seconds, (most - before) / 1e6, panel.values.size))


if __name__ == "__main__":
    main()
