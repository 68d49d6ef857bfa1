import numpy as np
import pytest
from scipy import stats

from core.significance import ENOUGH, diebold_mariano, sign_test, significance

LOSSES = (
    np.array([10.0, 12, 9, 11, 10, 8, 12, 10]),
    np.array([14.0, 10, 14, 9, 13, 7, 13, 13]),
)


def test_without_overlap_it_is_students_paired_t_test():
    mine, theirs = LOSSES
    found = significance(theirs - mine)
    reference = stats.ttest_rel(theirs, mine)
    assert found.test == "Diebold-Mariano"
    assert found.statistic == pytest.approx(reference.statistic)
    assert found.p == pytest.approx(reference.pvalue)
    assert found.freedom == reference.df
    assert found.error == pytest.approx(stats.sem(theirs - mine))


@pytest.mark.parametrize("overlap", [1, 2, 3])
def test_with_overlap_it_is_the_formula_of_harvey_leybourne_and_newbold(overlap):
    differences = np.random.default_rng(3).normal(0.3, 1, 40)
    n, h = len(differences), overlap + 1
    mean = differences.mean()
    gamma = [
        sum((differences[t] - mean) * (differences[t - k] - mean) for t in range(k, n)) / n
        for k in range(h)
    ]
    s1 = mean / ((gamma[0] + 2 * sum(gamma[1:])) / n) ** 0.5
    corrected = s1 * ((n + 1 - 2 * h + h * (h - 1) / n) / n) ** 0.5
    found = diebold_mariano(differences, overlap)
    assert found.statistic == pytest.approx(corrected)
    assert found.p == pytest.approx(2 * stats.t.sf(abs(corrected), n - 1))


def test_a_variance_that_comes_out_negative_is_weighed_anew():
    # Neighbours that alternate have so negative a covariance that all alike would go below zero.
    differences = np.array([1.0, -1] * 6) + 0.1
    found = diebold_mariano(differences, overlap=1)
    gamma = 1.0, -11 / 12
    bartlett = (gamma[0] + 2 * 0.5 * gamma[1]) / 12
    assert gamma[0] + 2 * gamma[1] < 0
    assert found.error == pytest.approx((bartlett / ((12 + 1 - 4 + 2 / 12) / 12)) ** 0.5)


@pytest.mark.parametrize(("above", "below"), [(6, 0), (7, 1), (5, 3), (4, 4), (0, 8)])
def test_the_sign_test_is_a_coin(above, below):
    differences = np.array([1.0] * above + [-2.0] * below + [0.0])
    found = sign_test(differences)
    assert found.p == pytest.approx(stats.binomtest(above, above + below).pvalue)
    assert (found.statistic, found.freedom) == (above, above + below)


def test_the_two_sides_are_alike():
    mine, theirs = LOSSES
    one, other = significance(theirs - mine), significance(mine - theirs)
    assert (one.p, one.statistic) == pytest.approx((other.p, -other.statistic))


def test_differences_that_are_all_the_same_have_no_spread_and_are_counted():
    found = significance(np.full(6, 2.5))
    assert (found.test, found.p) == ("sign", pytest.approx(2 / 2**6))
    nothing = significance(np.zeros(8))
    assert (nothing.p, nothing.found) == (1.0, False)
    # Of folds that overlap only those apart count.
    assert significance(np.full(12, 2.5), overlap=1).p == pytest.approx(2 / 2**6)


@pytest.mark.parametrize(
    ("folds", "overlap", "told"),
    [(5, 0, False), (6, 0, True), (10, 1, False), (11, 1, True), (20, 3, False), (21, 3, True)],
)
def test_with_few_folds_nothing_is_told(folds, overlap, told):
    # Every (overlap + 1)th fold shares no dates with the one before.
    assert (len(range(0, folds, overlap + 1)) >= ENOUGH) == told
    differences = np.random.default_rng(0).normal(size=folds)
    assert (significance(differences, overlap) is not None) == told


def rate(draw, overlap=0, many=4000):
    rng = np.random.default_rng(1)
    return np.mean([significance(draw(rng), overlap).found for _ in range(many)])


@pytest.mark.slow
@pytest.mark.parametrize("folds", [6, 8, 12])
def test_equal_models_are_told_apart_in_one_case_of_twenty_at_most(folds):
    def misses(rng):
        return np.abs(rng.normal(size=(folds, 12))).mean(axis=1)

    assert 0.035 < rate(lambda rng: rng.normal(size=folds)) < 0.065
    assert 0.035 < rate(lambda rng: misses(rng) - misses(rng)) < 0.065
    # Losses with far outliers make it careful, not careless.
    assert rate(lambda rng: rng.standard_t(2, size=folds)) < 0.05
    assert rate(lambda rng: rng.normal(size=folds) ** 2 - rng.normal(size=folds) ** 2) < 0.05


@pytest.mark.slow
@pytest.mark.parametrize(("folds", "overlap"), [(12, 1), (24, 3)])
def test_overlap_is_mostly_made_up_for(folds, overlap):
    def smooth(rng):
        return np.convolve(rng.normal(size=folds + overlap), np.ones(overlap + 1), "valid")

    ignored = rate(smooth, overlap=0)
    assert ignored > 0.15
    assert rate(smooth, overlap) < min(0.12, ignored / 2)


@pytest.mark.slow
@pytest.mark.parametrize(("worse", "found"), [(1.3, (0.45, 0.6)), (1.5, (0.8, 0.95))])
def test_how_often_a_better_model_is_found_over_eight_years_of_months(worse, found):
    def better(rng):
        mine, theirs = np.abs(rng.normal(size=(2, 8, 12))).mean(axis=2)
        return worse * theirs - mine

    low, high = found
    assert low < rate(better) < high
