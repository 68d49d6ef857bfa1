import json
import logging
import re
from dataclasses import replace

import pandas as pd
import pytest

from core.errors import DataError
from core.models import Recurrent
from core.profile import Recommended
from core.reading import Choices
from tests.pages.conftest import CSV, DRIVERS, RECEIPT, begin, look_closer, opened, press, words
from ui import holdings, samples
from ui.workspace import Workspace

PAGES = ("data", "train", "compare", "forecast")
MODELS = ["LSTM", "Practised LSTM", "ARIMA", "ETS", "Theta", "Seasonal naive", "Blend"]


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_says_what_will_be_there_and_links_on(app, page):
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert len(words(app)) > 80


def test_the_sample_on_home_leads_to_train(app):
    press(app, "Try it on airline passengers")
    assert app.title[0].value == "Train"
    assert app.session_state["workspace"].loaded.origin.filename == "airline_passengers.csv"


def test_home_shows_a_first_look_before_anything_is_loaded(app):
    assert "A first look by the Practised LSTM" in words(app)
    names = {
        trace.get("name") for trace in json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    }
    assert {"Actual", "Practised LSTM", "Practised LSTM 80%", "Practised LSTM 95%"} <= names


def test_data_shows_a_first_look_with_its_range_and_as_a_table(loaded):
    loaded.switch_page("pages/data.py").run()
    text = words(loaded)
    assert "What comes next, at a first look" in [part.value for part in loaded.subheader]
    assert "January 2021: " in text
    assert "likely between" in text
    assert "Train to see whether it can be believed." in text
    opened(loaded, "The first look as a table")
    table = next(frame.value for frame in loaded.dataframe if "80% from" in frame.value)
    assert len(table) == loaded.session_state["workspace"].loaded.recommended.horizon
    assert (table["80% from"] < table["Forecast"]).all()


def test_a_first_look_that_fails_costs_the_file_nothing(app, monkeypatch):
    monkeypatch.setattr("core.first_look.Practised", lambda **how: 1 / 0)
    app.session_state["workspace"].load(CSV.encode(), "umbrellas.csv")
    app.switch_page("pages/data.py").run()
    assert not app.exception
    assert "first look" not in words(app)
    assert "Umbrellas" in words(app)


def test_data_shows_what_was_found_with_reasons(loaded):
    text = words(opened(loaded.switch_page("pages/data.py").run(), RECEIPT))
    assert "72 months from January 2015 to December 2020, none missing." in text
    assert "Total before = total after" in text
    labels = {box.label for box in loaded.selectbox}
    assert {"Date column", "Value column", "Frequency"} <= labels


@pytest.mark.slow
def test_every_sample_loads_and_is_labelled(app):
    app.switch_page("pages/data.py").run()
    titles = app.selectbox(key="sample").options
    assert len(titles) >= 6
    for place, title in enumerate(titles):
        app.selectbox(key="sample").set_value(samples.CATALOGUE[place]).run()
        said = "Synthetic" in words(app)
        press(app, "Use this sample")
        loaded = app.session_state["workspace"].loaded
        assert loaded.origin.title == title
        assert loaded.origin.synthetic == said
        assert not loaded.reading.questions


def test_an_override_is_read_again_at_once(loaded):
    loaded.switch_page("pages/data.py").run()
    box = next(box for box in loaded.selectbox if box.label == "Frequency")
    box.select("yearly").run()
    assert not loaded.exception
    assert "6 years from 2015 to 2020" in words(loaded)


def test_an_override_that_can_not_work_keeps_the_reading_before(loaded, monkeypatch):
    def refuse(*_):
        raise DataError("Only 1 value can be used.")

    loaded.switch_page("pages/data.py").run()
    before = loaded.session_state["workspace"].loaded
    monkeypatch.setattr(holdings, "interpret", refuse)
    next(box for box in loaded.selectbox if box.label == "Frequency").select("yearly").run()
    assert not loaded.exception
    assert "Only 1 value can be used. The reading from before is kept." in words(loaded)
    assert loaded.session_state["workspace"].loaded is before


def test_cells_pasted_from_a_spreadsheet_are_read(app):
    app.switch_page("pages/data.py").run()
    rows = "".join(f"2020-{month:02d}-01\t{month}\n" for month in range(1, 13))
    app.text_area(key="pasted").set_value(f"Month\tSales\n{rows}").run()
    next(one for one in app.button if one.label == "Read what was pasted").click().run()
    assert not app.exception
    assert "12 months from January 2020 to December 2020" in words(app)


