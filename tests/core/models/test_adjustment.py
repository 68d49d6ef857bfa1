from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import MissingAhead
from core.forecaster import Forecast, Insight
from core.models import Practised
from core.models.adjustment import Adjustment
from tests.builders import driven, promoted, seasonal, with_another_promotion

H = 6


def test_taken_out_and_put_back_nothing_is_lost():
    ts = promoted()
    adjustment = Adjustment.learn(ts, H)
    rest = adjustment.taken_out(ts)
    assert rest.drivers is None
    back = rest.y * np.exp(adjustment.past) if adjustment.logs else rest.y + adjustment.past
    np.testing.assert_allclose(back, ts.y)


def test_what_is_left_no_longer_follows_the_driver():
    ts = promoted()
    rest = Adjustment.learn(ts, H).taken_out(ts)
    promotion = ts.drivers.table["Promotion"].iloc[: len(ts)]
    changes = promotion.diff()
    assert abs(ts.y.diff().corr(changes)) > 0.5
    assert abs(rest.y.diff().corr(changes)) < 0.2


def test_a_promotion_to_come_is_foreseen():
    ts = promoted()
    usual, other = (
        Practised().fit(each, H).predict().table for each in (ts, with_another_promotion(ts))
    )
    lift = (other - usual).to_numpy()
    np.testing.assert_allclose(lift[:-1], 0, atol=1e-6)
    assert ((lift[-1] > 30) & (lift[-1] < 60)).all()


def test_intervals_keep_their_width_where_effects_are_amounts():
    adjustment = Adjustment(pd.Series(dtype=float), np.array([10.0, -5.0]))
    table = pd.DataFrame({"point": [1.0, 2.0], "lo-80": [0.0, 1.0], "hi-80": [3.0, 4.0]})
    forecast = adjustment.put_back(Forecast("X", pd.Timestamp("2020-01-01"), table))
    assert forecast.table["point"].tolist() == [11.0, -3.0]
    assert (forecast.table["hi-80"] - forecast.table["lo-80"]).tolist() == [3.0, 3.0]


def test_effects_by_shares_multiply_errors_and_influences_too():
    dates = pd.date_range("2020-01-01", periods=2, freq="MS")
    past = pd.Series(np.log([2.0, 4.0]), index=dates)
    adjustment = Adjustment(past, np.log([3.0]), logs=True)
    one = pd.Series([1.0, 1.0], index=dates)
    insight = Insight(one, np.zeros(2), ())
    table = pd.DataFrame({"point": [1.0]})
    forecast = adjustment.put_back(Forecast("X", dates[-1], table, residuals=one, insight=insight))
    assert forecast.table["point"].iloc[0] == pytest.approx(3.0)
    assert forecast.residuals.tolist() == pytest.approx([2.0, 4.0])
    assert forecast.insight.influence.tolist() == pytest.approx([3.0, 3.0])


def test_what_was_never_below_zero_stays_there():
    ts = promoted()
    least = Adjustment.learn(ts, H).onto(np.full((3, H), -1e3)).min()
    assert least == 0.0


def test_without_an_effect_the_series_is_as_it_was_and_the_reason_is_said():
    ts = driven(seasonal(60), {"Noise": np.random.default_rng(1).normal(size=66)})
    adjustment = Adjustment.learn(ts, H)
    pd.testing.assert_series_equal(adjustment.taken_out(ts).y, ts.y)
    assert "'Noise' was left out: no effect stood out from chance." in adjustment.notes


def test_effects_come_from_the_newest_values_only_where_so_many_are_read():
    ts = promoted(200)
    older = ts.y.copy()
    older.iloc[:100] = 500.0
    mine = Adjustment.learn(ts, H, 90)
    np.testing.assert_allclose(mine.future, Adjustment.learn(replace(ts, y=older), H, 90).future)


def test_values_to_come_that_are_missing_stop_the_fit_with_their_dates():
    ts = promoted()
    table = ts.drivers.table.iloc[: len(ts)]
    short = replace(ts, drivers=replace(ts.drivers, table=table))
    with pytest.raises(MissingAhead, match="'Promotion' has no value for January 2018"):
        Practised().fit(short, H)
