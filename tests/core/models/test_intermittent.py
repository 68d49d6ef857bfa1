import pickle
from dataclasses import replace

import numpy as np
import pytest

from core.backtest import backtest
from core.errors import Cancelled, SeriesTooShort
from core.events import Event
from core.folds import Fit, RollingOrigin, carry_out
from core.forecaster import Forecast
from core.models import INTERMITTENT, Croston, Tsb
from core.models.intermittent import CONSTANTS, croston_rates, smoothed, tsb_rates
from tests.builders import promoted, series

HORIZON = 6
SPECS = [make() for make in INTERMITTENT.values()]

every = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)


def demand(n=120, rate=0.3, seed=0):
    """Orders of 1 and more, about 6 on average, in a share of the periods."""
    rng = np.random.default_rng(seed)
    sizes = 1.0 + rng.poisson(5, n)
    return np.where(rng.random(n) < rate, sizes, 0.0)


def point(spec, values) -> float:
    return float(spec.fit(series(values), HORIZON).predict().table["point"].iloc[0])


def test_sizes_and_intervals_are_smoothed_as_croston_wrote():
    # By hand, constant 0.1, from an interval of 2 and a size of 4.
    # Demand of 6 after 3 periods: 4 + 0.1 * 2 = 4.2, interval 2 + 0.1 * 1 = 2.1.
    # Demand of 3 after 2 more: 4.2 - 0.1 * 1.2 = 4.08, interval 2.1 - 0.1 * 0.1 = 2.09.
    occurs = np.array([0, 0, 1, 0, 1, 0], dtype=bool)
    rate = croston_rates(occurs, 1 / 2, [0.1])[0]
    np.testing.assert_allclose(0.95 / rate, [2, 2, 2, 2.1, 2.1, 2.09, 2.09], rtol=1e-12)
    np.testing.assert_allclose(smoothed(np.array([6.0, 3.0]), 4, 0.1), [4, 4.2, 4.08])


def test_the_chance_of_demand_is_smoothed_in_every_period_as_teunter_and_others_wrote():
    # By hand, constant 0.2, from a chance of a half.
    rate = tsb_rates(np.array([0, 1, 0, 0], dtype=bool), 0.5, [0.2])[0]
    np.testing.assert_allclose(rate, [0.5, 0.4, 0.52, 0.416, 0.3328])


def test_croston_moves_as_statsforecast_says():
    from statsforecast.models import _croston_sba

    values = demand(60)
    occurs = values > 0
    # Theirs starts from the first size and the first interval.
    begin = int(np.flatnonzero(occurs)[0])
    rate = croston_rates(occurs, 1 / (begin + 1), [0.1])[0]
    size = smoothed(values[occurs], values[begin], 0.1)[np.r_[0, np.cumsum(occurs)]]
    theirs = _croston_sba(values, 1, fitted=True)
    np.testing.assert_allclose(rate[-1] * size[-1], theirs["mean"][0])
    np.testing.assert_allclose((rate * size)[begin + 1 : -1], theirs["fitted"][begin + 1 :])


@every
def test_the_forecast_is_the_mean_of_steady_demand(spec):
    found = [point(spec, demand(240, seed=seed)) for seed in range(60)]
    assert np.mean(found) == pytest.approx(0.3 * 6, rel=0.08)


@every
def test_it_says_that_the_forecast_is_a_mean(spec):
    forecast = spec.fit(series(demand()), HORIZON).predict()
    assert forecast.center == "mean"
    assert forecast.notes[0].startswith("The forecast is the mean demand of a month")
    assert "The weight of the newest value is 0." in forecast.notes[2]


@every
def test_no_demand_ever_is_forecast_as_none(spec):
    outcome = carry_out(Fit(spec, series(np.zeros(20)), HORIZON, 0, 1))
    assert (outcome.forecast.table == 0).all(axis=None)
    assert (outcome.forecast.paths == 0).all()
    assert "No demand has ever been seen, so none is forecast." in outcome.forecast.notes