def test_what_was_pasted_and_is_no_table_keeps_the_data_from_before(loaded):
    loaded.switch_page("pages/data.py").run()
    loaded.text_area(key="pasted").set_value("hello").run()
    next(one for one in loaded.button if one.label == "Read what was pasted").click().run()
    assert "only one column" in loaded.error[0].value
    assert "The data from before is kept" in loaded.error[0].value


def test_a_heading_can_be_chosen_elsewhere(loaded):
    loaded.switch_page("pages/data.py").run()
    box = next(box for box in loaded.selectbox if box.label == "Heading")
    assert box.value == "line 1"
    box.set_value("none").run()
    assert not loaded.exception
    assert next(box for box in loaded.selectbox if box.label == "Heading").value == "none"


def test_an_ambiguous_date_is_asked_and_the_answer_used(app):
    rows = "\n".join(f"{day:02d}/{month:02d}/2020,{day + month}" for month in range(1, 13)
                     for day in (1, 2))  # fmt: skip
    app.session_state["workspace"].load(f"Date,Sales\n{rows}".encode(), "dates.csv")
    app.switch_page("pages/data.py").run()
    question = app.radio[0]
    assert len(question.options) == 2
    assert "Until you answer" in words(app)
    question.set_value("month-first").run()
    assert not app.exception
    loaded = app.session_state["workspace"].loaded
    assert loaded.choices.date_order == "month-first"
    assert not app.radio


def box_called(app, label):
    return next(box for box in app.selectbox if box.label == label)


def test_a_repair_is_chosen_under_the_receipt_and_taken_back(app):
    rows = "2020-01-01,5\n2020-01-01,7\n" + "".join(
        f"2020-{month:02}-01,{month}\n" for month in range(2, 13)
    )
    app.session_state["workspace"].load(f"Date,Sales\n{rows}".encode(), "twice.csv")
    opened(app.switch_page("pages/data.py").run(), RECEIPT)
    assert "the total" not in words(app)
    box_called(app, "Repeated dates").set_value("mean").run()
    assert not app.exception
    series = app.session_state["workspace"].loaded.reading.series
    assert series.y.iloc[0] == 6
    assert "it differs by -6 because step 2 (duplicates merged)" in words(app)
    assert list(app.table[0].value["Choice"]) == ["", "take their mean"]
    press(app, "Undo: repeated dates")
    assert app.session_state["workspace"].loaded.reading.series.y.iloc[0] == 12
    assert "Total before = total after: 89." in words(app)


@pytest.mark.slow
def test_order_lines_show_what_they_were_taken_for(app):
    rows = "".join(
        f"2020-01-{day:02},{shop},{day % 4 + 1},{price}\n"
        for day in range(1, 32)
        for shop, price in (("North", 2.5), ("North", 3.5), ("South", 4.5))
    )
    text = f"OrderDate,Shop,Quantity,UnitPrice\n{rows}"
    app.session_state["workspace"].load(text.encode(), "orders.csv")
    app.switch_page("pages/data.py").run()
    assert box_called(app, "Value column").value == "Quantity × UnitPrice"
    box_called(app, "Series column").set_value("Shop").run()
    box_called(app, "Series").set_value("South").run()
    assert not app.exception
    series = app.session_state["workspace"].loaded.reading.series
    assert series.name == "Quantity × UnitPrice, South"
    assert series.y.iloc[0] == 9


@pytest.mark.slow
def test_a_driver_is_chosen_asked_about_and_its_values_to_come_are_asked_for(app):
    rows = "".join(
        f"{day:%Y-%m},{100 + k % 12},{k % 5 + 1},{k % 7}\n"
        for k, day in enumerate(pd.date_range("2015-01-01", periods=72, freq="MS"))
    )
    app.session_state["workspace"].load(f"month,sales,price,rain\n{rows}".encode(), "x.csv")
    app.switch_page("pages/data.py").run()
    assert not app.multiselect
    opened(app, DRIVERS)
    app.multiselect[0].set_value(["price", "rain"]).run()
    assert not app.exception
    answers = {radio.label: radio.value for radio in app.radio}
    assert answers == {
        "Will you know price ahead?": "Yes, it is planned",
        "Will you know rain ahead?": "No, only its past",
    }
    assert "12 months without a value yet" in words(app)
    drivers = app.session_state["workspace"].loaded.reading.series.drivers
    assert [(kind.name, kind.known_ahead) for kind in drivers.kinds] == [
        ("price", True), ("rain", False)]  # fmt: skip
    app.switch_page("pages/train.py").run()
    assert "price has no values for January 2021 to December 2021" in words(app)


