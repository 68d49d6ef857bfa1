"""What is kept of a trained network forecasts as it did, without being trained."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core import capsule
from core.capsule import Capsule, soundness
from core.carried_on import carried_on, may_carry_on
from core.errors import DataError
from core.events import Event
from core.folds import RollingOrigin
from core.models import Practised, Recurrent, SeasonalNaive
from core.models import kept_network as kept
from core.models.practised.weights import practice
from core.network_weights import NetworkWeights
from core.training import Training, train
from tests.builders import seasonal
from tests.core.test_capsule import MADE
from tests.sameness import same

pytestmark = pytest.mark.engine

HORIZON = 6
TS = seasonal(78)
THEN = TS.until(TS.index[71])
SPEC = Recurrent(lookback=12, epochs=3, units=6, members=3, learning_rate=0.02)


@pytest.fixture(scope="module")
def trained():
    return train(Training(THEN, (SPEC, SeasonalNaive()), RollingOrigin(HORIZON, 2)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"cell": "gru", "layers": 2, "normalisation": "batch"},
        {"cell": "lstm-peephole", "label_length": 1},
        {"cell": "rnn", "loss": "pinball", "activation": "elu", "transform": "box-cox",
         "differencing": "seasonal"},
        {"cell": "dense", "layers": 2, "activation": "relu", "normalisation": "layer"},
        {"cell": "perceptron", "normalisation": "batch", "scaling": "standard"},
        {"dropout": 0.2, "normalisation": "layer", "layers": 2, "differencing": "first"},
    ],
)  # fmt: skip
def test_kept_weights_say_what_the_trained_network_said(settings):
    spec = replace(SPEC, **settings)
    forecast = spec.fit(THEN, HORIZON).predict()
    shapes = {name: array.shape[1:] for name, array in forecast.weights.layers.items()}
    assert shapes == kept.sizes(spec, HORIZON)
    # TensorFlow's pass in single precision against NumPy's in double.
    said = kept.ahead(spec, forecast.weights, THEN, len(THEN), HORIZON)
    np.testing.assert_allclose(said, forecast.table["point"], rtol=1e-5)


def test_the_final_fit_keeps_weights_and_no_fold_does(trained):
    assert trained.forecasts["LSTM"].weights.count == 3 * (4 * 6 * (1 + 6 + 1) + (6 + 1) * HORIZON)
    assert trained.forecasts["Seasonal naive"].weights is None
    assert may_carry_on(trained)


def test_a_network_with_too_many_weights_keeps_none_and_says_so(monkeypatch):
    monkeypatch.setattr(kept, "MOST_WEIGHTS", 700)
    forecast = SPEC.fit(THEN, HORIZON).predict()
    assert forecast.weights is None
    assert any(note.startswith("Its weights are not kept") for note in forecast.notes)


def through_a_capsule(trained):
    return capsule.read(capsule.write(Capsule({"a": trained}, "", MADE))).parts["a"]


def test_weights_come_back_out_of_a_capsule_bit_for_bit(trained):
    back = through_a_capsule(trained)
    same(trained, back)
    soundness.check(back)
    now = carried_on(back, back.forecasts["LSTM"], TS)
    same(now, carried_on(trained, trained.forecasts["LSTM"], TS))


def practised(weights):
    """A training in which the practised network has weights of its own on the series."""
    made = train(
        Training(THEN, (SPEC, Practised(adaptation="off"), SeasonalNaive()), RollingOrigin(6, 1))
    )
    forecast = made.forecasts["Practised LSTM"]
    assert forecast.weights is None
    mine = {"Practised LSTM": replace(forecast, weights=weights)}
    return replace(made, forecasts={**made.forecasts, **mine})


def test_an_adapted_practised_networks_weights_are_kept_too():
    known = practice("lstm").weights
    adapted = NetworkWeights({name: array[None].copy() for name, array in known.items()})
    made = practised(adapted)
    back = through_a_capsule(made)
    same(made, back)
    soundness.check(back)
    wrong = NetworkWeights({**adapted.layers, "kernel_1": adapted.layers["kernel_1"][:, :5]})
    with pytest.raises(DataError, match="weights of Practised LSTM are not those"):
        soundness.check(practised(wrong))


def layers(weights, **changed):
    return replace(weights, layers={**weights.layers, **changed})


def views(weights, **changed):
    return replace(weights, views={**weights.views, **changed})


@pytest.mark.parametrize(
    "change",
    [
        lambda w: layers(w, head=w.layers["head"][:, :, :5]),
        lambda w: layers(w, head=w.layers["head"].astype(np.float64)),
        lambda w: layers(w, head=np.full_like(w.layers["head"], np.nan)),
        lambda w: layers(w, more=w.layers["head"]),
        lambda w: replace(w, layers={}),
        lambda w: replace(w, layers={name: array[:2] for name, array in w.layers.items()}),
        lambda w: replace(w, views={}),
        lambda w: views(w, scale=np.zeros(3)),
        lambda w: views(w, scale=np.full(3, np.nan)),
        lambda w: views(w, power=np.full(3, np.inf)),
        lambda w: views(w, lag=np.array([0.0, 1.0, 7.0])),
        lambda w: views(w, profile=np.zeros((3, 5))),
        lambda w: views(w, drift=np.zeros(2)),
        lambda w: views(w, drift=np.zeros(3, dtype=np.float32)),
    ],
)
def test_weights_that_are_not_those_of_the_network_are_refused(trained, change):
    mine = trained.forecasts["LSTM"]
    changed = replace(mine, weights=change(mine.weights))
    with pytest.raises(DataError, match="weights of LSTM are not those of its network"):
        soundness.check_forecast(changed, trained.training)
    other = replace(trained.forecasts["Seasonal naive"], weights=mine.weights)
    with pytest.raises(DataError, match="weights of Seasonal naive"):
        soundness.check_forecast(other, trained.training)


def test_told_newer_values_it_goes_on_from_them_with_ranges_as_wide_as_then(trained):
    then = trained.forecasts["LSTM"]
    now = carried_on(trained, then, TS)
    assert now.cutoff == TS.index[-1]
    assert list(now.table.index) == list(TS.future_index(HORIZON))
    pd.testing.assert_index_equal(now.table.columns, then.table.columns)
    assert then.weights.relative
    shares, before = (each.div(each["point"], axis=0) for each in (now.table, then.table))
    np.testing.assert_allclose(shares, before)
    # The months are other ones: it goes on with their season, at a level that has grown.
    usual = TS.y.iloc[-12:-6].to_numpy()
    assert np.abs(now.table["point"].to_numpy() / usual - 1).max() < 0.25
    assert not np.allclose(now.table["point"], then.table["point"])


def test_told_nothing_new_it_says_the_same_again(trained):
    then = trained.forecasts["LSTM"]
    again = carried_on(trained, then, THEN)
    np.testing.assert_allclose(again.table, then.table, rtol=1e-5)


def test_without_weights_or_with_drivers_nothing_is_carried_on(trained):
    then = trained.forecasts["LSTM"]
    assert carried_on(trained, replace(then, weights=None), TS) is None
    assert carried_on(trained, replace(then, drivers=("Price",)), TS) is None
    assert carried_on(trained, trained.forecasts["Seasonal naive"], TS) is None


def test_what_has_no_logarithm_and_what_begins_elsewhere_is_nothing_to_go_on_from(trained):
    then, y = trained.forecasts["LSTM"], TS.y.copy()
    assert np.isfinite(then.weights.views["power"]).any()
    y.iloc[-1] = 0.0
    assert carried_on(trained, then, replace(TS, y=y)) is None
    first = Event(TS.index[0], TS.index[0], "shock", "ignore")
    assert carried_on(trained, then, replace(TS, events=(first,))) is None


def test_recalibrated_ranges_are_those_that_go_on(trained):
    then = trained.forecasts["LSTM"]
    wider = replace(then, table=then.table.assign(**{"hi-95": 2 * then.table["point"]}))
    now = carried_on(trained, wider, TS).table
    np.testing.assert_allclose(now["hi-95"], 2 * now["point"])
