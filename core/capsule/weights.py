"""Whether weights out of a capsule are those of the network that they are said to be of."""

from collections.abc import Mapping

import numpy as np

from core.models import Practised, Recurrent
from core.models.kept_network import MAY_LACK, NUMBERS, sizes
from core.models.shapes import Sizes, layer_sizes
from core.network_weights import MOST_WEIGHTS, NetworkWeights


def fitting(
    weights: NetworkWeights, spec: Recurrent | Practised, horizon: int, period: int
) -> bool:
    """Whether names, shapes and kinds of all arrays are right, and all numbers usable.

    Args:
        weights: What the capsule holds.
        spec: The settings of the network.
        horizon: Steps it forecasts.
        period: Seasonal period of its series.
    """
    if weights.count > MOST_WEIGHTS:
        return False
    layers = weights.layers
    if isinstance(spec, Recurrent):
        wanted, members = sizes(spec, horizon), spec.members
        views = _views_fit(weights.views, members, period)
    else:
        wanted, members = _practised_sizes(spec.cell, layers), 1
        views = not weights.views
    shaped = {name: array.shape for name, array in layers.items()} == {
        name: (members, *size) for name, size in wanted.items()
    }
    return (
        views
        and shaped
        and all(each.dtype == np.float32 and np.isfinite(each).all() for each in layers.values())
    )


def _views_fit(views: Mapping[str, np.ndarray], members: int, period: int) -> bool:
    shapes = {name: array.shape for name, array in views.items()}
    profile = shapes.pop("profile", ())
    if shapes != dict.fromkeys(NUMBERS, (members,)):
        return False
    if profile not in ((members, 1), (members, period)):
        return False
    if any(array.dtype != np.float64 for array in views.values()):
        return False
    for name, array in views.items():
        usable = np.isfinite(array) | (np.isnan(array) & (name in MAY_LACK))
        if not usable.all():
            return False
    return bool((views["scale"] > 0).all() and np.isin(views["lag"], (0, 1, period)).all())


def _practised_sizes(cell: str, layers: Mapping[str, np.ndarray]) -> Sizes:
    """Shapes that go together, by the first layer and the answer: a later one may be larger."""
    first, rows, head = (layers.get(name) for name in ("kernel_0", "recurrent_0", "head"))
    if first is None or rows is None or head is None or {first.ndim, rows.ndim, head.ndim} != {3}:
        return {}
    features, units, answers = first.shape[1], rows.shape[1], head.shape[2]
    count = sum(name.startswith("kernel_") for name in layers)
    found: Sizes = {}
    for layer in range(count):
        found |= layer_sizes(cell, layer, units if layer else features, units)
    # The sum of all layers' outputs leads to the answer, that of all but the last, and so on.
    return found | {"head": (count * units, answers), "head_bias": (1, answers)}
