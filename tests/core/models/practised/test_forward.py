"""The pass in NumPy against the network that is trained, for any length and horizon."""

import numpy as np
import pytest

from core.models.practised.forward import forward
from core.models.practised.inputs import NAMES
from core.models.practised.quantiles import QUANTILES

FUTURE = NAMES.index("future")


def inputs(count, known, horizon):
    drawn = np.random.default_rng(5).normal(size=(count, known + horizon, len(NAMES)))
    drawn[..., FUTURE] = np.arange(known + horizon) >= known
    return drawn.astype(np.float32)


def network(cell, layers=2):
    from core.models.net.sequence import Sequence

    return Sequence(cell, layers, 6, len(NAMES), FUTURE, len(QUANTILES))


def weights(cell, layers=2):
    rng = np.random.default_rng(2)
    drawn = network(cell, layers).draw("glorot", 1)
    return {
        name: (each + rng.normal(0, 0.2, each.shape)).astype(np.float32)
        for name, each in drawn.items()
    }


@pytest.mark.engine
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "lstm-peephole", "gru"])
def test_numpy_and_tensorflow_give_the_same(cell, layers):
    from core.models.net.descent import Descent
    from core.models.net.training import Trainer

    trainer = Trainer.of(network(cell, layers), Descent(loss="quantiles"))
    trainer.start(0)
    mine = weights(cell, layers)
    trainer.load(mine)
    for shape in ((7, 20, 5), (1, 90, 3), (4, 2, 12)):
        given = inputs(*shape)
        theirs = trainer.predict(given[None])[0]
        np.testing.assert_allclose(forward(cell, mine, given, shape[2]), theirs, atol=2e-5)
    assert trainer._forward.experimental_get_tracing_count() == 1


@pytest.mark.engine
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_steps_of_gradient_descent_lower_the_loss_without_a_new_graph(cell):
    from core.models.net.descent import Descent
    from core.models.net.training import Trainer

    trainer = Trainer.of(network(cell), Descent(loss="quantiles"))
    trainer.start(3)
    rng = np.random.default_rng(0)
    losses = []
    for turn in range(60):
        given = inputs(32, int(rng.integers(4, 30)), int(rng.integers(1, 9)))
        ahead = int(given[0, :, FUTURE].sum())
        labels = np.full((1, 32, ahead), 2.0) + rng.normal(0, 0.1, (1, 32, ahead))
        losses.append(trainer.step(given[None], labels.astype(np.float32), 0.02, 1.0))
        if turn == 0:
            traced = trainer.traces
    assert np.mean(losses[-5:]) < 0.2 * losses[0]
    assert trainer.traces == traced


@pytest.mark.engine
def test_training_goes_on_from_a_kept_state_as_if_it_had_never_stopped():
    from core.models.net.descent import Descent
    from core.models.net.training import Trainer

    trainer = Trainer.of(network("lstm"), Descent(loss="quantiles"))
    given, labels = inputs(8, 10, 4)[None], np.ones((1, 8, 4), np.float32)

    def some():
        return [trainer.step(given, labels, 0.01, 1.0) for _ in range(3)]

    trainer.start(1)
    some()
    kept = trainer.state
    expected = some()
    trainer.start(9)
    trainer.state = kept
    assert some() == expected
