"""How the members of an ensemble see a series, and how their answers become a forecast."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.models.preparation import Preparation
from core.windows import masked_windows

LEAST_KNOWN = 3
"""Values that a window knows at least; what lies before the start repeats the first one."""

Predict = Callable[[np.ndarray], np.ndarray]
"""From windows (members, rows, lookback) to answers (members, rows, steps, outputs)."""


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Several views of one series.

    Attributes:
        views: How each member sees it.
        lookback: Steps each sees.
        steps: Steps each answers at once; further ones follow from its own answers.
        horizon: Steps to forecast.
    """

    views: tuple[Preparation, ...]
    lookback: int
    steps: int
    horizon: int

    def examples(
        self, values: np.ndarray, hidden: np.ndarray, since: int, until: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Windows that end at the steps from `since` to before `until`, and their labels.

        A label that was never observed is NaN: it would teach our own straight line. Windows
        without any label are left out.

        Args:
            values: The series without gaps, shape (n,).
            hidden: Which of them were drawn, not observed, shape (n,).
            since: First step.
            until: Step after the last.

        Returns:
            Shapes (members, rows, lookback) and (members, rows, steps).
        """
        pairs = [view.windows(values, self.lookback, self.steps) for view in self.views]
        unseen = masked_windows(hidden.astype(float), 1, self.steps)[1] != 0
        inputs = np.stack([inputs[since:until] for inputs, _ in pairs])
        labels = np.stack([np.where(unseen, np.nan, labels)[since:until] for _, labels in pairs])
        some = np.isfinite(labels).any(axis=(0, 2))
        return inputs[:, some], labels[:, some]

    def forecast(self, predict: Predict, values: np.ndarray, origins: np.ndarray) -> np.ndarray:
        """Every member's forecast at some origins.

        Args:
            predict: The networks.
            values: The series without gaps, shape (n,).
            origins: Places in it of the last known value, shape (rows,).

        Returns:
            In the series' own unit, shape (members, rows, horizon, outputs).
        """
        windows, levels = [], []
        for view in self.views:
            prepared = view.forward(values)
            windows.append(masked_windows(prepared, self.lookback, 1)[0][origins - view.lag])
            levels.append(view.levels(prepared)[origins - view.lag])
        return self._ahead(predict, values, origins, np.stack(windows), np.stack(levels))

    def without(self, predict: Predict, values: np.ndarray) -> np.ndarray:
        """Forecasts at the newest step if one value of the window were an ordinary one.

        Each in turn is replaced by the mean of the window, season and drift apart (occlusion,
        Zeiler and Fergus 2014); the level follows.

        Returns:
            Shape (members, lookback, horizon, outputs), the oldest value of the window first;
            fewer rows if the series is shorter than the window.
        """
        windows, levels = [], []
        rows = min(self.lookback, *(len(values) - view.lag for view in self.views))
        for view in self.views:
            prepared = view.forward(values)
            ordinary = prepared[-rows:].mean()
            for place in range(len(prepared) - rows, len(prepared)):
                changed = prepared.copy()
                changed[place] = ordinary
                windows.append(_last_window(changed, self.lookback))
                levels.append(view.levels(changed)[-1])
        members = len(self.views)
        return self._ahead(
            predict,
            values,
            np.full(rows, len(values) - 1),
            np.reshape(windows, (members, rows, self.lookback)),
            np.reshape(levels, (members, rows)),
        )

    def _ahead(
        self,
        predict: Predict,
        values: np.ndarray,
        origins: np.ndarray,
        windows: np.ndarray,
        levels: np.ndarray,
    ) -> np.ndarray:
        told: list[np.ndarray] = []
        for done in range(0, self.horizon, self.steps):
            seen = [
                view.seen(window, level)
                for view, window, level in zip(self.views, windows, levels, strict=True)
            ]
            answers = predict(np.stack(seen))
            scale = np.array([view.scale for view in self.views])
            drifted = np.stack([view.drifted(done, self.steps) for view in self.views])
            ahead = answers * scale[:, None, None, None]
            ahead += levels[..., None, None] + drifted[:, None, :, None]
            told.append(ahead)
            # The middle one goes on; with a single output it is that.
            middle = ahead[..., ahead.shape[-1] // 2]
            windows = np.concatenate([windows, middle], axis=2)[..., -self.lookback :]
            levels = np.stack(
                [
                    view.follow(level, each, done)
                    for view, level, each in zip(self.views, levels, middle, strict=True)
                ]
            )
        every = np.concatenate(told, axis=2)[:, :, : self.horizon]
        restored = [
            [view.inverse(part, values, origins) for part in np.moveaxis(each, -1, 0)]
            for view, each in zip(self.views, every, strict=True)
        ]
        return np.moveaxis(np.array(restored), 1, -1)


def _last_window(prepared: np.ndarray, lookback: int) -> np.ndarray:
    known = prepared[-lookback:]
    return np.concatenate([np.full(lookback - len(known), prepared[0]), known])
