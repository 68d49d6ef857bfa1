import numpy as np
import pytest
from statsforecast.models import AutoETS

from core.errors import ForecastError
from core.models import Ets
from core.models.ets import EtsForm
from tests.builders import seasonal, series

pytestmark = pytest.mark.slow

FORMS = ("ANN", "AAN", "ANA", "AAA", "MNN", "MAN", "MNA", "MAA", "MNM", "MAM")


def fitted(letters, damped=False):
    """statsforecast's fit of one form to a series that suits all of them."""
    model = AutoETS(season_length=12, model=letters, damped=damped)
    return model.fit(seasonal(96).values)


@pytest.mark.parametrize("ts", [seasonal(96), seasonal(48, period=4, frequency="quarterly")])
def test_the_point_is_what_statsforecast_says(ts):
    forecast = Ets().fit(ts, 15).predict()
    model = AutoETS(season_length=ts.seasonal_period).fit(ts.values)
    assert "d" not in model.model_["method"]
    assert model.model_["method"] in forecast.notes[0]
    np.testing.assert_allclose(forecast.table["point"], model.predict(15)["mean"], rtol=1e-9)


@pytest.mark.parametrize("letters", FORMS)
def test_a_path_without_shocks_is_what_statsforecast_says_of_every_form(letters):
    model = fitted(letters)
    path = EtsForm.of(model.model_).paths(np.zeros((1, 30)))[0]
    np.testing.assert_allclose(path, model.predict(30)["mean"], rtol=1e-9)


def test_a_damped_trend_fades_by_phi_with_each_step():
    # FPP3, section 8.2; statsforecast 2.1 counts phi twice instead of its square.
    form = EtsForm.of(fitted("AAN", damped=True).model_)
    path = form.paths(np.zeros((1, 30)))[0]
    expected = form.level + form.slope * np.cumsum(form.phi ** np.arange(1, 31))
    np.testing.assert_allclose(path, expected)
    assert 0.8 <= form.phi < 1


@pytest.mark.parametrize("letters", FORMS)
@pytest.mark.parametrize("damped", [False, True])
def test_past_errors_lead_every_form_along_the_past(letters, damped):
    # Fed the errors it made, a form set back to its first state gives the series again.
    if damped and letters[1] == "N":
        return
    model = fitted(letters, damped)
    fit = model.model_
    back = EtsForm.of({**fit, "states": fit["states"][:1], "sigma2": 1.0})
    path = back.paths(fit["residuals"][None])[0]
    np.testing.assert_allclose(path, seasonal(96).values, rtol=1e-6)


def test_intervals_of_smoothing_alone_are_those_of_the_textbook():
    # FPP3, table 8.8: the variance grows by alpha squared with each step.
    model = AutoETS(season_length=1, model="ANN")
    rng = np.random.default_rng(4)
    values = 100 + np.cumsum(rng.normal(0, 1, 200)) + rng.normal(0, 2, 200)
    form = EtsForm.of(model.fit(values).model_)
    spread = form.paths(np.random.default_rng(0).normal(size=(20_000, 8))).std(axis=0)
    expected = form.sigma * np.sqrt(1 + form.alpha**2 * np.arange(8))
    np.testing.assert_allclose(spread, expected, rtol=0.03)


def test_the_form_is_said_in_letters_and_words():
    note = Ets().fit(seasonal(96), 6).predict().notes[0]
    assert note.startswith("Form found: ETS(M,")
    assert note.endswith("trend, multiplicative season.")


@pytest.mark.parametrize("shift", [0, -150])
def test_zeros_and_negatives_get_additive_forms(shift):
    values = np.maximum(seasonal(96).values - 100, 0) + shift
    forecast = Ets().fit(series(values), 6).predict()
    assert np.isfinite(forecast.table.to_numpy()).all()
    assert "ETS(A," in forecast.notes[0]
    assert "multiplicative" not in forecast.notes[0]


def test_a_season_too_long_is_left_out_and_it_is_said():
    ts = seasonal(160, period=52, frequency="weekly", start="2018-01-01")
    forecast = Ets().fit(ts, 4).predict()
    assert "No season: one of 52 weeks is longer than the 24 it can draw." in forecast.notes
    assert "no season" in forecast.notes[0]


def test_fewer_than_two_seasons_are_said():
    assert "fewer than two seasons of 12 months" in Ets().fit(seasonal(20), 3).predict().notes[1]


def test_a_very_long_series_is_cut_and_it_is_said():
    values = np.random.default_rng(0).normal(100, 5, 2_500)
    cut = Ets().fit(series(values, "daily"), 7).predict()
    short = Ets().fit(series(values[500:], "daily"), 7).predict()
    np.testing.assert_array_equal(cut.table["point"], short.table["point"])
    assert "last 2000 days" in " ".join(cut.notes).replace(",", "")


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(30),
        np.full(8, 5.0),
        np.arange(8.0),
        np.tile([1.0, -1.0], 20),
        np.r_[np.zeros(29), 1e6],
        np.random.default_rng(0).normal(1e12, 1e11, 60),
        np.tile(np.arange(12.0), 5),
    ],
)
def test_odd_series_get_a_finite_forecast(values):
    table = Ets().fit(series(values), 5).predict().table
    assert np.isfinite(table.to_numpy()).all()


def test_what_statsforecast_can_not_fit_is_a_reason_for_people(monkeypatch):
    def fail(*_):
        raise Exception("no model able to be fitted")

    monkeypatch.setattr(AutoETS, "fit", fail)
    with pytest.raises(ForecastError, match="No form of ETS"):
        Ets().fit(seasonal(40), 3)


@pytest.mark.parametrize("values", [seasonal(96).values, seasonal(96).values - 150])
def test_residuals_are_the_misses_of_one_step_forecasts(values):
    ts = series(values)
    residuals = Ets().fit(ts, 3).predict().residuals
    fit = AutoETS(season_length=12).fit(values).model_
    said = [
        EtsForm.of({**fit, "states": fit["states"][: step + 1]}).paths(np.zeros((1, 1)))[0, 0]
        for step in range(96)
    ]
    np.testing.assert_allclose(residuals, values - said, atol=1e-9)
    assert list(residuals.index) == list(ts.index)
