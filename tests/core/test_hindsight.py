from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.events import Event
from core.forecaster import Forecast, to_table
from core.hindsight import come_since, follows, hindsight, how_good, ranges_held, scores
from core.phrases import NAIVE
from core.replay import scenes
from core.replay_figures import replay_figure
from tests.builders import past, series

MODELS = ("LSTM", NAIVE)
FORECAST = {"LSTM": 100.0, NAIVE: 95.0}


@pytest.fixture
def then():
    """Four folds of six steps, missed by 1, 2, 3 and 4 throughout."""
    errors = np.repeat([[1.0], [2.0], [3.0], [4.0]], 6, axis=1)
    return past(np.stack([errors, errors]), models=MODELS)


def forecasts(ts, points=FORECAST):
    index = ts.future_index(6)
    made = {}
    for model, point in points.items():
        steady = np.full(6, point)
        bounds = {80: (steady - 5, steady + 5), 95: (steady - 12, steady + 12)}
        made[model] = Forecast(model, ts.index[-1], to_table(index, steady, bounds))
    return made


def going_on(ts, *came, **how):
    return series([*ts.values, *came], **how)


def seen(then, *came, points=FORECAST, **how):
    ts, backtest = then
    return hindsight(ts, forecasts(ts, points), backtest, going_on(ts, *came, **how))


def test_what_has_come_is_counted_and_the_miss_stands_beside_baseline_and_promise(then):
    found = seen(then, 110, 110, 110)
    assert come_since(found) == "Of the 6 months forecast after December 2014, 3 have come since."
    assert how_good(found, "LSTM") == (
        "The LSTM missed by 10.0 EUR on average (9.1% of the actual), last year's value by 15.0. "
        "In the test on the past it missed by 2.50 over as many months, in single folds by 1.00 to "
        "4.00: this was worse than in any of the 4 folds. Of 2 models it was the closest."
    )
    assert "0 of 3 in the 80% range and 3 of 3 in the 95% range" in ranges_held(found, "LSTM")
    assert "about 2 and about 3 would be right" in ranges_held(found, "LSTM")


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (100.5, "better than in any of the 4 folds"),
        (102.0, "within what it showed"),
        (104.5, "worse than in any of the 4 folds"),
    ],
)
def test_the_promise_is_that_of_the_folds(then, came, said):
    assert said in how_good(seen(then, came), "LSTM")


def test_a_network_that_lost_to_the_baseline_is_told_so(then):
    said = how_good(seen(then, 94, 94), "LSTM")
    assert "missed by 6.00 EUR on average (6.4% of the actual), last year's value by 1.00." in said
    assert "So repeating it would have been better." in said
    assert "The closest of 2 models was last year's value, which missed by 1.00." in said


def test_ranges_that_failed_are_called_so(then):
    assert "far too few" in ranges_held(seen(then, 130, 130), "LSTM")
    assert "far too few" not in ranges_held(seen(then, 100, 130), "LSTM")


def test_the_table_has_every_model_the_closest_first(then):
    rows = scores(seen(then, 94, 96))
    assert list(rows["model"]) == [NAIVE, "LSTM"]
    np.testing.assert_allclose(rows["mae"], [1, 5])
    np.testing.assert_allclose(rows["share"], [1 / 95, 5 / 95])
    np.testing.assert_allclose(rows["bias"], [0, 5])
    assert list(rows["held-80"]) == [2, 1]
    assert list(rows["values"]) == [2, 2]


def test_a_forecast_is_judged_by_what_it_knew_and_revisions_are_told(then):
    ts, backtest = then
    values = ts.values
    values[-1] += 50
    now = series([*values, 110])
    found = hindsight(ts, forecasts(ts), backtest, now)
    assert "1 of the 60 values known then was revised" in come_since(found)
    assert found.ts.y.iloc[59] == ts.y.iloc[-1]
    same = seen(then, 110).since.scores()
    pd.testing.assert_frame_equal(found.since.scores(), same)


def test_dates_marked_to_ignore_count_for_nobody(then):
    ts, backtest = then
    now = going_on(ts, 100, 500)
    bad = Event(now.index[-1], now.index[-1], "stock-out", "ignore")
    found = hindsight(ts, forecasts(ts), backtest, replace(now, events=(bad,)))
    assert list(found.rows("LSTM")["y"]) == [100]
    assert "1 month marked to ignore is not counted." in come_since(found)


def test_what_came_after_the_horizon_is_not_looked_at(then):
    found = seen(then, *[100] * 9)
    assert len(found.rows("LSTM")) == 6
    assert len(found.ts) == len(then[0]) + 6


def test_only_the_same_series_going_on_is_looked_at(then):
    ts, _ = then
    assert follows(ts, going_on(ts, 1))
    assert not follows(ts, ts)
    assert not follows(ts, going_on(ts, np.nan))
    assert not follows(ts, going_on(ts, 1, name="Costs"))
    assert not follows(ts, series([*(ts.values * 2), 1]))
    assert not follows(ts, going_on(ts, 1, frequency="quarterly"))
    assert follows(ts, series([1, 2], start="2015-01-01"))
    assert not follows(ts, series([1, 2], start="2015-02-01"))
    assert hindsight(*[then[0], {}, then[1], going_on(then[0], 1)]) is None
    assert seen(then, *[np.nan] * 6, 100) is None


def test_newest_dates_alone_are_enough(then):
    ts, backtest = then
    found = hindsight(ts, forecasts(ts), backtest, series([110, 110], start="2015-01-01"))
    assert "missed by 10.0 EUR" in how_good(found, "LSTM")
    assert found.known == 0


def test_the_picture_shows_what_was_known_what_was_said_and_what_came(then):
    found = seen(then, 110, 111)
    figure = replay_figure(scenes(found.since, ["LSTM"], found.ts), (80, 95), found.ts)
    came = figure.data[-1]
    assert [value for value in came.y if not np.isnan(value)][-2:] == [110, 111]
    assert pd.Timestamp(figure.layout.xaxis.range[1]) == found.since.predictions["ds"].max()
    known = next(trace for trace in figure.data if trace.name == "Known then")
    assert pd.Timestamp(known.x[-1]) == then[0].index[-1]
