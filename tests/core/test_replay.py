from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.replay import scenes, table
from core.replay_figures import replay_figure
from tests.builders import past


def errors_of(folds=4, steps=6, seed=0):
    return np.random.default_rng(seed).normal(size=(folds, steps))


def played(errors=None, models=("Model",), **how):
    ts, backtest = past(errors_of() if errors is None else errors, models=models, **how)
    return ts, backtest, scenes(backtest, models, ts)


def test_every_cutoff_says_what_was_known_and_by_how_much_each_model_missed():
    errors = np.stack([np.full((4, 6), 10.0), np.tile([20.0, -20.0], (4, 3))])
    _, backtest, found = played(errors, ("High", "Level"), unit="EUR")
    assert [scene.cutoff for scene in found] == backtest.cutoffs
    assert found[0].label == "Known up to December 2012"
    # Actuals are 110; the first model said 100, the second 90 and 130 by turns.
    assert found[0].misses == (
        "High missed by 10.0 EUR on average (9.1% of the actual), mostly too low.",
        "Level missed by 20.0 EUR on average (18% of the actual).",
    )


def test_a_mean_of_zero_has_no_share_and_a_fold_without_actuals_no_miss():
    errors = np.full((4, 6), -100.0)
    errors[1] = np.nan
    _, _, found = played(errors)
    assert found[0].misses == ("Model missed by 100 EUR on average, mostly too high.",)
    assert found[1].misses == ("Model: nothing was observed after it.",)
    rows = table(found)
    assert list(rows["values"]) == [6, 0, 6, 6]
    assert rows["miss"].isna().tolist() == [False, True, False, False]


def test_the_table_has_every_cutoff_and_model():
    errors = np.stack([errors_of(), errors_of(seed=1)])
    _, _, found = played(errors, ("One", "Two"))
    rows = table(found)
    assert list(rows["model"]) == ["One", "Two"] * 4
    np.testing.assert_allclose(rows["miss"][::2], np.abs(errors[0]).mean(axis=1))
    np.testing.assert_allclose(rows["actual"][::2], 100 + errors[0].mean(axis=1))
    assert list(rows["held"][::2]) == list((np.abs(errors[0]) <= 1.2816).sum(axis=1))


def test_cutoffs_without_any_forecast_are_left_out_and_a_failed_model_is_silent():
    ts, backtest = past(np.stack([errors_of()] * 2), models=("One", "Two"))
    rows = backtest.predictions
    second = rows["cutoff"] == backtest.cutoffs[1]
    rows = rows[~(second & (rows["model"] == "Two")) & (rows["cutoff"] != backtest.cutoffs[2])]
    found = scenes(replace(backtest, predictions=rows), ["One", "Two"], ts)
    assert [list(scene.forecasts) for scene in found] == [["One", "Two"], ["One"], ["One", "Two"]]
    figure = replay_figure(found, (80, 95), ts)
    assert {len(frame.data) for frame in figure.frames} == {8}
    assert scenes(backtest, [], ts) == ()


def test_a_frame_shows_what_was_known_then_and_nothing_more_of_it():
    ts, _, found = played()
    figure = replay_figure(found, (80, 95), ts)
    assert [frame.name for frame in figure.frames] == ["0", "1", "2", "3"]
    after = figure.data[-1]
    for frame, scene in zip(figure.frames, found, strict=True):
        traces = {trace.name: trace for trace in frame.data}
        assert pd.Timestamp(traces["Known then"].x[-1]) == scene.cutoff
        assert traces["Known then"].y[-1] == ts.y[scene.cutoff]
        assert pd.Timestamp(traces["Model"].x[0]) == scene.forecasts["Model"].index[0]
        assert {"Model 80%", "Model 95%", "Cutoff"} <= set(traces)
    assert after.name == "What came after"
    assert list(after.y)[-6:] == pytest.approx(list(ts.y.iloc[-6:]))


def test_nothing_but_the_frame_moves():
    ts, _, found = played(deviation=3.0)
    figure = replay_figure(found, (80, 95), ts)
    # Every frame replaces the same traces, the last one stays.
    assert {tuple(frame.traces) for frame in figure.frames} == {tuple(range(len(figure.data) - 1))}
    low, high = figure.layout.yaxis.range
    for frame in figure.frames:
        values = [value for trace in frame.data for value in trace.y]
        assert low <= min(values)
        assert max(values) <= high
    assert [trace.name for trace in figure.frames[0].data] == [t.name for t in figure.data[:-1]]


def test_gaps_in_what_was_known_stay_gaps():
    ts, backtest = past(errors_of())
    ts = replace(ts, y=ts.y.mask(ts.index == ts.index[40]))
    figure = replay_figure(scenes(backtest, ["Model"], ts), (80, 95), ts)
    assert pd.isna(figure.data[-1].y).sum() == 1
