"""How far back cells remember that were trained to: echoes of a known delay.

An echo is a row of chance values in which most repeat the value some steps before. Nothing else
helps to tell the next, so that a network is as good as its memory reaches back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.calendar import named
from core.forecaster import Forecast
from core.learn.memory import CELLS, UNITS
from core.learn.recurrent import plain_network
from core.learn.trials import Trial, Trials
from core.timeseries import TimeSeries

DELAYS = (6, 12, 24)
"""Steps back at which the value stands that is to be remembered."""

KNOWN = 300
"""Steps of each echo."""

ANEW = 0.2
"""How often a value does not repeat but is drawn anew, so that no echo can be learned by heart."""

USUAL_EPOCHS, MOST_EPOCHS = 40, 120

_BEGIN = "1700-01-01"


def echo(delay: int) -> TimeSeries:
    """`KNOWN` values between -1 and 1; its years stand for mere steps."""
    rng = np.random.default_rng(delay)
    values = rng.uniform(-1, 1, KNOWN)
    repeats = rng.random(KNOWN) >= ANEW
    for step in range(delay, KNOWN):
        if repeats[step]:
            values[step] = values[step - delay]
    kind = named("yearly", pd.DatetimeIndex([_BEGIN]))
    index = pd.date_range(_BEGIN, periods=KNOWN, freq=kind.alias)
    return TimeSeries(f"Echo of {delay} steps", pd.Series(values, index=index), kind)


def expected(delay: int) -> np.ndarray:
    """The best answers to the steps after an echo, with the least squared error; shape (delay,)."""
    return np.asarray((1 - ANEW) * echo(delay).values[-delay:])


def request(epochs: int) -> Trials:
    """Each cell on each echo, answering one step from a window that just reaches the value."""
    return Trials(
        "Memory test",
        tuple(
            Trial(
                named_trial(cell, delay),
                echo(delay),
                plain_network(cell, delay, UNITS, epochs),
                delay,
            )
            for delay in DELAYS
            for cell in CELLS
        ),
    )


def named_trial(cell: str, delay: int) -> str:
    """What a cell on an echo is called."""
    return f"{CELLS[cell]}, {delay} steps back"


@dataclass(frozen=True, eq=False)
class Recall:
    """What was remembered.

    Attributes:
        shares: By cell, for each of `DELAYS`, how much of what was to be told was: 1 for all, 0 for
            no better than to say the middle always; shape (delays,).
    """

    shares: dict[str, np.ndarray] = field(repr=False)

    def reach(self, cell: str) -> int:
        """The longest delay up to which a cell recalls half at least; 0 for none."""
        told = np.append(self.shares[cell] >= 0.5, [False])
        return (0, *DELAYS)[int(np.argmin(told))]


def recalled(forecasts: Mapping[str, Forecast]) -> Recall:
    """Read what `request` gave.

    The share is 1 less the squared error about `expected` over that of saying 0, and not below 0.
    """
    shares = {}
    for cell in CELLS:
        found = []
        for delay in DELAYS:
            best = expected(delay)
            told = forecasts[named_trial(cell, delay)].table["point"].to_numpy()
            found.append(max(1 - float(((told - best) ** 2).sum() / (best**2).sum()), 0.0))
        shares[cell] = np.array(found)
    return Recall(shares)
