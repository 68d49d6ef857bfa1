from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.events import Event
from core.miss_figures import accuracy_figure, miss_figure
from core.miss_findings import finding
from core.misses import views, worst
from tests.builders import past


def errors_of(folds=8, steps=12, seed=0):
    return np.random.default_rng(seed).normal(size=(folds, steps))


def two(**how):
    errors = np.stack([errors_of(), 2 * errors_of(seed=1)])
    return (*past(errors, models=("Good", "Naive"), **how), errors)


def test_accuracy_is_the_mean_absolute_error_of_each_part():
    ts, backtest, errors = two()
    found = views(backtest, ["Good", "Naive"], ts)
    assert list(found.parts) == ["Step ahead", "Fold", "Month"]
    by_step, by_fold = found.accuracy("Step ahead"), found.accuracy("Fold")
    for place, model in enumerate(("Good", "Naive")):
        np.testing.assert_allclose(by_step[model], np.abs(errors[place]).mean(axis=0))
        np.testing.assert_allclose(by_fold[model], np.abs(errors[place]).mean(axis=1))
    assert list(by_step["values"]) == [8] * 12
    assert list(by_fold["values"]) == [12] * 8
    assert list(found.accuracy("Month").index[:2]) == ["Jan", "Feb"]
    assert by_step.index.name == "Months ahead"


def test_models_are_compared_on_dates_that_all_of_them_have():
    ts, backtest, errors = two()
    gone = backtest.cutoffs[0]
    rows = backtest.predictions
    rows = rows[(rows["model"] != "Naive") | (rows["cutoff"] != gone)]
    found = views(replace(backtest, predictions=rows), ["Good", "Naive"], ts)
    np.testing.assert_allclose(
        found.accuracy("Step ahead")["Good"], np.abs(errors[0, 1:]).mean(axis=0)
    )
    assert len(found.accuracy("Fold")) == 7
    assert views(replace(backtest, predictions=rows.head(0)), ["Good"], ts) is None


def test_a_part_without_values_is_left_out():
    ts, backtest = past(errors_of(4, 3))
    table = views(backtest, ["Model"], ts).accuracy("Month")
    assert set(table.index) == set(backtest.predictions["ds"].dt.strftime("%b"))
    assert len(table) == 12
    ts, backtest = past(errors_of(2, 3))
    assert len(views(backtest, ["Model"], ts).accuracy("Month")) == 6


def said(errors, **how):
    ts, backtest = past(errors, **how)
    return finding(views(backtest, ["Model"], ts), "Model", ts)


def test_a_fold_that_decides_all_means_is_named_first():
    errors = errors_of()
    errors[3] *= 8
    assert said(errors).startswith("The fold after December 2015 alone makes ")
    assert "an even share would be 12%" in said(errors)


def test_misses_that_grow_with_the_step_are_told_with_how_much():
    errors = errors_of(8, 10) * np.linspace(0.5, 3, 10)
    words = said(errors)
    near, far = np.abs(errors[:, :5]).mean(), np.abs(errors[:, 5:]).mean()
    assert words.startswith("6 to 10 months ahead, Model misses by ")
    assert f"{far / near:.1f} times as much" in words
    assert "can't be told apart" not in words


def test_a_bad_month_is_named_and_that_it_may_be_the_step():
    errors = errors_of()
    errors[:, 11] *= 5
    words = said(errors)
    assert words.startswith("In December, Model misses by ")
    assert "each step ahead is always the same time" in words


def test_a_bad_weekday_is_named():
    errors = errors_of(8, 14)
    errors[:, [5, 12]] *= 5
    words = said(errors, frequency="daily", start="2024-01-01", before=35)
    assert words.startswith("On Saturdays, Model misses by ")
    # Two of them in each fold, one near and one far.
    assert "can't be told apart" not in words


@pytest.mark.slow
def test_nothing_is_named_where_nothing_but_chance_is_at_work():
    rng = np.random.default_rng(2)
    ts, backtest = past(errors_of())
    named = 0
    for _ in range(60):
        errors = rng.normal(size=(8, 12))
        for step in range(1, 12):
            errors[:, step] = 0.7 * errors[:, step - 1] + np.sqrt(0.51) * errors[:, step]
        rows = backtest.predictions
        rows = rows.assign(y=rows["point"] + errors.ravel())
        found = views(replace(backtest, predictions=rows), ["Model"], ts)
        named += "no part stands out" not in finding(found, "Model", ts)
    assert named <= 6


def test_one_step_ahead_has_no_near_and_far():
    assert "no part stands out" in said(np.ones((6, 1)), frequency="yearly", start="1950-01-01")
    assert "no part stands out" in said(np.zeros((6, 4)))


def test_worst_misses_come_with_what_is_needed_to_understand_them():
    errors = errors_of(3, 4)
    errors[1, 2], errors[2, 0] = 9.0, -5.0
    ts, backtest = past(errors)
    stamp = ts.index[36 + 4 + 2]
    ts = replace(ts, events=(Event(stamp, stamp, "promotion", "one-off", note="Sale"),))
    found = worst(backtest, "Model", ts)
    assert len(found) == 10
    assert found["miss"].abs().is_monotonic_decreasing
    first, second = found.iloc[0], found.iloc[1]
    assert (first["ds"], first["cutoff"], first["step"]) == (stamp, backtest.cutoffs[1], 3)
    assert (first["miss"], first["outside"]) == (pytest.approx(9), 95)
    assert first["share"] == pytest.approx(9 / 109)
    assert first["event"] == "promotion, one-off: Sale"
    assert (second["miss"], second["event"]) == (pytest.approx(-5), "")
    assert set(found["outside"]) <= {0, 80, 95}
    inside = found[found["outside"] == 0]
    assert (inside["miss"].abs() < 1.29).all()


def test_a_share_of_nothing_is_not_given():
    ts, backtest = past(np.full((2, 2), -100.0))
    assert worst(backtest, "Model", ts)["share"].isna().all()


def test_the_chart_of_accuracy_has_units_and_the_models_own_marks():
    ts, backtest = past(np.stack([errors_of()] * 2), models=("ARIMA", "Seasonal naive"), unit="EUR")
    figure = accuracy_figure(views(backtest, ["ARIMA", "Seasonal naive"], ts).accuracy("Fold"), ts)
    assert [trace.line.dash for trace in figure.data] == ["dash", "dot"]
    assert figure.layout.yaxis.title.text == "Typical miss (EUR)"
    assert figure.layout.xaxis.title.text == "Known up to"


def test_the_chart_of_a_miss_is_zoomed_to_it_and_marks_it():
    errors = errors_of(4, 6)
    errors[1, 2] = 9.0
    ts, backtest = past(errors)
    found = worst(backtest, "Model", ts)
    figure = miss_figure(ts, backtest, "Model", found.iloc[0])
    marked = next(trace for trace in figure.data if trace.name == "The miss")
    assert list(marked.y) == [pytest.approx(100), pytest.approx(109)]
    first, last = (pd.Timestamp(end) for end in figure.layout.xaxis.range)
    assert first < backtest.cutoffs[1]
    assert last < ts.index[-1]
    assert first > ts.index[20]
    low, high = figure.layout.yaxis.range
    assert low < 98
    assert 109 < high < 111
    other = miss_figure(ts, backtest, "Model", found.iloc[1])
    assert figure.layout.uirevision != other.layout.uirevision
