"""What the practised network is shown: nothing of the future, the same whatever the unit."""

import numpy as np
import pytest

from core.models.practised.inputs import NAMES, show
from core.models.practised.season import centred_average, season

RNG = np.random.default_rng(3)
STEPS = np.arange(60)
SALES = (50 + STEPS + 8 * np.sin(2 * np.pi * STEPS / 12) + RNG.normal(0, 2, (5, 60))).clip(1)


def column(shown, name):
    return shown.inputs[..., NAMES.index(name)]


def test_inputs_cover_past_and_future_and_say_which_is_which():
    shown = show(SALES, 6, 12, logs=False)
    assert shown.inputs.shape == (5, 66, len(NAMES))
    assert np.isfinite(shown.inputs).all()
    assert (column(shown, "future")[:, :60] == 0).all()
    assert (column(shown, "future")[:, 60:] == 1).all()
    assert (column(shown, "value")[:, 60:] == 0).all()


def test_labels_are_undone_exactly():
    shown = show(SALES, 6, 12, logs=False)
    future = RNG.normal(80, 10, (5, 6))
    again = shown.restored(shown.scaled(future)[..., None])[..., 0]
    np.testing.assert_allclose(again, future)


@pytest.mark.parametrize("period", [1, 4, 12])
def test_another_unit_shows_the_same(period):
    one, other = (show(SALES * factor, 6, period, logs=False) for factor in (1.0, 250.0))
    np.testing.assert_allclose(one.inputs, other.inputs, atol=1e-4)


def test_in_logarithms_another_unit_shows_the_same():
    one, other = (show(np.log(SALES * factor), 6, 12, logs=True) for factor in (1.0, 250.0))
    np.testing.assert_allclose(one.inputs, other.inputs, atol=1e-4)


def test_a_missing_value_is_marked_and_never_looked_at():
    gap = SALES.copy()
    gap[:, [20, 41]] = np.nan
    shown = show(gap, 6, 12, logs=False)
    assert (column(shown, "observed")[:, [20, 41]] == 0).all()
    assert (column(shown, "value")[:, [20, 41]] == 0).all()
    assert column(shown, "observed").sum() == 5 * 58
    assert np.isfinite(shown.inputs).all()


def test_what_is_shown_can_be_cut_but_the_season_comes_from_everything():
    whole, cut = show(SALES, 6, 12, logs=False), show(SALES, 6, 12, logs=False, reach=20)
    assert cut.inputs.shape[1] == 26
    np.testing.assert_array_equal(whole.inputs[:, -26:], cut.inputs)
    np.testing.assert_array_equal(whole.season, cut.season)


@pytest.mark.parametrize("n", [1, 2, 5, 13, 15, 24, 25])
@pytest.mark.parametrize("period", [1, 4, 7, 12, 52])
def test_short_series_are_shown(n, period):
    shown = show(SALES[:, :n], 8, period, logs=False)
    assert np.isfinite(shown.inputs).all()
    assert (shown.unit > 0).all()


def test_a_constant_series_is_shown():
    shown = show(np.full((1, 40), 7.0), 5, 12, logs=False)
    assert np.isfinite(shown.inputs).all()
    np.testing.assert_allclose(shown.restored(np.zeros((1, 5, 1))), 7.0)


def test_a_season_that_comes_again_is_found_whole_and_its_phase_is_right():
    pattern = np.array([3.0, -1.0, -4.0, 2.0])
    z = 10 + 0.5 * np.arange(22) + pattern[(np.arange(22) - 22) % 4]
    found = season(z[None], np.ones((1, 22), bool), 4)
    np.testing.assert_allclose(found.lasting[0], pattern, atol=0.2)
    assert found.share[0, 0] > 0.95
    np.testing.assert_allclose(found.newest, 0, atol=0.3)


def test_chance_is_hardly_taken_for_a_season():
    z = np.random.default_rng(0).normal(size=(400, 48))
    found = season(z, np.ones_like(z, bool), 12)
    # Of white noise a mean of 4 seasons has spread 0.5; little of it may stay.
    assert found.lasting.std() < 0.2


def test_one_wild_value_does_not_make_a_season():
    z = np.random.default_rng(1).normal(0, 1, (1, 60))
    z[0, 30] = 100
    found = season(z, np.ones_like(z, bool), 12)
    assert np.abs(found.lasting).max() < 3


def test_the_newest_season_is_told_apart_from_the_usual_one():
    pattern = np.tile([2.0, -2.0, 0.0, 0.0], 8)
    pattern[-4:] = [-2.0, 2.0, 0.0, 0.0]
    found = season(pattern[None], np.ones((1, 32), bool), 4)
    changed = found.newest[0] + found.lasting[0]
    assert changed[0] < 0 < changed[1]
    assert np.abs(found.newer).max() < np.abs(found.newest).max()


@pytest.mark.parametrize("period", [3, 4, 7, 12])
def test_a_centred_average_of_a_line_is_the_line(period):
    line = 5 + 2.0 * np.arange(30)[None]
    np.testing.assert_allclose(centred_average(line, period), line, atol=1e-9)
