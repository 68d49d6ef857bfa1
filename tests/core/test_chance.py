import numpy as np
import pytest
from scipy import stats

from core.chance import DECAY, DOUBT, NEAR, Fold, chance, stretch, together

INDEPENDENT = np.random.default_rng(5).random((2_000, 12)) < 0.8


def folds_of(held, drawn=None, steps=None):
    """Folds of which it is said, row by row, what was held."""
    held = np.asarray(held, dtype=bool)
    steps = np.arange(1, held.shape[1] + 1) if steps is None else np.asarray(steps)
    drawn = INDEPENDENT[:, : held.shape[1]] if drawn is None else drawn
    return [Fold(steps, row, drawn) for row in held]


def test_values_with_nothing_to_do_with_each_other_are_binomial():
    held = np.random.default_rng(1).random((8, 12)) < 0.7
    found = chance(folds_of(held), 80, stretch=0.0)
    assert (found.low, found.high) == stats.binom.interval(0.95, 96, 0.8)
    below = stats.binom.cdf(held.sum(), 96, 0.8)
    assert found.p == pytest.approx(2 * below)
    assert found.worth == pytest.approx(96)


def test_one_value_of_each_fold_is_binomial_whatever_goes_together():
    folds = folds_of(np.ones((9, 1)))
    found = chance(folds, 80, stretch=3.0)
    assert (found.low, found.high) == stats.binom.interval(0.95, 9, 0.8)


def test_values_of_one_fold_are_beta_binomial():
    folds = folds_of(np.ones((1, 12)))
    rho = together(folds, 80)
    found = chance(folds, 80)
    reference = stats.betabinom(12, 0.8 * (1 - rho) / rho, 0.2 * (1 - rho) / rho)
    assert (found.low, found.high) == (reference.ppf(0.025), reference.ppf(0.975))
    assert found.worth == pytest.approx(12 * 0.8 * 0.2 / reference.var() * 12)


def test_folds_of_unequal_length_add_up():
    folds = [*folds_of([[1, 0, 1], [0, 0, 1]]), *folds_of([[0]])]
    rho = together(folds, 80)
    draws = np.random.default_rng(2)
    beta = draws.beta(0.8 * (1 - rho) / rho, 0.2 * (1 - rho) / rho, size=(200_000, 2))
    total = draws.binomial(3, beta).sum(axis=1) + draws.binomial(1, 0.8, 200_000)
    assert chance(folds, 80).p == pytest.approx(2 * (total <= 3).mean(), abs=0.004)


def test_what_goes_together_is_what_is_usual_or_what_the_model_says_if_that_is_more():
    usual = np.mean([NEAR * DECAY ** abs(a - b) for a in range(5) for b in range(5) if a != b])
    assert together(folds_of(np.ones((4, 5))), 80) == pytest.approx(usual)
    alike = np.repeat(np.random.default_rng(3).random((50_000, 1)) < 0.8, 5, axis=1)
    assert together(folds_of(np.ones((4, 5)), alike), 80) == pytest.approx(1, abs=0.02)
    # Values further apart go together less.
    far = folds_of(np.ones((4, 5)), steps=[1, 4, 7, 10, 13])
    assert together(far, 80) < usual / 2


def test_folds_held_or_missed_as_a_whole_go_together_more_than_expected():
    whole = folds_of(np.repeat([[1], [1], [0], [1], [1], [0]], 12, axis=1))
    expected = together(whole, 80)
    # Folds that are all or nothing have an intra-fold correlation of 1.
    assert stretch(whole, 80) * expected == pytest.approx((5 * 1 + DOUBT * expected) / (5 + DOUBT))
    spread = folds_of(np.tile([1, 1, 1, 1, 0] * 2, (6, 1)))
    assert stretch(spread, 80) < 1
    assert stretch(folds_of(np.ones((6, 12))), 80) == 1


def test_the_correlation_found_is_that_of_analysis_of_variance():
    held = np.random.default_rng(4).random((7, 10)) < np.linspace(0.4, 1.0, 7)[:, None]
    folds = folds_of(held)
    f = stats.f_oneway(*held.astype(float)).statistic
    found, expected = (f - 1) / (f + 9), together(folds, 80)
    drawn = (6 * found + DOUBT * expected) / (6 + DOUBT)
    assert stretch(folds, 80) == pytest.approx(drawn / expected)


def walk(rng, shape):
    return rng.normal(size=shape).cumsum(axis=-1) / np.sqrt(np.arange(1, shape[-1] + 1))


def alone(rng, shape):
    return rng.normal(size=shape)


def lasting(rng, shape):
    errors = rng.normal(size=shape)
    for step in range(1, shape[-1]):
        errors[..., step] = 0.9 * errors[..., step - 1] + np.sqrt(0.19) * errors[..., step]
    return errors


@pytest.mark.slow
@pytest.mark.parametrize("errors", [walk, alone, lasting])
@pytest.mark.parametrize(("folds", "steps"), [(5, 12), (8, 12), (8, 28), (12, 4)])
@pytest.mark.parametrize("level", [80, 95])
def test_right_intervals_are_seldom_called_wrong(errors, folds, steps, level):
    rng = np.random.default_rng(6)
    reach = stats.norm.ppf(0.5 + level / 200)
    drawn = np.abs(errors(rng, (1_000, steps))) <= reach
    outside = 0
    for held in np.abs(errors(rng, (300, folds, steps))) <= reach:
        past = folds_of(held, drawn)
        found = chance(past, level, stretch(past, level))
        outside += not found.low <= held.sum() <= found.high
    # 5% is what is asked for; values of so few folds don't tell how they go together to a hair.
    assert outside <= 0.1 * 300


def test_wrong_intervals_are_called_wrong():
    rng = np.random.default_rng(7)
    found = []
    for errors in lasting(rng, (100, 8, 12)):
        held = np.abs(errors) <= 0.6 * stats.norm.ppf(0.9)
        past = folds_of(held, np.abs(lasting(rng, (500, 12))) <= stats.norm.ppf(0.9))
        found.append(held.sum() < chance(past, 80, stretch(past, 80)).low)
    assert np.mean(found) > 0.7
