"""Events on charts: where they are drawn, and what they say."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.event_marks import SYMBOLS
from core.events import KINDS, Event
from core.figures import forecast_figure, series_figure
from core.models import SeasonalNaive
from tests.builders import seasonal, series


def day(text):
    return pd.Timestamp(text)


def marked(*events, ts=None):
    return replace(ts or series(np.arange(60.0), "daily", "2024-01-01"), events=events)


def marks(figure, kind="promotion"):
    return next(trace for trace in figure.data if trace.name == KINDS[kind])


def test_every_kind_has_a_symbol_of_its_own():
    assert set(SYMBOLS) == set(KINDS)
    assert len(set(SYMBOLS.values())) == len(KINDS)


def test_a_range_is_shaded_half_a_step_to_either_side_with_a_symbol_in_its_middle():
    event = Event(day("2024-01-10"), day("2024-01-12"), "shock", "ignore")
    figure = series_figure(marked(event))
    (shade,) = figure.layout.shapes
    assert (shade.x0, shade.x1) == (day("2024-01-09 12:00"), day("2024-01-12 12:00"))
    assert list(marks(figure, "shock").x) == [day("2024-01-11")]


def test_pointing_at_it_tells_kind_effect_dates_and_note_without_markup():
    event = Event(day("2024-01-10"), day("2024-01-12"), "promotion", "ignore", note="<b>Half</b>")
    (said,) = marks(series_figure(marked(event))).hovertext
    assert said.startswith("Promotion: ignore<br>10 January 2024 to 12 January 2024<br>")
    assert said.endswith("&lt;b&gt;Half&lt;/b&gt;")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_future_occurrences_stand_on_the_forecast_and_not_on_the_past(theme):
    ts = seasonal(72)
    ahead = ts.future_index(6)
    event = Event(
        ts.index[60], ts.index[60], "promotion", "repeats", (ahead[2], ahead[0] + 40 * ahead.freq)
    )
    told = marked(event, ts=ts)
    forecast = SeasonalNaive().fit(ts, 6).predict()
    assert list(marks(series_figure(told, theme)).x) == [ts.index[60]]
    assert list(marks(forecast_figure(told, {"Seasonal naive": forecast}, theme)).x) == [
        ts.index[60],
        ahead[2],
    ]


def test_a_series_without_events_looks_as_before():
    figure = series_figure(marked())
    assert len(figure.data) == 1
    assert not figure.layout.shapes
