"""Marking events on Data, what suggestions do, and who honours and carries them."""

import csv
import io
import json
import re

import pandas as pd
import pytest

from core.events import Event
from tests.pages.conftest import MARKING, ODD, opened, press, words

pytestmark = pytest.mark.slow

MAY = pd.Timestamp("2018-05-01")
# One month stands out; in the same month of two years a sale.
WILD = "Month,Umbrellas\n" + "\n".join(
    f"{2015 + i // 12}-{i % 12 + 1:02d}-01,{900 if i == 40 else 100 + i % 7}" for i in range(72)
)


@pytest.fixture
def data(loaded):
    return opened(loaded.switch_page("pages/data.py").run(), MARKING)


def events(app):
    return app.session_state["workspace"].loaded.reading.series.events


def field(app, kind, label):
    return next(each for each in getattr(app, kind) if each.label == label)


def choose(app, first, last, kind="promotion", effect="ignore"):
    field(app, "date_input", "From").set_value(pd.Timestamp(first).date())
    field(app, "date_input", "To").set_value(pd.Timestamp(last).date())
    field(app, "selectbox", "What it was").set_value(kind)
    return field(app, "selectbox", "What models make of it").set_value(effect).run()


def test_an_event_is_marked_by_date_listed_drawn_and_removed(data):
    choose(data, "2018-05-20", "2018-06-03", "shock", "one-off")
    field(data, "text_input", "Note").set_value("Strike *in* May").run()
    press(data, "Mark this")
    june = pd.Timestamp("2018-06-01")
    assert events(data) == (Event(MAY, june, "shock", "one-off", note="Strike *in* May"),)
    assert "Shock**: May 2018 to June 2018; one-off. Strike *in* May" in words(data)
    drawn = json.loads(data.get("plotly_chart")[0].proto.spec)
    assert "Shock" in {trace.get("name") for trace in drawn["data"]}
    assert len(drawn["layout"]["shapes"]) == 1
    press(data, "Remove")
    assert events(data) == ()
    assert "Strike" not in words(data)


def test_what_is_half_filled_in_stays_when_the_form_is_closed(data):
    choose(data, "2018-05-20", "2018-06-03", "shock", "one-off")
    field(data, "text_input", "Note").set_value("Strike").run()
    opened(data, MARKING, open=False)
    assert not data.date_input
    opened(data, MARKING)
    press(data, "Mark this")
    assert events(data) == (
        Event(MAY, pd.Timestamp("2018-06-01"), "shock", "one-off", (), "Strike"),
    )


def test_an_event_that_repeats_asks_for_its_dates(data):
    choose(data, "2018-05-01", "2018-05-01", effect="repeats")
    press(data, "Mark this")
    assert "needs at least one other date" in data.error[0].value
    field(data, "multiselect", "It begins again on").set_value(["2019-05-01", "2021-05-01"]).run()
    press(data, "Mark this")
    (event,) = events(data)
    assert event.repeats == (pd.Timestamp("2019-05-01"), pd.Timestamp("2021-05-01"))
    assert "repeats on other dates: May 2019 and May 2021" in words(data)


def test_what_can_not_be_marked_is_refused_with_the_reason(data):
    choose(data, "2018-07-01", "2018-05-01")
    press(data, "Mark this")
    assert "Swap the two dates" in data.error[0].value
    assert events(data) == ()


def test_nothing_suggested_is_applied_before_its_button_is_pressed(app):
    app.session_state["workspace"].load(WILD.encode(), "wild.csv")
    app.switch_page("pages/data.py").run()
    assert "May 2018: 900, where about" in words(opened(app, ODD))
    assert events(app) == ()
    press(app, "Mark it")
    (event,) = events(app)
    assert (event.first, event.effect) == (MAY, "one-off")
    assert "where about" not in words(app)


def test_an_honest_series_has_nothing_suggested(data):
    assert not [each for each in data.expander if "odd" in each.label]


def test_events_dropped_by_another_reading_are_told(data):
    data.session_state["workspace"].mark(Event(MAY, MAY, "shock", "ignore"))
    data.run()
    field(data, "selectbox", "Frequency").select("quarterly").run()
    assert "The event marked as shock from 2018-05-01 on was dropped" in words(data)


