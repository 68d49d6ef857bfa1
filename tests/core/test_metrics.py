import math

import numpy as np
import pytest
from scipy import stats

from core import metrics


def loop_mean(terms):
    kept = [term for term in terms if not math.isnan(term)]
    return sum(kept) / len(kept)


@pytest.fixture
def pair():
    rng = np.random.default_rng(4)
    y, point = rng.normal(50, 20, 40), rng.normal(50, 20, 40)
    y[[3, 17]] = np.nan
    return y, point


def test_vectorised_measures_equal_plain_loops(pair):
    y, point = pair
    rows = list(zip(y, point, strict=True))
    assert metrics.mae(*pair) == pytest.approx(loop_mean(abs(a - f) for a, f in rows))
    assert metrics.rmse(*pair) == pytest.approx(math.sqrt(loop_mean((a - f) ** 2 for a, f in rows)))
    assert metrics.smape(*pair) == pytest.approx(
        loop_mean(200 * abs(a - f) / (abs(a) + abs(f)) for a, f in rows)
    )


def test_smape_of_zero_against_zero_is_no_error():
    assert metrics.smape(np.array([0.0, 10.0]), np.array([0.0, 10.0])) == 0
    assert metrics.smape(np.array([0.0]), np.array([5.0])) == pytest.approx(200)


def test_seasonal_scale_by_hand():
    train = np.array([1.0, 5.0, 2.0, 7.0, np.nan, 6.0])
    # Changes two steps apart: 1, 2, missing, -1.
    assert metrics.seasonal_scale(train, 2) == pytest.approx(4 / 3)


def test_a_past_no_longer_than_a_season_is_scaled_by_single_steps():
    assert metrics.seasonal_scale(np.array([1.0, 3.0, 4.0]), 12) == pytest.approx(1.5)


def test_a_constant_past_has_no_scale():
    assert math.isnan(metrics.seasonal_scale(np.full(30, 7.0), 12))


def test_mase_below_one_beats_the_yardstick():
    y, point = np.array([10.0, 12.0]), np.array([11.0, 11.0])
    assert metrics.mase(y, point, scale=2.0) == pytest.approx(0.5)


def test_coverage_counts_the_bounds_themselves_and_skips_what_is_missing():
    y = np.array([1.0, 2.0, 3.0, np.nan])
    lo, hi = np.array([1.0, 0.0, 4.0, 0.0]), np.array([2.0, 2.0, 5.0, 9.0])
    assert metrics.coverage(y, lo, hi) == pytest.approx(2 / 3)


def test_nothing_to_score_is_not_a_perfect_score():
    nothing = np.array([np.nan])
    for measure in (metrics.mae, metrics.rmse, metrics.smape):
        assert math.isnan(measure(nothing, np.array([1.0])))
    assert math.isnan(metrics.coverage(nothing, nothing, nothing))


def test_bias_is_above_zero_where_forecasts_are_too_high():
    assert metrics.bias(np.array([10.0, 12.0, np.nan]), np.array([13.0, 13.0, 9.0])) == 2.0


def test_rmsse_of_the_yardstick_itself_is_one():
    rng = np.random.default_rng(1)
    train = rng.normal(size=500).cumsum()
    scale = metrics.seasonal_root_scale(train, 12)
    assert metrics.rmsse(train[12:], train[:-12], scale) == pytest.approx(1.0)


def test_pinball_of_the_median_alone_is_half_the_mean_absolute_error(pair):
    assert metrics.pinball(pair[0], {0.5: pair[1]}) == pytest.approx(metrics.mae(*pair) / 2)


def test_pinball_is_least_at_the_true_quantile():
    y = np.random.default_rng(3).normal(size=20_000)
    for share in (0.1, 0.9):
        said = {
            each: metrics.pinball(y, {share: np.full(len(y), each)})
            for each in np.arange(-2, 2, 0.02)
        }
        assert min(said, key=said.get) == pytest.approx(stats.norm.ppf(share), abs=0.06)


def test_interval_score_by_hand():
    y, lo, hi = np.array([5.0, 1.0, 14.0, np.nan]), np.full(4, 2.0), np.full(4, 12.0)
    # Ten wide; one miss by 1 and one by 2, each costing 10 times its size at 80%.
    assert metrics.interval_score(y, lo, hi, 80) == pytest.approx(10 + 10 * (1 + 2) / 3)