@every
@pytest.mark.parametrize("place", [0, 15, 29])
def test_a_single_demand_is_not_taken_for_one_in_every_period(spec, place):
    values = np.zeros(30)
    values[place] = 12.0
    assert 0 < point(spec, values) < 12 / 5


@every
def test_demand_in_every_period_is_a_level(spec):
    values = np.full(60, 8.0)
    # The correction for intervals takes up to half the constant where there are none.
    assert 8 * (1 - max(CONSTANTS) / 2) <= point(spec, values) <= 8


def test_demand_that_died_out_falls_to_nothing_with_tsb_but_not_with_croston():
    values = np.r_[demand(60), np.zeros(60)]
    before, after = demand(60).mean(), {spec.name: point(spec, values) for spec in SPECS}
    assert after["TSB"] < 0.05 * before
    assert after["Croston"] > 0.5 * before
    longer = point(Tsb(), np.r_[values, np.zeros(60)])
    assert longer < 0.2 * after["TSB"]


@pytest.mark.slow
@every
def test_most_actuals_lie_within_and_few_above(spec):
    inside, above, total = [], [], []
    for seed in range(120):
        values = demand(96 + HORIZON, rate=0.4, seed=seed)
        forecast = carry_out(Fit(spec, series(values[:96]), HORIZON, 0, 1)).forecast
        actual, table = values[96:], forecast.table
        inside.append((actual >= table["lo-95"]) & (actual <= table["hi-95"]))
        above.append(actual > table["hi-80"])
        sums = forecast.paths.sum(axis=1)
        low, high = np.quantile(sums, [0.1, 0.9])
        total.append(low <= actual.sum() <= high)
    assert np.mean(inside) > 0.93
    assert 0.05 < np.mean(above) < 0.14
    # Sums over the horizon are a little too sure: the chance of demand may change on the way.
    assert 0.62 < np.mean(total) < 0.92


@every
def test_paths_have_the_bounds_as_quantiles_and_the_point_as_their_mean(spec):
    forecast = carry_out(Fit(spec, series(demand(200, rate=0.5)), HORIZON, 0, 1)).forecast
    table, paths = forecast.table, forecast.paths
    np.testing.assert_allclose(paths.mean(), table["point"].iloc[0], rtol=0.05)
    for level in (80, 95):
        for side, share in (("lo", 0.5 - level / 200), ("hi", 0.5 + level / 200)):
            bound = table[f"{side}-{level}"].to_numpy()
            assert ((paths < bound).mean(axis=0) <= share + 0.03).all()
            assert ((paths <= bound).mean(axis=0) >= share - 0.03).all()
    # Sizes that were seen, and nothing between them.
    assert set(np.unique(paths)) <= {0.0, *demand(200, rate=0.5)}


@every
def test_an_effect_that_repeats_is_on_the_paths_as_on_the_table(spec):
    # Demand in every period, since an effect multiplies where no value is zero.
    values = 3.0 + demand(96)
    values[[30, 55]] *= 2
    ts = series(values)
    when = ts.future_index(2)[-1]
    event = Event(ts.index[30], ts.index[30], "promotion", "repeats", (ts.index[55], when))
    forecast = carry_out(Fit(spec, replace(ts, events=(event,)), HORIZON, 0, 1)).forecast
    lifted = forecast.table["point"] / forecast.table["point"].iloc[0]
    np.testing.assert_allclose(forecast.paths.mean(axis=0), forecast.table["point"], rtol=0.1)
    assert lifted.iloc[1] > 1.3


@every
def test_bounds_hold_the_point_wider_levels_narrower_ones_and_nothing_is_negative(spec):
    for rate in (0.02, 0.3, 0.97):
        values = demand(90, rate=rate, seed=4)
        table = spec.fit(series(values), HORIZON).predict((50, 80, 95)).table
        assert (table >= 0).all(axis=None)
        for level in (50, 80, 95):
            assert (table[f"lo-{level}"] <= table["point"]).all()
            assert (table["point"] <= table[f"hi-{level}"]).all()
        assert (table["hi-95"] >= table["hi-80"]).all()
        assert (table["hi-80"] >= table["hi-50"]).all()
        assert (table["lo-95"] <= table["lo-80"]).all()


