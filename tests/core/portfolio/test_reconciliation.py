import numpy as np
import pytest

from core.errors import ForecastError
from core.portfolio.hierarchy import Hierarchy
from core.portfolio.reconciliation import moved, reconcile, shrinkage

KEYS = [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2"), ("b", "3")]
BASE = np.array(
    [[100, 104], [45, 44], [50, 57], [20, 21], [22, 26], [10, 11], [18, 17], [24, 25.0]]
)
# Of each node on twelve dates; their means are 0, since the library takes off the mean and
# Lookback does not.
RESIDUALS = np.array([
    [-75.1, 25.9, 22.8, 10.2, 2.0, 8.6, -27.1, -7.5, -9.4, 7.0, 1.9, 40.7],
    [-35.4, 8.6, 7.8, 12.3, 11.9, 6.0, -31.7, 19.4, -2.6, 9.9, -14.3, 8.1],
    [-39.7, 24.6, 16.3, -0.4, -4.4, 9.1, 8.0, -26.7, -14.6, -0.5, 5.2, 23.1],
    [-13.7, 1.7, 5.9, 3.7, 1.1, -1.0, -5.3, 5.2, 2.7, 1.0, -5.4, 4.1],
    [-16.9, -0.8, 5.1, 2.8, 2.2, 0.2, -15.0, 9.0, -6.8, 8.2, 0.3, 11.7],
    [-6.1, 3.0, 3.1, 3.5, -3.5, 0.4, -1.1, -2.3, -4.1, 2.6, -2.7, 7.2],
    [-6.7, 7.7, 10.2, -0.7, 2.5, -5.9, 5.4, -9.5, -6.0, -1.2, -4.3, 8.5],
    [-31.5, 16.5, 0.8, 0.5, -1.3, 12.7, -7.4, -11.6, -3.8, 1.4, 15.6, 8.1],
])  # fmt: skip

# Computed with hierarchicalforecast 1.5.3 (Nixtla): BottomUp(), TopDown("forecast_proportions")
# and MinTrace("mint_shrink") on the same hierarchy, forecasts and errors.
THEIRS = {
    "bottom-up": [[94, 100], [42, 47], [52, 53], [20, 21], [22, 26], [10, 11], [18, 17], [24, 25]],
    "top-down": [
        [100.0, 104.0], [47.368421, 45.306931], [52.631579, 58.693069], [22.556391, 20.243522],
        [24.81203, 25.063408], [10.121457, 12.18158], [18.218623, 18.826079], [24.291498, 27.68541],
    ],
    "mint": [
        [94.583959, 102.434124], [42.519681, 47.264907], [52.064278, 55.169216],
        [20.065018, 21.136662], [22.454663, 26.128246], [10.015297, 11.169627],
        [18.215515, 17.259589], [23.833466, 26.74],
    ],
}  # fmt: skip
THEIR_SHRINKAGE = 0.397077
METHODS = tuple(THEIRS)

every = pytest.mark.parametrize("method", METHODS)


@pytest.fixture
def hierarchy():
    return Hierarchy.of(("Region", "Store"), KEYS)


def dense(hierarchy, base, residuals):
    """MinT as its authors write it, with all matrices in full."""
    summing = hierarchy.summing.toarray()
    covariance = residuals @ residuals.T / residuals.shape[1]
    spread = np.sqrt(np.diag(covariance))
    kept = 1 - shrinkage((residuals / spread[:, None]).T)
    weights = kept * covariance + (1 - kept) * np.diag(spread**2)
    inverse = np.linalg.inv(weights)
    bottoms = np.linalg.inv(summing.T @ inverse @ summing) @ summing.T @ inverse @ base
    return summing @ bottoms


@every
def test_numbers_are_those_of_hierarchicalforecast(hierarchy, method):
    mine = reconcile(hierarchy, BASE, method, RESIDUALS)
    np.testing.assert_allclose(mine, THEIRS[method], atol=2e-6)


def test_correlations_are_shrunk_as_there():
    scaled = (RESIDUALS / np.sqrt((RESIDUALS**2).mean(axis=1, keepdims=True))).T
    assert shrinkage(scaled) == pytest.approx(THEIR_SHRINKAGE, abs=1e-6)
    # By pairs, as Schäfer and Strimmer write it.
    dates, nodes = scaled.shape
    above = below = 0.0
    for one in range(nodes):
        for other in range(nodes):
            if one != other:
                both = scaled[:, one] * scaled[:, other]
                above += ((both - both.mean()) ** 2).sum() / (dates * (dates - 1))
                below += both.mean() ** 2
    assert shrinkage(scaled) == pytest.approx(above / below)


@pytest.mark.parametrize("seed", range(3))
def test_the_sparse_way_is_the_textbook_s(seed):
    rng = np.random.default_rng(seed)
    keys = [(f"r{n % 3}", f"s{n % 6}", f"p{n}") for n in range(17)]
    wide = Hierarchy.of(("Region", "Store", "Product"), keys)
    base = wide.aggregate(rng.uniform(40, 60, (17, 4))) + rng.normal(0, 5, (len(wide.nodes), 4))
    residuals = rng.normal(size=(len(wide.nodes), 30)) + rng.normal(size=30)
    mine = reconcile(wide, base, "mint", residuals)
    np.testing.assert_allclose(mine, dense(wide, base, residuals), rtol=1e-9)


@every
def test_forecasts_add_up(hierarchy, method):
    mine = reconcile(hierarchy, BASE, method, RESIDUALS)
    np.testing.assert_allclose(mine[0], mine[1] + mine[2])
    np.testing.assert_allclose(mine[1], mine[3:5].sum(axis=0))
    np.testing.assert_allclose(mine[2], mine[5:].sum(axis=0))


@every
def test_forecasts_that_add_up_stay_as_they_are(hierarchy, method):
    agreeing = reconcile(hierarchy, BASE, "bottom-up")
    mine = reconcile(hierarchy, agreeing, method, RESIDUALS)
    np.testing.assert_allclose(mine, agreeing, rtol=1e-9)


def test_bottom_up_keeps_the_series_and_top_down_the_total(hierarchy):
    np.testing.assert_array_equal(reconcile(hierarchy, BASE, "bottom-up")[3:], BASE[3:])
    np.testing.assert_allclose(reconcile(hierarchy, BASE, "top-down")[0], BASE[0])


def test_nothing_falls_below_zero_unless_it_was_there(hierarchy):
    low = BASE.copy()
    low[0] = 20
    low[3:6] = [[0.0, 0.5], [0.1, 0.0], [0.0, 0.0]]
    mine = reconcile(hierarchy, low, "mint", RESIDUALS)
    assert (mine >= 0).all()
    np.testing.assert_allclose(mine[0], mine[3:].sum(axis=0))
    low[3] = -5
    assert (reconcile(hierarchy, low, "bottom-up")[3] == -5).all()


def test_parts_that_come_to_nothing_share_alike(hierarchy):
    none = BASE.copy()
    none[3:5] = 0
    mine = reconcile(hierarchy, none, "top-down")
    np.testing.assert_allclose(mine[3], mine[1] / 2)


def test_mint_believes_whom_it_can():
    two = Hierarchy.of(("Store",), [("1",), ("2",)])
    rng = np.random.default_rng(1)
    base = np.array([[100.0], [40.0], [50.0]])
    sure_total = rng.normal(size=(3, 60)) * np.array([[0.1], [5.0], [5.0]])
    assert reconcile(two, base, "mint", sure_total)[0, 0] == pytest.approx(100, abs=0.1)
    sure_parts = rng.normal(size=(3, 60)) * np.array([[50.0], [0.1], [0.1]])
    assert reconcile(two, base, "mint", sure_parts)[0, 0] == pytest.approx(90, abs=0.1)


def test_mint_gains_where_errors_are_independent():
    rng = np.random.default_rng(0)
    keys = [(f"r{n % 4}", f"s{n}") for n in range(40)]
    wide = Hierarchy.of(("Region", "Store"), keys)
    truth = wide.aggregate(rng.uniform(20, 60, (40, 50)))
    # A total is forecast better than the sum of series would be.
    spread = np.where(wide.levels == 2, 8.0, 4.0)[:, None]
    residuals = rng.normal(size=(len(keys) + 5, 80)) * spread
    base = truth + rng.normal(size=truth.shape) * spread

    def error(forecasts):
        return np.sqrt(((forecasts - truth) ** 2).mean(axis=1))

    mint, bottom_up = (
        error(reconcile(wide, base, how, residuals)) for how in ("mint", "bottom-up")
    )
    assert mint[0] < 0.6 * bottom_up[0]
    assert mint.mean() < error(base).mean()
    assert mint[5:].mean() < bottom_up[5:].mean()


def test_dates_without_an_error_and_nodes_with_few_are_borne(hierarchy):
    holes = RESIDUALS.copy()
    holes[3, :4] = np.nan
    holes[:, 7] = np.nan
    near = reconcile(hierarchy, BASE, "mint", holes)
    np.testing.assert_allclose(near, THEIRS["mint"], atol=2.5)
    holes[5, 2:] = np.nan
    mine = reconcile(hierarchy, BASE, "mint", holes)
    assert np.isfinite(mine).all()
    np.testing.assert_allclose(mine[0], mine[3:].sum(axis=0))


def test_a_series_that_was_never_missed_is_hardly_moved(hierarchy):
    never = RESIDUALS.copy()
    never[5] = 0.0
    mine = reconcile(hierarchy, BASE, "mint", never)
    np.testing.assert_allclose(mine[5], BASE[5], atol=1e-4)
    nothing = reconcile(hierarchy, BASE, "mint", np.zeros_like(RESIDUALS))
    np.testing.assert_allclose(nothing[0], nothing[3:].sum(axis=0))


def test_what_is_missing_is_named(hierarchy):
    with pytest.raises(ForecastError, match="past errors, and there are none"):
        reconcile(hierarchy, BASE, "mint")
    holes = BASE.copy()
    holes[1] = np.nan
    with pytest.raises(
        ForecastError, match=r"Without a forecast of 'a' no totals .* 1 forecast miss"
    ):
        reconcile(hierarchy, holes, "top-down")
    assert np.isfinite(reconcile(hierarchy, holes, "bottom-up")).all()


def test_bounds_move_with_the_point(hierarchy):
    after = reconcile(hierarchy, BASE, "mint", RESIDUALS)
    low, high = moved(BASE - 15, BASE, after, 0.0), moved(BASE + 15, BASE, after, 0.0)
    assert (low <= after).all()
    assert (after <= high).all()
    assert low.min() == 0
    np.testing.assert_allclose(high - after, 15)


def test_thousands_of_series_are_reconciled_without_a_matrix_of_all():
    rng = np.random.default_rng(0)
    keys = [(f"r{n % 8}", f"s{n % 400}", f"p{n}") for n in range(6_000)]
    wide = Hierarchy.of(("Region", "Store", "Product"), keys)
    base = rng.uniform(0, 10, (len(wide.nodes), 3))
    base[: wide.aggregates] = (wide.summing @ base[wide.aggregates :])[: wide.aggregates] * 1.1
    mine = reconcile(wide, base, "mint", rng.normal(size=(len(wide.nodes), 24)))
    np.testing.assert_allclose(mine[0], mine[wide.aggregates :].sum(axis=0))
