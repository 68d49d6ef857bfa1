"""What every forecaster of the catalogue keeps to."""

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.backtest import backtest
from core.diagnostic_findings import findings
from core.diagnostics import diagnose
from core.errors import Cancelled, SeriesTooShort
from core.events import Event
from core.folds import Fit, RollingOrigin, carry_out
from core.models import CATALOGUE, Practised, Recurrent
from core.models.recurrent import CELLS
from core.progress import Progress
from core.treated import treated
from tests.builders import promoted, seasonal, series, with_another_promotion

HORIZON = 6
SPECS = {
    **{key: make() for key, make in CATALOGUE.items() if make is not Recurrent},
    "practised-gru": Practised("gru"),
    **{
        f"recurrent-{cell}": Recurrent(cell=cell, lookback=12, epochs=3, units=4)
        for cell, _ in CELLS
    },
}

pytestmark = pytest.mark.engine


@pytest.fixture(params=SPECS, scope="module")
def spec(request):
    return SPECS[request.param]


@pytest.fixture(scope="module")
def fitted(spec):
    return spec.fit(seasonal(), HORIZON)


def test_forecast_has_exactly_the_horizon_and_starts_one_step_after_the_cutoff(fitted):
    ts = seasonal()
    forecast = fitted.predict()
    assert list(forecast.table.index) == list(ts.future_index(HORIZON))
    assert forecast.cutoff == ts.index[-1]
    assert np.isfinite(forecast.table.to_numpy()).all()


def test_point_lies_within_its_intervals_and_wider_levels_contain_narrower_ones(fitted):
    table = fitted.predict(levels=(50, 80, 95)).table
    for level in (50, 80, 95):
        assert (table[f"lo-{level}"] <= table["point"]).all()
        assert (table["point"] <= table[f"hi-{level}"]).all()
    assert (table["lo-95"] <= table["lo-80"]).all()
    assert (table["lo-80"] <= table["lo-50"]).all()
    assert (table["hi-95"] >= table["hi-80"]).all()
    assert (table["hi-80"] >= table["hi-50"]).all()


def test_same_settings_and_seed_give_the_same_forecast(spec, fitted):
    again = spec.fit(seasonal(), HORIZON).predict().table
    np.testing.assert_array_equal(again.to_numpy(), fitted.predict().table.to_numpy())


def test_simulated_paths_spread_about_the_point(fitted):
    paths = fitted.simulate(800, seed=3)
    table = fitted.predict().table
    assert paths.shape == (800, HORIZON)
    np.testing.assert_array_equal(paths, fitted.simulate(800, seed=3))
    inside = ((paths >= table["lo-95"].to_numpy()) & (paths <= table["hi-95"].to_numpy())).mean()
    assert 0.85 <= inside <= 1.0
    assert (paths.std(axis=0) > 0).all()


@pytest.mark.parametrize(
    "ts", [promoted(60, HORIZON), series([42.0] * 40), series(np.r_[np.zeros(30), 1.0, 0.0, 2.0])]
)
def test_paths_come_with_a_forecast_and_have_its_quantiles(spec, ts):
    forecast = carry_out(Fit(spec, ts, HORIZON, 0, 1)).forecast
    for share, column in ((0.1, "lo-80"), (0.5, "point"), (0.975, "hi-95")):
        found = np.quantile(forecast.paths, share, axis=0)
        scale = float(np.ptp(ts.values)) + 1
        np.testing.assert_allclose(found, forecast.table[column], atol=0.01 * scale)
    assert forecast.paths.min() >= 0


def test_the_series_is_left_untouched(spec):
    ts = seasonal()
    before = ts.y.copy()
    spec.fit(ts, HORIZON)
    assert ts.y.equals(before)


def test_a_spec_travels(spec):
    assert pickle.loads(pickle.dumps(spec)) == spec


def test_a_short_series_is_refused_with_both_lengths(spec):
    with pytest.raises(SeriesTooShort) as caught:
        spec.fit(series([5.0]), HORIZON)
    assert caught.value.actual == 1
    assert caught.value.needed > 1
    assert str(caught.value.needed) in str(caught.value)


