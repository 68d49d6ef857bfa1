"""What every script begins and ends with: its head, the series, the file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core import __version__
from core.calibration import Recalibration
from core.forecaster import Forecast
from core.script.template import filled
from core.script.writing import (
    FIRST_LINE,
    by_level,
    by_name,
    comment,
    date,
    dates,
    number,
    numbers,
)
from core.timeseries import TimeSeries
from core.treated import Treated, treated
from core.wording import with_unit

PYTHON = "It needs Python 3.11 to 3.13 and these packages; of Lookback it needs nothing:"
"""What a script that stands alone needs, before the command that installs it."""

_AS_READ = "The series as Lookback read and repaired it; nan where nothing was observed."


@dataclass(frozen=True, eq=False)
class Told:
    """What a script is to give again.

    Attributes:
        ts: The series.
        past: The same as models see it.
        forecast: The forecast as it is shown, its ranges recalibrated where they were.
        ranges: How they were; None where they were not.
        run: What the run is called.
    """

    ts: TimeSeries
    past: Treated
    forecast: Forecast
    ranges: Recalibration | None
    run: str

    @classmethod
    def of(
        cls, ts: TimeSeries, forecast: Forecast, ranges: Recalibration | None, run: str
    ) -> "Told":
        """Deal with the past of `ts` as every model's fit begins."""
        return cls(ts, treated(ts), forecast, ranges, run)

    @property
    def horizon(self) -> int:
        """Steps forecast."""
        return len(self.forecast.table)

    @property
    def shown(self) -> str:
        """The forecast as it is shown, as source."""
        return numbers(self.forecast.table["point"])

    @property
    def floored(self) -> bool:
        """Whether no forecast may be below zero."""
        return bool(np.isfinite(self.ts.least))


def head(told: Told, needs: str, command: str, about: Sequence[str]) -> str:
    """The comment that a script opens with.

    Args:
        told: What it gives again.
        needs: What has to be there for it to run.
        command: What to type for that; nothing of a file.
        about: What it does anew, what stands in it as numbers, how close it comes; paragraphs.
    """
    ts, span = told.ts, told.ts.frequency
    what = (
        f"{with_unit(ts.name, ts.unit)}: the {told.forecast.model} forecast of the next "
        f"{span.count(told.horizon)}, made with Lookback {__version__}. This script gives the same "
        f"numbers again. The series is {span.name}, {span.words(ts.index[0])} to "
        f"{span.words(ts.index[-1])}: {span.count(len(ts))}."
    )
    file = (
        "It prints the forecast and writes it to forecast.csv in the folder it is run from: dates, "
        "the point forecast (a median), the 80% and the 95% ranges."
    )
    run = [f"From {told.run}."] if told.run else []
    before, after = ([comment(each) for each in some] for some in ([what, *run], [file, *about]))
    paragraphs = [*before, f"{comment(needs)}\n#     {command}", *after]
    return f"{FIRST_LINE}\n#\n" + "\n#\n".join(paragraphs)


def series(told: Told) -> str:
    """The values that models learn from, and the dates ahead."""
    known = told.past
    done = list(known.notes)
    if any(each.known for each in known.learned):
        done.append("What repeating events did is taken out.")
    what = f"{_AS_READ} As was decided on Data: {' '.join(done)}" if done else _AS_READ
    return filled(
        "series",
        WHAT=comment(what)[2:],
        DATES=dates(known.ts.index),
        VALUES=numbers(known.ts.y),
        HORIZON=str(told.horizon),
    )


def ending(told: Told, *, ranges: str = "") -> str:
    """From `table`, as a model gives it, to the file.

    Args:
        told: What is to be given again.
        ranges: What to say of ranges that can't be computed in the script: they stand in it as
            distances from the point. "" where it has computed them.
    """
    events, stretch = _effects(told), None if ranges else told.ranges
    table = told.forecast.table
    reach = {str(name): table[name] - table["point"] for name in table if name != "point"}
    return filled(
        "ending",
        {
            "events": bool(events),
            "floored": told.floored,
            "recalibrated": stretch is not None,
            "ranges": bool(ranges),
        },
        EVENTS=events,
        RECALIBRATED="" if stretch is None else comment(_recalibrated(stretch)),
        STRETCH="" if stretch is None else _stretch(stretch, told.horizon),
        RANGES=comment(ranges),
        REACH=by_name(reach) if ranges else "",
        SHOWN=told.shown,
    )


def _effects(told: Told) -> str:
    """Effects of repeating events on the dates ahead that they touch, as rows; "" without any."""
    ahead, rows = pd.DatetimeIndex(told.forecast.table.index), []
    for each in told.past.learned:
        on = ahead[each.event.on(ahead, told.ts.frequency)]
        if each.known and len(on):
            sign, stamps = "*" if each.multiplies else "+", [date(stamp) for stamp in on]
            rows.append(f'    ({each.name!r}, "{sign}", {number(each.size)}, {stamps!r}),\n')
    return "\n" + "".join(rows) if rows else ""


def _recalibrated(ranges: Recalibration) -> str:
    return f"{ranges.note} By step, what distances from the point are multiplied by:"


def _stretch(ranges: Recalibration, horizon: int) -> str:
    return by_level({level: ranges.stretch(level, horizon) for level in sorted(ranges.factors)})
