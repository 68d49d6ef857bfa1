import numpy as np
import pytest
from statsforecast.models import AutoARIMA
from statsmodels.tsa.statespace.sarimax import SARIMAX

from core.models import Arima
from tests.builders import driven, promoted, seasonal, series, with_another_promotion

pytestmark = pytest.mark.slow


def test_it_recovers_the_slope_of_a_random_walk_with_drift():
    rng = np.random.default_rng(5)
    values = 100 + np.cumsum(rng.normal(2.0, 0.5, 120))
    point = Arima().fit(series(values, "yearly", "1900-01-01"), 5).predict().table["point"]
    np.testing.assert_allclose(np.diff(point), 2.0, atol=0.3)


def test_the_order_is_said():
    notes = Arima().fit(seasonal(96), 6).predict().notes
    assert notes[0].startswith("Order found: ARIMA(")
    assert "[12]" in notes[0]


def test_a_long_season_is_drawn_by_fourier_terms_and_followed():
    ts = seasonal(208, period=52, noise=0.02, frequency="weekly", start="2018-01-01")
    forecast = Arima().fit(ts.until(ts.index[181]), 26).predict()
    assert "pair" in " ".join(forecast.notes)
    truth = ts.values[182:]
    naive = ts.values[130:156]
    point = forecast.table["point"].to_numpy()
    assert np.abs(point - truth).mean() < np.abs(naive - truth).mean()


def test_the_limit_on_orders_tried_still_ends_in_a_forecast():
    forecast = Arima(models_tried=5).fit(seasonal(96), 6).predict()
    assert np.isfinite(forecast.table.to_numpy()).all()
    assert "The best of the first 5 orders tried." in forecast.notes


def test_a_very_long_series_is_cut_and_it_is_said():
    rng = np.random.default_rng(0)
    ts = series(rng.normal(100, 5, 2_500), "daily")
    notes = " ".join(Arima(models_tried=5).fit(ts, 7).predict().notes)
    assert "last 2000 days" in notes.replace(",", "")


@pytest.mark.filterwarnings("ignore:possible convergence problem")
@pytest.mark.parametrize(("n", "approximation"), [(400, False), (401, True)])
def test_long_series_are_searched_by_approximation_only(n, approximation):
    ts = seasonal(n, period=7, frequency="daily")
    model = AutoARIMA(season_length=7, nmodels=60, approximation=approximation)
    theirs = model.fit(ts.values).predict(5)["mean"]
    np.testing.assert_array_equal(Arima().fit(ts, 5).predict().table["point"], theirs)


def test_fewer_than_two_seasons_are_said():
    notes = " ".join(Arima().fit(seasonal(20), 3).predict().notes)
    assert "fewer than two seasons of 12 months" in notes


@pytest.mark.filterwarnings("ignore:possible convergence problem")
@pytest.mark.parametrize(
    "ts",
    [
        seasonal(96),
        seasonal(60, period=4, frequency="quarterly"),
        seasonal(420, period=7, frequency="daily"),
    ],
)
def test_residuals_are_the_misses_of_one_step_forecasts(ts):
    residuals = Arima().fit(ts, 5).predict().residuals
    period = ts.seasonal_period
    model = AutoARIMA(season_length=period, nmodels=60, approximation=len(ts) > 400).fit(ts.values)
    for step in (-1, -2, -period):
        said = model.forward(ts.values[:step], 1)["mean"][0]
        assert residuals.iloc[step] == pytest.approx(ts.values[step] - said, rel=1e-3, abs=1e-3)


def test_values_that_differencing_uses_up_have_no_residual():
    # The filter knows nothing of them beforehand: what it calls errors there are next to 0.
    ts = seasonal(96)
    forecast = Arima().fit(ts, 5).predict()
    assert forecast.notes[0] == "Order found: ARIMA(0,0,0)(1,1,0)[12]."
    assert list(forecast.residuals.index) == list(ts.index[12:])


def test_residuals_beside_fourier_terms_are_of_the_series_itself():
    ts = seasonal(208, period=52, noise=0.02, frequency="weekly", start="2018-01-01")
    residuals = Arima().fit(ts, 4).predict().residuals
    assert residuals.std() < np.diff(ts.values).std() * 1.2
    assert residuals.abs().mean() > 1


def test_a_driver_known_ahead_is_followed_and_its_effect_is_said():
    ts = promoted()
    forecast = Arima().fit(ts, 6).predict()
    other = Arima().fit(with_another_promotion(ts), 6).predict()
    lift = (other.table["point"] - forecast.table["point"]).to_numpy()
    np.testing.assert_allclose(lift[:-1], 0, atol=1e-6)
    assert 30 < lift[-1] < 50
    (said,) = (note for note in forecast.notes if "more goes with" in note)
    assert said.startswith("'Promotion': 1 more goes with ")
    assert float(said.split()[5]) == pytest.approx(lift[-1], rel=0.01)


def test_the_range_of_an_effect_is_that_of_the_arima_found():
    rng = np.random.default_rng(0)
    price = rng.choice([9.0, 10.0, 11.0], 126)
    values = 200 + np.cumsum(rng.normal(size=120)) + rng.normal(0, 2, 120) - 8 * price[:120]
    ts = driven(series(values, "yearly", "1880-01-01"), {"Price": price})
    fitted = Arima().fit(ts, 6)
    p, q, _, _, _, d, _ = fitted.model.model_["arma"]
    reference = SARIMAX(values, price[:120], order=(p, d, q), trend="n" if d else "c")
    reference = reference.fit(disp=0, maxiter=200)
    place = reference.param_names.index("x1")
    size, error = reference.params[place], reference.bse[place]
    (said,) = (note for note in fitted.notes if "more goes with" in note)
    effect, low, high = (float(said.split()[word].strip(").")) for word in (5, 10, 12))
    assert -effect == pytest.approx(size, rel=0.05)
    assert (high - low) / 2 / 1.96 == pytest.approx(error, rel=0.2)
