"""What a network has learned, as plain arrays: no code, and nothing of a library's own format."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

MOST_WEIGHTS = 1_000_000
"""Numbers that a forecast keeps of its network; one that has more keeps none."""


@dataclass(frozen=True, eq=False)
class NetworkWeights:
    """Weights of the networks behind a forecast, and how each of them sees the series.

    What they mean follows from the settings they were trained with; `core.models.shapes` has the
    names and shapes.

    Attributes:
        layers: By name, float32, shape (members, rows, columns).
        views: By name, float64, numbers of each member's `core.models.preparation.Preparation`,
            shape (members,), of the seasonal profile (members, period); NaN where it has none.
            Empty for a practised network, which brings its own view.
        relative: Whether its ranges are shares of the forecast rather than amounts.
    """

    layers: Mapping[str, np.ndarray] = field(repr=False)
    views: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False)
    relative: bool = False

    @property
    def count(self) -> int:
        """How many weights there are, all members together."""
        return sum(array.size for array in self.layers.values())

    @property
    def nbytes(self) -> int:
        """Bytes of memory they take."""
        return sum(array.nbytes for array in (*self.layers.values(), *self.views.values()))
