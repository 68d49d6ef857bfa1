import numpy as np
import pytest
from scipy.optimize import minimize
from statsmodels.tsa.arima_process import arma_generate_sample
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.stattools import acf

from core.arima_words import equation
from core.learn.arima import Orders, autocorrelations, differenced, fit, season_of, tried
from core.learn.arima_figures import arima_figure
from tests.builders import seasonal, series

AIRLINE = Orders(d=1, q=1, sd=1, sq=1)


def test_differences_by_hand():
    values = np.array([1.0, 4.0, 9.0, 16.0, 25.0, 36.0])
    np.testing.assert_array_equal(differenced(values, Orders(d=1), 1), [3, 5, 7, 9, 11])
    np.testing.assert_array_equal(differenced(values, Orders(d=2), 1), [2, 2, 2, 2])
    np.testing.assert_array_equal(differenced(values, Orders(sd=1), 4), [24, 32])
    np.testing.assert_array_equal(differenced(values, Orders(d=1, sd=1), 4), [8])


def by_hand(w, phi, theta):
    """Misses of an ARMA(1, 1), one after the other."""
    misses = [0.0]
    for t in range(1, len(w)):
        misses.append(w[t] - phi * w[t - 1] - theta * misses[-1])
    return np.array(misses)


def test_no_other_coefficients_leave_less():
    np.random.seed(4)
    w = arma_generate_sample([1, -0.6], [1, 0.4], 300)
    found = fit(w, Orders(p=1, q=1), 1)
    centred = w - w.mean()
    best = minimize(lambda c: np.sum(by_hand(centred, *c) ** 2), [0.1, 0.1], method="Nelder-Mead")
    np.testing.assert_allclose(found.coefficients, best.x, atol=2e-3)
    np.testing.assert_allclose(found.misses, by_hand(centred, *found.coefficients), atol=1e-8)


@pytest.mark.parametrize(
    "orders", [AIRLINE, Orders(1, 1, 1, 1, 1, 0), Orders(2, 0, 0, 0, 1, 1), Orders(d=2, q=1)]
)
def test_forecasts_are_those_of_an_independent_library(orders):
    values = seasonal(240, noise=0.01).values
    found = fit(values, orders, 12)
    model = SARIMAX(
        values - found.mean * np.arange(len(values)) / (12 if orders.sd else 1)
        if orders.has_mean else values,
        order=(orders.p, orders.d, orders.q),
        seasonal_order=(orders.sp, orders.sd, orders.sq, 12),
        enforce_stationarity=False,
        enforce_invertibility=False,
    )  # fmt: skip
    right = model.filter([*found.coefficients, found.spread**2]).forecast(18)
    if orders.has_mean:
        right = right + found.mean * np.arange(240, 258) / (12 if orders.sd else 1)
    np.testing.assert_allclose(found.forecast(18), right, rtol=0.01)


def test_a_seasonal_naive_is_an_arima():
    ts = seasonal(96, noise=0)
    found = fit(ts.values, Orders(sd=1), 12)
    rise = np.mean(ts.values[12:] - ts.values[:-12])
    np.testing.assert_allclose(found.forecast(12), ts.values[-12:] + rise)
    walk = fit(ts.values, Orders(d=1), 12)
    step = np.diff(ts.values).mean()
    np.testing.assert_allclose(walk.forecast(3), ts.values[-1] + step * np.arange(1, 4))


def test_it_is_judged_on_what_was_kept_from_it():
    ts = seasonal(96)
    found = tried(ts, AIRLINE)
    assert found.cutoffs == (59, 71, 83)
    np.testing.assert_array_equal(found.truth, ts.values[84:])
    np.testing.assert_array_equal(found.naive, ts.values[72:84])
    later = seasonal(96)
    later.y.iloc[84:] += 1000
    np.testing.assert_allclose(tried(later, AIRLINE).ahead, found.ahead)
    naive = np.abs(ts.values[60:] - ts.values[48:84]).mean()
    assert found.naive_error == pytest.approx(naive)
    assert found.error < naive


def test_correlations_are_those_of_an_independent_library():
    values = seasonal(96).values
    np.testing.assert_allclose(autocorrelations(values, 20), acf(values, nlags=20)[1:])
    assert not autocorrelations(np.ones(9), 3).any()


@pytest.mark.slow
@pytest.mark.parametrize(
    "ts", [series([7.0] * 40), series([1.0, np.nan, 3.0, 2.0, 5.0]), seasonal(30)]
)
@pytest.mark.parametrize("orders", [Orders(), Orders(3, 2, 3), AIRLINE])
def test_odd_and_short_series_have_a_picture(ts, orders):
    if season_of(ts) == 1:
        orders = Orders(orders.p, orders.d, orders.q)
    found = tried(ts, orders)
    assert np.isfinite(found.ahead).all()
    arima_figure(found, ts)
    assert equation(found.fit.numbers())
