import numpy as np
import pytest
from statsforecast.models import DynamicOptimizedTheta

from core.errors import ForecastError
from core.models import Theta
from core.models.theta import ThetaForm
from tests.builders import seasonal, series

pytestmark = pytest.mark.slow


def additive(n=96):
    """A season about zero with little noise, zeros and negatives among the values."""
    rng = np.random.default_rng(2)
    return 30 * np.sin(2 * np.pi * np.arange(n) / 12) + rng.normal(0, 2, n)


@pytest.mark.parametrize("values", [seasonal(96).values, additive()])
def test_the_point_is_what_statsforecast_says(values):
    table = Theta().fit(series(values), 15).predict().table
    theirs = DynamicOptimizedTheta(season_length=12).forecast(values, h=15)
    np.testing.assert_allclose(table["point"], theirs["mean"], rtol=1e-9)


@pytest.mark.parametrize("values", [seasonal(96).values, additive(), additive(90)])
def test_a_path_without_shocks_is_the_forecast(values):
    model = DynamicOptimizedTheta(season_length=12).fit(values)
    path = ThetaForm.of(model.model_).paths(np.zeros((1, 30)))[0]
    np.testing.assert_allclose(path, model.predict(30)["mean"], rtol=1e-9)


@pytest.mark.parametrize("values", [seasonal(96).values, additive()])
def test_paths_without_a_season_spread_as_those_of_statsforecast(values):
    model = DynamicOptimizedTheta(season_length=1).fit(values)
    ours = ThetaForm.of(model.model_).paths(np.random.default_rng(0).normal(size=(20_000, 8)))
    theirs = model.simulate(8, 20_000, seed=1)
    np.testing.assert_allclose(ours.std(axis=0), theirs.std(axis=0), rtol=0.03)


def test_a_season_is_no_shock():
    form = ThetaForm.of(DynamicOptimizedTheta(season_length=12).fit(additive()).model_)
    assert form.season == "additive"
    assert form.sigma < 4
    grown = ThetaForm.of(DynamicOptimizedTheta(season_length=12).fit(seasonal(96).values).model_)
    assert grown.season == "multiplicative"


def test_what_was_found_is_said():
    notes = Theta().fit(seasonal(96), 6).predict().notes
    assert notes[0].startswith("Exponential smoothing with weight 0.")
    assert "of the long-run slope (theta " in notes[0]
    season = "A multiplicative season of 12 months was taken off before and put back after."
    assert notes[1] == season


def test_no_season_that_stands_out_is_said():
    noise = np.random.default_rng(1).normal(100, 1, 60)
    assert (
        "No season: none of 12 months stood out from chance."
        in Theta().fit(series(noise), 3).predict().notes
    )


def test_a_season_too_long_is_left_out_and_it_is_said():
    ts = seasonal(160, period=52, frequency="weekly", start="2018-01-01")
    notes = Theta().fit(ts, 4).predict().notes
    assert "No season: one of 52 weeks is longer than the 24 it can draw." in notes


def test_fewer_than_two_seasons_are_said():
    assert "fewer than two seasons of 12 months" in Theta().fit(seasonal(20), 3).predict().notes[1]


def test_a_very_long_series_is_cut_and_it_is_said():
    values = np.random.default_rng(0).normal(100, 5, 2_500)
    cut = Theta().fit(series(values, "daily"), 7).predict()
    short = Theta().fit(series(values[500:], "daily"), 7).predict()
    np.testing.assert_array_equal(cut.table["point"], short.table["point"])
    assert "last 2000 days" in " ".join(cut.notes).replace(",", "")


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(30),
        np.full(8, 5.0),
        np.arange(8.0),
        -50 - np.arange(50.0),
        np.tile([1.0, -1.0], 20),
        np.r_[np.zeros(29), 1e6],
        np.random.default_rng(0).normal(1e12, 1e11, 60),
        np.tile(np.arange(12.0), 5),
    ],
)
def test_odd_series_get_a_finite_forecast(values):
    table = Theta().fit(series(values), 5).predict().table
    assert np.isfinite(table.to_numpy()).all()


def test_what_statsforecast_can_not_fit_is_a_reason_for_people(monkeypatch):
    def fail(*_):
        raise Exception("no model able to be fitted")

    monkeypatch.setattr(DynamicOptimizedTheta, "fit", fail)
    with pytest.raises(ForecastError, match="No Theta model"):
        Theta().fit(seasonal(40), 3)


@pytest.mark.parametrize(("values", "season"), [(seasonal(96).values, "multiplicative"),
                                                (additive(), "additive")])  # fmt: skip
def test_residuals_are_in_the_unit_of_the_series_with_its_season(values, season):
    ts = series(values)
    residuals = Theta().fit(ts, 3).predict().residuals
    form = ThetaForm.of(DynamicOptimizedTheta(season_length=12).fit(values).model_)
    assert form.season == season
    past = form.cycle[np.arange(-96, 0) % 12]
    bare = values / past if season == "multiplicative" else values - past
    alone = DynamicOptimizedTheta(season_length=1).fit(bare).model_["residuals"]
    expected = alone * past if season == "multiplicative" else alone
    np.testing.assert_allclose(residuals, expected[3:], rtol=1e-6)
    assert list(residuals.index) == list(ts.index[3:])


def test_residuals_without_a_season_are_the_misses_of_one_step_forecasts():
    values = seasonal(60, period=60, noise=0.1).values
    residuals = Theta().fit(series(values, "yearly", "1900-01-01"), 3).predict().residuals
    fit = DynamicOptimizedTheta(season_length=1).fit(values).model_
    for step in (20, 40, 59):
        past = {"states": fit["states"][:step], "n": step, "mean_y": values[:step].mean()}
        form = ThetaForm.of({**fit, **past, "residuals": fit["residuals"][:step]})
        said = form.paths(np.zeros((1, 1)))[0, 0]
        assert residuals.iloc[step - 3] == pytest.approx(values[step] - said)
