"""What one task of a worker does for some series."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest

from core import metrics
from core.backtest import backtest
from core.calendar import named
from core.errors import Cancelled, ForecastError
from core.folds import RollingOrigin
from core.forecaster import Lane
from core.models import Practised, SeasonalNaive, Theta, Tsb
from core.panel import Panel
from core.portfolio.chunk import (
    COLUMNS,
    SCORES,
    Chunk,
    failed,
    forecast_chunk,
    halves,
    joined,
)
from core.portfolio.plan import PortfolioPlan
from core.treatment import GAPS, Treatment
from tests.core.portfolio.retail import panel

PLAN = PortfolioPlan(horizon=6, choosing=2, reporting=1, models=(SeasonalNaive(), Theta()))
NETWORK = PortfolioPlan(
    horizon=6, choosing=1, reporting=1, models=(SeasonalNaive(), Practised(adaptation="off"))
)


@dataclass(frozen=True)
class Picky:
    """A model that takes no series with a zero."""

    lane: Lane = field(default="statistics", init=False)
    name: str = field(default="Picky", init=False)

    def fit(self, ts, horizon, report):
        if (ts.values == 0).any():
            raise ForecastError("It holds a zero.")
        if (ts.values == 1).any():
            raise ZeroDivisionError
        return SeasonalNaive().fit(ts, horizon)


def chunk(of, plan=PLAN, rows=None):
    rows = np.arange(len(of)) if rows is None else np.asarray(rows)
    return Chunk(rows, of.part(rows), plan)


def test_every_model_is_scored_as_a_backtest_of_one_series_is():
    of = panel(2)
    result = forecast_chunk(chunk(of))
    for row in range(2):
        ts = of.series(row)
        alone = backtest(PLAN.models, ts, RollingOrigin(6, 3)).scores()
        for place, model in enumerate(PLAN.models):
            mine = alone[alone["model"] == model.name]
            for measure in ("mae", "bias", "coverage-80", "coverage-95"):
                np.testing.assert_allclose(
                    result.scores[row, place, :, SCORES.index(measure)], mine[measure], rtol=1e-5
                )
            np.testing.assert_allclose(
                result.scores[row, place, :, 0] / result.scales[row], mine["mase"], rtol=1e-5
            )
            future = model.fit(ts, 6).predict().table.to_numpy()
            np.testing.assert_allclose(result.future[row, place], future, rtol=1e-5)


def test_what_comes_after_a_cutoff_does_not_change_what_was_forecast_there():
    of = panel(2)
    changed = of.values.copy()
    changed[:, -6:] *= 3
    before, after = (forecast_chunk(chunk(one, NETWORK)) for one in (of, panel(values=changed)))
    np.testing.assert_array_equal(before.past, after.past)
    np.testing.assert_array_equal(before.scales, after.scales)
    assert (before.scores[:, :, 1] != after.scores[:, :, 1]).any()


def test_a_model_that_fails_on_one_series_leaves_a_reason_and_all_others_alone():
    values = panel(3).values + 5
    values[0, 10], values[1, 10] = 0, 1
    plan = PortfolioPlan(horizon=6, choosing=1, reporting=1, models=(SeasonalNaive(), Picky()))
    result = forecast_chunk(chunk(panel(values=values), plan, rows=[2, 0, 1]))
    told = {(each.row, each.fold): each.reason for each in result.failures}
    assert set(told) == {(row, fold) for row in (0, 1) for fold in (0, 1, 2)}
    assert told[0, 1] == "It holds a zero."
    assert told[1, 0].startswith("An unforeseen error (ZeroDivisionError, id ")
    assert np.isfinite(result.future[0]).all()
    assert np.isnan(result.future[1:, 1]).all()
    assert np.isfinite(result.future[1:, 0]).all()


def test_a_series_that_began_late_has_forecasts_from_then_on():
    values = panel(2).values.copy()
    values[0, :62] = np.nan
    result = forecast_chunk(chunk(panel(values=values), NETWORK))
    reasons = {(each.model, each.fold): each.reason for each in result.failures}
    assert reasons["Seasonal naive", 1] == "It had not begun by then."
    assert reasons["Practised LSTM", 1] == "It had not begun by then."
    assert ("Practised LSTM", 2) not in reasons
    assert np.isfinite(result.future).all()


def test_gaps_are_not_scored():
    values = panel(1).values.copy()
    values[0, -3] = np.nan
    result = forecast_chunk(chunk(panel(values=values)))
    y, point = values[0, -6:], result.past[0, 0, -1]
    assert result.scores[0, 0, -1, 0] == pytest.approx(metrics.mae(y, point))


def test_halves_are_the_whole():
    of = panel(5)
    whole = forecast_chunk(chunk(of, rows=[4, 1, 0]))
    first, second = halves(chunk(of, rows=[4, 1, 0]))
    assert [first.rows.tolist(), second.rows.tolist()] == [[4], [1, 0]]
    both = joined(forecast_chunk(first), forecast_chunk(second))
    for name in ("rows", "past", "scores", "scales", "future"):
        np.testing.assert_array_equal(getattr(both, name), getattr(whole, name))


def test_a_chunk_of_which_nothing_came_has_the_same_shapes():
    asked = chunk(panel(3))
    whole, none = forecast_chunk(asked), failed(asked, "It broke.")
    for name in ("rows", "past", "scores", "scales", "future", "seconds"):
        assert getattr(none, name).shape == getattr(whole, name).shape
    assert np.isnan(none.future).all()
    assert {each.reason for each in none.failures} == {"It broke."}
    assert len(none.failures) == 3 * 2 * 4


def test_it_stops_when_it_is_asked_to():
    def stop(progress):
        raise Cancelled

    with pytest.raises(Cancelled):
        forecast_chunk(chunk(panel(1)), stop)


def test_forecasts_have_a_point_and_bounds():
    result = forecast_chunk(chunk(panel(2), NETWORK))
    assert result.future.shape == (2, 2, 6, COLUMNS)
    point, lo80, hi80, lo95, hi95 = np.moveaxis(result.future, -1, 0)
    assert (lo95 <= lo80).all()
    assert (lo80 <= point).all()
    assert (point <= hi80).all()
    assert (hi80 <= hi95).all()


def falling(end):
    """Two series that fall towards zero, one of them at last below it."""
    steps = np.arange(72)
    rng = np.random.default_rng(4)
    values = np.abs(np.stack([90 - 1.25 * steps, 60 - 0.8 * steps]) + rng.normal(0, 1, (2, 72)))
    values[1, -1] = end
    return panel(values=values)


@pytest.mark.parametrize("model", [*PLAN.models, NETWORK.models[1]], ids=lambda model: model.name)
def test_a_fold_falls_below_zero_only_where_its_own_past_did_or_it_was_said_to(model):
    plan = replace(PLAN, models=(model,))
    asked = Chunk(np.arange(2), falling(-8.0), plan)
    said = forecast_chunk(asked)
    # What came later, at the very end, is not known at any fold.
    assert (said.past >= 0).all()
    assert (said.future[0] >= 0).all()
    assert (said.future[1] < 0).any()
    possible = replace(asked.panel, treatment=Treatment(negatives="possible"))
    assert (forecast_chunk(replace(asked, panel=possible)).future[0] < 0).any()


def fitted_one_by_one(model):
    """The same model, known only by its fit."""

    @dataclass(frozen=True)
    class Plain:
        lane: Lane = field(default="statistics", init=False)
        name: str = model.name

        def fit(self, ts, horizon, report):
            return model.fit(ts, horizon, report)

    return Plain()


@pytest.mark.slow
@pytest.mark.parametrize(
    "treatment",
    [Treatment(gaps=gaps) for gaps in GAPS] + [Treatment(outliers="replace")],
    ids=lambda treatment: f"{treatment.gaps}-{treatment.outliers}",
)
@pytest.mark.parametrize("model", [SeasonalNaive(), Theta(), Tsb()], ids=lambda model: model.name)
def test_bare_values_are_treated_as_those_of_a_series(model, treatment):
    rng = np.random.default_rng(1)
    values = rng.poisson(30, (3, 90)).astype(float)
    index = pd.date_range("2024-01-01", periods=90, freq="D")
    # Closed on Sundays, which one series has as zeros and the others not at all.
    values[:, index.dayofweek == 6] = np.nan
    values[0] = np.nan_to_num(values[0])
    values[0, 20:34] = np.nan
    values[1, 40] = 400
    values[2, :15] = np.nan
    keys = tuple((f"Shop {row}",) for row in range(3))
    of = Panel("units", ("shop",), keys, values, index, named("daily", index), treatment=treatment)
    plan = PortfolioPlan(horizon=7, choosing=1, reporting=1, models=(model,))
    bare = forecast_chunk(Chunk(np.arange(3), of, plan))
    slow = forecast_chunk(
        Chunk(np.arange(3), of, replace(plan, models=(fitted_one_by_one(model),)))
    )
    for name in ("past", "scores", "future"):
        np.testing.assert_allclose(getattr(bare, name), getattr(slow, name), rtol=1e-5, atol=1e-5)
