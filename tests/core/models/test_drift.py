import numpy as np
import pytest
from statsmodels.tsa.arima.model import ARIMA

from core.models import Drift
from tests.builders import seasonal, series


def test_it_moves_on_by_the_mean_change():
    table = Drift().fit(series([10.0, 14.0, 12.0, 16.0]), 3).predict().table
    np.testing.assert_allclose(table["point"], [18.0, 20.0, 22.0])


def test_spread_is_that_of_a_random_walk_with_an_estimated_drift():
    values = np.random.default_rng(2).normal(0.3, 1, 80).cumsum()
    table = Drift().fit(series(values), 10).predict().table
    changes = np.diff(values)
    steps = np.arange(1, 11)
    expected = 1.959964 * changes.std(ddof=1) * np.sqrt(steps * (1 + steps / 79))
    np.testing.assert_allclose((table["hi-95"] - table["lo-95"]) / 2, expected, rtol=1e-5)


def test_its_point_is_that_of_an_independent_random_walk_with_drift():
    values = seasonal(60).values
    model = ARIMA(values, order=(0, 1, 0), trend="t").fit()
    table = Drift().fit(series(values), 8).predict().table
    np.testing.assert_allclose(table["point"], model.forecast(8), rtol=1e-3)


def test_gaps_are_walked_over():
    values = np.arange(40.0)
    values[[5, 6, 20, 39]] = np.nan
    fitted = Drift().fit(series(values), 2)
    np.testing.assert_allclose(fitted.predict().table["point"], [40.0, 41.0])
    assert fitted.residuals.abs().max() == pytest.approx(0, abs=1e-9)


def test_paths_have_the_spread_of_the_intervals():
    fitted = Drift().fit(seasonal(60), 12)
    paths, table = fitted.simulate(20_000, seed=1), fitted.predict().table
    found = np.quantile(paths, [0.1, 0.9], axis=0)
    width = table["hi-80"] - table["lo-80"]
    np.testing.assert_allclose(found[0], table["lo-80"], atol=0.04 * width.max())
    np.testing.assert_allclose(found[1] - found[0], width, rtol=0.04)
