"""Steps in a level, found where they are and seldom where there are none."""

import numpy as np
import pytest

from core.shifts import Shift, shifts, stepped

STEPS = np.arange(120)
SEASON = 15 * np.sin(2 * np.pi * STEPS / 12)


def noise(seed, n=120):
    return np.random.default_rng(seed).normal(0, 5, n)


@pytest.mark.parametrize("seed", range(5))
def test_a_step_is_found_at_its_place_with_its_size(seed):
    values = 100 + 0.3 * STEPS + SEASON + noise(seed) - 40 * (STEPS >= 70)
    (found,) = shifts(values, 12, 6)
    assert found.place == 70
    assert found.size == pytest.approx(-40, abs=7)


def test_two_steps_are_found_earliest_first():
    values = 100 + SEASON + noise(0) - 40 * ((STEPS >= 40) & (STEPS < 80))
    assert [shift.place for shift in shifts(values, 12, 6)] == [40, 80]


@pytest.mark.parametrize(
    "walk",
    [
        lambda seed: 100 + 0.3 * STEPS + SEASON + noise(seed),
        lambda seed: 200 + np.cumsum(noise(seed)),
        lambda seed: 100 * np.exp(0.03 * STEPS) + noise(seed),
        lambda seed: 200 + 60 * np.sin(STEPS / 20) + noise(seed),
    ],
    ids=["line and season", "random walk", "growth", "slow swing"],
)
def test_what_slides_or_wanders_is_seldom_a_step(walk):
    assert np.mean([len(shifts(walk(seed), 12, 6)) > 0 for seed in range(50)]) <= 0.04


def test_a_single_wild_value_is_no_step():
    values = 100 + noise(0)
    values[60] = 1_000
    assert shifts(values, 12, 6) == ()


def test_a_step_in_a_constant_is_found_and_a_constant_has_none():
    assert shifts(np.where(STEPS < 50, 10.0, 20.0), 1, 6) == (Shift(50, pytest.approx(10)),)
    assert shifts(np.full(120, 7.0), 1, 6) == ()
    assert shifts(STEPS[:8] * 1.0, 1, 6) == ()


def test_the_level_that_steps_make_adds_up():
    level = stepped((Shift(2, 5.0), Shift(4, -3.0)), 6)
    np.testing.assert_array_equal(level, [0, 0, 5, 5, 2, 2])
