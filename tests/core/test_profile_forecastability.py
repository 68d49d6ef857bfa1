"""Whether forecasts should be useful, on series whose truth is known."""

import numpy as np
import pytest

from core.profile.pictures import Profile
from core.profile.predictability import predictability
from tests.builders import series

pytestmark = pytest.mark.slow

SEEDS = range(10)


def noise(n, size=1.0, seed=0):
    return np.random.default_rng(seed).normal(0, size, n)


def wave(n, period, size):
    return size * np.sin(2 * np.pi * np.arange(n) / period)


def sentences(make, frequency="monthly"):
    return [Profile(series(make(seed), frequency)).forecastability.sentence for seed in SEEDS]


def mostly(part, said):
    assert sum(part in one for one in said) >= 9, said


def test_the_airline_like_series_is_useful():
    level = 100 * 1.008 ** np.arange(144)
    said = sentences(lambda seed: level * (1 + wave(144, 12, 0.2)) * (1 + noise(144, 0.02, seed)))
    mostly("A strong yearly pattern, steady growth (", said)
    mostly("little noise: forecasts 12 months ahead should be useful.", said)


def test_noise_is_hardly_better_than_its_mean():
    said = sentences(lambda seed: 100 + noise(200, 5, seed))
    mostly("No clear yearly pattern, a steady level, ", said)
    mostly("forecasts will hardly be better than the mean of the past.", said)


@pytest.mark.parametrize("frequency", ["monthly", "daily", "quarterly"])
def test_a_random_walk_is_hardly_better_than_its_last_value(frequency):
    said = sentences(lambda seed: 1_000 + noise(400, 1, seed).cumsum(), frequency)
    hardly = ("hardly be better than repeating the last value",
              "hardly be better than carrying on the last value by the mean change",
              "hardly be better than the mean of the past")  # fmt: skip
    assert sum(any(words in one for words in hardly) for one in said) >= 9, said
    assert sum(hardly[0] in one for one in said) >= 5, said


def test_a_trend_with_noise_is_useful_without_a_pattern():
    said = sentences(lambda seed: 200 + np.arange(200) + noise(200, 5, seed))
    mostly("No clear yearly pattern, slow growth (", said)
    mostly("forecasts 12 months ahead should be useful", said)


def test_a_season_in_noise_is_useful():
    said = sentences(lambda seed: 100 + wave(300, 7, 10) + noise(300, 3, seed), "daily")
    mostly("A strong weekly pattern, a steady level, ", said)
    mostly("forecasts 28 days ahead should be useful", said)


def memory(seed):
    """A process whose next step follows from the last two, and that forgets within days."""
    values = np.zeros(1_000)
    for step, shock in enumerate(noise(1_000, 1, seed)):
        values[step] = 1.6 * values[step - 1] - 0.64 * values[step - 2] + shock
    return 100 + values


def test_a_memory_of_a_few_steps_reaches_no_further():
    said = sentences(memory, "daily")
    assert not any("28 days ahead" in one for one in said), said


def test_a_shorter_horizon_is_advised_where_forecasts_reach_no_further():
    found = Profile(series(memory(1), "daily")).forecastability
    assert 0 < found.useful < found.horizon == 28
    assert f"forecasts {found.ts.frequency.count(found.useful)} ahead" in found.sentence
    assert f"With a horizon of {found.ts.frequency.count(found.useful)} " in found.advice


def test_no_horizon_is_advised_where_none_or_all_of_it_is_useful():
    for y in (100 + wave(300, 12, 10) + noise(300), 1_000 + noise(300).cumsum(), 50 + noise(300)):
        assert Profile(series(y)).forecastability.advice == ""


def test_rare_demand_is_called_by_its_name():
    said = sentences(lambda seed: np.random.default_rng(seed).poisson(0.3, 300) * 1.0, "weekly")
    mostly("of the values are 0, in no fixed rhythm", said)
    mostly("a mean rate, hardly the value of a single week.", said)


def test_days_that_are_closed_are_not_rare_demand():
    def make(seed):
        y = 50 + noise(420, 5, seed)
        y[np.arange(420) % 7 >= 5] = 0
        return y

    found = Profile(series(make(0), "daily")).forecastability
    assert found.closed == 2
    assert not found.intermittent
    mostly("A strong weekly pattern", sentences(make, "daily"))


def test_a_short_series_is_said_to_be_short():
    assert sentences(lambda seed: 100 + noise(14, 1, seed))[0].endswith(
        "too short to tell how far forecasts can be trusted."
    )
    assert "only 2.5 years to learn from" in sentences(lambda seed: 100 + noise(30, 1, seed))[0]


def test_a_series_without_any_noise_is_known_entirely():
    said = Profile(series(100 + wave(144, 12, 10))).forecastability
    assert said.errors[-1].best == 0
    assert said.sentence.endswith("but repeating the value of the year before is hard to beat.")


def test_numbers_behind_the_sentence_are_given():
    found = Profile(series(100 + wave(200, 12, 10) + noise(200))).forecastability
    assert "fitted to the earlier half and tried on the later one" in found.computed
    assert "a simple rule is off by" in found.finding
    table = found.table()
    assert list(table["Months ahead"]) == sorted(table["Months ahead"])
    rules = ("Simple rule", "Season before", "Last value", "Mean of the past")
    assert {f"{rule} (EUR)" for rule in rules} <= set(table)


def test_naive_errors_are_those_of_a_plain_loop():
    y = 50 + wave(120, 12, 8) + noise(120, 2)
    found = predictability(y, 12, 3)
    tried = range(120 - found.tried, 120)
    expected = {
        "last": [y[t] - y[t - 3] for t in tried],
        "season": [y[t] - y[t - 12] for t in tried],
        "mean": [y[t] - y[: t - 2].mean() for t in tried],
        "drift": [y[t] - y[t - 3] - 3 * (y[t - 3] - y[0]) / (t - 3) for t in tried],
    }
    for name, errors in expected.items():
        assert found.naive[name] == pytest.approx(np.abs(errors).mean()), name


def test_what_comes_after_a_value_does_not_help_to_tell_it():
    y = 50 + wave(120, 12, 8) + noise(120, 2)
    known = predictability(y, 12, 5)
    y[-1] += 1_000
    changed = predictability(y, 12, 5)
    # Only the error of the last value itself has grown.
    assert changed.rule - known.rule == pytest.approx(1_000 / known.tried, rel=0.02)


def test_constant_changes_leave_nothing_to_a_rule():
    found = predictability(np.arange(100.0), 1, 4)
    assert (found.naive["drift"], found.gain) == (0, 0)
