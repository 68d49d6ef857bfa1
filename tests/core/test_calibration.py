from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.calibration import DOUBT, Recalibration, left_out, recalibration, width_and_score
from core.errors import DataError
from core.forecaster import Forecast, to_table
from core.metrics import interval_score
from core.paths import coupled
from core.treatment import Treatment
from tests.builders import past

BOUNDS = ["lo-80", "hi-80", "lo-95", "hi-95"]


def errors_of(folds=8, steps=6, deviation=1.0, seed=0):
    return deviation * np.random.default_rng(seed).normal(size=(folds, steps))


def missed_by(backtest, errors):
    """The same forecasts beside other actuals."""
    rows = backtest.predictions
    return replace(backtest, predictions=rows.assign(y=rows["point"] + errors.ravel()))


def forecast(deviation=1.0, steps=6, level=100.0, least=-np.inf):
    index = pd.date_range("2030-01-01", periods=steps, freq="MS")
    point = np.full(steps, level)
    bounds = {}
    for each in (80, 95):
        reach = stats.norm.ppf(0.5 + each / 200) * deviation * np.ones(steps)
        bounds[each] = (np.maximum(point - reach, least), point + reach)
    table = to_table(index, point, bounds)
    drawn = np.random.default_rng(1).normal(size=(2_000, steps)).cumsum(axis=1)
    return Forecast("Model", index[0], table, paths=coupled(drawn, table, least), least=least)


def test_a_factor_is_the_conformal_quantile_drawn_to_one():
    errors = errors_of()
    # Spread evenly over the steps, so that nothing grows.
    errors[:, 1::2] = errors[:, ::2]
    _, backtest = past(errors)
    found = recalibration(backtest, "Model")
    assert found.growth == 0
    for level in (80, 95):
        relative = np.sort(np.abs(errors).ravel()) / stats.norm.ppf(0.5 + level / 200)
        rank = int(np.ceil(49 * level / 100))
        assert found.factors[level] == pytest.approx(relative[rank - 1] ** (8 / (8 + DOUBT)))
    assert found.folds == 8


def test_each_side_is_measured_by_its_own_reach():
    errors = np.abs(errors_of())
    _, backtest = past(errors)
    rows = backtest.predictions.copy()
    rows["lo-80"] = rows["point"] - 9
    lopsided = recalibration(replace(backtest, predictions=rows), "Model")
    # All actuals lie above the point, where nothing was changed.
    assert lopsided.factors[80] == pytest.approx(recalibration(backtest, "Model").factors[80])


def test_fewer_than_five_folds_are_refused_with_what_to_do():
    _, backtest = past(errors_of(folds=4))
    with pytest.raises(DataError, match=r"at least 5 past folds are needed; Model has 4. Set more"):
        recalibration(backtest, "Model")
    assert left_out(backtest, "Model", past(errors_of(folds=4))[0]) is None


def test_a_fold_without_any_actual_is_no_fold():
    _, backtest = past(errors_of(folds=5))
    rows = backtest.predictions
    gone = rows["y"].where(rows["cutoff"] != backtest.cutoffs[2])
    with pytest.raises(DataError, match="Model has 4"):
        recalibration(replace(backtest, predictions=rows.assign(y=gone)), "Model")


def bounds_at(backtest, cutoff):
    rows = backtest.predictions
    return rows.loc[rows["cutoff"] == cutoff, BOUNDS].to_numpy()


def with_fold(errors, place, value):
    changed = errors.copy()
    changed[place] = value
    return changed


@pytest.mark.slow
@pytest.mark.parametrize("place", range(6))
def test_what_is_shown_of_a_fold_after_was_not_learned_from_it(place):
    errors = errors_of(folds=6)
    ts, honest = past(errors)
    _, spoiled = past(with_fold(errors, place, 40.0))
    cutoff = honest.cutoffs[place]
    mine, theirs = left_out(honest, "Model", ts), left_out(spoiled, "Model", ts)
    np.testing.assert_array_equal(bounds_at(mine, cutoff), bounds_at(theirs, cutoff))
    np.testing.assert_array_equal(mine.paths["Model", cutoff], theirs.paths["Model", cutoff])
    # All the others saw it, so that this test could fail.
    for other in honest.cutoffs:
        if other != cutoff:
            assert (np.abs(bounds_at(mine, other) - bounds_at(theirs, other)) > 0.1).all()


def test_with_earlier_folds_alone_nothing_later_is_known():
    errors = errors_of(folds=8)
    ts, honest = past(errors)
    found = left_out(honest, "Model", ts, earlier=True)
    assert found.cutoffs == honest.cutoffs[5:]
    assert set(found.folds["cutoff"]) == set(honest.cutoffs[5:])
    for place in (6, 7):
        _, spoiled = past(with_fold(errors, place, 40.0))
        changed = left_out(spoiled, "Model", ts, earlier=True)
        for cutoff in honest.cutoffs[5 : place + 1]:
            np.testing.assert_array_equal(bounds_at(found, cutoff), bounds_at(changed, cutoff))


def test_only_the_bounds_of_that_model_are_changed():
    errors = np.stack([errors_of(), errors_of(seed=3)])
    ts, backtest = past(errors, models=("One", "Two"))
    found = left_out(backtest, "Two", ts)
    mine = backtest.predictions[backtest.predictions["model"] == "Two"].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.predictions.drop(columns=BOUNDS), mine.drop(columns=BOUNDS))
    assert found.models == ["Two"]
    assert set(found.paths) == {("Two", cutoff) for cutoff in backtest.cutoffs}


def held(table, actual, level):
    return ((actual >= table[f"lo-{level}"]) & (actual <= table[f"hi-{level}"])).mean()


