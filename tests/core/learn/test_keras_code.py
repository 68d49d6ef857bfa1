from dataclasses import replace

import numpy as np
import pytest

from core.learn.keras_code import LAYERS, lines, steps, windows
from core.models import Recurrent
from core.script.network import KERAS
from tests.builders import seasonal

TS = seasonal(96)
USUAL = Recurrent(lookback=12, units=5)


def test_layers_are_called_as_in_the_script():
    assert {name: KERAS[name] for name in LAYERS} == LAYERS


@pytest.mark.parametrize(
    "network",
    [
        USUAL,
        replace(USUAL, cell="gru", layers=2, normalisation="layer", dropout=0.1),
        replace(
            USUAL,
            cell="rnn",
            activation="leaky-relu",
            optimiser="momentum",
            label_length=1,
            early_stopping="off",
            clipping="none",
            loss="quadratic",
        ),
        replace(USUAL, cell="dense", schedule="cosine", normalisation="batch", loss="huber"),
        replace(USUAL, cell="perceptron", schedule="exponential", clipping="value"),
    ],
    ids=lambda network: network.cell,
)
@pytest.mark.engine
@pytest.mark.slow
def test_the_program_runs_in_keras_and_has_the_weights_told(network):
    import keras

    program = lines(replace(network, epochs=1), 6, TS)
    rng = np.random.default_rng(0)
    shape = (20, 12, 1) if network.cell in ("lstm", "gru", "rnn") else (20, 12)
    wide = 1 if network.label_length == 1 else 6
    inputs, answers = rng.normal(size=shape), rng.normal(size=(20, wide))
    names = {
        "keras": keras,
        "windows": inputs,
        "answers": answers,
        "newest": (inputs, answers),
        "newest_window": inputs[-1:],
    }
    # Where networks were trained in this process before, TensorFlow asks for one.
    keras.utils.set_random_seed(1)
    exec("\n".join(line.code for line in program), names)
    assert names["forecast"].shape == (1, wide)
    told = sum(line.weights for line in program)
    trained = sum(int(np.prod(each.shape)) for each in names["model"].trainable_weights)
    assert trained == told


def test_what_keras_does_not_have_is_said():
    program = lines(replace(USUAL, cell="lstm-peephole", loss="pinball"), 6, TS)
    said = " ".join(line.says for line in program)
    assert "Keras has none with peepholes" in said
    assert "Keras has no pinball loss" in said
    # Four gates of 1 input, 5 states and a bias for 5 units, and three peepholes for each unit.
    assert program[2].weights == 4 * 5 * 7 + 15
    assert "18 numbers" in program[3].says


def test_steps_of_an_epoch():
    assert windows(TS, USUAL) > 80
    assert steps(TS, USUAL) == -(-windows(TS, USUAL) // 32)
