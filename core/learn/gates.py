"""What the gates of a cell did at each step of a window: read off a network that was trained."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from core.forecaster import Forecast, filled
from core.models.gates import gates
from core.models.practised.inputs import show
from core.models.practised.weights import practice
from core.models.practised.zero_shot import REACH
from core.timeseries import TimeSeries

Cell = Literal["lstm", "lstm-peephole", "gru"]
CELLS: dict[Cell, str] = {"lstm": "LSTM", "lstm-peephole": "Peephole LSTM", "gru": "GRU"}
"""The cells with gates."""

SHOWN = 48
"""Most steps that are shown, the newest; a few seasons of months."""

_AHEAD = 1


@dataclass(frozen=True, eq=False)
class Steps:
    """One recurrent layer, step by step along the newest part of a series.

    Attributes:
        cell: A key of `CELLS`.
        stamps: Of the steps, at most `SHOWN`, the newest of what the network saw.
        values: The series there, shape (steps,).
        inputs: What the network is shown in their place, shape (steps,).
        before: What each unit's memory held before the first step, shape (units,).
        states: Gates and states as `core.models.gates` has them, each (steps, units).
        tanh: Whether tanh is the activation.
    """

    cell: str
    stamps: pd.DatetimeIndex = field(repr=False)
    values: np.ndarray = field(repr=False)
    inputs: np.ndarray = field(repr=False)
    before: np.ndarray = field(repr=False)
    states: dict[str, np.ndarray] = field(repr=False)
    tanh: bool = True

    @property
    def gate_names(self) -> tuple[str, ...]:
        """The gates, by the names that `states` has."""
        if self.cell == "gru":
            return "update gate", "reset gate"
        return "forget gate", "input gate", "output gate"

    @property
    def memory(self) -> np.ndarray:
        """What the units hold after each step: c, of a GRU h; shape (steps, units)."""
        return self.states["hidden state" if self.cell == "gru" else "cell state"]

    @property
    def keeping(self) -> np.ndarray:
        """Share of the memory that is kept at each step: f, of a GRU z; shape (steps, units)."""
        return self.states["update gate" if self.cell == "gru" else "forget gate"]

    @property
    def held(self) -> np.ndarray:
        """What the memory held before each step, shape (steps, units)."""
        return np.concatenate([self.before[None], self.memory[:-1]])

    @property
    def kept(self) -> np.ndarray:
        """The part of the memory that was there before: f * c, of a GRU z * h."""
        return np.asarray(self.keeping * self.held)

    @property
    def written(self) -> np.ndarray:
        """The part of it that is new: i * candidate, of a GRU (1 - z) * candidate."""
        share = 1 - self.keeping if self.cell == "gru" else self.states["input gate"]
        return np.asarray(share * self.states["candidate"])

    def left(self, step: int, unit: int) -> float:
        """Share of what a unit held after a step that is there yet after the last one."""
        return float(np.prod(self.keeping[step + 1 :, unit]))

    def by_movement(self) -> np.ndarray:
        """Units, those first whose output moves most over the steps shown; shape (units,)."""
        return np.argsort(-self.states["hidden state"].std(axis=0), kind="stable")


def from_forecast(forecast: Forecast, ts: TimeSeries, cell: str, activation: str) -> list[Steps]:
    """The layers of a network trained on a series, along the last window; none if not kept.

    Args:
        forecast: Of its final fit.
        ts: That series.
        cell: Its cell.
        activation: A key of `core.models.gates.ACTIVATIONS`.
    """
    insight = forecast.insight
    if insight is None or cell not in CELLS:
        return []
    steps = min(len(insight.window), len(ts))
    return [
        _steps(cell, ts, insight.window[-steps:], _newest(layer, steps), activation == "tanh")
        for layer in insight.layers
    ]


def from_practice(ts: TimeSeries, cell: str) -> list[Steps]:
    """The layers of the practised network along the newest values of a series it never saw.

    Of its four readings that of the values as they are: not in logarithms, nor upside down.

    Args:
        ts: The series.
        cell: "lstm" or "gru".
    """
    known = practice(cell)
    values = filled(ts)[0]
    shown = show(values[None], _AHEAD, ts.seasonal_period, logs=False, reach=REACH)
    sequence = shown.inputs[0, :-_AHEAD].astype(float)
    inputs, layers = sequence[:, 0], []
    for layer in range(sum(name.startswith("kernel_") for name in known.weights)):
        weights = {
            kind: known.weights[f"{kind}_{layer}"].astype(float)
            for kind in ("kernel", "recurrent", "bias")
        }
        states = gates(cell, "tanh", weights, sequence)
        layers.append(_steps(cell, ts, inputs, states, True))
        sequence = states["hidden state"]
    return layers


def _newest(layer: dict[str, np.ndarray], steps: int) -> dict[str, np.ndarray]:
    """A layer without what it saw before the series began."""
    return {name: states[-steps:] for name, states in layer.items()}


def _steps(
    cell: str, ts: TimeSeries, inputs: np.ndarray, states: dict[str, np.ndarray], tanh: bool
) -> Steps:
    memory = states["hidden state" if cell == "gru" else "cell state"]
    shown = min(len(inputs), SHOWN)
    before = memory[-shown - 1] if len(memory) > shown else np.zeros(memory.shape[1])
    return Steps(
        cell,
        ts.index[-shown:],
        filled(ts)[0][-shown:],
        inputs[-shown:],
        before,
        {name: each[-shown:] for name, each in states.items()},
        tanh,
    )
