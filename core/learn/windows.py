"""A series cut into windows and labels, and how long a window should be, tried out."""

from dataclasses import dataclass, field

import numpy as np

from core.errors import SeriesTooShort
from core.forecaster import filled
from core.timeseries import TimeSeries
from core.windows import held_out, sliding_windows

NEWEST = 1_500
"""Values that are looked at, the newest."""

LEAST = 12
"""Values that are needed to try lengths."""

EACH = 30
"""Up to so many steps each length is tried; beyond, fewer and fewer."""

_KINDS = {
    (False, False): "one-to-one",
    (False, True): "one-to-many",
    (True, False): "many-to-one",
    (True, True): "many-to-many",
}


@dataclass(frozen=True, eq=False)
class Cut:
    """Windows of a series, each with its label.

    Attributes:
        first: Place of the first value in the series.
        inputs: Shape (windows, lookback), oldest window first.
        labels: Shape (windows, steps).
    """

    first: int
    inputs: np.ndarray = field(repr=False)
    labels: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def kind(self) -> str:
        """How many values lead to how many: "many-to-one"."""
        return _KINDS[self.inputs.shape[1] > 1, self.labels.shape[1] > 1]


def known(ts: TimeSeries) -> np.ndarray:
    """The newest values, gaps drawn straight, shape (n,) with n at most `NEWEST`.

    Raises:
        SeriesTooShort: If there are fewer than `LEAST`.
    """
    values = filled(ts)[0][-NEWEST:]
    if len(values) < LEAST:
        raise SeriesTooShort(LEAST, len(values), "fewer can't be cut into windows worth a look.")
    return np.asarray(values)


def cut(ts: TimeSeries, lookback: int, steps: int) -> Cut:
    """All windows of `lookback` values with labels of `steps`, one step apart."""
    values = known(ts)
    return Cut(len(ts) - len(values), *sliding_windows(values, lookback, steps))


def longest(n: int, period: int) -> int:
    """The longest window worth trying on `n` values: a season and a half, or 12."""
    return max(min(max(period + period // 2, 12), n // 4), 2)


@dataclass(frozen=True, eq=False)
class Tried:
    """What windows of several lengths are worth.

    Attributes:
        lengths: Shape (k,), rising.
        errors: Mean absolute error one step ahead on values held out, for each, in the unit.
        naive: The same for saying the last value again.
        trained: Labels each was fitted to.
        tested: Labels each was judged on.
    """

    lengths: np.ndarray = field(repr=False)
    errors: np.ndarray = field(repr=False)
    naive: float
    trained: int
    tested: int

    @property
    def best(self) -> int:
        """The length with the least error."""
        return int(self.lengths[np.argmin(self.errors)])

    def error(self, length: int) -> float:
        """That of the length tried that is nearest to this one."""
        return float(self.errors[np.argmin(np.abs(self.lengths - length))])


def lengths_tried(most: int, period: int) -> np.ndarray:
    """Lengths from 1 to `most`, those around the season among them."""
    beyond = np.geomspace(EACH, most, 20) if most > EACH else np.array([])
    near = [length for length in (period - 1, period, period + 1) if 1 <= length <= most]
    every = {*range(1, min(most, EACH) + 1), *(int(length) for length in beyond), *near, most}
    return np.array(sorted(every))


def tried(ts: TimeSeries) -> Tried:
    """Windows of all lengths, each judged by a weighted sum of its values that forecasts the next.

    Weights are fitted by least squares to the older values and judged on the newest, which they
    don't know. All lengths are fitted to and judged on the same labels, so that only the window
    differs.
    """
    values = known(ts)
    n, period = len(values), ts.seasonal_period
    most, held = longest(n, period), held_out(n, 1)
    lengths = lengths_tried(most, period)
    windows, labels = sliding_windows(values, most, 1)
    # Centred, or large values would make the sums ill-conditioned.
    middle = values[: n - held].mean()
    windows, labels = windows - middle, labels[:, 0] - middle
    old, new = slice(None, -held), slice(-held, None)
    errors = []
    for length in lengths:
        inputs = np.column_stack([windows[:, -length:], np.ones(len(windows))])
        weights = np.linalg.lstsq(inputs[old], labels[old], rcond=None)[0]
        errors.append(np.abs(inputs[new] @ weights - labels[new]).mean())
    naive = np.abs(windows[new, -1] - labels[new]).mean()
    return Tried(lengths, np.array(errors), float(naive), len(labels) - held, held)
