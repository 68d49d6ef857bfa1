"""Whether each part of the made-up series is really in them, and can be left out."""

from dataclasses import fields, replace

import numpy as np
import pytest

from pretraining import parts
from pretraining.generator import (
    Prior,
    counted,
    hidden,
    latent,
    linked,
    make,
    out_of_stock,
    rounded,
)

NONE = replace(Prior(), **{each.name: 0.0 for each in fields(Prior)})


def rng(seed=0):
    return np.random.default_rng(seed)


def made(prior=None, *, count=200, context=60, horizon=12, period=12, positive=True, seed=0):
    return make(rng(seed), prior or Prior(), count, context, horizon, period, positive=positive)


@pytest.mark.parametrize("period", [1, 2, 4, 5, 7, 12, 24, 52, 60])
@pytest.mark.parametrize("positive", [True, False])
def test_series_are_finite_and_the_same_seed_makes_the_same(period, positive):
    one, other = (made(period=period, positive=positive) for _ in range(2))
    assert one.truth.shape == (200, 72)
    assert np.isfinite(one.truth).all()
    np.testing.assert_array_equal(one.values, other.values)
    if positive:
        assert (one.truth > 0).all()


def test_other_seeds_make_other_series():
    assert not np.array_equal(made(seed=1).truth, made(seed=2).truth)


def test_nothing_is_missing_in_the_horizon_and_at_the_cutoff():
    values = made(replace(NONE, missing=1.0)).values
    assert np.isfinite(values[:, 59:]).all()
    assert 0.01 < np.isnan(values[:, :59]).mean() < 0.4
    assert (np.isfinite(values).sum(axis=1) >= 2).all()


def test_missing_values_hide_the_truth_and_change_nothing_else():
    some = made(replace(NONE, missing=1.0))
    seen = np.isfinite(some.values)
    np.testing.assert_array_equal(some.values[seen], some.truth[seen])


def test_without_parts_there_is_noise_trend_and_season_alone():
    plain, full = latent(rng(), NONE, 50, 40, 8, 4), latent(rng(), Prior(), 50, 40, 8, 4)
    assert plain.shape == full.shape == (50, 48)
    np.testing.assert_allclose(plain[:, 39], 0)


@pytest.mark.parametrize(
    "part",
    [
        *("breaks", "momentum", "growth", "smooth", "wandering", "cycles", "second_season"),
        *("outliers", "shifts", "promotions", "life", "trading_days", "feasts"),
    ],
)
def test_every_part_asked_for_is_in_the_series(part):
    plain, more = (
        latent(rng(), each, 50, 60, 12, 12) for each in (NONE, replace(NONE, **{part: 1.0}))
    )
    assert np.abs(more - plain).max() > 0.01


def test_noise_has_spread_1_tails_and_memory():
    drawn = parts.noise(rng(), 4_000, 100, wandering=0.0)
    np.testing.assert_allclose(drawn.std(axis=1), 1, atol=0.01)
    kurtosis = ((drawn / drawn.std()) ** 4).mean()
    assert kurtosis > 3.3
    memory = (drawn[:, 1:] * drawn[:, :-1]).mean(axis=1)
    assert 0.3 < (np.abs(memory) > 0.25).mean() < 0.7


def test_wandering_spread_changes_along_a_series():
    def unlike(wandering):
        drawn = parts.noise(rng(), 1_000, 200, wandering=wandering)
        first, last = drawn[:, :50].std(axis=1), drawn[:, -50:].std(axis=1)
        return np.abs(np.log(first / last)).mean()

    assert unlike(1.0) > 2 * unlike(0.0)


def test_breaks_turn_slopes():
    def turns(breaks):
        drawn = parts.trend(rng(), 3_000, 60, 12, np.full(3_000, 1e-6), breaks=breaks)
        return (np.abs(np.diff(drawn, 2, axis=1)).max(axis=1) > 1e-3).mean()

    assert turns(0.0) < 0.05
    assert turns(1.0) > 0.5


def test_momentum_carries_changes_on():
    def carried(momentum):
        sigma = np.full(3_000, 0.05)
        drawn = parts.trend(rng(), 3_000, 60, 12, sigma, breaks=0.0, momentum=momentum, growth=0.0)
        changes = np.diff(drawn, axis=1)
        changes -= changes.mean(axis=1, keepdims=True)
        return (changes[:, 1:] * changes[:, :-1]).sum() / (changes**2).sum()

    assert carried(1.0) > carried(0.0) + 0.2


