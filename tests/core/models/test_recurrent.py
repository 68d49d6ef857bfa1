import re

import numpy as np
import pytest

from core.errors import ForecastError, SettingError
from core.models import Recurrent
from core.progress import silent
from tests.builders import seasonal, series

pytestmark = pytest.mark.engine

QUICK = {"lookback": 12, "epochs": 4, "units": 4}


def point(ts=None, horizon=6, **settings):
    spec = Recurrent(**(QUICK | settings))
    return spec.fit(ts or seasonal(), horizon).predict().table["point"].to_numpy()


@pytest.mark.parametrize(
    "change",
    [
        {"lookback": 18},
        {"cell": "gru"},
        {"cell": "rnn"},
        {"cell": "lstm-peephole"},
        {"cell": "dense"},
        {"members": 1},
        {"members": 5},
        {"epochs": 1},
        {"units": 7},
        {"learning_rate": 0.05},
        {"batch_size": 4},
        {"seed": 2},
    ],
    ids=str,
)
def test_every_setting_changes_what_runs(change):
    assert not np.array_equal(point(), point(**change))


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
    from core.models.net.training import Shape, Trainer

    trainer = Trainer.of(Shape("rnn", 2, 4, 1, 1))
    trainer.start(seed=0, learning_rate=0.1)
    endless = np.full((1, 8, 1), np.inf)
    with pytest.raises(ForecastError, match="lower learning rate"):
        trainer.train(np.ones((1, 8, 4)), endless, epochs=3, batch_size=4, report=silent)


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
    from core.models.net.training import Shape, Trainer

    rng = np.random.default_rng(0)
    windows, labels = rng.normal(size=(1, 40, 6)), rng.normal(size=(1, 40, 2))
    answers = []
    for members in (1, 3):
        trainer = Trainer.of(Shape("lstm", 4, 6, 2, members))
        trainer.start(seed=5, learning_rate=0.01)
        trainer.train(
            windows.repeat(members, 0),
            labels.repeat(members, 0),
            epochs=3,
            batch_size=16,
            report=silent,
        )
        answers.append(trainer.predict(windows.repeat(members, 0)))
    np.testing.assert_allclose(answers[0][0], answers[1][0], atol=1e-6)
    assert not np.allclose(answers[1][0], answers[1][1])


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
