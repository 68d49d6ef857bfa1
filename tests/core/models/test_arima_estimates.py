"""Coefficients and standard errors against statsmodels' exact likelihood and closed forms."""

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.signal import lfilter
from statsforecast.models import ARIMA
from statsmodels.tsa.statespace.sarimax import SARIMAX

from core.design import Design
from core.folds import Fit, carry_out
from core.models import Arima, Ets
from core.models.arima_estimates import arima_numbers
from tests.builders import promoted, seasonal, series

pytestmark = pytest.mark.slow


def nothing(n):
    return Design((), (), np.empty((n, 0)), np.empty((4, 0)), n)


def simulated(left, right, n, seed=0, burn=300):
    shocks = np.random.default_rng(seed).normal(size=n + burn)
    return lfilter(right, left, shocks)[burn:]


def found(values, order, seasonal=(0, 0, 0), m=1, **how):
    model = ARIMA(order=order, seasonal_order=seasonal, season_length=m, **how).fit(values)
    return arima_numbers(model.model_, nothing(len(values)), 1)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("values", "order", "seasonal", "m"),
    [
        (simulated([1, -0.6], [1], 300), (1, 0, 0), (0, 0, 0), 1),
        (simulated([1, -0.5, -0.2], [1, 0.4], 400), (2, 0, 1), (0, 0, 0), 1),
        (np.cumsum(simulated([1], [1, -0.5], 300)), (0, 1, 1), (0, 0, 0), 1),
        (
            np.cumsum(simulated(np.r_[1, np.zeros(11), -0.5], [1, -0.4], 240)),
            (0, 1, 1),
            (1, 0, 0),
            12,
        ),
        (
            lfilter([1], np.r_[1, np.zeros(11), -1], simulated([1, -0.5], [1], 240)),
            (1, 0, 0),
            (0, 1, 0),
            12,
        ),
        (
            lfilter(
                [1], np.r_[1, np.zeros(6), -1], simulated([1], np.r_[1, np.zeros(6), -0.5], 280)
            ),
            (0, 0, 0),
            (0, 1, 1),
            7,
        ),
    ],
    ids=["ar1", "arma21", "ima11", "ima11-sar1", "ar1-seasonal", "sma1"],
)
def test_coefficients_and_errors_are_those_of_the_exact_likelihood(values, order, seasonal, m):
    numbers = found(values, order, seasonal, m, include_mean=False)
    season = (*seasonal, m if m > 1 else 0)
    reference = SARIMAX(values, order=order, seasonal_order=season, trend="n")
    reference = reference.fit(disp=0, cov_type="approx", maxiter=200)
    # The same order of terms: ar, ma, seasonal ar, seasonal ma; the variance last.
    sizes, errors = reference.params[:-1], reference.bse[:-1]
    mine = numbers.table()
    # Far less apart than they are sure.
    assert (np.abs(mine["value"] - sizes) < 0.35 * errors).all()
    np.testing.assert_allclose(mine["error"], errors, rtol=0.2)
    assert numbers.spread**2 == pytest.approx(reference.params[-1], rel=0.05)


def test_errors_of_the_simplest_models_are_the_textbooks():
    values = simulated([1, -0.7], [1], 2_000)
    (ar,) = found(values, (1, 0, 0), include_mean=False).coefficients
    assert ar.error == pytest.approx(np.sqrt((1 - 0.7**2) / 2_000), rel=0.05)

    noise = 20 + simulated([1], [1], 400)
    (level,) = found(noise, (0, 0, 0)).coefficients
    assert level.value == pytest.approx(noise.mean(), abs=1e-3)
    assert level.error == pytest.approx(noise.std(ddof=1) / np.sqrt(400), rel=1e-3)

    walk = np.cumsum(0.5 + simulated([1], [1], 400))
    numbers = found(walk, (0, 1, 0), include_drift=True)
    (drift,) = numbers.coefficients
    changes = np.diff(walk)
    assert drift.value == pytest.approx(changes.mean(), abs=1e-3)
    assert drift.error == pytest.approx(changes.std() / np.sqrt(399), rel=0.01)
    assert drift.clear


def test_errors_say_how_far_estimates_of_many_series_spread():
    every = []
    for seed in range(60):
        values = simulated([1, -0.6], [1, 0.3], 150, seed)
        every.append(found(values, (1, 0, 1), include_mean=False).table())
    spread = pd.DataFrame([each["value"] for each in every]).std().to_numpy()
    said = pd.DataFrame([each["error"] for each in every]).median().to_numpy()
    # A standard deviation from 60 draws is sure to a tenth.
    np.testing.assert_allclose(said, spread, rtol=0.25)


def test_terms_that_can_not_be_told_apart_have_no_error():
    model = dict(ARIMA(order=(1, 0, 1), include_mean=False).fit(simulated([1], [1], 200)).model_)
    # The same factor on both sides cancels: any value of it would do as well.
    model["coef"] = {"ar1": 0.5, "ma1": -0.5}
    numbers = arima_numbers(model, nothing(200), 1)
    assert not any(each.clear for each in numbers.coefficients)


def test_values_all_the_same_have_a_sure_level():
    numbers = Arima().fit(series(np.full(60, 5.0), "yearly"), 4).predict().details
    assert numbers.name == "ARIMA(0,0,0)"
    (level,) = numbers.coefficients
    assert (level.value, level.error) == (5.0, 0.0)


def test_a_drivers_coefficient_is_for_one_more_of_it():
    forecast = Arima().fit(promoted(), 6).predict()
    numbers = forecast.details
    (driver,) = numbers.of("driver")
    assert (driver.name, driver.symbol) == ("Promotion", "driver 1")
    assert 30 < driver.value < 50
    assert driver.usual == pytest.approx(promoted().drivers.table["Promotion"][:-6].mean())
    low, high = driver.range
    assert low < driver.value < high


def test_waves_are_told_from_drivers():
    ts = seasonal(208, period=52, noise=0.02, frequency="weekly", start="2018-01-01")
    numbers = Arima().fit(ts, 4).predict().details
    sines, cosines = numbers.of("sine"), numbers.of("cosine")
    assert numbers.waves == 52
    assert [each.place for each in sines] == [each.place for each in cosines]
    # The season was made of one sine whose size grows from 20 to 53.
    assert 20 < abs(sines[0].value) < 53
    assert abs(cosines[0].value) < 10


def test_only_the_final_forecast_carries_them_and_they_travel():
    ts = seasonal(96)
    final = carry_out(Fit(Arima(), ts, 6, 0, 2)).forecast
    assert final.details.name in final.notes[0]
    assert pickle.loads(pickle.dumps(final.details)) == final.details
    assert carry_out(Fit(Arima(), ts, 6, 1, 2)).forecast.details is None
    assert carry_out(Fit(Ets(), ts, 6, 0, 2)).forecast.details is None


def test_a_drift_beside_differences_over_a_season_is_for_one_step():
    rng = np.random.default_rng(0)
    steps = np.arange(144)
    values = 0.5 * steps + 10 * np.sin(2 * np.pi * steps / 12) + rng.normal(size=144)
    numbers = found(values, (0, 0, 0), (0, 1, 0), 12, include_drift=True)
    (drift,) = numbers.coefficients
    assert drift.value == pytest.approx(np.mean(values[12:] - values[:-12]) / 12, abs=1e-3)
    assert replace(drift, error=np.nan).clear is False
