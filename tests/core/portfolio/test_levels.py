"""Totals beside their series, and what is done so that they add up."""

import numpy as np
import pytest

from core.models import SeasonalNaive, Theta
from core.portfolio.adding_up import _settled, added_up
from core.portfolio.chunk import Chunk, failed, forecast_chunk
from core.portfolio.levels import level_names, with_totals
from core.portfolio.overview import overview
from core.portfolio.plan import PortfolioPlan
from tests.core.portfolio.retail import panel

PLAN = PortfolioPlan(horizon=6, choosing=2, reporting=1, models=(SeasonalNaive(), Theta()))


def done(levelled, plan=PLAN):
    every = np.arange(len(levelled.panel))
    result = forecast_chunk(Chunk(every, levelled.panel, plan))
    return overview(levelled.panel, plan, [result], 12), result


def test_levels_are_named_by_their_columns():
    assert level_names(["Region", "Shop", "Product"]) == [
        "All together", "Each Region", "Each Region and Shop",
    ]  # fmt: skip


def test_totals_come_first_and_are_the_sums_of_their_series():
    of = panel(6)
    levelled = with_totals(of, {1})
    assert levelled.names == ("All together", "Each shop", "Each series")
    assert levelled.level.tolist() == [0, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    assert levelled.panel.keys[:2] == (("", ""), ("Shop 0", ""))
    assert levelled.panel.title(0) == "All together"
    assert levelled.panel.title(1) == "Shop 0"
    np.testing.assert_allclose(levelled.panel.values[0], of.values.sum(axis=0))
    np.testing.assert_allclose(levelled.panel.values[1], of.values[[0, 3]].sum(axis=0))


def test_levels_that_were_not_chosen_are_left_out():
    levelled = with_totals(panel(6), {0})
    assert levelled.names == ("All together", "Each series")
    assert len(levelled.panel) == 7


def test_after_settling_totals_are_the_sums_of_their_series():
    levelled = with_totals(panel(6), {1})
    found, result = done(levelled)
    told = added_up(levelled, PLAN, found, [result])
    assert told.apart > 0
    assert told.reasons == {}
    for method in ("bottom-up", "top-down", "mint"):
        point = told.future[method][:, :, 0]
        np.testing.assert_allclose(point, levelled.hierarchy.summing @ point[4:], rtol=1e-6)
    before = told.future["none"][:, :, 0]
    np.testing.assert_allclose(told.future["bottom-up"][4:, :, 0], before[4:], rtol=1e-6)
    np.testing.assert_allclose(told.future["top-down"][0, :, 0], before[0], rtol=1e-6)


def test_errors_are_those_on_the_reported_folds_by_level():
    levelled = with_totals(panel(6), {1})
    found, result = done(levelled)
    told = added_up(levelled, PLAN, found, [result])
    mine = np.array([result.past[row, model, 2] for row, model in enumerate(found.chosen)])
    y = levelled.panel.values[:, -6:]
    for level, name in enumerate(levelled.names):
        rows = levelled.level == level
        share = np.abs(mine[rows] - y[rows]).sum() / y[rows].sum()
        assert told.errors.loc[name, "none"] == pytest.approx(share, rel=1e-5)
    sums = levelled.hierarchy.summing @ mine[4:]
    share = np.abs(sums[0] - y[0]).sum() / y[0].sum()
    assert told.errors.loc["All together", "bottom-up"] == pytest.approx(share, rel=1e-5)


def test_nothing_after_a_cutoff_changes_how_its_fold_is_settled():
    of = panel(6)
    values = of.values.copy()
    values[:, -6:] *= 5
    plan = PLAN
    one, two = (with_totals(each, {1}) for each in (of, panel(values=values)))
    folds = []
    for levelled in (one, two):
        _, result = done(levelled)
        past = np.array([result.past[row, 0] for row in range(len(levelled.panel))])
        known = plan.cutoffs(72)
        actual = np.stack([levelled.panel.values[:, k : k + 6] for k in known], axis=1)
        folds.append(_settled(levelled, past.astype(float), actual, 2, "mint"))
    np.testing.assert_allclose(folds[0], folds[1], rtol=1e-9)


def test_bounds_move_with_their_points():
    levelled = with_totals(panel(6), {1})
    found, result = done(levelled)
    told = added_up(levelled, PLAN, found, [result])
    before, after = told.future["none"], told.future["mint"]
    wide = before[:, :, 4] - before[:, :, 3]
    moved = after[:, :, 4] - after[:, :, 3]
    assert (moved <= wide + 1e-6).all()
    assert (after >= 0).all()


def test_a_series_without_a_forecast_is_named_and_nothing_is_settled_by_it():
    levelled = with_totals(panel(6), {1})
    every = np.arange(10)
    rest = forecast_chunk(Chunk(every[:9], levelled.panel.part(every[:9]), PLAN))
    none = failed(Chunk(every[9:], levelled.panel.part(every[9:]), PLAN), "No.")
    found = overview(levelled.panel, PLAN, [rest, none], 12)
    told = added_up(levelled, PLAN, found, [rest, none])
    assert "Product 5" in told.reasons["bottom-up"]
    assert np.isnan(told.errors["mint"]).all()
    assert np.isfinite(told.errors["none"]).all()
