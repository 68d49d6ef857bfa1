import re

import numpy as np
import pytest

from core.errors import ForecastError, SettingError
from core.models import Recurrent
from core.progress import silent
from core.settings import describe
from tests.builders import seasonal, series

pytestmark = pytest.mark.engine

QUICK = {"lookback": 12, "epochs": 4, "units": 4}


def point(ts=None, horizon=6, **settings):
    spec = Recurrent(**(QUICK | settings))
    return spec.fit(ts or seasonal(), horizon).predict().table["point"].to_numpy()


RESTLESS = {"epochs": 40, "learning_rate": 0.05, "patience": 2}
TIGHT = {"clip_at": 0.01}

CHANGES = [
    {"lookback": 18},
    {"cell": "gru"},
    {"cell": "rnn"},
    {"cell": "lstm-peephole"},
    {"cell": "dense"},
    {"cell": "perceptron"},
    {"layers": 2},
    {"activation": "relu"},
    {"activation": "leaky-relu"},
    {"activation": "elu"},
    {"activation": "sigmoid"},
    {"initialisation": "he"},
    {"initialisation": "orthogonal"},
    {"normalisation": "batch"},
    {"normalisation": "layer"},
    {"dropout": 0.3},
    {"label_length": 1},
    {"label_length": 4},
    {"loss": "quadratic"},
    {"loss": "huber"},
    {"loss": "pinball"},
    {"optimiser": "momentum"},
    {"optimiser": "sgd"},
    {"schedule": "cosine"},
    {"schedule": "exponential"},
    {"clipping": "none", **TIGHT},
    {"clipping": "value", **TIGHT},
    {"clip_at": 0.01},
    {"early_stopping": "off", **RESTLESS},
    {**RESTLESS, "patience": 30},
    {"transform": "none"},
    {"transform": "log"},
    {"transform": "box-cox"},
    {"seasonal": "none"},
    {"seasonal": "full"},
    {"differencing": "first"},
    {"differencing": "seasonal"},
    {"scaling": "standard"},
    {"scaling": "minmax"},
    {"members": 1},
    {"members": 5},
    {"epochs": 1},
    {"units": 7},
    {"learning_rate": 0.05},
    {"batch_size": 4},
    {"seed": 2},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_setting_changes_what_runs(change):
    # Some do something only where there is something to do.
    base = RESTLESS if change.keys() >= RESTLESS.keys() else {}
    base = TIGHT if change.keys() > TIGHT.keys() else base
    forecast = point(**change)
    assert np.isfinite(forecast).all()
    assert not np.array_equal(point(**base), forecast)


def test_every_setting_is_tried_above():
    tried = set().union(*(change for change in CHANGES))
    assert {about.name for about in describe(Recurrent)} == tried


def test_what_is_automatic_is_reported():
    notes = " ".join(Recurrent(**QUICK).fit(seasonal(), 6).predict().notes)
    assert "logarithms in 2 of them" in notes
    assert "seasonal profile was taken off" in notes
    assert "drift" in notes
    negative = series(seasonal().values - 500)
    told = Recurrent(**QUICK, transform="log").fit(negative, 6).predict().notes
    assert "Some values are not above zero: they were taken as they are." in told


def test_an_automatic_setting_is_what_it_says_it_is():
    np.testing.assert_array_equal(point(), point(label_length=6))
    np.testing.assert_array_equal(point(), point(differencing="none"))


def test_a_horizon_between_label_lengths_is_cut():
    assert point(horizon=7, label_length=3).shape == (7,)


def test_a_setting_out_of_bounds_is_refused():
    with pytest.raises(SettingError, match="Epochs must lie between 1 and 500"):
        Recurrent(epochs=0)


def test_it_learns_the_sine_wave_of_the_course():
    steps = np.arange(200)
    ts = series(np.sin(2 * np.pi * steps / 25), "daily")
    forecast = point(ts, 10, lookback=25, epochs=60, units=16, patience=60)
    truth = np.sin(2 * np.pi * np.arange(200, 210) / 25)
    assert np.abs(forecast - truth).mean() < 0.1


def test_it_beats_the_mean_on_a_growing_seasonal_series():
    ts = seasonal(120, noise=0.02)
    known = ts.until(ts.index[107])
    forecast = point(known, 12, lookback=24, epochs=40, units=16)
    truth = ts.values[108:]
    assert np.abs(forecast - truth).mean() < np.abs(truth - truth.mean()).mean() / 2


def test_training_stops_early_and_says_when():
    forecast = Recurrent(**QUICK | {"epochs": 200, "patience": 3, "learning_rate": 0.05}).fit(
        seasonal(), 6
    )
    assert re.search(r"for \d+ epochs? \(of 200, stopped early\)", forecast.predict().notes[0])


def test_early_stopping_is_reported_as_two_passes():
    seen = []
    Recurrent(**QUICK).fit(seasonal(), 6, seen.append)
    search = [progress for progress in seen if progress.val_loss is not None]
    refit = [progress for progress in seen if progress.val_loss is None]
    assert [progress.step for progress in search] == [1, 2, 3, 4]
    assert refit
    assert seen.index(refit[0]) == len(search)


def test_a_loss_that_is_no_number_is_an_explained_failure():
    trainer, descent = training(lookback=4, steps=1)
    endless = np.full((1, 8, 1), np.inf)
    with pytest.raises(ForecastError, match="lower learning rate"):
        trainer.train(np.ones((1, 8, 4)), endless, descent, silent)


def training(cell="lstm", *, lookback=6, steps=2, members=1, **how):
    """A trainer ready to train, and how."""
    from core.models.net.descent import Descent
    from core.models.net.network import Architecture
    from core.models.net.training import Trainer

    network = Architecture(cell, 1, 4, "tanh", "none", 0.0, lookback, steps, 1, members)
    descent = Descent(**({"learning_rate": 0.01, "batch_size": 16, "epochs": 3} | how))
    trainer = Trainer.of(network, descent)
    trainer.start(5)
    return trainer, descent


@pytest.mark.parametrize("optimiser", ["adam", "momentum", "sgd"])
def test_an_optimiser_is_that_of_keras(optimiser):
    import keras

    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    windows, labels = rng.normal(size=(1, 40, 6)), rng.normal(size=(1, 40, 1))
    how = {"optimiser": optimiser, "clipping": "none", "loss": "quadratic", "batch_size": 40}
    trainer, descent = training("perceptron", steps=1, **how)
    trainer.train(windows, labels, descent, silent)
    theirs = {
        "adam": keras.optimizers.Adam(0.01),
        "momentum": keras.optimizers.SGD(0.01, momentum=0.9),
        "sgd": keras.optimizers.SGD(0.01),
    }[optimiser]
    network = keras.Sequential(
        [keras.layers.Input((6,)), keras.layers.Dense(1, kernel_initializer="zeros")]
    )
    network.compile(theirs, "mse")
    network.fit(windows[0], labels[0], epochs=3, batch_size=40, verbose=0)
    found = trainer.weights(0)
    np.testing.assert_allclose(found["head"], network.get_weights()[0], atol=1e-5)
    np.testing.assert_allclose(found["head_bias"][0], network.get_weights()[1], atol=1e-5)


@pytest.mark.parametrize(
    ("schedule", "last"), [("constant", 0.01), ("exponential", 0.001), ("cosine", 0.01 * 0.0245)]
)
def test_a_schedule_ends_where_it_says(schedule, last):
    from core.models.net.descent import Descent

    descent = Descent(learning_rate=0.01, schedule=schedule, epochs=10)
    rates = [descent.rate(epoch) for epoch in range(1, 11)]
    assert rates[0] == 0.01
    assert rates[-1] == pytest.approx(last, rel=0.01)
    assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize("clipping", ["norm", "value"])
def test_clipping_bounds_a_step(clipping):
    """Plain descent with rate 1: the first step is the clipped gradient itself."""
    trainer, descent = training(
        "perceptron", optimiser="sgd", learning_rate=1.0, clipping=clipping, clip_at=0.01, epochs=1
    )
    rng = np.random.default_rng(0)
    windows, labels = rng.normal(size=(1, 16, 6)), 100 * rng.normal(size=(1, 16, 2))
    trainer.train(windows, labels, descent, silent)
    step = np.concatenate([each.ravel() for each in trainer.weights(0).values()])
    size = np.linalg.norm(step) if clipping == "norm" else np.abs(step).max()
    assert size == pytest.approx(0.01, rel=1e-4)


def test_the_same_shapes_are_traced_once():
    point()
    trainer, _ = training()
    from core.models.net import training as module

    before = [each.traces for each in module._trainers.values()]
    point()
    point(seasonal(100), seed=7)
    assert [each.traces for each in module._trainers.values() if each is not trainer][-1] == 3
    assert sum(each.traces for each in module._trainers.values()) == sum(before)


def test_windows_with_unobserved_labels_teach_nothing():
    values = seasonal().values
    values[30:40] = np.nan
    wild = np.where(np.isnan(values), 1.0, values)
    assert not np.array_equal(point(series(values)), point(series(wild)))


def test_gaps_everywhere_leave_a_forecast():
    values = seasonal(60).values
    values[::3] = np.nan
    assert np.isfinite(point(series(values))).all()


def test_a_member_does_not_depend_on_those_beside_it():
    rng = np.random.default_rng(0)
    windows, labels = rng.normal(size=(1, 40, 6)), rng.normal(size=(1, 40, 2))
    answers = []
    for members in (2, 3):
        trainer, descent = training(members=members)
        trainer.train(windows.repeat(members, 0), labels.repeat(members, 0), descent, silent)
        answers.append(trainer.predict(windows.repeat(members, 0)))
    np.testing.assert_allclose(answers[0], answers[1][:2], atol=1e-6)
    assert not np.allclose(answers[1][0], answers[1][1])


def test_every_member_reports_its_losses():
    seen = []
    Recurrent(**QUICK).fit(seasonal(), 6, seen.append)
    for progress in seen:
        losses, held = zip(*progress.members, strict=True)
        assert len(losses) == 4
        assert np.mean(losses) == pytest.approx(progress.loss)
        if progress.val_loss is not None:
            assert np.mean(held) == pytest.approx(progress.val_loss)


def test_influence_finds_the_value_that_moved_the_forecast():
    steady = np.full(80, 100.0) + np.random.default_rng(0).normal(0, 1, 80)
    steady[-1] = 140.0
    fitted = Recurrent(**QUICK, scaling="standard").fit(series(steady, "daily"), 3).predict()
    influence = fitted.insight.influence
    assert list(influence.index) == list(series(steady, "daily").index[-12:])
    assert influence.abs().idxmax() == influence.index[-1]


def test_influences_of_a_linear_network_add_up():
    """With a perceptron, all values together do what each of them does, summed up."""
    # Restless enough for no forecast to be held back.
    ts = series(np.random.default_rng(0).normal(100, 10, 60), "yearly", start="1900-01-01")
    plain = {"transform": "none", "seasonal": "none", "scaling": "standard", "members": 1}
    spec = Recurrent(lookback=12, epochs=4, cell="perceptron", **plain)
    told = spec.fit(ts, 4).predict()
    window = ts.values[-12:]
    mean = (ts.values.mean(), ts.values.std())
    flat = np.full(12, (window.mean() - mean[0]) / mean[1])
    weights = spec_weights(spec, ts, 4)
    said = (flat @ weights["head"] + weights["head_bias"][0]) * mean[1] + mean[0]
    assert told.table["point"].mean() - said.mean() == pytest.approx(
        told.insight.influence.sum(), rel=1e-4
    )


def spec_weights(spec, ts, horizon):
    """The weights that a spec of one network has after its fit."""
    from core.models.net.fit import Work

    spec.fit(ts, horizon)
    return Work(spec, ts, horizon).trainer.weights(0)


def test_gates_are_those_of_the_first_network():
    insight = Recurrent(**QUICK, layers=2).fit(seasonal(), 6).predict().insight
    assert insight.window.shape == (12,)
    assert len(insight.layers) == 2
    for layer in insight.layers:
        assert all(states.shape == (12, 4) for states in layer.values())
        assert ((layer["forget gate"] > 0) & (layer["forget gate"] < 1)).all()


def test_residuals_are_the_misses_one_step_ahead():
    ts = seasonal()
    residuals = Recurrent(**QUICK, label_length=1).fit(ts, 6).predict().residuals
    assert residuals.index.isin(ts.index).all()
    assert residuals.index[-1] == ts.index[-1]
    assert residuals.abs().mean() < np.abs(np.diff(ts.values)).mean()


def test_a_gap_has_no_residual():
    values = seasonal().values
    values[50] = np.nan
    ts = series(values)
    assert ts.index[50] not in Recurrent(**QUICK).fit(ts, 6).predict().residuals.index


def test_an_epoch_can_be_timed():
    pace = Recurrent(**QUICK).time_epoch(seasonal(), 6)
    assert pace.epoch > 0
    assert pace.start >= 0


def test_the_forecast_is_the_median_of_the_members():
    alone = [point(members=1)]
    together = point(members=1, seed=1)
    np.testing.assert_array_equal(alone[0], together)
    notes = Recurrent(**QUICK).fit(seasonal(), 6).predict().notes
    assert notes[0].startswith("The median of 4 networks")


def test_fits_in_between_do_not_change_a_forecast():
    first = point()
    point(lookback=18, seed=9)
    point(seed=4)
    np.testing.assert_array_equal(first, point())
