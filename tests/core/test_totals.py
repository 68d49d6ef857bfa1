import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core import paths, totals
from core.errors import ForecastError
from core.forecaster import Forecast, to_table
from core.spans import horizon_span, spans
from tests.builders import series

MONTHS = series(np.full(79, 100.0), start="2018-01-01")  # to July 2024


def walk(ts, horizon=12, level=100.0, independent=False, n=20_000):
    """The forecast of a random walk with steps of deviation 1, or of independent errors."""
    steps = np.random.default_rng(0).normal(size=(n, horizon))
    deviation = np.ones(horizon) if independent else np.sqrt(np.arange(1, horizon + 1))
    bounds = {}
    for share in (80, 95):
        width = stats.norm.ppf(0.5 + share / 200) * deviation
        bounds[share] = (level - width, level + width)
    table = to_table(ts.future_index(horizon), np.full(horizon, level), bounds)
    drawn = paths.coupled(steps if independent else steps.cumsum(axis=1), table)
    return Forecast("Walk", ts.index[-1], table, paths=drawn)


def deviation_of_sum(h):
    """Of the sum of a random walk over h steps: h (h + 1) (2 h + 1) / 6 is its variance."""
    return math.sqrt(h * (h + 1) * (2 * h + 1) / 6)


def test_a_walk_total_has_the_range_of_its_closed_form():
    found = totals.total(walk(MONTHS), horizon_span(MONTHS, 12))
    assert found.point == pytest.approx(1200, abs=0.5)
    for level in (80, 95):
        low, high = found.bounds[level]
        width = 2 * stats.norm.ppf(0.5 + level / 200) * deviation_of_sum(12)
        assert high - low == pytest.approx(width, rel=0.03)


def test_a_year_partly_past_is_only_as_unsure_as_what_is_left_of_it():
    forecast = walk(MONTHS)
    this, coming = (totals.total(forecast, span) for span in spans(MONTHS, 12, "year"))
    assert this.point == pytest.approx(1200, abs=0.5)
    low, high = this.bounds[80]
    assert high - low == pytest.approx(2 * 1.2816 * deviation_of_sum(5), rel=0.03)
    assert coming.point == pytest.approx(700, abs=0.5)


def test_averages_are_shown_where_adding_up_makes_no_sense():
    prices = replace(MONTHS, aggregate="mean")
    found = totals.total(walk(prices), horizon_span(prices, 12))
    assert found.point == pytest.approx(100, abs=0.05)
    low, high = found.bounds[80]
    assert high - low == pytest.approx(2 * 1.2816 * deviation_of_sum(12) / 12, rel=0.03)
    assert totals.headline(found, prices).startswith("12 months to July 2025 on average: 100 EUR")
    assert totals.against_before(found, prices).startswith(
        "The same 12 months a year before averaged 100 EUR. The change is "
    )


def test_a_total_is_told_with_its_range_and_the_year_before():
    found = totals.total(walk(MONTHS, level=110.0), horizon_span(MONTHS, 12))
    low, high = (MONTHS.words(value, unit=False) for value in found.bounds[80])
    assert totals.headline(found, MONTHS) == (
        f"12 months to July 2025 together: {MONTHS.words(found.point)}, likely between {low} and "
        f"{high}"
    )
    assert found.change == pytest.approx(0.1, abs=0.001)
    sentence = totals.against_before(found, MONTHS)
    assert sentence.startswith(
        "The same 12 months a year before came to 1,200 EUR. The change is +10%, likely between +"
    )


def test_a_total_of_minus_and_plus_has_no_change_in_per_cent():
    ts = series(np.where(np.arange(79) % 2, 5.0, -5.0))
    found = totals.total(walk(ts, level=3.0), horizon_span(ts, 12))
    assert math.isnan(found.change)
    assert totals.against_before(found, ts) == ("The same 12 months a year before came to 0 EUR.")
    short = series(np.ones(11))
    assert totals.against_before(totals.total(walk(short), horizon_span(short, 12)), short) == ""


def test_why_the_range_is_narrower_than_the_added_bounds():
    alone = walk(MONTHS, independent=True)
    words = totals.narrower(totals.total(alone, horizon_span(MONTHS, 12)), alone, MONTHS)
    # One in root 12.
    assert "This range is 29% as wide as the added-up bounds of the single months." in words
    together = walk(MONTHS)
    ranks = np.argsort(np.argsort(together.paths[:, -1]))
    ordered = np.sort(together.paths, axis=0)[ranks]
    together = replace(together, paths=ordered)
    words = totals.narrower(totals.total(together, horizon_span(MONTHS, 12)), together, MONTHS)
    assert "about as wide as the added-up bounds" in words
    one = walk(MONTHS, horizon=1)
    assert totals.narrower(totals.total(one, horizon_span(MONTHS, 1)), one, MONTHS) == ""


def test_the_table_has_every_model_and_span():
    parts = [*spans(MONTHS, 12, "year"), horizon_span(MONTHS, 12)]
    forecasts = {"A": walk(MONTHS), "B": walk(MONTHS, level=120.0)}
    found = totals.table(forecasts, parts, MONTHS.frequency)
    assert list(found["model"]) == ["A"] * 3 + ["B"] * 3
    assert list(found["span"][:3]) == ["2024", "2025", "12 months to July 2025"]
    assert list(found["made-of"][:3]) == [
        "7 months known, 5 forecast", "incomplete, 5 months beyond the horizon", "",
    ]  # fmt: skip
    assert found["known"][0] == 700
    assert np.isnan(found["known"][1])
    assert found["year-before"][0] == 1200
    assert found["change"][3] == pytest.approx(100 / 1200, abs=0.001)
    assert (found["lo-95"] < found["lo-80"]).all()


def test_a_step_taken_alone_has_the_bounds_of_the_forecast():
    forecast = walk(MONTHS)
    found = [totals.total(forecast, span) for span in spans(MONTHS, 12, "month")]
    np.testing.assert_allclose(
        [each.bounds[80] for each in found], forecast.table[["lo-80", "hi-80"]], rtol=1e-3
    )


def test_without_paths_it_says_what_to_do():
    bare = replace(walk(MONTHS), paths=None)
    with pytest.raises(ForecastError, match="Train again"):
        totals.total(bare, horizon_span(MONTHS, 12))


def test_totals_never_fall_below_what_the_data_can_be():
    ts = series(np.full(30, 1.0))
    steps = np.random.default_rng(0).normal(size=(2_000, 6))
    table = to_table(
        ts.future_index(6), np.full(6, 0.5), {80: (np.zeros(6), np.full(6, 2.0)),
                                             95: (np.zeros(6), np.full(6, 3.0))}
    )  # fmt: skip
    drawn = paths.coupled(steps, table, least=ts.least)
    found = totals.total(Forecast("M", pd.Timestamp(0), table, paths=drawn), horizon_span(ts, 6))
    assert found.bounds[95][0] >= 0
