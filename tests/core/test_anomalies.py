"""Suggestions: odd things that were put in are found, and honest series get few."""

import re

import numpy as np
import pytest

from core.anomalies import MOST, READS, suggest
from tests.builders import seasonal, series

pytestmark = pytest.mark.slow


def weeks(seed=0, n=400, level=100.0):
    """Days with a weekly season and some growth."""
    steps, rng = np.arange(n), np.random.default_rng(seed)
    return (level + 0.05 * steps) * (1 + 0.2 * np.sin(2 * np.pi * steps / 7)) + rng.normal(0, 4, n)


def days(values):
    return series(values, "daily", "2023-01-02")


def spans(ts):
    return [
        (ts.index.get_loc(each.event.first), ts.index.get_loc(each.event.last))
        for each in suggest(ts)
    ]


def test_honest_series_get_few_suggestions():
    months = [len(suggest(seasonal(120, seed=seed))) > 0 for seed in range(30)]
    daily = [len(suggest(days(weeks(seed)))) > 0 for seed in range(30)]
    assert np.mean(months + daily) <= 0.05


def test_an_outlier_is_suggested_with_what_would_be_usual():
    values = weeks()
    values[203] = 30.0
    (found,) = suggest(days(values))
    assert (found.event.kind, found.event.effect) == ("shock", "one-off")
    assert found.why.startswith("24 July 2023: 30.0 EUR, where about 1")
    assert "would be usual" in found.why


def test_several_in_a_row_on_one_side_are_one_event():
    values = weeks()
    values[200:204] *= 0.4
    values[204] *= 1.9
    assert spans(days(values)) == [(200, 203), (204, 204)]


def test_a_run_of_zeros_is_suggested_as_a_stock_out():
    values = weeks()
    values[100:109] = 0
    (found,) = suggest(days(values))
    assert (found.event.kind, found.event.effect) == ("stock-out", "ignore")
    assert "zero for 9 days" in found.why
    assert spans(days(values)) == [(100, 108)]


def test_closed_weekdays_are_not_odd_and_a_run_goes_across_them():
    values = weeks()
    values[6::7] = 0
    assert suggest(days(values)) == ()
    values[150:164] = 0
    assert spans(days(values)) == [(150, 163)] or spans(days(values)) == [(150, 162)]


def test_a_closure_that_comes_every_year_is_a_habit():
    values = weeks(n=3 * 364)
    for year in range(3):
        values[350 + 364 * year : 358 + 364 * year] = 0
    assert not any(each.event.kind == "stock-out" for each in suggest(days(values)))


def test_zeros_of_a_product_that_sells_seldom_are_not_odd():
    rng = np.random.default_rng(1)
    lists = [days(rng.poisson(0.4, 400).astype(float)) for _ in range(20)]
    assert np.mean([len(suggest(each)) > 0 for each in lists]) <= 0.05


def test_a_level_that_falls_and_comes_back_is_a_shock():
    values = weeks()
    values[150:220] *= 0.5
    (found,) = suggest(days(values))
    assert spans(days(values)) == [(150, 219)]
    assert (found.event.kind, found.event.effect) == ("shock", "one-off")
    assert re.search(r"the level falls by (49|50|51)% and comes back", found.why)


def test_before_a_level_that_stays_the_past_may_be_over():
    values = weeks()
    values[200:] *= 1.6
    (found,) = suggest(days(values))
    assert spans(days(values)) == [(0, 199)]
    assert found.event.effect == "one-off"
    assert "and stays there" in found.why


def test_a_new_level_of_late_may_pass():
    months = seasonal(96, noise=0.02).values
    months[84:] *= 0.5
    (found,) = suggest(series(months))
    assert "has not come back" in found.why
    assert found.event.first == series(months).index[84]


def test_gaps_and_short_or_constant_series_are_no_trouble():
    values = weeks()
    values[50:60] = np.nan
    assert suggest(days(values)) == ()
    assert suggest(days([5.0] * 60)) == ()
    assert suggest(days([1.0, 2.0, 3.0])) == ()
    assert suggest(days([np.nan] * 30)) == ()
    assert suggest(days([0.0] * 60)) == ()


def test_the_oddest_are_kept_in_the_order_of_their_dates():
    values = weeks(n=700)
    places = range(20, 680, 40)
    for place in places:
        values[place] *= 3
    values[300] *= 2
    found = suggest(days(values))
    assert len(found) == MOST
    assert [each.event.first for each in found] == sorted(each.event.first for each in found)
    assert days(values).index[300] in [each.event.first for each in found]


def test_of_an_endless_series_the_newest_part_is_looked_at():
    values = weeks(n=READS + 2000)
    values[[300, 6500]] *= 3
    assert spans(days(values)) == [(6500, 6500)]


def test_the_past_that_may_be_over_is_all_of_it():
    values = weeks(n=READS + 1000)
    values[-1000:] *= 1.6
    ts = days(values)
    over = next(each.event for each in suggest(ts) if each.event.kind == "other")
    assert (over.first, over.last) == (ts.index[0], ts.index[-1001])


@pytest.mark.parametrize("frequency", ["yearly", "quarterly", "weekly", "hourly"])
def test_any_frequency_will_do(frequency):
    rng = np.random.default_rng(4)
    values = 100 + rng.normal(0, 3, 120)
    values[60] = 300
    ts = series(values, frequency, "1900-01-01")
    assert spans(ts) == [(60, 60)]
