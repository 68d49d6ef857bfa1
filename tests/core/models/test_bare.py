"""Models on bare values: what they say of a series, without its dates."""

import numpy as np
import pandas as pd
import pytest

from core.calendar import named
from core.errors import ForecastError, SeriesTooShort
from core.forecaster import LEVELS, BareForecaster
from core.models import CATALOGUE, INTERMITTENT, Croston, Ets, SeasonalNaive, Theta, Tsb
from core.models.smoothing import forecast_columns
from core.models.theta import ThetaForm
from core.timeseries import TimeSeries

EVERY = [model() for model in (*CATALOGUE.values(), *INTERMITTENT.values())]
BARE = [model for model in EVERY if isinstance(model, BareForecaster)]


def past(kind, n=60):
    """A past of monthly values of some kind."""
    rng = np.random.default_rng(3)
    steps = np.arange(n)
    season = 1 + 0.4 * np.sin(2 * np.pi * steps / 12)
    values = {
        "season": (100 + steps) * season + rng.normal(0, 4, n),
        "walk": rng.normal(0, 1, n).cumsum(),
        "constant": np.full(n, 5.0),
        "short": 50 + rng.normal(0, 3, 14),
        "gaps": 40 * season + rng.normal(0, 2, n),
        "ended": 40 * season + rng.normal(0, 2, n),
        "zeros": np.where(rng.random(n) < 0.6, 0.0, rng.poisson(4, n).astype(float)),
    }[kind]
    if kind == "gaps":
        values[[7, 8, 30]] = np.nan
    if kind == "ended":
        values[-5:] = np.nan
    return values


def test_the_quick_models_of_portfolios_take_bare_values():
    assert {type(model) for model in BARE} == {SeasonalNaive, Theta, Ets, Croston, Tsb}


@pytest.mark.parametrize("model", BARE, ids=lambda model: model.name)
@pytest.mark.parametrize("kind", ["season", "walk", "constant", "short", "gaps", "ended", "zeros"])
def test_they_say_of_bare_values_what_they_say_of_the_series(model, kind):
    values = past(kind)
    index = pd.date_range("2015-01-01", periods=len(values), freq="MS")
    ts = TimeSeries("x", pd.Series(values, index=index, name="x"), named("monthly", index))
    said = model.bare(values.copy(), ts.seasonal_period, 15)
    table = model.fit(ts, 15).predict(LEVELS).table
    np.testing.assert_allclose(said, table.to_numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("model", BARE, ids=lambda model: model.name)
def test_too_few_values_are_refused_as_of_a_series(model):
    with pytest.raises(SeriesTooShort):
        model.bare(np.array([np.nan, 3.0, np.nan]), 12, 6)


@pytest.mark.parametrize(
    ("model", "kind"), [(Theta(), "season"), (Theta(), "walk"), (Ets(), "walk")]
)
def test_exact_ranges_are_those_of_many_simulated_futures(model, kind):
    index = pd.date_range("2015-01-01", periods=60, freq="MS")
    ts = TimeSeries("x", pd.Series(past(kind), index=index, name="x"), named("monthly", index))
    fitted = model.fit(ts, 24)
    assert fitted.form.linear
    table = fitted.predict(LEVELS).table
    drawn = fitted.simulate(60_000, seed=5)
    width = (table["hi-95"] - table["lo-95"]).to_numpy()
    for column, share in (("lo-80", 0.1), ("hi-80", 0.9), ("lo-95", 0.025), ("hi-95", 0.975)):
        apart = np.abs(np.quantile(drawn, share, axis=0) - table[column].to_numpy())
        assert (apart < 0.015 * width).all()


def test_a_form_that_runs_away_is_refused():
    form = ThetaForm(
        60, 0.5, 2.0, 1e308, 1e308, 1e308, 1e308, 1.0, "", np.empty(0), np.empty(0)
    )  # fmt: skip
    with pytest.raises(ForecastError, match="no finite forecast"):
        forecast_columns("Theta", form, 12, LEVELS)