def test_growth_leans_upwards():
    sigma = np.full(4_000, 0.01)
    up, level = (
        (parts.trend(rng(), 4_000, 40, 4, sigma, growth=growth)[:, -1] > 0).mean()
        for growth in (0.5, 0.0)
    )
    assert up > 0.55
    assert level == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("period", [2, 4, 7, 12, 52])
def test_a_season_comes_again_every_period(period):
    n = 6 * period
    drawn = parts.season(rng(), 500, n, period, np.full(500, 0.05))
    apart = np.abs(drawn[:, period:] - drawn[:, :-period]).mean()
    between = np.abs(drawn[:, 1:] - drawn[:, :-1]).mean()
    assert apart < 0.5 * between
    assert (parts.season(rng(), 3, 10, 1, np.ones(3)) == 0).all()


def test_cycles_come_back_without_a_calendar():
    drawn = parts.cycle(rng(), 2_000, 300)
    assert drawn.std() == pytest.approx(0.7, abs=0.1)
    crossings = (np.diff(np.sign(drawn), axis=1) != 0).sum(axis=1)
    assert 4 <= np.median(crossings) <= 50


def test_a_life_is_never_longer_than_a_rise_and_a_fall():
    drawn = parts.life(rng(), 500, 100)
    assert (drawn >= 0).all()
    assert drawn.max() <= 1
    rises = np.diff(drawn, axis=1)
    before = np.arange(99) < drawn.argmax(axis=1)[:, None]
    assert (np.where(before, rises, 0) >= -1e-12).all()
    assert (np.where(before, 0, rises) <= 1e-12).all()


def test_shifts_jump_once():
    drawn = parts.shifts(rng(), 300, 50)
    assert ((np.diff(drawn, axis=1) != 0).sum(axis=1) <= 1).all()
    assert drawn[:, -1].std() == pytest.approx(1, abs=0.15)


def test_spikes_are_as_common_as_asked_for():
    assert (parts.spikes(rng(), 300, 200, 0.02) != 0).mean() == pytest.approx(0.02, abs=0.003)


def test_links_are_exponential_or_straight_and_keep_the_shape():
    x = latent(rng(), NONE, 400, 40, 8, 4)
    grown = linked(rng(), NONE, x, positive=True)
    np.testing.assert_allclose(np.log(grown), np.clip(x, -6, 6))
    straight = linked(rng(), replace(NONE, additive=1.0), x, positive=True)
    assert (straight > 0).all()
    for row, line in zip(x, straight, strict=True):
        assert np.corrcoef(row, line)[0, 1] > 0.99
    crossing = linked(rng(), replace(NONE, crossing=1.0), x, positive=False)
    np.testing.assert_array_equal(crossing, x)


def test_counts_are_whole_and_some_are_seldom():
    y = np.full((600, 80), 1.0)
    sold = counted(rng(), replace(NONE, counts=1.0), y)
    np.testing.assert_array_equal(sold, np.round(sold))
    assert ((sold == 0).mean(axis=1) > 0.4).mean() > 0.2
    np.testing.assert_array_equal(counted(rng(), NONE, y), y)


def test_out_of_stock_is_a_run_of_zeros_before_the_cutoff():
    y = out_of_stock(rng(), replace(NONE, stock_outs=1.0), np.ones((200, 50)), 40)
    assert (y[:, 39:] == 1).all()
    assert ((y == 0).any(axis=1)).mean() > 0.9
    starts = ((y[:, 1:] == 0) & (y[:, :-1] != 0)).sum(axis=1) + (y[:, 0] == 0)
    assert starts.max() == 1


def test_rounded_series_are_multiples_of_a_unit():
    y = np.random.default_rng(0).uniform(1, 2, (100, 60))
    coarse = rounded(rng(), replace(NONE, rounded=1.0), y, positive=True)
    assert (coarse > 0).all()
    few = [len(np.unique(row)) for row in np.round(coarse, 9)]
    assert np.median(few) < 30


def test_hidden_leaves_what_is_asked_to_be_left():
    y = np.ones((300, 20))
    assert not np.isnan(hidden(rng(), NONE, y, 15)).any()
