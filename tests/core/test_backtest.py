import logging
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest

from core.backtest import backtest
from core.errors import Cancelled, ForecastError, SeriesTooShort, SettingError
from core.folds import Fit, RollingOrigin, carry_out
from core.forecaster import Forecast, to_table
from core.models import SeasonalNaive
from core.progress import silent
from core.treatment import Treatment
from tests.builders import seasonal, series


@dataclass(frozen=True)
class Fixed:
    """Forecasts one number, with intervals of fixed width; a double for slow models."""

    number: float
    name: str = "Fixed"
    lane: str = "statistics"
    fails_from: int = 10**9
    error: Exception | None = None
    lengths: list = field(default_factory=list, compare=False)

    def fit(self, ts, horizon, report=silent):
        self.lengths.append(len(ts))
        if len(ts) >= self.fails_from:
            raise self.error
        return _Fitted(self, ts, horizon)


@dataclass(frozen=True)
class _Fitted:
    spec: Fixed
    ts: object
    horizon: int

    def predict(self, levels=(80, 95)):
        point = np.full(self.horizon, self.spec.number)
        bounds = {level: (point - level / 10, point + level / 10) for level in levels}
        table = to_table(self.ts.future_index(self.horizon), point, bounds)
        return Forecast(self.spec.name, self.ts.index[-1], table)

    def simulate(self, n_paths, seed):
        return np.random.default_rng(seed).normal(size=(n_paths, self.horizon))


def test_folds_end_with_the_series_and_do_not_overlap():
    ts = series(np.arange(20.0))
    cutoffs = RollingOrigin(horizon=4, folds=3).cutoffs(ts)
    assert [ts.index.get_loc(cutoff) for cutoff in cutoffs] == [7, 11, 15]


def test_stride_moves_cutoffs_by_that_many_steps():
    ts = series(np.arange(20.0))
    cutoffs = RollingOrigin(horizon=4, folds=3, stride=1).cutoffs(ts)
    assert [ts.index.get_loc(cutoff) for cutoff in cutoffs] == [13, 14, 15]


def test_folds_that_do_not_fit_are_refused_with_both_lengths():
    with pytest.raises(SeriesTooShort, match=r"14 observations are needed, 13 are there"):
        RollingOrigin(horizon=4, folds=3).cutoffs(series(np.arange(13.0)))


@pytest.mark.parametrize(("horizon", "folds", "stride"), [(0, 1, None), (1, 0, None), (1, 1, 0)])
def test_a_plan_out_of_bounds_is_refused(horizon, folds, stride):
    with pytest.raises(SettingError):
        RollingOrigin(horizon, folds, stride)


def test_models_see_the_past_only():
    spec = Fixed(1.0)
    backtest([spec], series(np.arange(20.0)), RollingOrigin(4, 3))
    assert spec.lengths == [8, 12, 16]


def test_corrupting_everything_after_a_cutoff_changes_no_forecast_made_there():
    ts = seasonal(72)
    plan = RollingOrigin(6, 3)
    honest = backtest([SeasonalNaive()], ts, plan)
    for cutoff in honest.cutoffs:
        spoiled = ts.y.copy()
        spoiled[spoiled.index > cutoff] = -1e9
        told = backtest([SeasonalNaive()], series(spoiled.to_numpy()), plan)
        columns = ["point", "lo-80", "hi-80", "lo-95", "hi-95"]
        for known in [c for c in honest.cutoffs if c <= cutoff]:
            mine = honest.predictions.query("cutoff == @known")[columns]
            theirs = told.predictions.query("cutoff == @known")[columns]
            pd.testing.assert_frame_equal(mine, theirs)
            scale = honest.folds.set_index("cutoff")["scale"]
            assert scale[known] == told.folds.set_index("cutoff")["scale"][known]


def test_predictions_hold_actuals_beside_forecasts():
    ts = series(np.arange(20.0))
    table = backtest([Fixed(3.0)], ts, RollingOrigin(4, 2)).predictions
    assert list(table["y"]) == list(range(12, 20))
    assert list(table["step"]) == [1, 2, 3, 4] * 2
    assert list(table.columns[:6]) == ["model", "cutoff", "ds", "step", "y", "point"]


def test_leaderboard_by_hand():
    # Folds of actuals 8, 9 and 10, 11 forecast as 9 with 80% bounds 1..17; the naive change
    # in both pasts is 1, so MASE equals MAE.
    values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    board = backtest([Fixed(9.0)], series(values, "yearly"), RollingOrigin(2, 2)).leaderboard()
    row = board.iloc[0]
    assert row["mae"] == pytest.approx((1 + 0 + 1 + 2) / 4)
    assert row["rmse"] == pytest.approx(np.sqrt((1 + 0 + 1 + 4) / 4))
    assert row["mase"] == pytest.approx(1.0)
    assert row["coverage-80"] == 1.0
    assert row["bias"] == pytest.approx((1 + 0 - 1 - 2) / 4)
    assert row["rmsse"] == pytest.approx((np.sqrt(1 / 2) + np.sqrt(5 / 2)) / 2)
    # Bounds at 95% are 9.5 either side, but not below zero, and nothing lay beyond them.
    assert row["msis"] == pytest.approx(18.5)
    assert (row["folds"], row["scored"]) == (2, 4)