@pytest.mark.slow
@pytest.mark.parametrize("truth", [0.6, 1.0, 1.8])
def test_recalibrated_ranges_hold_nearer_to_what_they_are_meant_to(truth):
    """Errors of a fold that go together, bands of the wrong width; scored on a fold to come."""
    rng = np.random.default_rng(2)
    ts, backtest = past(errors_of())
    before, after, shown = [], [], []
    for seed in range(120):
        rows = rng.normal(size=(9, 6))
        for step in range(1, 6):
            rows[:, step] = 0.7 * rows[:, step - 1] + np.sqrt(0.51) * rows[:, step]
        backtest = missed_by(backtest, truth * rows[:8])
        ahead, actual = forecast(), 100 + truth * rows[8]
        before.append(held(ahead.table, actual, 80))
        how = recalibration(backtest, "Model")
        after.append(held(how.widened(ahead.table, -np.inf), actual, 80))
        if seed < 30:
            left = left_out(backtest, "Model", ts).predictions
            shown.append(held(left, left["y"], 80))
    assert abs(np.mean(after) - 0.8) <= max(abs(np.mean(before) - 0.8), 0.05)
    assert np.mean(after) == pytest.approx(0.8, abs=0.09)
    # What is shown of past folds is what can be expected of the next.
    assert np.mean(shown) == pytest.approx(np.mean(after), abs=0.05)


def test_where_bands_are_flat_and_errors_grow_so_do_the_factors():
    rng = np.random.default_rng(3)
    walks = rng.normal(size=(30, 8, 12)).cumsum(axis=2)
    _, flat = past(walks[0], deviation=2.0)
    grown = [recalibration(missed_by(flat, each), "Model").growth for each in walks]
    # Errors of a walk grow with the root of the step; little is kept of what may be chance.
    assert 0.2 < np.mean(grown) < 0.5
    _, rising = past(walks[0], deviation=np.sqrt(np.arange(1, 13)))
    right = [recalibration(missed_by(rising, each), "Model").growth for each in walks]
    assert np.mean(right) < 0.06


def test_growing_factors_have_the_factor_as_their_geometric_mean():
    how = Recalibration("Model", {80: 1.5}, 0.4, 8)
    stretch = how.stretch(80, 10)
    assert stats.gmean(stretch) == pytest.approx(1.5)
    np.testing.assert_allclose(stretch[7] / stretch[1], (8 / 2) ** 0.4)


def test_a_forecast_keeps_its_point_and_its_paths_follow_the_bands():
    before = forecast()
    kept = before.table.copy()
    after = Recalibration("Model", {80: 2.0, 95: 1.5}, 0.0, 8).apply(before)
    pd.testing.assert_frame_equal(before.table, kept)
    pd.testing.assert_series_equal(after.table["point"], before.table["point"])
    np.testing.assert_allclose(
        after.table["hi-80"] - 100, 2 * (before.table["hi-80"] - 100), rtol=1e-9
    )
    for column, share in (("lo-95", 0.025), ("lo-80", 0.1), ("point", 0.5), ("hi-80", 0.9)):
        found = np.quantile(after.paths, share, axis=0)
        np.testing.assert_allclose(found, after.table[column], rtol=2e-3)
    # How steps go together is as it was.
    for one, other in zip(before.paths.T, after.paths.T, strict=True):
        assert stats.spearmanr(one, other).statistic == pytest.approx(1)
    assert after.notes[-1] == (
        "The ranges of Model were recalibrated on 8 past folds: 2.00 times as wide at 80% and "
        "1.50 times as wide at 95%."
    )


def test_a_wider_level_holds_the_narrower_whatever_the_factors():
    table = Recalibration("Model", {80: 3.0, 95: 0.5}, 0.0, 8).widened(forecast().table, -np.inf)
    assert (table["lo-95"] <= table["lo-80"]).all()
    assert (table["hi-95"] >= table["hi-80"]).all()


def test_nothing_falls_below_what_the_series_can_be():
    before = forecast(level=2.0, least=0.0)
    after = Recalibration("Model", {80: 4.0, 95: 4.0}, 0.0, 8).apply(before)
    assert after.table.min().min() == 0
    assert after.paths.min() == 0
    ts, backtest = past(np.abs(errors_of(deviation=4.0)), level=1.5)
    assert ts.least == 0
    assert left_out(backtest, "Model", ts).predictions[BOUNDS].min().min() == 0
    free = replace(ts, treatment=Treatment(negatives="possible"))
    assert left_out(backtest, "Model", free).predictions[BOUNDS].min().min() < 0


def test_bands_without_width_and_forecasts_without_error_stay_finite():
    for errors, deviation in ((np.zeros((6, 4)), 1.0), (errors_of(6, 4), 0.0)):
        ts, backtest = past(errors, deviation=deviation)
        how = recalibration(backtest, "Model")
        assert all(0 < factor < 10 for factor in how.factors.values())
        found = left_out(backtest, "Model", ts).predictions
        assert np.isfinite(found[BOUNDS].to_numpy()).all()


def test_width_and_score_are_means_over_what_was_observed():
    _, backtest = past(errors_of())
    rows = backtest.predictions
    rows = rows.assign(y=rows["y"].where(rows["step"] != 2))
    found = width_and_score(replace(backtest, predictions=rows), "Model").set_index("level")
    seen = rows[rows["step"] != 2]
    parts = [seen[name].to_numpy() for name in ("y", "lo-95", "hi-95")]
    assert found.loc[95, "score"] == pytest.approx(interval_score(*parts, 95))
    assert found.loc[95, "width"] == pytest.approx(2 * stats.norm.ppf(0.975))
