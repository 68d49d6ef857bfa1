"""Models that make trouble, for workers to load."""

import os
import time
from dataclasses import dataclass, field

from core.forecaster import Lane
from core.models import SeasonalNaive


@dataclass(frozen=True)
class Slow:
    """Takes its time with each fit."""

    seconds: float = 0.2
    lane: Lane = field(default="statistics", init=False)
    name: str = field(default="Slow", init=False)

    def fit(self, ts, horizon, report):
        time.sleep(self.seconds)
        return SeasonalNaive().fit(ts, horizon)


@dataclass(frozen=True)
class Deadly:
    """Ends the process that fits it to a series with a certain value."""

    value: float = -1.0
    lane: Lane = field(default="statistics", init=False)
    name: str = field(default="Deadly", init=False)

    def fit(self, ts, horizon, report):
        if (ts.values == self.value).any():
            os._exit(3)
        return SeasonalNaive().fit(ts, horizon)


@dataclass(frozen=True)
class Counting:
    """Writes down where it is fitted, a line for each fit."""

    file: str
    seconds: float = 0.2
    lane: Lane = field(default="statistics", init=False)
    name: str = field(default="Counting", init=False)

    def fit(self, ts, horizon, report):
        with open(self.file, "a") as file:
            file.write(f"{ts.name}, {len(ts)}\n")
        time.sleep(self.seconds)
        return SeasonalNaive().fit(ts, horizon)
