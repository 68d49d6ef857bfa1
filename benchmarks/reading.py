"""How long a large transaction file takes to become a monthly panel, and in how much memory.

    python -m benchmarks.reading [--rows 1000000] [--runs 5] [--clock] [--json]

A CSV of order lines (order, date, region, store, product, quantity, unit price) is made in memory,
about 60 MB for 1,000,000 rows, seeded; with --clock the dates have times of day. It is opened as
an upload is and read as quantity x price by month for every region: all of `core.reading`.

seconds: median over --runs processes of their own, which have loaded the reader and nothing else.
peak_mb_over_idle: the most that such a process took beyond what it took before, the bytes of the
    upload included; the largest of the runs.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import sys
import time
from multiprocessing.queues import Queue

import numpy as np
import pandas as pd
import psutil

MEASURE = "quantity × unit_price"


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


def read_once(rows: int, clock: bool, answer: "Queue[tuple[float, float, float]]") -> None:
    """Make a file, and read it as a monthly panel; seconds, MB and the number of values."""
    from core.reading import Choices, interpret_panel, open_table

    data = made(rows, clock=clock)
    # Memory freed by making the file would hide what reading it takes.
    before = psutil.Process().memory_info().rss
    grown = Peak(before)
    with grown:
        began = time.perf_counter()
        table = open_table(data, "orders.csv")
        panel = interpret_panel(
            table,
            Choices(value_column=MEASURE, frequency="monthly", series_column="region"),
        )
        seconds = time.perf_counter() - began
    answer.put((seconds, grown.mb + len(data) / 1e6, sum(len(one) for one in panel.values())))
