import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.target_findings import of_odds
from core.targets import (
    HORIZON,
    Target,
    find_odds,
    last_year_plus,
    level_for,
    periods,
)
from core.wording import odds, odds_percent
from tests.builders import series
from tests.core.test_totals import deviation_of_sum, walk

MONTHS = series(np.full(79, 100.0), start="2018-01-01")  # to July 2024
FUTURE = MONTHS.future_index(12)


def chance_of(budget, forecast=None, at_least=True, ts=MONTHS):
    target = Target(HORIZON, {FUTURE[0]: budget}, at_least)
    return find_odds(target, forecast or walk(ts), ts)


@pytest.mark.slow
@pytest.mark.parametrize("budget", [1170, 1190, 1200, 1215, 1240])
def test_the_chance_for_a_walks_total_is_that_of_its_closed_form(budget):
    found = chance_of(float(budget))
    expected = stats.norm.sf(budget, 1200, deviation_of_sum(12))
    assert found.together.chance == pytest.approx(expected, abs=0.015)
    below = chance_of(float(budget), at_least=False)
    assert below.together.chance == pytest.approx(1 - expected, abs=0.015)
    assert found.every == found.together.chance


def test_levels_are_the_budgets_that_have_their_chance():
    found = chance_of(1200.0)
    for sure, amount in found.together.levels.items():
        assert amount == pytest.approx(
            stats.norm.isf(sure / 100, 1200, deviation_of_sum(12)), abs=1.0
        )
        assert chance_of(amount).together.chance == pytest.approx(sure / 100, abs=0.002)
    assert level_for(0.9, found.values, at_least=False) > 1200 > level_for(0.9, found.values)


def test_single_months_have_the_chance_of_their_step_and_all_at_once_that_of_joint_paths():
    alone = walk(MONTHS, independent=True)
    target = Target("month", dict.fromkeys(FUTURE, 100.5))
    found = find_odds(target, alone, MONTHS)
    step = stats.norm.sf(0.5)
    np.testing.assert_allclose([each.chance for each in found.each], step, atol=0.01)
    assert found.together.budget == 1206
    assert found.together.chance == pytest.approx(stats.norm.sf(6 / math.sqrt(12)), abs=0.01)
    # Independent months: the product; months that move as one: that of a single month.
    assert find_odds(Target("month", dict.fromkeys(FUTURE[:3], 100.5)), alone, MONTHS).every == (
        pytest.approx(step**3, abs=0.01)
    )
    as_one = replace(alone, paths=np.sort(alone.paths, axis=0))
    assert find_odds(target, as_one, MONTHS).every == pytest.approx(step, abs=0.01)


def test_a_year_counts_what_is_known_of_it():
    # 700 are there after seven months; the rest is a walk over five.
    target = Target("year", {pd.Timestamp("2024-01-01"): 1195.0})
    found = find_odds(target, walk(MONTHS), MONTHS)
    assert found.together.span.name == "2024"
    assert found.together.chance == pytest.approx(
        stats.norm.sf(-5 / deviation_of_sum(5)), abs=0.015
    )
    # 2025 is cut off by the horizon, so no budget can be held against it.
    assert [span.name for span in periods(MONTHS, 12, "year")] == ["2024"]
    cut_off = Target("year", {pd.Timestamp("2025-01-01"): 1.0})
    assert find_odds(cut_off, walk(MONTHS), MONTHS) is None


def test_budgets_of_averages_are_averaged():
    ts = replace(MONTHS, aggregate="mean")
    target = Target("quarter", {FUTURE[2]: 101.0, FUTURE[5]: 99.0})
    found = find_odds(target, walk(ts), ts)
    assert found.together.budget == 100
    assert found.together.point == pytest.approx(100, abs=0.1)
    assert found.together.span.name == "2 quarters on average"


def test_periods_without_a_budget_are_left_out():
    target = Target("month", {FUTURE[0]: 100.0, FUTURE[1]: math.nan, FUTURE[3]: 100.0})
    found = find_odds(target, walk(MONTHS), MONTHS)
    assert [each.span.name for each in found.each] == ["August 2024", "November 2024"]
    assert list(found.table()["span"]) == ["August 2024", "November 2024", "2 months together"]
    assert find_odds(Target("month", {}), walk(MONTHS), MONTHS) is None


def test_no_chance_is_none_or_certain():
    for budget in (0.0, 1e9):
        found = chance_of(budget)
        assert 0 < found.together.chance < 1
        assert 0 < found.every < 1


def test_last_year_plus_grows_with_each_year():
    ts = series(np.arange(1.0, 80), start="2018-01-01")
    target = last_year_plus(ts, 18, "month", 0.1)
    assert target.amounts[FUTURE[0]] == pytest.approx(68 * 1.1)
    # The second August is two years after the last one known.
    assert target.amounts[ts.future_index(18)[12]] == pytest.approx(68 * 1.1**2)
    assert last_year_plus(ts, 12, HORIZON, 0.0).amounts == {FUTURE[0]: sum(range(68, 80))}
    assert last_year_plus(series([1.0, 2.0]), 3, "month", 0.0).amounts == {}


@pytest.mark.parametrize(
    ("share", "words", "cell"),
    [
        (0.0003, "less than 1 in 100", "<1%"),
        (0.034, "about 3 in 100", "3%"),
        (0.25, "about 3 in 10", "25%"),
        (0.72, "about 7 in 10", "72%"),
        (0.9, "about 9 in 10", "90%"),
        (0.96, "about 96 in 100", "96%"),
        (0.9996, "more than 99 in 100", ">99%"),
        (float("nan"), "-", "-"),
    ],
)
def test_chances_in_words_are_never_none_and_never_certain(share, words, cell):
    assert (odds(share), odds_percent(share)) == (words, cell)


def test_what_the_chances_say():
    said = of_odds(chance_of(1200.0), MONTHS, "Walk")
    assert said[0] == (
        "12 months to July 2025, at least 1,200 EUR: the chance is about 5 in 10 by Walk."
    )
    assert said[1].startswith("A budget of 1,200 EUR would have a chance of 5 in 10, 1,1")
    assert said[1].endswith(" one of 9 in 10.")
    budgets = {stamp: 100.0 - place for place, stamp in enumerate(FUTURE)}
    said = of_odds(find_odds(Target("month", budgets), walk(MONTHS), MONTHS), MONTHS, "Walk")
    assert said[0].startswith("12 months together, at least 1,134 EUR: the chance is more than 99")
    assert "July 2025 is likeliest to be met" in said[1]
    assert "August 2024 least (about 5 in 10)" in said[1]