@every
def test_a_chance_that_has_all_but_vanished_is_drawn_as_none(spec):
    forecast = carry_out(Fit(spec, series(np.r_[demand(60), np.zeros(3_000)], "daily"), 5, 0, 1))
    assert np.isfinite(forecast.forecast.paths).all()


@every
def test_periods_without_a_value_are_passed_over_and_returns_are_no_demand(spec):
    values = demand()
    holes = np.insert(values, [10, 40, 41], np.nan)
    mine = spec.fit(series(holes), HORIZON).predict()
    assert "3 months without a value passed over." in mine.notes
    assert mine.table["point"].iloc[0] == pytest.approx(point(spec, values))
    assert mine.residuals.index.isin(series(holes).y.dropna().index).all()
    values[np.flatnonzero(values == 0)[:2]] = -4.0
    returned = spec.fit(series(values), HORIZON).predict()
    assert "2 values below zero taken as no demand." in returned.notes
    assert returned.table["point"].iloc[0] == pytest.approx(mine.table["point"].iloc[0])


@every
def test_residuals_are_misses_one_step_ahead(spec):
    values = demand()
    residuals = spec.fit(series(values), HORIZON).predict().residuals
    said = values - residuals.to_numpy()
    # What was said before the last value is what the past without it forecasts, but for constants.
    assert said.min() >= 0
    assert said[1:].std() < values.std()
    assert abs(residuals.mean()) < 0.6


@every
def test_it_keeps_to_what_every_model_promises(spec):
    ts = series(demand())
    before = ts.y.copy()
    fitted = spec.fit(ts, HORIZON)
    forecast = fitted.predict()
    assert isinstance(forecast, Forecast)
    assert ts.y.equals(before)
    assert list(forecast.table.index) == list(ts.future_index(HORIZON))
    assert forecast.cutoff == ts.index[-1]
    assert pickle.loads(pickle.dumps(spec)) == spec
    np.testing.assert_array_equal(fitted.simulate(50, seed=3), fitted.simulate(50, seed=3))
    seen = []
    spec.fit(ts, HORIZON, seen.append)
    assert seen[-1].step == seen[-1].steps
    with pytest.raises(SeriesTooShort, match="2 observations are needed, 1 are there"):
        spec.fit(series([5.0]), HORIZON)
    driven = spec.fit(promoted(60, HORIZON), HORIZON).predict()
    assert any("takes no drivers" in note for note in driven.notes)


@every
def test_someone_may_stop_it(spec):
    def stop(progress):
        raise Cancelled

    with pytest.raises(Cancelled):
        spec.fit(series(demand()), HORIZON, stop)


@every
def test_nothing_after_a_cutoff_changes_what_was_forecast_there(spec):
    values = demand(60)
    plan = RollingOrigin(HORIZON, 2)
    honest = backtest([spec], series(values), plan)
    first = honest.cutoffs[0]
    spoiled = values.copy()
    spoiled[series(values).index > first] = 1e6
    told = backtest([spec], series(spoiled), plan)

    def said(result):
        rows = result.predictions
        return rows.loc[rows["cutoff"] == first, ["point", "lo-95", "hi-95"]].to_numpy()

    assert len(said(honest)) == HORIZON
    np.testing.assert_array_equal(said(honest), said(told))


def test_a_long_past_chooses_its_constants():
    moving = np.r_[demand(150, rate=0.1), demand(150, rate=0.8), demand(150, rate=0.1)]
    steady = np.tile([0.0, 0.0, 6.0], 150)
    weights = [
        float(Tsb().fit(series(values), HORIZON).predict().notes[2].split()[7])
        for values in (moving, steady)
    ]
    assert weights[0] > weights[1]
    short = Croston().fit(series(demand(30)), HORIZON).predict().notes[2]
    assert short.endswith("the usual one, since the past is too short to choose.")
