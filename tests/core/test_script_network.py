"""A network trained from scratch, trained again by its script with Keras's own layers.

Keras adds up in another order than Lookback's cells, so numbers in single precision differ in the
seventh digit, and every step of gradient descent lets that grow a little. After the few epochs
here forecasts agree to a millionth of the largest value, and a wrong weight, window, order or
batch shows in the first three digits.
"""

from dataclasses import replace

import numpy as np
import pytest

from core.calibration import Recalibration
from core.models import Recurrent
from tests.builders import promoted, seasonal, series
from tests.scripts import (
    assert_same,
    eventful,
    executed,
    forecast_of,
    run,
    script_of,
    with_gaps,
)

pytestmark = [pytest.mark.engine, pytest.mark.slow]

MILLIONTH = 1e-6
QUICK = {"lookback": 12, "epochs": 4, "units": 6, "members": 2}


def test_the_usual_network_is_trained_to_the_same_numbers_without_lookback(tmp_path):
    model, ts = Recurrent(**QUICK), with_gaps(seasonal(90))
    ranges = Recalibration("LSTM", {80: 1.5, 95: 1.2}, 0.4, 6)
    forecast = ranges.apply(forecast_of(model, ts))
    source = script_of(model, ts, forecast, ranges=ranges)
    head = " ".join(source.partition("import os")[0].replace("#", " ").split())
    assert "of Lookback it needs nothing" in head
    assert "how far the ranges reach" in head
    said, table = run(source, tmp_path)
    assert_same(table, forecast, MILLIONTH)
    assert "Training network 2 of 2, 4 epochs" in said


OTHERS = {
    "two layers of GRU cells, normalised, with drivers": (
        {"cell": "gru", "layers": 2, "normalisation": "layer", "transform": "none"},
        promoted(),
    ),
    "an MLP that answers a step at a time": (
        {
            "cell": "dense",
            "activation": "leaky-relu",
            "initialisation": "he",
            "normalisation": "batch",
            "label_length": 4,
            "schedule": "cosine",
        },
        eventful(),
    ),
    "quantiles of seasonal differences": (
        {
            "cell": "rnn",
            "differencing": "seasonal",
            "transform": "box-cox",
            "loss": "pinball",
            "initialisation": "orthogonal",
            "optimiser": "momentum",
            "clipping": "value",
        },
        with_gaps(seasonal(90)),
    ),
    "a perceptron scaled as textbooks do, held back": (
        {
            "cell": "perceptron",
            "scaling": "minmax",
            "loss": "huber",
            "optimiser": "sgd",
            "learning_rate": 0.05,
            "clipping": "none",
        },
        series(np.exp(np.arange(60) / 3.0)),
    ),
}


@pytest.mark.parametrize(("settings", "ts"), OTHERS.values(), ids=OTHERS)
def test_other_settings_are_kept(settings, ts, tmp_path, monkeypatch):
    model = Recurrent(**(QUICK | settings))
    forecast = forecast_of(model, ts)
    table, _ = executed(script_of(model, ts, forecast), tmp_path, monkeypatch)
    assert_same(table, forecast, MILLIONTH)


def test_another_seed_would_show(tmp_path, monkeypatch):
    model, ts = Recurrent(**QUICK, learning_rate=0.02), seasonal(90)
    forecast = forecast_of(model, ts)
    source = script_of(replace(model, seed=2), ts, forecast)
    table, _ = executed(source, tmp_path, monkeypatch)
    with pytest.raises(AssertionError):
        assert_same(table, forecast, 1000 * MILLIONTH)


@pytest.mark.parametrize("settings", [{"cell": "lstm-peephole"}, {"dropout": 0.2}])
def test_what_keras_lacks_is_trained_by_core_and_that_is_said(settings, tmp_path, monkeypatch):
    model, ts = Recurrent(**(QUICK | settings)), promoted()
    forecast = forecast_of(model, ts)
    source = script_of(model, ts, forecast)
    assert "Why: Keras" in " ".join(source.replace("#", " ").split())
    table, _ = executed(source, tmp_path, monkeypatch)
    assert_same(table, forecast, MILLIONTH)
