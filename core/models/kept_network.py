"""A trained network as the arrays that are kept of it, and a forecast from them, untrained.

The pass is written out in NumPy, by the formulas of `core.models.net`, so that weights out of a
capsule forecast where there is no TensorFlow.
"""

from collections.abc import Sequence

import numpy as np

from core.forecaster import filled
from core.models.ensemble import Ensemble, Predict
from core.models.gates import ACTIVATIONS, gates
from core.models.preparation import Preparation
from core.models.recurrent import Recurrent
from core.models.restraint import restrained
from core.models.shapes import EPSILON, GATES, Sizes, network_sizes, outputs
from core.network_weights import MOST_WEIGHTS, NetworkWeights
from core.timeseries import TimeSeries
from core.wording import number

NUMBERS = ("power", "lag", "place", "drift", "smoothing", "scale")
"""What is kept of each member's view beside its profile."""

MAY_LACK = ("power", "place")
"""Those that a view may not have."""


def packed(
    spec: Recurrent,
    layers: Sequence[dict[str, np.ndarray]],
    moments: np.ndarray,
    views: Sequence[Preparation],
    relative: bool,
) -> NetworkWeights | None:
    """Members' weights and views as what is kept of them; None if they are too many.

    Args:
        spec: The settings they were trained with.
        layers: By name, the weights of each member.
        moments: Running means and variances of batch normalisation, shape (members, layers, 2,
            units); not looked at without it.
        views: How each member sees the series.
        relative: See `NetworkWeights`.
    """
    arrays = {name: np.stack([one[name] for one in layers]) for name in layers[0]}
    arrays |= {f"moments_{k}": moments[:, k] for k in range(_batches(spec))}
    if sum(array.size for array in arrays.values()) > MOST_WEIGHTS:
        return None
    numbers = [[getattr(view, name) for view in views] for name in NUMBERS]
    kept = {
        name: np.array([np.nan if each is None else each for each in row], dtype=np.float64)
        for name, row in zip(NUMBERS, numbers, strict=True)
    }
    period = max(len(view.profile) for view in views)
    profiles = np.stack([np.resize(view.profile, period) for view in views])
    return NetworkWeights(arrays, kept | {"profile": profiles}, relative)


def too_many() -> str:
    """What is said of a network whose weights are not kept."""
    return f"Its weights are not kept: they are more than {number(MOST_WEIGHTS)} numbers."


def sizes(spec: Recurrent, horizon: int) -> Sizes:
    """Shape of all that is kept of one member of a network, by name."""
    answers = spec.steps(horizon) * outputs(spec.loss)
    found = network_sizes(
        spec.cell, spec.layers, spec.units, spec.normalisation, spec.lookback, answers
    )
    return found | {f"moments_{layer}": (2, spec.units) for layer in range(_batches(spec))}


def _batches(spec: Recurrent) -> int:
    """Layers that are normalised over batches."""
    return spec.layers if spec.normalisation == "batch" and spec.cell != "perceptron" else 0


def ahead(
    spec: Recurrent, weights: NetworkWeights, ts: TimeSeries, known: int, horizon: int
) -> np.ndarray:
    """What the networks say of the steps after `ts`, the median of theirs, shape (horizon,).

    Args:
        spec: The settings they were trained with.
        weights: What was kept of them.
        ts: The series they were trained on, or the same gone on; without drivers.
        known: How many of its values they were trained on.
        horizon: Steps to forecast, as many as they were trained for.
    """
    values, _ = filled(ts)
    ensemble = Ensemble(_views(weights), spec.lookback, spec.steps(horizon), horizon)
    newest = np.array([len(values) - 1])
    said = np.median(ensemble.forecast(_predict(spec, weights), values, newest), axis=0)
    held = restrained(said, values, newest, ts.seasonal_period, known)[0]
    return np.asarray(np.maximum(held[:, held.shape[1] // 2], ts.least))


def _views(weights: NetworkWeights) -> tuple[Preparation, ...]:
    views = weights.views
    return tuple(
        Preparation(
            power=_or_none(views["power"][k]),
            profile=views["profile"][k],
            lag=int(views["lag"][k]),
            place=_or_none(views["place"][k]),
            drift=float(views["drift"][k]),
            smoothing=float(views["smoothing"][k]),
            scale=float(views["scale"][k]),
        )
        for k in range(len(views["scale"]))
    )


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _predict(spec: Recurrent, weights: NetworkWeights) -> Predict:
    def predict(windows: np.ndarray) -> np.ndarray:
        said = [
            [_answer(spec, {n: a[member] for n, a in weights.layers.items()}, row) for row in rows]
            for member, rows in enumerate(windows)
        ]
        return np.reshape(said, (*windows.shape[:2], -1, outputs(spec.loss)))

    return predict


def _answer(spec: Recurrent, mine: dict[str, np.ndarray], window: np.ndarray) -> np.ndarray:
    """What one member answers to a window (lookback,): (answers,)."""
    recurrent = spec.cell in GATES
    seen = window[:, None] if recurrent else window[None]
    for layer in range(0 if spec.cell == "perceptron" else spec.layers):
        own = {n.rsplit("_", 1)[0]: array for n, array in mine.items() if n.endswith(f"_{layer}")}
        if recurrent:
            seen = gates(spec.cell, spec.activation, own, seen)["hidden state"]
            if layer == spec.layers - 1:
                seen = seen[-1:]
        else:
            seen = ACTIVATIONS[spec.activation](seen @ own["kernel"] + own["bias"])
        if spec.normalisation != "none":
            seen = _normalised(own, seen)
    return np.asarray((seen @ mine["head"] + mine["head_bias"])[0])


def _normalised(own: dict[str, np.ndarray], seen: np.ndarray) -> np.ndarray:
    """Batch normalisation where moments were kept, else that of each row over its units."""
    if "moments" in own:
        mean, variance = own["moments"]
    else:
        mean, variance = (f(seen, axis=-1, keepdims=True) for f in (np.mean, np.var))
    return np.asarray((seen - mean) / np.sqrt(variance + EPSILON) * own["gain"] + own["shift"])
