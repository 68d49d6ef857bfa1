"""What totals and budgets look like: nothing of it may be told by colour alone."""

from dataclasses import replace

import numpy as np
import pytest

from core import totals
from core.spans import spans
from core.target_figures import budget_figure, chance_figure, record_figure
from core.targets import HORIZON, Target, find_odds
from core.total_figures import totals_figure
from core.track_record import track_record
from tests.builders import series
from tests.core.test_totals import walk
from tests.core.test_track_record import replayed

MONTHS = series(np.full(79, 100.0), start="2018-01-01")  # to July 2024


def drawn(ts=MONTHS, unit="year", **how):
    parts = spans(ts, 12, unit, past=3)
    found = [totals.total(walk(ts), span) for span in parts if span.ahead]
    past = [span for span in parts if not span.ahead]
    return totals_figure(found, past, "Walk", ts, **how)


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_year_stands_on_what_is_known_of_it(theme):
    figure = drawn(theme=theme)
    actual, ahead = named(figure, "Actual"), named(figure, "Walk")
    # 2024 holds seven months known; the rest of it stands on top, hatched.
    assert list(actual.x) == ["2021", "2022", "2023", "2024"]
    assert actual.y[-1] == 700
    assert list(ahead.x) == ["2024", "2025<br>(incomplete)"]
    assert ahead.y[0] == pytest.approx(500, abs=1)
    assert figure.layout.barmode == "stack"
    assert ahead.marker.pattern.shape == "/"
    assert not actual.marker.pattern.shape


def test_ranges_of_totals_stand_on_their_bars():
    figure = drawn(unit="quarter")
    found = [totals.total(walk(MONTHS), span) for span in spans(MONTHS, 12, "quarter")]
    narrow, wide = named(figure, "80% range"), named(figure, "95% range")
    assert narrow.error_y.thickness > wide.error_y.thickness
    for each, up, down in zip(found, narrow.error_y.array, narrow.error_y.arrayminus, strict=True):
        assert (each.point - down, each.point + up) == pytest.approx(each.bounds[80])
    # The bar of known months and the forecast one on it reach up to the median.
    assert named(figure, "Actual").y[-1] + named(figure, "Walk").y[0] == found[0].point


def test_averages_are_dots():
    figure = drawn(replace(MONTHS, aggregate="mean"))
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert named(figure, "Walk").y[0] == pytest.approx(100, abs=0.1)
    assert figure.layout.yaxis.title.text == "Average, Sales (EUR)"


def test_budgets_are_marked_on_their_period():
    mark = named(drawn(budgets={"2024": 1230.0}), "Budget")
    assert (list(mark.x), list(mark.y)) == (["2024"], [1230.0])


def test_a_budget_lies_over_the_fan_with_the_chance_of_each_month_below():
    budgets = dict.fromkeys(MONTHS.future_index(12), 100.0)
    forecast = walk(MONTHS)
    found = find_odds(Target("month", budgets), forecast, MONTHS)
    figure = budget_figure(MONTHS, forecast, found, "light")
    assert list(named(figure, "Budget").y) == [100.0] * 12
    chances = named(figure, "Chance to meet it")
    assert chances.yaxis == "y2"
    np.testing.assert_allclose(chances.y, 0.5, atol=0.02)
    assert chances.customdata[0] == "about 5 in 10"


@pytest.mark.parametrize("at_least", [True, False])
def test_the_chance_falls_with_the_size_of_a_budget_that_is_to_be_reached(at_least):
    forecast = walk(MONTHS)
    target = Target(HORIZON, {MONTHS.future_index(1)[0]: 1190.0}, at_least)
    found = find_odds(target, forecast, MONTHS)
    figure = chance_figure(found, "Walk", MONTHS, "light")
    curve, mine = named(figure, "Walk"), named(figure, "Budget")
    order = np.argsort(curve.x)
    steps = np.diff(np.array(curve.y)[order])
    assert (steps <= 0).all() if at_least else (steps >= 0).all()
    at = np.interp(1190.0, np.array(curve.x)[order], np.array(curve.y)[order])
    assert mine.y[0] == pytest.approx(at, abs=0.01)
    assert list(named(figure, "Other budgets").y) == [0.5, 0.8, 0.9]


def test_a_record_shows_what_was_met_beside_the_range_of_chance():
    made, ts = replayed(0)
    found = track_record(made, "Walk", ts)
    figure = record_figure(found, "Walk", "dark")
    met, chance = named(figure, "Met"), named(figure, "Range of chance")
    assert list(met.y) == [group.happened for group in found.groups]
    np.testing.assert_allclose(
        np.array(chance.y) + chance.error_y.array, [group.chance[1] for group in found.groups]
    )
    assert "targets: " in met.customdata[0]
