import numpy as np
import pandas as pd
import pytest
from utilsforecast import losses

from core.learn.error_measure_figures import measures_figure, times_as_high
from core.learn.error_measures import (
    CASES,
    MEASURES,
    Spoil,
    calmest,
    fooled,
    mape,
    of_naive,
    of_run,
)
from tests.builders import past, seasonal, series


@pytest.fixture
def given():
    return of_naive(seasonal(60))


def test_measures_are_those_of_an_independent_library(given):
    ts = seasonal(60)
    frame = pd.DataFrame(
        {"unique_id": 1, "ds": given.stamps, "y": given.actual, "model": given.point}
    )
    train = pd.DataFrame({"unique_id": 1, "ds": ts.index[:48], "y": ts.values[:48]})
    found = given.measured()
    for key, factor in (("rmse", 1), ("mae", 1), ("mape", 100), ("smape", 200)):
        right = getattr(losses, key)(frame, ["model"])["model"].item()
        assert found[key] == pytest.approx(factor * right)
    right = losses.mase(frame, ["model"], seasonality=12, train_df=train)["model"].item()
    assert found["mase"] == pytest.approx(right)


def test_without_a_run_the_last_season_is_that_before():
    ts = seasonal(60)
    ts.y.iloc[-3] = np.nan
    given = of_naive(ts)
    known = np.delete(np.arange(12), 9)
    np.testing.assert_array_equal(given.actual, ts.values[48:][known])
    np.testing.assert_array_equal(given.point, ts.values[36:48][known])
    assert list(given.stamps) == list(ts.index[48:][known])
    assert given.scale == pytest.approx(np.mean(np.abs(ts.values[12:48] - ts.values[:36])))


def test_a_run_is_judged_at_its_newest_cutoff():
    ts, backtest = past(np.arange(8.0).reshape(2, 4) + 1)
    given = of_run(backtest, "Model", ts)
    np.testing.assert_allclose(given.actual - given.point, [5, 6, 7, 8])
    assert given.stamps[0] == ts.index[40]
    assert given.measured()["mae"] == pytest.approx(6.5)
    assert of_run(backtest, "No such model", ts) is None


def test_what_spoils_a_forecast(given):
    size = given.actual.mean()
    np.testing.assert_allclose(Spoil(shift=0.1).done_to(given).point, given.point + 0.1 * size)
    wild = Spoil(wild=2.0).done_to(given).point - given.point
    assert wild[6] == pytest.approx(2 * size)
    assert not np.delete(wild, 6).any()
    near = Spoil(near=1.0).done_to(given)
    assert near.actual.min() == pytest.approx(0)
    np.testing.assert_allclose(near.actual - near.point, given.actual - given.point)
    assert Spoil().done_to(given).measured() == given.measured()


def test_each_case_fools_its_measure(given):
    times = {key: times_as_high(given, case.done_to(given))[key] for key, case in CASES.items()}
    assert times["rmse"] > times_as_high(given, CASES["rmse"].done_to(given))["mae"]
    assert times["mae"] == pytest.approx(1)
    assert times["mape"] > 3
    assert times["mase"] > 1
    down, up = (Spoil(shift=share).done_to(given).measured()["smape"] for share in (-0.3, 0.3))
    assert down > up
    assert all(fooled(key, given, "EUR") for key in MEASURES)


def test_no_per_cent_of_nothing():
    assert mape(np.array([0.0, 1.0]), np.array([1.0, 1.0])) == np.inf
    assert mape(np.array([2.0, 4.0]), np.array([1.0, 5.0])) == pytest.approx(37.5)


def test_the_calmest_season():
    changes = np.array([4.0] * 6 + [1.0] * 6 + [3.0] * 6)
    values = np.concatenate([np.zeros(6), np.cumsum(changes.reshape(-1, 6), axis=0).ravel()])
    assert calmest(values, 6) == pytest.approx(1)
    assert np.isnan(calmest(np.ones(20), 6))


@pytest.mark.parametrize("values", [[0.0] * 40, [5.0, np.nan] * 10, [-3.0, 2.0, 1.0, 0.0]])
def test_odd_series_have_a_picture(values):
    ts = series(values)
    given = of_naive(ts)
    now = Spoil(0.1, 0.5, 0.5, True).done_to(given)
    measures_figure(given, now, dict.fromkeys(MEASURES, ""), ts)


def test_bars_that_are_too_long_end_in_an_arrow(given):
    now = Spoil(near=1.0).done_to(given)
    figure = measures_figure(given, now, {key: key for key in MEASURES}, seasonal(60))
    arrows = figure.data[-1]
    assert "MAPE" in arrows.y
