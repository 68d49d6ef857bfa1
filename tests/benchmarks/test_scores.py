"""The figures of the accuracy benchmark, by hand."""

import numpy as np
import pytest

from benchmarks.competition import Task, naive2
from benchmarks.scores import Told, score, table

NAN = np.nan


def task(known, actual, period=1):
    return Task("T", np.array(known, float), np.array(actual, float), period)


def told(point, lo=None, hi=None, seconds=1.0):
    point = np.array(point, float)
    bounds = {}
    if lo is not None:
        bounds = {level: (np.array(lo, float), np.array(hi, float)) for level in (80, 95)}
    return Told(point, bounds, seconds)


def compared(tasks, lookback, arima):
    """Scores with naive forecasts that repeat the last value."""
    every = []
    for each, mine, theirs in zip(tasks, lookback, arima, strict=True):
        naive = told(np.repeat(each.known[-1], len(each.actual)))
        every.append({"lookback": mine, "autoarima": theirs, "snaive": naive, "naive2": naive})
    return score(tasks, every)


def test_figures_of_one_series():
    # Changes of 1 from step to step: MASE is the mean miss.
    one = task([1, 2, 3, 4], [5, 8])
    found = compared([one], [told([5, 6], [4, 5], [6, 7])], [told([4, 4], [0, 0], [9, 9])])
    mine, naive = found["models"]["lookback"], found["models"]["naive2"]
    assert mine["mase"] == pytest.approx((0 + 2) / 2)
    assert mine["smape"] == pytest.approx(200 * (2 / 14) / 2, abs=1e-3)
    assert naive["owa"] == 1
    theirs = (naive["smape"], naive["mase"])
    assert mine["owa"] == pytest.approx(
        (mine["smape"] / theirs[0] + mine["mase"] / theirs[1]) / 2, abs=1e-3
    )
    assert mine["coverage80"] == mine["coverage95"] == 0.5
    # Widths of 2, and 1 above the second band, which costs 2 / 0.05 times as much.
    assert mine["msis95"] == pytest.approx((2 + 2 + 1 * 40) / 2)
    assert naive["msis95"] is None
    assert found["ratio_to_autoarima"]["lookback"]["mase"] == pytest.approx(1 / 2.5)


@pytest.mark.filterwarnings("ignore:(Mean of empty|invalid value):RuntimeWarning")
def test_a_missing_actual_is_not_scored():
    whole = compared([task([1, 2, 3], [4])], [told([5], [3], [6])], [told([3])])
    gap = compared([task([1, 2, 3], [4, NAN])], [told([5, 9], [3, 3], [6, 6])], [told([3, 4])])
    for figure in ("mase", "smape", "coverage80", "msis95"):
        assert gap["models"]["lookback"][figure] == whole["models"]["lookback"][figure]


def test_a_lost_series_is_counted_and_the_worst_is_beside_at_least_one():
    tasks = [task([1, 2, 3, 4], [4.1]), task([1, 2, 3, 4], [6])]
    found = compared(tasks, [told([4.5]), told([16])], [told([4]), told([4])])
    mine = found["models"]["lookback"]
    assert mine["share_lost"] == 1
    assert mine["worst_mase_over_snaive"] == 10 / 2


def test_coverage_by_step_and_its_error_by_series():
    tasks = [task([1, 2, 3, 4], [5, 5]), task([1, 2, 3, 4], [5])]
    lookback = [told([5, 5], [4, 9], [6, 10]), told([5], [6], [7])]
    mine = compared(tasks, lookback, [told([4, 4]), told([4])])["models"]["lookback"]
    assert mine["coverage80_by_step"] == [0.5, 0.0]
    # Sums of (held - 1/3) by series: 1/3 and -1/3, over 3 actuals.
    assert mine["coverage80_se"] == pytest.approx(np.sqrt(2 / 9) / 3, abs=1e-4)


def test_the_error_of_a_ratio_is_that_of_redrawn_series():
    rng = np.random.default_rng(0)
    tasks = [task([1, 2, 3, 4], [5]) for _ in range(300)]
    misses = rng.uniform(0.5, 1.5, 300)
    found = compared(tasks, [told([5 + miss]) for miss in misses], [told([6])] * 300)
    ratio = found["ratio_to_autoarima"]["lookback"]
    assert ratio["se"] == pytest.approx(misses.std() / np.sqrt(300), rel=0.1)


def test_the_table_names_every_model():
    found = compared([task([1, 2, 3], [4])], [told([4], [3], [5])], [told([5])])
    words = table(found)
    for name in ("lookback", "autoarima", "snaive", "naive2"):
        assert name in words
    assert "step by step: 100" in words


def test_naive2_repeats_a_multiplicative_season_and_nothing_without_one():
    season = np.tile([50, 100, 150, 100], 6)
    ahead = naive2(task(season, np.zeros(6), period=4))
    assert ahead == pytest.approx([50, 100, 150, 100, 50, 100])
    noise = np.random.default_rng(3).uniform(90, 110, 24)
    assert naive2(task(noise, np.zeros(3), period=4)) == pytest.approx([noise[-1]] * 3)