def test_cancelled_passes_through(spec):
    def stop(progress: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        spec.fit(seasonal(), HORIZON, stop)


def test_a_series_with_holes_gets_a_forecast(spec):
    values = seasonal().values
    values[[10, 40, 41]] = np.nan
    table = spec.fit(series(values), HORIZON).predict().table
    assert np.isfinite(table.to_numpy()).all()


def test_a_constant_series_is_forecast_as_that_constant(spec):
    table = spec.fit(series([42.0] * 60), HORIZON).predict().table
    np.testing.assert_allclose(table["point"], 42.0, rtol=0.02)


def test_nothing_after_a_cutoff_changes_what_was_forecast_there(spec):
    ts, plan = seasonal(60), RollingOrigin(HORIZON, 2)
    honest = backtest([spec], ts, plan)
    first = honest.cutoffs[0]
    spoiled = ts.y.where(ts.y.index <= first, -1e6)
    told = backtest([spec], series(spoiled.to_numpy()), plan)
    columns = ["point", "lo-80", "hi-80", "lo-95", "hi-95"]

    def at_first(result):
        rows = result.predictions
        return rows.loc[rows["cutoff"] == first, columns].to_numpy()

    mine, theirs = at_first(honest), at_first(told)
    assert len(mine) == HORIZON
    np.testing.assert_array_equal(mine, theirs)


def test_drivers_count_or_it_is_said_that_they_do_not(spec):
    ts = promoted(horizon=HORIZON)
    mine = spec.fit(ts, HORIZON).predict()
    if any("takes no drivers" in note for note in mine.notes):
        without = spec.fit(replace(ts, drivers=None), HORIZON).predict()
        np.testing.assert_array_equal(mine.table.to_numpy(), without.table.to_numpy())
        assert mine.drivers == ()
    else:
        assert mine.drivers == ("Promotion",)
        assert any("'Promotion': 1 more goes with" in note for note in mine.notes)
        other = spec.fit(with_another_promotion(ts), HORIZON).predict()
        lift = (other.table["point"] - mine.table["point"]).to_numpy()
        np.testing.assert_allclose(lift[:-1], 0, atol=1e-6)
        assert 25 < lift[-1] < 65


def test_drivers_and_values_after_a_cutoff_change_nothing_there(spec):
    ts, plan = promoted(60, HORIZON), RollingOrigin(HORIZON, 2)
    honest = backtest([spec], ts, plan)
    first = honest.cutoffs[0]
    table = ts.drivers.table.copy()
    table.loc[table.index > first, "Weather"] = 1e6
    # What is known ahead is known as far as the horizon: later values are nobody's business.
    beyond = table.index > ts.until(first).future_index(HORIZON)[-1]
    table.loc[beyond, "Promotion"] = 1e6
    spoiled = replace(
        ts,
        y=ts.y.where(ts.index <= first, -1e6),
        drivers=replace(ts.drivers, table=table),
    )
    told = backtest([spec], spoiled, plan)
    columns = ["point", "lo-80", "hi-80", "lo-95", "hi-95"]
    mine, theirs = (
        result.predictions.loc[result.predictions["cutoff"] == first, columns].to_numpy()
        for result in (honest, told)
    )
    assert len(mine) == HORIZON
    np.testing.assert_array_equal(mine, theirs)


def test_values_to_come_of_a_driver_stop_the_final_fit_only(spec):
    ts = promoted(60, HORIZON)
    short = replace(ts, drivers=replace(ts.drivers, table=ts.drivers.table.iloc[:60]))
    past = backtest([spec], short, RollingOrigin(HORIZON, 1))
    assert past.leaderboard()["failure"].iloc[0] == ""
    final = carry_out(Fit(spec, short, HORIZON, 0, 1))
    takes_none = final.forecast is not None and "takes no drivers" in " ".join(final.forecast.notes)
    assert takes_none or "'Promotion' has no value for January 2015" in final.failure


def test_drivers_travel_with_their_series():
    fit = Fit(CATALOGUE["seasonal-naive"](), promoted(60, HORIZON), HORIZON, 0, 1)
    again = pickle.loads(pickle.dumps(fit)).ts.drivers
    pd.testing.assert_frame_equal(again.table, fit.ts.drivers.table)
    assert again.table.index.freqstr == "MS"
    assert again.kinds == fit.ts.drivers.kinds


def test_steps_reported_never_pass_the_steps_planned(spec):
    seen = []
    spec.fit(seasonal(), HORIZON, seen.append)
    assert seen
    assert all(0 <= progress.step <= progress.steps for progress in seen)
    assert seen[-1].step == seen[-1].steps


def test_residuals_are_the_misses_on_observed_dates_up_to_the_newest(spec):
    values = seasonal().values
    values[[50, 70]] = np.nan
    ts = series(values)
    residuals = spec.fit(ts, HORIZON).predict().residuals
    assert np.isfinite(residuals.to_numpy()).all()
    assert residuals.index.is_monotonic_increasing
    assert residuals.index.isin(ts.y.dropna().index).all()
    # From the end of the first two seasons on, each observed date has one.
    assert ts.y.dropna().index[24:].isin(residuals.index).all()
    said = ts.y[residuals.index] - residuals
    assert said.corr(ts.y[residuals.index]) > 0.8


def test_what_is_left_over_in_them_can_be_told(fitted):
    found = diagnose(fitted.predict().residuals, seasonal())
    assert found.ljung_box is not None
    assert len(findings(found, seasonal(), "fitted")) == 4


def test_residuals_are_in_the_unit_of_the_series(spec, fitted):
    ts = seasonal()
    larger = spec.fit(series(ts.values * 1000), HORIZON).predict().residuals
    share = larger.std() / fitted.predict().residuals.std()
    assert 800 < share < 1250


def test_an_event_to_ignore_is_the_same_as_nothing_observed_there(spec):
    ts = seasonal()
    wild = ts.values
    wild[40:43] = 900
    event = Event(ts.index[40], ts.index[42], "stock-out", "ignore")
    marked = replace(series(wild), events=(event,))
    wild[40:43] = np.nan

    def said(ts):
        return carry_out(Fit(spec, ts, HORIZON, 0, 1)).forecast

    mine, theirs = said(marked), said(series(wild))
    np.testing.assert_array_equal(mine.table.to_numpy(), theirs.table.to_numpy())
    np.testing.assert_array_equal(mine.residuals.index, theirs.residuals.index)


def test_an_effect_that_repeats_is_put_on_the_dates_it_repeats_on(spec):
    ts = seasonal()
    values = ts.values
    values[[30, 55]] *= 1.5
    repeats = (ts.index[55], ts.future_index(2)[-1])
    event = Event(ts.index[30], ts.index[30], "promotion", "repeats", repeats)
    marked = replace(series(values), events=(event,))
    past = treated(marked)
    plain = spec.fit(past.ts, HORIZON).predict().table
    told = carry_out(Fit(spec, marked, HORIZON, 0, 1)).forecast
    ratio = told.table / plain
    np.testing.assert_allclose(ratio.iloc[1], 1.5, atol=0.05)
    np.testing.assert_allclose(ratio.drop(ratio.index[1]), 1.0)
    assert told.effects[0].startswith("Promotion: +")
