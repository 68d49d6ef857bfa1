"""The profile, drawn."""

import numpy as np
import plotly.graph_objects as go
import pytest

from core.model_styles import ACTUAL
from core.profile.pictures import Profile
from core.profile.thinning import MOST_POINTS
from core.profile_drawing import PART
from core.profile_figures import (
    correlation_figure,
    decomposition_figure,
    error_figure,
    stationarity_figure,
)
from core.season_figures import box_figure, overlay_figure
from tests.builders import seasonal, series

DRAWN = {
    "decomposition": lambda p, theme: decomposition_figure(p.decomposition, theme),
    "correlation": lambda p, theme: correlation_figure(p.correlogram(changes=False), theme),
    "stationarity": lambda p, theme: stationarity_figure(p.stationarity, theme),
    "errors": lambda p, theme: error_figure(p.forecastability, theme),
    "overlay": lambda p, theme: overlay_figure(p.overlay(p.cycles[0]), theme),
    "boxes": lambda p, theme: box_figure(p.boxes(p.cycles[0]), theme),
}


@pytest.fixture(scope="module")
def profile():
    return Profile(seasonal(144, unit="<b>EUR</b>"))


def named(figure):
    return {trace.name: trace for trace in figure.data}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_picture_has_its_hue_on_either_ground(name, theme, profile):
    drawn = DRAWN[name](profile, theme).to_json()
    mine, other = (PART.dark, PART.light) if theme == "dark" else (PART.light, PART.dark)
    assert mine in drawn
    assert other not in drawn


@pytest.mark.parametrize("name", DRAWN)
def test_axes_are_named_and_units_are_no_markup(name, profile):
    figure = DRAWN[name](profile, "light")
    assert figure.layout.xaxis.title.text
    assert "<b>" not in figure.to_json()
    said = figure.layout.yaxis.title.text or figure.layout.annotations[0].text
    assert said
    if name not in ("correlation", "boxes"):
        assert "&lt;b&gt;EUR&lt;/b&gt;" in said


def test_parts_stand_below_each_other_on_the_same_dates(profile):
    figure = decomposition_figure(profile.decomposition)
    traces = named(figure)
    assert list(traces) == ["Series", "Trend", "Yearly season", "Remainder"]
    assert isinstance(traces["Remainder"], go.Bar)
    assert traces["Series"].line.color == ACTUAL.light
    assert all(list(trace.x) == list(profile.ts.index) for trace in traces.values())
    tops = [figure.layout[f"yaxis{n}"].domain[1] for n in ("", 2, 3, 4)]
    assert tops == sorted(tops, reverse=True)


def test_correlations_beyond_chance_have_a_mark(profile):
    found = profile.correlogram(changes=False)
    figure = correlation_figure(found)
    marks = [trace for trace in figure.data if trace.name == "Beyond chance"]
    assert list(marks[0].x) == list(np.flatnonzero(np.abs(found.acf) > found.limit) + 1)
    assert marks[0].marker.symbol == "diamond"


@pytest.mark.parametrize(
    ("frequency", "n", "tick"), [("monthly", 144, 6), ("daily", 400, 7), ("hourly", 2_000, 24)]
)
def test_correlations_have_ticks_at_seasons_and_not_too_many(frequency, n, tick):
    found = Profile(seasonal(n, frequency=frequency)).correlogram(changes=False)
    figure = correlation_figure(found)
    assert figure.layout.xaxis.dtick == tick
    assert len(found.acf) / tick <= 8


def test_the_newest_turns_are_set_apart_by_width_and_dash(profile):
    traces = named(overlay_figure(profile.overlay(profile.cycles[0])))
    assert list(traces) == ["Earlier years", "The year before", "Newest year"]
    assert traces["Newest year"].line.width > traces["Earlier years"].line.width
    assert traces["The year before"].line.dash == "dash"
    assert list(traces["Newest year"].y)[:12] == list(profile.ts.y.iloc[-12:])
    # Ten years, each with a break after it.
    assert len(traces["Earlier years"].x) == 10 * 13


def test_boxes_say_their_numbers_in_words(profile):
    boxes, marks = box_figure(profile.boxes(profile.cycles[0])).data
    assert len(boxes.median) == 12
    assert "January: half between" in marks.text[0]
    assert "median" in marks.text[0]


def test_every_rule_has_its_own_dash_and_mark(profile):
    lines = error_figure(profile.forecastability).data
    assert len({(line.line.dash, line.marker.symbol) for line in lines}) == len(lines) == 5


@pytest.mark.slow
def test_a_hundred_thousand_points_are_drawn_with_few():
    steps = np.arange(100_000)
    random = np.random.default_rng(0)
    y = 100 + 10 * np.sin(2 * np.pi * steps / 24) + random.normal(size=len(steps))
    large = Profile(series(y, "hourly"))
    for name, draw in DRAWN.items():
        figure = draw(large, "light")
        assert max(len(trace.x) for trace in figure.data) <= 2 * MOST_POINTS, name
        assert len(figure.to_json()) < 600_000, name