def test_the_measure_that_decides_sorts_the_table():
    values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30]
    models = [Fixed(9.5, "Near"), Fixed(14.75, "Unbiased"), Fixed(16.0, "High")]
    result = backtest(models, series(values, "yearly"), RollingOrigin(2, 2))
    # Of 8, 9, 10 and 30 the median is 9.5 and the mean 14.25.
    assert result.leaderboard()["model"].iloc[0] == "Near"
    assert result.leaderboard("rmse")["model"].iloc[0] == "Unbiased"
    assert result.leaderboard("bias")["model"].iloc[0] == "Unbiased"
    # Bounds 8 either side hold 3 of 4 for the near one, which is nearest to 80%.
    assert list(result.leaderboard("coverage-80")["coverage-80"]) == [0.75, 0.75, 0.75]


def test_paths_of_every_fold_come_with_it_and_agree_with_its_bands():
    result = backtest([SeasonalNaive()], seasonal(72), RollingOrigin(6, 2))
    for cutoff in result.cutoffs:
        paths = result.paths["Seasonal naive", cutoff]
        rows = result.predictions[result.predictions["cutoff"] == cutoff]
        assert paths.shape == (1_000, 6)
        for column, share in (("lo-80", 0.1), ("point", 0.5), ("hi-95", 0.975)):
            found = np.quantile(paths, share, axis=0)
            np.testing.assert_allclose(found, rows[column], rtol=2e-3)


def test_nothing_below_zero_is_forecast_where_nothing_ever_was():
    ts = series(np.r_[np.full(30, 5.0), 3.0, 1.0], "yearly")
    outcome = carry_out(Fit(Fixed(1.0), ts, 3, 0, 1))
    assert (outcome.forecast.table["lo-95"] == 0).all()
    assert outcome.forecast.paths.min() == 0
    assert "zero stands there instead" in outcome.forecast.notes[-1]
    allowed = replace(ts, treatment=Treatment(negatives="possible"))
    for free in (allowed, series(np.r_[ts.values, -1.0], "yearly")):
        outcome = carry_out(Fit(Fixed(1.0), free, 3, 0, 1))
        assert (outcome.forecast.table["lo-95"] == -8.5).all()
        assert outcome.forecast.notes == ()


def test_a_missing_actual_is_not_scored():
    values = np.arange(20.0)
    values[-1] = np.nan
    board = backtest([Fixed(17.0)], series(values, "yearly"), RollingOrigin(2, 1)).leaderboard()
    assert board.iloc[0]["scored"] == 1
    assert board.iloc[0]["mae"] == pytest.approx(1.0)


def test_a_failure_is_a_row_with_its_reason_sorted_last():
    failing = Fixed(19.0, "Fails", fails_from=15, error=ForecastError("It would not converge."))
    plain = Fixed(0.0, "Plain")
    board = backtest([failing, plain], series(np.arange(20.0)), RollingOrigin(4, 2)).leaderboard()
    assert list(board["model"]) == ["Plain", "Fails"]
    assert board.iloc[1]["failure"] == "It would not converge."
    assert board.iloc[1]["folds"] == 1


def test_a_model_that_always_fails_scores_nothing():
    failing = Fixed(0.0, fails_from=0, error=ForecastError("No."))
    board = backtest([failing], series(np.arange(20.0)), RollingOrigin(4, 2)).leaderboard()
    assert np.isnan(board.iloc[0]["mae"])
    assert board.iloc[0]["folds"] == 0


def test_an_unforeseen_error_gets_an_id_that_the_log_has_too(caplog):
    failing = Fixed(0.0, fails_from=0, error=ZeroDivisionError("3.14 secret"))
    with caplog.at_level(logging.ERROR):
        board = backtest([failing], series(np.arange(20.0)), RollingOrigin(4, 1)).leaderboard()
    reason = board.iloc[0]["failure"]
    assert caplog.records[-1].error_id in reason
    assert "secret" not in reason


def test_cancelled_is_no_failure():
    failing = Fixed(0.0, fails_from=0, error=Cancelled())
    with pytest.raises(Cancelled):
        backtest([failing], series(np.arange(20.0)), RollingOrigin(4, 1))


@pytest.mark.parametrize(("fold", "carries"), [(0, True), (2, False)])
def test_only_the_final_forecast_carries_its_residuals(fold, carries):
    outcome = carry_out(Fit(SeasonalNaive(), seasonal(60), 6, fold, 3))
    assert (outcome.forecast.residuals is not None) == carries
    assert len(outcome.forecast.table) == 6
