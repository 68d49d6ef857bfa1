"""What can be done with a forecast: explained, supposed otherwise, taken away."""

import io
import json
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
import streamlit as st

from core.drivers import Driver, Drivers
from core.scenario import Scenario
from tests.pages.conftest import look_closer, press, words

PAGE = "pages/forecast.py"


def tables(app):
    return [frame.value for frame in app.dataframe]


def charts(app):
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def test_a_forecast_is_explained_in_words_a_chart_and_a_table(trained):
    look_closer(trained, "Explain", PAGE)
    text = words(trained)
    assert "starts from a level of" in text
    assert "what moves it most is" in text
    parts = next(table for table in tables(trained) if "Level" in table)
    total = parts[["Level", "Trend", "Season"]].sum(axis="columns")
    np.testing.assert_allclose(total, parts["Forecast"])
    assert any(spec["layout"].get("barmode") == "relative" for spec in charts(trained))


@pytest.fixture
def files(monkeypatch):
    """What is offered for download, by label."""
    made = {}
    real = st.download_button

    def noted(label, data=None, **how):
        made[label] = data
        return real(label, data=data, **how)

    monkeypatch.setattr(st, "download_button", noted)
    return made


def test_words_to_copy_a_workbook_and_a_report_can_be_taken_away(trained, files):
    look_closer(trained, "Take away", PAGE)
    (said,) = [block.value for block in trained.code]
    assert said.startswith("Umbrellas, monthly, January 2015 to December 2020: 72 months.")
    run = trained.session_state["workspace"].run()
    assert run.verdict.sentence in said
    book = openpyxl.load_workbook(io.BytesIO(files["Excel workbook"]()))
    assert "Receipt" in book.sheetnames
    receipt = list(book["Receipt"].values)
    assert "Rows read" in {row[1] for row in receipt}
    page = files["Report to print"]().decode()
    assert "Umbrellas: forecast for" in page
    assert page.count("plotly-graph-div") == 2


def test_a_script_of_the_model_shown_can_be_taken_away(trained, files):
    look_closer(trained, "Take away", PAGE)
    run = trained.session_state["workspace"].run()
    lead = run.by_error[0]
    source = files["Python script"]()
    compile(source, "lookback-forecast.py", "exec")
    assert f"Umbrellas: the {lead} forecast of the next" in source.decode()
    assert run.label in source.decode()
    pills = next(group for group in trained.button_group if group.label == "Models")
    for model in run.forecasts:
        pills.set_value([model]).run()
        source = files["Python script"]()
        compile(source, "lookback-forecast.py", "exec")
        assert f"the {model} forecast" in source.decode()


def test_a_script_has_the_ranges_that_are_shown(trained, files, tmp_path, monkeypatch):
    run = trained.session_state["workspace"].run()
    monkeypatch.setattr("core.calibration.FOLDS", 1)
    run.recalibrate("Seasonal naive")
    look_closer(trained, "Take away", PAGE)
    pills = next(group for group in trained.button_group if group.label == "Models")
    pills.set_value(["Seasonal naive"]).run()
    monkeypatch.chdir(tmp_path)
    exec(compile(files["Python script"](), "script", "exec"), {})
    made = pd.read_csv("forecast.csv", index_col="date")
    np.testing.assert_allclose(made, run.forecasts["Seasonal naive"].table)


def cameras(app):
    return [
        json.loads(chart.proto.config)["toImageButtonOptions"] for chart in app.get("plotly_chart")
    ]


def test_charts_are_saved_as_chosen_under_a_name_that_says_what_they_show(trained):
    look_closer(trained, "Take away", PAGE)
    (camera,) = cameras(trained)
    assert camera["format"] == "png"
    assert camera["filename"].startswith("Umbrellas-so-far-and-the-next-")
    assert len(camera["filename"]) <= 80
    next(one for one in trained.radio if one.label == "Charts are saved as").set_value("svg").run()
    assert {each["format"] for each in cameras(trained)} == {"svg"}
    trained.switch_page("pages/compare.py").run()
    assert {each["format"] for each in cameras(trained)} == {"svg"}


def test_without_anything_to_change_what_if_says_how_to_get_it(trained):
    look_closer(trained, "What if", PAGE)
    assert "What if needs something that can be changed" in words(trained)
    assert "Go to Data" in [link.proto.label for link in trained.get("page_link")]


@pytest.fixture
def driven(trained):
    """The same run, with a driver known ahead in it."""
    workspace = trained.session_state["workspace"]
    run = workspace.runs[0]
    ts = run.training.ts
    horizon = run.training.plan.horizon
    index = pd.date_range(ts.index[0], periods=len(ts) + horizon, freq="MS")
    price = pd.DataFrame({"Price": 10.0 + np.arange(len(index)) % 4}, index=index)
    with_price = replace(ts, drivers=Drivers((Driver("Price", True),), price))
    training = replace(run.training, ts=with_price)
    trained_on = replace(run.trained, training=training)
    workspace.runs[0] = replace(run, training=training, trained=trained_on)
    return trained


def ask(app, engine, name, value):
    """Have a scenario computed: another price in the first period to come."""
    workspace = app.session_state["workspace"]
    run = workspace.runs[0]
    future = run.training.ts.future_index(run.training.plan.horizon)
    ahead = pd.DataFrame({"Price": [value] + [np.nan] * (len(future) - 1)}, index=future)
    workspace.start(engine, Scenario(name, run.training, ahead, ()), about=run.id)


@pytest.mark.slow
def test_scenarios_are_kept_with_their_run_compared_and_removed(driven, engine):
    ask(driven, engine, "Cheap", 5.0)
    look_closer(driven, "What if", PAGE)
    ask(driven, engine, "Dear", 30.0)
    look_closer(driven, "What if", PAGE)
    pills = next(group for group in driven.button_group if group.label == "Scenarios to compare")
    assert pills.options == ["Cheap", "Dear"]
    pills.set_value(["Cheap", "Dear"]).run()
    text = words(driven)
    for name in ("Cheap", "Dear"):
        assert f"'{name}'" in text
    assert "Changed: 'Price' on January 2021." in text
    table = next(table for table in tables(driven) if "As it is" in table)
    assert {"Cheap", "Dear", "Cheap, difference", "Dear, difference"} <= set(table)
    names = {trace.get("name") for spec in charts(driven) for trace in spec["data"]}
    assert {"Cheap", "Dear"} <= names
    box = next(box for box in driven.selectbox if box.label == "Remove a scenario")
    box.select("Cheap").run()
    press(driven, "Remove it")
    assert [each.name for each in driven.session_state["workspace"].runs[0].answers] == ["Dear"]


def test_nothing_is_asked_before_a_cell_is_changed(driven):
    look_closer(driven, "What if", PAGE)
    button = next(each for each in driven.button if each.label == "See what it changes")
    assert button.disabled
    assert "shows association" in words(driven)
