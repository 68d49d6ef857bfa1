"""The walk and the answer at once, by a network that is trained for each."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core.forecaster import Forecast, filled
from core.learn.recursion import Both, Split
from core.learn.trials import Trial, Trials
from core.learn.your_turn import Exercise, exercise
from core.models import Recurrent
from core.timeseries import TimeSeries

WALKS, AT_ONCE = "Step by step", "All at once"


def request(ts: TimeSeries, network: Recurrent) -> Trials:
    """A network trained twice on a series whose end is hidden: for one step, and for all."""
    hidden = exercise(ts)
    one, all_ = replace(network, label_length=1), replace(network, label_length="auto")
    return Trials(
        "Training both ways",
        (
            Trial(WALKS, hidden.known, one, hidden.steps),
            Trial(AT_ONCE, hidden.known, all_, hidden.steps),
        ),
    )


def walked(
    ts: TimeSeries, network: Recurrent, forecasts: Mapping[str, Forecast]
) -> tuple[Split, Both]:
    """What `request` gave, as a walk from the one origin where the end begins."""
    hidden: Exercise = exercise(ts)
    values, steps = filled(ts)[0], hidden.steps
    learned = len(values) - steps
    one, all_ = (forecasts[name].table["point"].to_numpy() for name in (WALKS, AT_ONCE))
    seen = values[learned - network.lookback : learned]
    return (
        Split(values, 0, learned, steps, network.lookback),
        Both(np.concatenate([seen, one])[None], all_[None], hidden.truth[None], network.lookback),
    )
