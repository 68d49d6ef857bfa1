"""The profile on Data."""

import json

import numpy as np
import pandas as pd
import pytest

from core.profile import pictures
from tests.pages.conftest import words

pytestmark = pytest.mark.slow

PICTURES = (
    "Forecastability",
    "Trend and season",
    "Seasonal plot",
    "Box plots",
    "Autocorrelation",
    "Stationarity",
)
MAKERS = ("decompose", "forecastability", "stationarity", "overlay", "boxes", "correlate")


def days():
    dates = pd.date_range("2021-01-01", periods=900)
    random = np.random.default_rng(0)
    y = 500 + 80 * (dates.dayofweek >= 5) + 5 * random.normal(size=len(dates))
    return "Day,Visits\n" + "\n".join(
        f"{d:%Y-%m-%d},{v:.1f}" for d, v in zip(dates, y, strict=True)
    )


@pytest.fixture
def on_data(loaded):
    return loaded.switch_page("pages/data.py").run()


def pills(app):
    return next(group for group in app.button_group if group.label == "Profile")


def choose(app, picture):
    pills(app).set_value(picture).run()
    assert not app.exception
    return app


def charts(app):
    return {chart.proto.id.split("-profile-")[-1]: chart for chart in app.get("plotly_chart")
            if "-profile-" in chart.proto.id}  # fmt: skip


def test_nothing_of_it_is_computed_before_it_is_asked_for(loaded, monkeypatch):
    for maker in MAKERS:
        monkeypatch.setattr(pictures, maker, lambda *a, **k: 1 / 0)
    loaded.switch_page("pages/data.py").run()
    assert not loaded.exception
    assert not loaded.error
    assert list(pills(loaded).options) == list(PICTURES)
    assert "Choose a picture; it is computed then." in words(loaded)


@pytest.mark.parametrize("picture", PICTURES)
def test_each_picture_has_a_finding_a_chart_and_a_reading_aid(on_data, picture):
    choose(on_data, picture)
    assert not on_data.error
    (chart,) = charts(on_data).values()
    assert json.loads(chart.proto.spec)["data"]
    assert chart.proto.alt
    assert [box.label for box in on_data.expander][-3:] == [
        "How is this computed?",
        "As a table",
        "The series as a table",
    ]


def test_the_one_sentence_comes_with_the_settings(on_data):
    choose(on_data, "Forecastability")
    text = words(on_data)
    assert "A strong yearly pattern, " in text
    assert "forecasts 12 months ahead should be useful" in text
    table = on_data.table[-1].value
    assert list(table.index) == ["Window length", "Horizon", "Folds", "Epochs"]
    assert list(table["Value"])[1] == "12"


def test_numbers_and_table_come_when_their_box_is_opened(on_data):
    choose(on_data, "Trend and season")
    assert "Taken apart by STL" not in words(on_data)
    frames = len(on_data.dataframe)
    on_data.session_state["profile-decomposition-how"] = True
    on_data.session_state["profile-decomposition-table"] = True
    on_data.run()
    assert "Taken apart by STL with a season of 12 months" in words(on_data)
    assert len(on_data.dataframe) == frames + 1
    table = next(frame.value for frame in on_data.dataframe if "Remainder" in frame.value)
    assert len(table) == 72


def test_days_can_be_laid_out_by_weekday_or_month(app):
    app.session_state["workspace"].load(days().encode(), "visits.csv")
    app.switch_page("pages/data.py").run()
    choose(app, "Box plots")
    assert "above the level around it" in words(app)
    layouts = next(group for group in app.button_group if group.label == "Laid out")
    assert list(layouts.options) == ["By weekday", "By month"]
    layouts.set_value("By month").run()
    assert "Months hardly differ from each other" in words(app)


def test_changes_can_be_correlated_instead_of_values(on_data):
    choose(on_data, "Autocorrelation")
    group = next(group for group in on_data.button_group if group.label == "Of")
    group.set_value(True).run()
    assert "Changes 12 months apart move together" in words(on_data)


def test_a_picture_is_computed_once_for_a_series(on_data, monkeypatch):
    calls = []
    real = pictures.decompose
    monkeypatch.setattr(pictures, "decompose", lambda ts: calls.append(ts) or real(ts))
    choose(on_data, "Trend and season")
    on_data.run()
    choose(on_data, "Stationarity")
    choose(on_data, "Trend and season")
    assert len(calls) == 1


def test_another_file_closes_it_again(on_data):
    choose(on_data, "Trend and season")
    on_data.session_state["workspace"].load(days().encode(), "visits.csv")
    on_data.run()
    assert pills(on_data).value is None
    assert not charts(on_data)


def test_gaps_and_what_is_left_out_are_said_below_the_picture(app):
    rows = days().splitlines()
    gapped = "\n".join([*rows[:100], *rows[103:]])
    app.session_state["workspace"].load(gapped.encode(), "visits.csv")
    app.switch_page("pages/data.py").run()
    for picture in ("Trend and season", "Autocorrelation", "Stationarity", "Forecastability"):
        choose(app, picture)
        assert "3 gaps were bridged by straight lines, for this picture only" in words(app)


def test_a_unit_stands_on_the_picture_as_soon_as_it_is_named(on_data):
    choose(on_data, "Trend and season")
    next(box for box in on_data.text_input if box.label == "Unit").set_value("*pairs*").run()
    (chart,) = charts(on_data).values()
    assert "Series (*pairs*)" in chart.proto.spec


@pytest.mark.parametrize("picture", PICTURES)
def test_a_series_too_short_or_all_the_same_gets_a_sentence(app, picture):
    for values, part in (([5] * 48, "All values are the same"), ([1, 2, 3], "")):
        rows = "".join(f"{2015 + i // 12}-{i % 12 + 1:02d}-01,{v}\n" for i, v in enumerate(values))
        app.session_state["workspace"].load(f"Month,Sales\n{rows}".encode(), "x.csv")
        app.switch_page("pages/data.py").run()
        choose(app, picture)
        assert not app.error
        assert not charts(app)
        assert app.info
        assert part in app.info[-1].value
