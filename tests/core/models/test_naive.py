import numpy as np
import pytest
from scipy.stats import norm

from core.models import SeasonalNaive
from tests.builders import series


def table(values, horizon=6, **how):
    return SeasonalNaive().fit(series(values, **how), horizon).predict().table


def test_it_repeats_the_last_season():
    forecast = table(np.arange(24.0), 14)
    assert list(forecast["point"]) == [*range(12, 24), 12, 13]


def test_without_a_season_it_repeats_the_last_value():
    assert list(table(np.arange(9.0), 3, frequency="yearly")["point"]) == [8, 8, 8]


def test_a_hole_in_the_last_season_is_filled_from_the_season_before():
    values = np.arange(24.0)
    values[-2] = np.nan
    assert table(values, 12)["point"].iloc[10] == 10


def test_a_phase_never_seen_takes_the_last_value():
    values = np.arange(24.0)
    values[[0, 12]] = np.nan
    assert table(values, 12)["point"].iloc[0] == 23


def test_interval_width_follows_the_textbook():
    rng = np.random.default_rng(0)
    values = rng.normal(100, 10, 60)
    changes = values[12:] - values[:-12]
    width = table(values, 13)["hi-95"] - table(values, 13)["point"]
    sigma = np.sqrt(np.mean(changes**2))
    assert width.iloc[0] == pytest.approx(norm.ppf(0.975) * sigma)
    assert width.iloc[12] == pytest.approx(norm.ppf(0.975) * sigma * np.sqrt(2))


def test_residuals_are_changes_against_the_value_it_would_have_repeated():
    values = np.arange(40.0) ** 2
    values[[14, 30]] = np.nan
    ts = series(values)
    residuals = SeasonalNaive().fit(ts, 3).predict().residuals
    for step in range(12, 40):
        before = [values[k] for k in range(step - 12, -1, -12) if not np.isnan(values[k])]
        if np.isnan(values[step]):
            assert ts.index[step] not in residuals.index
        else:
            assert residuals[ts.index[step]] == values[step] - before[0]
    assert residuals.index[0] == ts.index[12]
