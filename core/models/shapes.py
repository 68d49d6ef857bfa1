"""Names and shapes of a network's weights; known without the library that trains it."""

from core.models.practised.quantiles import QUANTILES

Sizes = dict[str, tuple[int, ...]]

GATES = {"rnn": 1, "gru": 3, "lstm": 4, "lstm-peephole": 4}
"""Recurrent cells, and how many gates each has."""

BAND = (0.1, 0.5, 0.9)
"""What a network trained by the pinball loss answers for each step: a band and its middle."""

ANSWERED = {"pinball": BAND, "quantiles": QUANTILES}
"""Quantiles that losses ask for; others ask for a single number."""

EPSILON = 1e-3
"""Added to variances before dividing by their root, as Keras does."""


def outputs(loss: str) -> int:
    """Numbers a network answers for each step."""
    return len(ANSWERED.get(loss, (0.5,)))


def layer_sizes(cell: str, layer: int, features: int, units: int) -> Sizes:
    """Shapes of what every layer of a cell has, by name."""
    width = GATES.get(cell, 1) * units
    sizes: Sizes = {f"kernel_{layer}": (features, width)}
    if cell != "dense":
        sizes[f"recurrent_{layer}"] = (units, width)
    sizes[f"bias_{layer}"] = (1, width)
    if cell == "lstm-peephole":
        sizes[f"peepholes_{layer}"] = (3, units)
    return sizes


def network_sizes(
    cell: str, layers: int, units: int, normalisation: str, lookback: int, answers: int
) -> Sizes:
    """Shape of every weight of one network, by name, layer by layer.

    Args:
        cell: "perceptron" (no hidden layer), "dense", or a key of `GATES`.
        layers: Hidden layers.
        units: Size of each.
        normalisation: After each layer: "none", "batch" or "layer".
        lookback: Steps the network sees.
        answers: Numbers it answers, those of all steps together.
    """
    sizes: Sizes = {}
    features = lookback if cell in ("perceptron", "dense") else 1
    for layer in range(0 if cell == "perceptron" else layers):
        sizes |= layer_sizes(cell, layer, features, units)
        if normalisation != "none":
            sizes[f"gain_{layer}"] = (1, units)
            sizes[f"shift_{layer}"] = (1, units)
        features = units
    return sizes | {"head": (features, answers), "head_bias": (1, answers)}