def test_defaults_follow_the_data_and_a_change_is_marked(loaded):
    loaded.switch_page("pages/train.py").run()
    values = {box.label: box.value for box in loaded.number_input}
    recommended: Recommended = loaded.session_state["workspace"].loaded.recommended
    assert values["Window length"] == recommended.lookback
    assert values["Horizon"] == recommended.horizon
    box = next(box for box in loaded.number_input if box.label == "Epochs")
    box.set_value(7).run()
    assert f"Changed; default: {recommended.epochs}" in words(loaded)
    press(loaded, "Reset all to defaults")
    assert (
        next(box for box in loaded.number_input if box.label == "Epochs").value
        == recommended.epochs
    )


def test_a_server_that_allows_fewer_epochs_than_the_default_offers_those(loaded, monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_EPOCHS", "3")
    loaded.switch_page("pages/train.py").run()
    assert not loaded.exception
    assert next(box for box in loaded.number_input if box.label == "Epochs").value == 3


@pytest.mark.slow
def test_what_is_chosen_is_what_runs(loaded, engine):
    loaded.switch_page("pages/train.py").run()
    for label, value in (("Window length", 18), ("Epochs", 9), ("Horizon", 5), ("Folds", 2)):
        next(box for box in loaded.number_input if box.label == label).set_value(value).run()
    loaded.selectbox[0].select("gru").run()
    press(loaded, "Train")
    training = engine.submitted[0]
    network = training.network
    assert (network.lookback, network.epochs, network.cell) == (18, 9, "gru")
    assert (training.plan.horizon, training.plan.folds) == (5, 2)
    names = [model.name for model in training.forecasters]
    assert names == ["GRU", "Practised GRU", "ARIMA", "ETS", "Theta", "Seasonal naive", "Drift"]


@pytest.mark.slow
def test_a_cell_that_has_not_practised_runs_beside_the_practised_lstm(loaded, engine):
    loaded.switch_page("pages/train.py").run()
    loaded.selectbox[0].select("rnn").run()
    press(loaded, "Train")
    names = [model.name for model in engine.submitted[0].forecasters]
    assert names[:2] == ["SimpleRNN", "Practised LSTM"]


@pytest.mark.slow
def test_how_much_of_the_past_the_practised_network_reads_can_be_chosen(loaded, engine):
    loaded.switch_page("pages/train.py").run()
    box = next(box for box in loaded.number_input if box.label == "Past it reads")
    box.set_value(40).run()
    press(loaded, "Train")
    practised = engine.submitted[0].forecasters[1]
    assert practised.context == 40


def test_settings_survive_leaving_the_page(loaded):
    loaded.switch_page("pages/train.py").run()
    next(box for box in loaded.number_input if box.label == "Epochs").set_value(11).run()
    loaded.switch_page("pages/data.py").run()
    loaded.switch_page("pages/train.py").run()
    assert next(box for box in loaded.number_input if box.label == "Epochs").value == 11


def number_box(app, label):
    return next(box for box in app.number_input if box.label == label)


@pytest.fixture
def five_years(engine):
    """Train, with 60 months in hand."""
    workspace = Workspace()
    workspace.load("\n".join(CSV.splitlines()[:61]).encode(), "five-years.csv")
    return begin(workspace).switch_page("pages/train.py").run()


@pytest.mark.slow
def test_folds_nobody_chose_follow_the_horizon(five_years, engine):
    assert number_box(five_years, "Folds").value == 3
    number_box(five_years, "Horizon").set_value(6).run()
    # 4 of 6 months: 36 are left for the oldest, and examples for the window of a year.
    assert number_box(five_years, "Folds").value == 4
    assert "4 past forecasts tell skill from luck better than fewer" in words(five_years)
    # The horizon is what was changed, and all that was.
    assert words(five_years).count("Changed; default:") == 1
    assert "Trains the LSTM 5 times: 4 folds of 6 months" in words(five_years)
    press(five_years, "Train")
    assert engine.submitted[0].plan.folds == 4
    number_box(five_years, "Horizon").set_value(10).run()
    assert number_box(five_years, "Folds").value == 3
    assert "Changed" not in words(five_years)


def test_folds_nobody_chose_follow_the_window(five_years):
    number_box(five_years, "Horizon").set_value(3).run()
    number_box(five_years, "Window length").set_value(6).run()
    assert number_box(five_years, "Folds").value == 8
    number_box(five_years, "Window length").set_value(40).run()
    assert number_box(five_years, "Folds").value == 3
    press(five_years, "Reset all to defaults")
    assert number_box(five_years, "Folds").value == 3
    assert number_box(five_years, "Window length").value == 12


def test_folds_that_were_chosen_stay_whatever_the_horizon(five_years):
    number_box(five_years, "Folds").set_value(2).run()
    number_box(five_years, "Horizon").set_value(6).run()
    assert number_box(five_years, "Folds").value == 2
    assert "Changed; default: 4" in words(five_years)
    # What is set to the default again follows it again.
    number_box(five_years, "Folds").set_value(4).run()
    number_box(five_years, "Horizon").set_value(10).run()
    assert number_box(five_years, "Folds").value == 3


def test_folds_and_horizon_set_at_once_are_both_kept(five_years):
    number_box(five_years, "Folds").set_value(2)
    number_box(five_years, "Horizon").set_value(6).run()
    assert (number_box(five_years, "Folds").value, number_box(five_years, "Horizon").value) == (
        2,
        6,
    )


def test_too_long_a_window_is_explained_with_what_to_do(loaded):
    loaded.switch_page("pages/train.py").run()
    next(box for box in loaded.number_input if box.label == "Window length").set_value(70).run()
    press(loaded, "Train")
    assert "Choose a shorter window, a shorter horizon, or fewer folds." in words(loaded)
    assert loaded.session_state["workspace"].job is None


def test_while_a_job_runs_there_is_no_second_train_button(loaded, engine):
    engine.hold = True
    loaded.switch_page("pages/train.py").run()
    press(loaded, "Train")
    labels = [button.label for button in loaded.button]
    assert "Train" not in labels
    assert labels.count("Cancel") == 2
    press(loaded, "Cancel")
    loaded.run()
    assert "Training was cancelled" in words(loaded)


def board_of(app, heading):
    return next(frame.value for frame in app.dataframe if heading in frame.value)


def all_measures(app):
    group = next(group for group in app.button_group if "All measures" in group.options)
    group.set_value("All measures").run()
    assert not app.exception
    return board_of(app, "RMSE")


def decide(app, measure):
    next(box for box in app.selectbox if box.label == "Measure that decides").select(measure).run()
    assert not app.exception


def test_the_verdict_stands_on_train_and_compare_and_home(trained):
    sentence = trained.session_state["workspace"].run().verdict.sentence
    trained.switch_page("pages/train.py").run()
    assert sentence in words(trained)
    trained.switch_page("pages/compare.py").run()
    assert not trained.exception
    text = words(trained)
    assert sentence in text
    assert "too few to tell skill from luck" in text
    assert "The LSTM trained here" in text
    trained.switch_page("streamlit_app.py").run()
    assert sentence in words(trained)


def test_the_table_is_short_at_first_and_whole_on_demand(trained):
    trained.switch_page("pages/compare.py").run()
    glance = board_of(trained, "Against naive")
    assert list(glance) == ["Model", "MAE", "Against naive", "80% held"]
    models = {"LSTM", "Practised LSTM", "ARIMA", "ETS", "Theta", "Seasonal naive", "Blend"}
    assert set(glance["Model"]) == models
    naive = glance.set_index("Model").loc["Seasonal naive"]
    assert naive["Against naive"] == 0
    assert list(glance["MAE"]) == sorted(glance["MAE"])
    assert (
        "Blend combines others: half the Practised LSTM, half the mean of ARIMA, ETS and Theta."
        in words(trained)
    )
    board = all_measures(trained)
    assert list(board) == [
        "Model", "RMSE", "MAE", "MASE", "sMAPE", "RMSSE", "Bias", "Pinball loss", "80% held",
        "95% held", "MSIS", "Seconds", "Folds",
    ]  # fmt: skip
    assert set(board["Model"]) == models


@pytest.mark.slow
def test_every_measure_is_explained_with_the_naive_beside_the_best(trained):
    trained.switch_page("pages/compare.py").run()
    text = words(opened(trained, "What each number means"))
    for label in ("RMSE", "MAE", "MASE", "sMAPE", "RMSSE", "Bias", "Pinball loss", "MSIS"):
        line = next(part for part in text.split("\n") if part.startswith(f"**{label}**"))
        assert "*When it misleads*: " in line
        assert "Seasonal naive" in line.split("Best here: ")[1]


@pytest.mark.slow
def test_rows_can_be_ordered_by_what_can_not_decide(trained):
    trained.switch_page("pages/compare.py").run()
    all_measures(trained)
    box = next(box for box in trained.selectbox if box.label == "Order by")
    assert "Bias" in box.options
    box.select("bias").run()
    bias = list(board_of(trained, "RMSE")["Bias"].abs())
    assert bias == sorted(bias)
    assert "Bias nearest to 0 first" in words(trained)
    deciding = next(box for box in trained.selectbox if box.label == "Measure that decides")
    assert not {"Bias", "80% held", "95% held", "Seconds"} & set(deciding.options)


@pytest.mark.slow
def test_the_measure_that_decides_is_chosen_and_kept(trained):
    trained.switch_page("pages/compare.py").run()
    decide(trained, "msis")
    assert "with its 95% ranges" in words(trained) or "By their ranges" in words(trained)
    glance = board_of(trained, "Against naive")
    assert list(glance)[1] == "MSIS"
    assert list(glance["MSIS"]) == sorted(glance["MSIS"])
    assert "Lowest MSIS first" in words(trained)
    run = trained.session_state["workspace"].run()
    assert run.measure == "msis"
    sentence = run.verdict.sentence
    trained.switch_page("streamlit_app.py").run()
    assert sentence in words(trained)
    trained.switch_page("pages/forecast.py").run()
    pills = next(group for group in trained.button_group if group.label == "Models")
    assert pills.value == [run.leaderboard["model"].iloc[0]]
    trained.switch_page("pages/train.py").run()
    press(trained, "Train")
    trained.switch_page("pages/compare.py").run()
    assert trained.session_state["workspace"].run().measure == "msis"
    assert "Lowest MSIS first" in words(trained)


def test_the_verdict_is_explained_fold_by_fold(trained):
    trained.switch_page("pages/compare.py").run()
    opened(trained, "How is this computed?")
    table = board_of(trained, "Closer")
    assert len(table) == trained.session_state["workspace"].run().training.plan.folds
    assert "Each fold is compared by MAE." in words(trained)


def test_the_chart_has_units_dates_bands_and_a_range_selector(trained):
    trained.switch_page("pages/compare.py").run()
    spec = json.loads(trained.get("plotly_chart")[0].proto.spec)
    layout = spec["layout"]
    assert layout["yaxis"]["title"]["text"] == "Umbrellas"
    assert layout["xaxis"]["type"] == "date"
    assert layout["xaxis"]["rangeselector"]["buttons"][-1]["label"] == "All"
    shown = drawn(spec)
    assert shown == {"Actual", "ARIMA", "ARIMA 80%", "Practised LSTM", "Practised LSTM 80%",
                     "Seasonal naive"}  # fmt: skip
    assert {"LSTM", "ETS", "Theta", "Blend"} <= {trace.get("name") for trace in spec["data"]}


def drawn(spec):
    """Names of the traces of a chart that no click is needed for."""
    return {trace.get("name") for trace in spec["data"] if trace.get("visible") != "legendonly"}


def test_every_model_and_the_blend_can_be_put_on_the_chart(trained):
    trained.switch_page("pages/compare.py").run()
    pills = next(group for group in trained.button_group if group.label == "Models on the chart")
    assert pills.options == MODELS
    assert pills.value == ["Practised LSTM", "ARIMA", "Seasonal naive"]
    pills.set_value(["LSTM", "Blend"]).run()
    assert not trained.exception
    spec = json.loads(trained.get("plotly_chart")[0].proto.spec)
    assert {"LSTM", "Blend", "Blend 80%"} <= drawn(spec)
    assert "ARIMA" not in drawn(spec)


def test_forecast_says_what_the_blend_is(trained):
    trained.switch_page("pages/forecast.py").run()
    pills = next(group for group in trained.button_group if group.label == "Models")
    assert len(pills.value) == 1
    pills.set_value(["Blend"]).run()
    assert not trained.exception
    assert "By Blend, half the Practised LSTM, half the mean of ARIMA, ETS and Theta." in words(
        trained
    )


@pytest.mark.slow
def test_earlier_runs_stay_and_can_be_chosen(trained):
    trained.switch_page("pages/train.py").run()
    next(box for box in trained.number_input if box.label == "Epochs").set_value(5).run()
    press(trained, "Train")
    trained.switch_page("pages/compare.py").run()
    assert trained.session_state["workspace"].run().training.network.epochs == 5
    chooser = next(box for box in trained.selectbox if box.label == "Run")
    chooser.select("job-1").run()
    assert not trained.exception
    assert trained.session_state["workspace"].run().number == 1


def test_runs_outlive_a_new_file(trained):
    trained.session_state["workspace"].load(b"Day,Y\n" + b"\n".join(
        f"2024-01-{day:02d},{day}".encode() for day in range(1, 31)), "days.csv")  # fmt: skip
    trained.switch_page("pages/compare.py").run()
    assert not trained.exception
    assert "Umbrellas" in trained.get("plotly_chart")[0].proto.spec


def test_forecast_names_the_next_period_and_gives_the_file(trained):
    trained.switch_page("pages/forecast.py").run()
    assert not trained.exception
    assert "January 2021: " in words(trained)
    assert re.search(r"held [\d.]+ times in 10", words(trained))
    table = trained.dataframe[0].value
    assert len(table) == 12
    assert table["Month"].iloc[0] == pd.Timestamp("2021-01-01")


@pytest.mark.slow
def test_a_failed_model_is_a_row_with_its_reason(loaded, engine, monkeypatch):
    from core.errors import ForecastError
    from tests import doubles

    def fail(self, ts, horizon, report=None):
        raise ForecastError("It would not converge.")

    monkeypatch.setattr(doubles.SketchedArima, "fit", fail)
    loaded.switch_page("pages/train.py").run()
    press(loaded, "Train")
    assert "No verdict: ARIMA gave no forecast." in words(loaded)
    loaded.switch_page("pages/compare.py").run()
    board = board_of(loaded, "Against naive")
    failures = dict(zip(board["Model"], board["Failed because"], strict=True))
    assert failures["ARIMA"] == "It would not converge."
    assert failures["Blend"] == "It needs ARIMA, which gave no forecast here."
    assert set(board["Model"][-2:]) == {"ARIMA", "Blend"}
    loaded.switch_page("pages/forecast.py").run()
    assert "ARIMA has no forecast: It would not converge." in words(loaded)


def test_an_unforeseen_error_shows_an_id_that_the_log_has_too(loaded, monkeypatch):
    heard: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = heard.append
    logging.getLogger("ui").addHandler(handler)

    def break_down(*_):
        raise RuntimeError("value 3.14 of yours")

    monkeypatch.setattr("core.figures.series_figure", break_down)
    loaded.switch_page("pages/data.py").run()
    logging.getLogger("ui").removeHandler(handler)
    assert not loaded.exception
    text = words(loaded)
    assert heard[0].error_id in text
    assert "3.14" not in text


@pytest.mark.parametrize("page", ["", *PAGES])
def test_the_version_stands_on_every_page(app, page):
    from core import __version__

    if page:
        app.switch_page(f"pages/{page}.py").run()
    assert f"Version {__version__}" in words(app)


@pytest.mark.slow
def test_a_unit_with_signs_of_its_own_is_shown_as_it_is(trained):
    workspace = trained.session_state["workspace"]
    workspace.set_unit("$ <b>*x*</b> %{y}")
    trained.switch_page("pages/train.py").run()
    press(trained, "Train")
    assert "\\$ \\<b\\>\\*x\\*" in trained.subheader[0].value
    trained.switch_page("pages/compare.py").run()
    assert not trained.exception
    spec = json.loads(trained.get("plotly_chart")[0].proto.spec)
    title = spec["layout"]["yaxis"]["title"]["text"]
    assert "<b>" not in title
    assert "%{" not in title


def test_train_says_how_long_it_takes_and_what_a_budget_leaves(loaded):
    loaded.switch_page("pages/train.py").run()
    # 3 folds and the final fit, two passes each, 20 epochs of 0.1 s, and 1 s to begin with.
    next(box for box in loaded.number_input if box.label == "Epochs").set_value(20).run()
    assert "The network takes about 17 s here" in words(loaded)
    next(box for box in loaded.selectbox if box.label == "Time budget").set_value(10).run()
    assert "11 of the 20 epochs fit into 10 seconds" in words(loaded)
    assert "takes about 10 s here" in words(loaded)


@pytest.mark.slow
def test_a_time_not_known_yet_keeps_nobody_from_training(loaded, engine):
    engine.known_pace = None
    loaded.switch_page("pages/train.py").run()
    assert "an epoch is being timed" in words(loaded)
    press(loaded, "Train")
    assert len(engine.submitted) == 1


def leftover(app, model):
    """Compare with the errors of `model` examined; its text from there on, and its charts."""
    look_closer(app, "What is left over")
    box = next(box for box in app.selectbox if box.label == "Model whose errors are examined")
    box.select(model).run()
    assert not app.exception
    specs = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    return words(app), specs


@pytest.mark.slow
def test_compare_says_what_is_left_over_in_the_errors_of_each_model(trained):
    look_closer(trained, "What is left over")
    assert "What is left over in the errors" in [part.value for part in trained.subheader]
    box = next(box for box in trained.selectbox if box.label == "Model whose errors are examined")
    assert box.options == MODELS
    assert box.value == "LSTM"
    text, specs = leftover(trained, "Seasonal naive")
    assert "60 of them, mean 12" in text
    assert "On average it forecast too low" in text
    assert "larger as a rule" in text
    titles = {spec["layout"]["xaxis"].get("title", {}).get("text") for spec in specs}
    assert {"Month", "Error", "Months earlier"} <= titles
    text, _ = leftover(trained, "Blend")
    assert "Half of the blend" in text
    text, _ = leftover(trained, "LSTM")
    assert "proves little" in text
    text, _ = leftover(trained, "Practised LSTM")
    assert "had not seen the value it forecast" in text


@pytest.mark.slow
def test_errors_stand_in_tables_too(trained):
    leftover(trained, "ARIMA")
    by_date = next(frame.value for frame in trained.dataframe if "Error" in frame.value)
    correlations = next(frame.value for frame in trained.dataframe if "Outside" in frame.value)
    sizes = next(frame.value for frame in trained.dataframe if "Normal curve" in frame.value)
    assert list(by_date) == ["Month", "Error"]
    assert len(by_date) == sizes["Errors"].sum() == 60
    assert list(correlations["Months earlier"]) == list(range(1, 25))


def final_residuals(app, model, change):
    """Replace those of a run's final forecast by what `change` makes of them."""
    forecasts = app.session_state["workspace"].run().trained.forecasts
    forecasts[model] = replace(forecasts[model], residuals=change(forecasts[model].residuals))


@pytest.mark.slow
def test_a_model_without_errors_is_not_offered(trained):
    final_residuals(trained, "ETS", lambda _: None)
    look_closer(trained, "What is left over")
    box = next(box for box in trained.selectbox if box.label == "Model whose errors are examined")
    assert "ETS" not in box.options
    for model in box.options:
        final_residuals(trained, model, lambda _: None)
    look_closer(trained, "What is left over")
    assert not trained.exception
    assert "What is left over in the errors" not in [part.value for part in trained.subheader]


@pytest.mark.slow
def test_too_few_errors_and_errors_all_alike_are_sentences_without_charts(trained):
    final_residuals(trained, "LSTM", lambda errors: errors.iloc[:5])
    text, specs = leftover(trained, "LSTM")
    assert "10 observations are needed, 5 are there" in text
    assert "Next: the forecast" in [link.proto.label for link in trained.get("page_link")]
    final_residuals(trained, "ARIMA", lambda errors: errors * 0 + 3)
    text, fewer = leftover(trained, "ARIMA")
    assert "it forecast too low by 3.00 each time" in text
    assert len(fewer) == len(specs)


@pytest.mark.slow
def test_forecast_says_what_moved_the_network(trained):
    look_closer(trained, "Explain", "pages/forecast.py")
    pills = trained.button_group[0]
    pills.set_value(["LSTM"]).run()
    text = words(trained)
    assert "The value of December 2020 moved its forecast most" in text
    assert "12.0 higher than with an ordinary value there" in text
    tables = [frame.value for frame in trained.dataframe]
    moved = next(frame for frame in tables if "Moved the forecast by" in frame)
    assert list(moved["Moved the forecast by"][:3]) == [12.0, -4.0, 0.0]
    pills = trained.button_group[0]
    pills.set_value(["ARIMA"]).run()
    assert "moved its forecast most" not in words(trained)


def test_training_curves_have_every_network(trained):
    trained.switch_page("pages/compare.py").run()
    opened(trained, "Training curves")
    curves = next(frame.value for frame in trained.dataframe if "Training loss" in frame.value)
    members = Recurrent().members
    assert f"Network {members}, validation" in curves
    assert f"Network {members + 1}, validation" not in curves
    assert set(curves["Fold"]) == {"1", "2", "3", "final"}


@pytest.mark.slow
def test_a_driver_may_be_called_as_periods_are(app):
    rows = "".join(
        f"{day:%Y-%m-%d},{100 + k % 12 + 30 * (k % 7 == 2)},{int(k % 7 == 2)}\n"
        for k, day in enumerate(pd.date_range("2018-01-01", periods=120, freq="W-MON"))
    )
    workspace = app.session_state["workspace"]
    workspace.load(f"date,sales,Week\n{rows}".encode(), "x.csv")
    workspace.reread(Choices(drivers=("Week",), known_ahead=("Week",)))
    ahead = workspace.loaded.to_come(workspace.value("horizon"))
    workspace.say_ahead(ahead.assign(Week=[float(k % 7 == 1) for k in range(len(ahead))]))
    app.switch_page("pages/data.py").run()
    assert not app.exception
    assert not app.error
    assert "All are there, from the file or from you." in words(app)
    app.switch_page("pages/train.py").run()
    press(app, "Train")
    app.switch_page("pages/forecast.py").run()
    app.button_group[0].set_value(["Practised LSTM"]).run()
    opened(app, "Values of the drivers it was made with")
    assert not app.error
    assert any("Week (date)" in frame.value or "Week (1 = yes)" in frame.value
               for frame in app.dataframe)  # fmt: skip


@pytest.mark.slow
def test_yes_and_no_can_drive_and_it_is_said_what_was_made_of_them(app):
    rows = "".join(
        f"{day:%Y-%m},{100 + k % 12},{'x' if k % 5 == 2 else ''}\n"
        for k, day in enumerate(pd.date_range("2015-01-01", periods=72, freq="MS"))
    )
    app.session_state["workspace"].load(f"month,sales,promo\n{rows}".encode(), "x.csv")
    opened(app.switch_page("pages/data.py").run(), DRIVERS)
    app.multiselect(key=f"driving-{app.session_state['workspace'].generation}").set_value(
        ["promo"]
    ).run()
    assert not app.exception
    assert "In 'promo', 'x' counts as 1 and an empty cell counts as 0." in words(app)
    assert "promo: 1 stands for yes, 0 for no." in words(app)


@pytest.mark.slow
def test_forecasts_say_which_drivers_they_count_on_and_with_which_values(app):
    rows = "".join(
        f"{day:%Y-%m},{'' if k >= 72 else 100 + k % 12 + 40 * (k % 5 == 2) + k * 7 % 4},"
        f"{'x' if k % 5 == 2 else ''}\n"
        for k, day in enumerate(pd.date_range("2015-01-01", periods=84, freq="MS"))
    )
    workspace = app.session_state["workspace"]
    workspace.load(f"month,sales,promo\n{rows}".encode(), "x.csv")
    workspace.reread(Choices(drivers=("promo",), known_ahead=("promo",)))
    app.switch_page("pages/data.py").run()
    assert "Practised LSTM counts on 'promo'." in words(app)
    app.switch_page("pages/train.py").run()
    assert "Networks and ARIMA may count on 'promo', known ahead." in words(app)
    press(app, "Train")
    app.switch_page("pages/compare.py").run()
    assert "Fitted on all data, Practised LSTM and Blend count on 'promo'." in words(app)
    assert "'promo' was known ahead in every fold" in words(app)
    app.switch_page("pages/forecast.py").run()
    app.button_group[0].set_value(["Practised LSTM"]).run()
    assert not app.exception
    assert (
        "Practised LSTM counts on 'promo'. The 12 months to come have 'promo' in 3 of them"
        in words(app)
    )
    opened(app, "Values of the drivers it was made with")
    table = next(frame.value for frame in app.dataframe if "promo (1 = yes)" in frame.value)
    assert table["promo (1 = yes)"].tolist() == [float(k % 5 == 2) for k in range(72, 84)]
    assert list(table["Month"]) == list(pd.date_range("2021-01-01", periods=12, freq="MS"))
