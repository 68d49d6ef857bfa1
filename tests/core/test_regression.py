from dataclasses import replace

import numpy as np
import pytest
from statsmodels.tsa.arima.model import ARIMA

from core.design import design
from core.regression import effect_in_words, learned, standing_out
from tests.builders import driven, series

N, H = 160, 4


def walk(seed=0, effect=-5.0, logs=False, until=N):
    """A level that wanders, and a price that moves it until some step; no season."""
    rng = np.random.default_rng(seed)
    price = rng.choice([9.0, 10.0, 11.0, 12.0], N + H)
    wander = 100 + np.cumsum(rng.normal(0, 1, N)) + rng.normal(0, 2, N)
    moved = np.where(np.arange(N) < until, price[:N] - 10, 0.0)
    values = wander * np.exp(effect * moved) if logs else wander + effect * moved
    noise = rng.normal(size=N + H)
    return driven(series(values, "yearly", "1850-01-01"), {"Price": price, "Noise": noise})


@pytest.mark.slow
def test_effects_and_their_errors_are_those_of_a_regression_with_arima_errors():
    ts = walk()
    found = design(ts, H, 2_000)
    effects = learned(ts, found)
    reference = ARIMA(ts.values, found.past, order=(0, 1, 1), trend="t").fit()
    # The slope comes first.
    for place in range(2):
        size, error = reference.params[1 + place], reference.bse[1 + place]
        assert effects.size[place] == pytest.approx(size, abs=0.15 * error)
        assert effects.error[place] == pytest.approx(error, rel=0.15)
    assert not effects.logs


def test_an_effect_by_shares_is_found_as_such():
    ts = walk(effect=-0.1, logs=True)
    effects = learned(ts, standing_out(ts, design(ts, H, 2_000)))
    assert effects.logs
    assert effects.size[0] == pytest.approx(-0.1, abs=4 * effects.error[0])
    row = effects.table().iloc[0]
    assert row["percent"] == pytest.approx(100 * np.expm1(effects.size[0]))
    assert row["lo-percent"] < row["percent"] < row["hi-percent"]


def test_a_driver_without_an_effect_is_left_out_and_it_is_said():
    ts = walk()
    found = standing_out(ts, design(ts, H, 2_000))
    assert found.names == ("Price",)
    assert found.notes == ("'Noise' was left out: no effect stood out from chance.",)


def test_an_effect_that_ended_is_left_out_and_it_is_said():
    ts = walk(until=115)
    found = standing_out(ts, design(ts, H, 2_000))
    assert found.names == ()
    assert "'Price' was left out: the effect in the newest third" in " ".join(found.notes)


@pytest.mark.slow
def test_chance_is_seldom_taken_for_an_effect():
    taken = 0
    for seed in range(60):
        ts = walk(seed, effect=0.0)
        taken += len(standing_out(ts, design(ts, H, 2_000)).names)
    # Two drivers each; beyond 2.5 standard errors lies 1.2% of a normal distribution.
    assert taken <= 5


def test_a_level_that_moves_is_no_change_of_an_effect():
    rng = np.random.default_rng(4)
    flag = np.zeros(N + H)
    flag[:100:9] = 1.0
    level = np.where(np.arange(N) < 115, 100.0, 160.0)
    values = level + rng.normal(0, 2, N) + 20 * flag[:N]
    ts = driven(series(values, "yearly", "1850-01-01"), {"Promotion": flag})
    assert standing_out(ts, design(ts, H, 2_000)).names == ("Promotion",)


def test_a_series_without_chance_follows_no_noise():
    noise = np.random.default_rng(1).normal(size=N + H)
    flat = driven(series([42.0] * N, "yearly", "1850-01-01"), {"Noise": noise})
    assert standing_out(flat, design(flat, H, 2_000)).names == ()
    moved = driven(series(42 + noise[:N], "yearly", "1850-01-01"), {"Noise": noise})
    assert standing_out(moved, design(moved, H, 2_000)).names == ("Noise",)


def test_gaps_of_the_series_teach_nothing():
    ts = walk()
    holed = ts.y.copy()
    holed.iloc[[40, 41, 90]] = np.nan
    ts = replace(ts, y=holed)
    effects = learned(ts, design(ts, H, 2_000))
    assert effects.size[0] == pytest.approx(-5, abs=4 * effects.error[0])


def test_an_effect_is_said_with_its_unit_and_range():
    said = effect_in_words("Price", -12.3, 1.0, "EUR")
    assert said == "'Price': 1 more goes with 12.3 EUR less (95% range 10.3 to 14.3)."
    said = effect_in_words("Promotion", 12.3, 1.0, "EUR", yes_no=True)
    assert said.startswith("'Promotion': yes instead of no goes with 12.3 EUR more")
    said = effect_in_words("Promotion", np.log(1.5), 0.01, "EUR", logs=True)
    assert said == "'Promotion': 1 more goes with 50% more (95% range 47% to 53%)."