def test_training_gets_the_events_and_compare_tells_what_is_not_counted(loaded, engine):
    newest = pd.Timestamp("2020-11-01")
    loaded.session_state["workspace"].mark(Event(newest, newest, "stock-out", "ignore"))
    loaded.switch_page("pages/train.py").run()
    press(loaded, "Train")
    assert engine.submitted[0].ts.events == (Event(newest, newest, "stock-out", "ignore"),)
    loaded.switch_page("pages/compare.py").run()
    text = words(opened(loaded, "What each model decided"))
    assert "1 month marked to ignore is not counted." in text
    assert "1 month marked to ignore (stock-out) not learned from." in text


def test_the_files_carry_events(data, monkeypatch):
    workspace = data.session_state["workspace"]
    future = pd.Timestamp("2021-05-01")
    workspace.mark(Event(MAY, MAY, "promotion", "repeats", (future,), "Fair"))
    written = []
    monkeypatch.setattr(
        "streamlit.download_button",
        lambda label, data, **_: written.append(data()) if label == "Download CSV" else None,
    )
    opened(data, "The first look as a table", "The series as a table")
    files = [list(csv.DictReader(io.StringIO(each.decode("utf-8-sig")))) for each in written]
    look = next(rows for rows in files if "model" in rows[0])
    whole = next(rows for rows in files if "Umbrellas" in rows[0])
    assert {row["date"]: row["event"] for row in look}["2021-05-01"] == "promotion, repeats: Fair"
    assert [row["Month"] for row in whole if row["event"]] == ["2018-05-01"]


def test_within_a_day_the_time_is_asked_as_well(app):
    hours = pd.date_range("2024-03-01", periods=200, freq="h")
    rows = "\n".join(f"{hour:%Y-%m-%d %H:%M},{100 + hour.hour}" for hour in hours)
    app.session_state["workspace"].load(f"Hour,Load\n{rows}".encode(), "load.csv")
    opened(app.switch_page("pages/data.py").run(), MARKING)
    choose(app, "2024-03-02", "2024-03-02")
    for label, hour in (("From, time", 5), ("To, time", 9)):
        field(app, "time_input", label).set_value(pd.Timestamp(2024, 3, 2, hour).time())
    app.run()
    press(app, "Mark this")
    (event,) = events(app)
    assert (event.first, event.last) == (
        pd.Timestamp("2024-03-02 05:00"),
        pd.Timestamp("2024-03-02 09:00"),
    )


@pytest.mark.parametrize("typed", ["next spring", "NaT", "9999-01-01"])
def test_a_date_typed_that_is_none_is_refused(data, typed):
    choose(data, "2018-05-01", "2018-05-01", effect="repeats")
    field(data, "multiselect", "It begins again on").set_value([typed]).run()
    press(data, "Mark this")
    assert f"'{typed}' is no date; write it as 2020-12-01." in words(data)
    assert events(data) == ()


def test_a_typed_date_means_the_period_it_lies_in(data):
    choose(data, "2018-05-01", "2018-05-01", effect="repeats")
    field(data, "multiselect", "It begins again on").set_value(["2019-08-17"]).run()
    press(data, "Mark this")
    assert events(data)[0].repeats == (pd.Timestamp("2019-08-01"),)


def test_what_an_event_put_on_the_forecast_is_told_beside_it(loaded):
    future = pd.Timestamp("2021-05-01")
    event = Event(MAY, MAY, "promotion", "repeats", (future,), "Fair")
    loaded.session_state["workspace"].mark(event)
    loaded.switch_page("pages/data.py").run()
    assert re.search(r"Promotion \(Fair\): [+-]\d+(\.\d)?% on 1 date", words(loaded))
    loaded.switch_page("pages/train.py").run()
    press(loaded, "Train")
    loaded.switch_page("pages/forecast.py").run()
    assert "on 1 date, from 1 earlier one." in words(loaded)
    run = loaded.session_state["workspace"].run()
    assert len({forecast.effects for forecast in run.trained.forecasts.values()}) == 1
