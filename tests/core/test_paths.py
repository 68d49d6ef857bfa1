import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core import paths
from core.forecaster import to_table

INDEX = pd.date_range("2020-01-01", periods=6, freq="MS")
LEVELS = (80, 95)


def normal(mean, deviation, index=INDEX):
    """The table of a normal forecast."""
    mean, deviation = (
        np.broadcast_to(each, len(index)).astype(float) for each in (mean, deviation)
    )
    bounds = {}
    for level in LEVELS:
        width = stats.norm.ppf(0.5 + level / 200) * deviation
        bounds[level] = (mean - width, mean + width)
    return to_table(index, mean, bounds)


def walks(n=4_000, steps=6, seed=0):
    return np.random.default_rng(seed).normal(size=(n, steps)).cumsum(axis=1)


def test_values_follow_the_table_whatever_was_drawn():
    table = normal(np.arange(6) * 10 + 100, np.arange(1, 7))
    found = paths.coupled(np.exp(walks()), table)
    for share, column in ((0.025, "lo-95"), (0.1, "lo-80"), (0.5, "point"), (0.9, "hi-80")):
        np.testing.assert_allclose(np.quantile(found, share, axis=0), table[column], rtol=2e-3)


def test_the_total_of_a_random_walk_has_its_known_spread():
    drawn = walks(20_000)
    found = paths.coupled(drawn, normal(0.0, np.sqrt(np.arange(1, 7)))).sum(axis=1)
    # Var of the sum of a walk over h steps: h (h + 1) (2 h + 1) / 6.
    assert found.std() == pytest.approx(np.sqrt(6 * 7 * 13 / 6), rel=0.03)
    alone = paths.coupled(np.random.default_rng(1).normal(size=(20_000, 6)), normal(0.0, 1.0))
    assert alone.sum(axis=1).std() == pytest.approx(np.sqrt(6), rel=0.03)


def test_a_skewed_table_keeps_its_skew():
    table = normal(100.0, 1.0)
    table["hi-80"], table["hi-95"] = 110.0, 130.0
    found = paths.coupled(walks(), table)
    assert np.quantile(found, 0.975) == pytest.approx(130, rel=0.01)
    assert found.min() > 90


def test_a_table_without_spread_gives_that_value():
    table = normal(7.0, 0.0)
    np.testing.assert_array_equal(paths.coupled(walks(), table), 7.0)


@pytest.mark.parametrize(("horizon", "fold", "expected"), [
    (12, False, 2_000), (12, True, 1_000), (400, False, 500), (400, True, 200),
])  # fmt: skip
def test_long_horizons_have_fewer_paths(horizon, fold, expected):
    assert paths.count(horizon, fold) == expected
