from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.events import Event
from core.explanation import LEVEL, SEASON, TREND, explain, sentences
from core.folds import Fit, carry_out
from core.forecaster import Forecast, to_table
from core.models import Arima, Drift, Practised, SeasonalNaive
from tests.builders import promoted, seasonal, series

H = 12


def forecast_of(ts, point, **parts):
    point = np.asarray(point, float)
    bounds = {80: (point - 1, point + 1), 95: (point - 2, point + 2)}
    table = to_table(ts.future_index(len(point)), point, bounds)
    return Forecast("LSTM", ts.index[-1], table, parts=parts)


def carried(spec, ts, horizon=H):
    return carry_out(Fit(spec, ts, horizon, 0, 1)).forecast


@pytest.mark.parametrize("spec", [SeasonalNaive(), Drift(), Practised(adaptation="off")])
def test_parts_add_up_to_the_forecast(spec):
    ts = seasonal(96)
    forecast = carried(spec, ts)
    found = explain(forecast, ts)
    np.testing.assert_allclose(found.parts.sum(axis=1), forecast.table["point"], rtol=1e-6)
    assert found.parts[LEVEL].nunique() == 1


def test_a_known_level_trend_and_season_are_found_again():
    steps = np.arange(96 + H)
    season = 20 * np.sin(2 * np.pi * steps / 12)
    every = 500 + 2.0 * steps + season
    ts = series(every[:96])
    found = explain(forecast_of(ts, every[96:]), ts)
    np.testing.assert_allclose(found.parts[SEASON], season[96:], atol=1.5)
    # The level is that of the middle of the last year, from which the trend goes on.
    assert found.parts[LEVEL].iloc[0] == pytest.approx(500 + 2 * 89.5, abs=1.5)
    np.testing.assert_allclose(found.parts[TREND], 2 * (steps[96:] - 89.5), atol=2.5)


def test_a_season_that_grows_with_the_level_is_split_by_shares():
    steps = np.arange(96 + H)
    shares = 1 + 0.3 * np.sin(2 * np.pi * steps / 12)
    every = 100 * 1.01**steps * shares
    ts = series(every[:96])
    found = explain(forecast_of(ts, every[96:]), ts)
    np.testing.assert_allclose(found.parts.sum(axis=1), every[96:], rtol=1e-9)
    # Growth alone, season taken out: from the last year's mean level on it never falls.
    assert (found.parts[TREND] > 0).all()
    assert found.parts[SEASON].min() < -60 < 60 < found.parts[SEASON].max()


@pytest.mark.slow
def test_what_a_driver_makes_up_is_told_by_network_and_arima_alike():
    ts = promoted(96, H)
    ahead = ts.drivers.table["Promotion"].iloc[96:].to_numpy()
    assert 0 < ahead.sum() < H
    for spec in (Arima(), Practised(adaptation="off")):
        found = explain(carried(spec, ts), ts)
        lift = found.parts["Promotion"].to_numpy()
        # The difference between steps with and without it is its effect of about 40.
        assert lift[ahead == 1].mean() - lift[ahead == 0].mean() == pytest.approx(40, rel=0.3)
        assert "'Promotion'" in " ".join(sentences(found, ts))


def test_what_an_event_puts_on_is_a_part_of_its_own():
    ts = seasonal(96)
    values = ts.values
    values[[30, 55]] *= 1.5
    at = ts.future_index(3)[-1]
    event = Event(ts.index[30], ts.index[30], "promotion", "repeats", (ts.index[55], at))
    marked = replace(series(values), events=(event,))
    forecast = carried(SeasonalNaive(), marked)
    part = explain(forecast, marked).parts["Promotion"]
    assert part[at] == pytest.approx(forecast.table["point"][at] / 3, rel=0.1)
    assert (part.drop(at) == 0).all()


def test_words_name_the_strongest_part_with_its_dates():
    steps = np.arange(96 + H)
    every = 500 + 80 * np.sin(2 * np.pi * steps / 12)
    ts = series(every[:96])
    said = sentences(explain(forecast_of(ts, every[96:]), ts), ts)
    assert said == (
        "The LSTM starts from a level of 500 EUR; what moves it most is the season, from -80.0 EUR "
        "in October 2018 to +80.0 EUR in April 2018.",
    )


def test_a_flat_forecast_is_called_flat():
    ts = series(np.full(40, 7.0), "yearly")
    assert sentences(explain(forecast_of(ts, [7.0, 7.0]), ts), ts) == (
        "The LSTM starts from a level of 7.00 EUR and stays there for 2 years.",
    )


def test_gaps_and_short_pasts_are_no_trouble():
    values = seasonal(30).values
    values[[3, 20, 29]] = np.nan
    ts = series(values)
    forecast = carried(SeasonalNaive(), ts)
    found = explain(forecast, ts)
    assert np.isfinite(found.parts.to_numpy()).all()
    np.testing.assert_allclose(found.parts.sum(axis=1), forecast.table["point"])
    assert isinstance(found.parts.index, pd.DatetimeIndex)
