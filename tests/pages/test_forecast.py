"""Forecast: numbers as the data have them, totals, and the chance to meet a budget."""

import csv
import io
import re

import numpy as np
import pytest

from tests.pages.conftest import CSV, RECEIPT, look_closer, opened, press, words
from ui import tables
from ui.workspace import known_by

WAVES = "Month,Balance\n" + "\n".join(
    f"{2014 + i // 12}-{i % 12 + 1:02d}-01,{(i * 37) % 11 / 4}" for i in range(84)
)


def box_called(app, label):
    return next(box for box in app.selectbox if box.label == label)


def train(app):
    app.switch_page("pages/train.py").run()
    press(app, "Train")
    app.switch_page("pages/forecast.py").run()
    assert not app.exception
    return app.session_state["workspace"].run()


@pytest.fixture
def near_zero(app):
    """Values from 0 to 2.5, whose next ones a model takes for possibly negative."""
    app.session_state["workspace"].load(WAVES.encode(), "balance.csv")
    return app


@pytest.mark.slow
def test_a_forecast_stops_at_zero_until_a_person_says_otherwise(near_zero):
    before = train(near_zero).trained.forecasts["Seasonal naive"]
    assert before.table.to_numpy().min() == before.paths.min() == 0
    assert near_zero.dataframe[0].value["80% from"].min() >= 0
    opened(near_zero.switch_page("pages/data.py").run(), RECEIPT)
    box_called(near_zero, "Negative forecasts").set_value("possible").run()
    after = train(near_zero).trained.forecasts["Seasonal naive"]
    assert after.table.to_numpy().min() < 0
    assert after.paths.min() < 0
    assert near_zero.dataframe[0].value["95% from"].min() < 0
    assert near_zero.session_state["workspace"].loaded.look.table.to_numpy().min() < 0


def test_whole_numbers_are_forecast_whole_and_in_full_in_the_file(trained):
    trained.switch_page("pages/forecast.py").run()
    run = trained.session_state["workspace"].run()
    ts, future = run.training.ts, run.trained.future()
    assert ts.whole
    assert tables.amount_form(ts, future["point"]) == ",.0f"
    spec = trained.get("plotly_chart")[0].proto.spec
    assert "80% between %{customdata[0]:,.0f}" in spec
    file = tables.forecast_file(future, ts)
    rows = list(csv.DictReader(io.StringIO(file.to_csv(index=False))))
    exact = np.array([float(row["hi-80"]) for row in rows])
    np.testing.assert_allclose(exact, future["hi-80"])
    assert [row["hi-80-rounded"] for row in rows] == [f"{value:.0f}" for value in exact]
    assert list(rows[0])[-1] == "event"


def section_of(app, section):
    return look_closer(app, section, "pages/forecast.py")


def test_the_headline_has_the_next_period_and_the_total(trained):
    trained.switch_page("pages/forecast.py").run()
    text = words(trained)
    assert "January 2021: " in text
    assert re.search(
        r"12 months to December 2021 together: [\d,]+, likely between [\d,]+ and [\d,]+\n", text
    )
    assert re.search(
        r"The same 12 months a year before came to [\d,]+\. The change is [+-][\d.]+%", text
    )


def test_totals_are_in_words_a_chart_and_a_table(trained):
    section_of(trained, "Totals")
    text = words(trained)
    assert re.search(r"This range is \d+% as wide as the added-up bounds of the single", text)
    assert "Thick line: the 80% range" in text
    table = next(frame.value for frame in trained.dataframe if "Period" in frame.value)
    assert list(table["Period"]) == ["2021", "12 months to December 2021"]
    # The whole year is the whole horizon.
    assert table["Forecast"].nunique() == 1
    radio_called(trained, "By").set_value("quarter").run()
    table = next(frame.value for frame in trained.dataframe if "Period" in frame.value)
    assert list(table["Period"])[:2] == ["quarter 1 of 2021", "quarter 2 of 2021"]
    radio_called(trained, "Months are").set_value("mean").run()
    assert not trained.exception
    assert "12 months to December 2021 on average" in words(trained)


def radio_called(app, label):
    return next(box for box in app.radio if box.label == label)


def test_one_total_has_its_chance_and_others(trained):
    section_of(trained, "Targets")
    amount = next(box for box in trained.number_input if box.label == "Budget")
    run = trained.session_state["workspace"].run()
    assert amount.value == run.training.ts.y.iloc[-12:].sum()
    amount.set_value(1.0).run()
    text = words(trained)
    assert "at least 1: the chance is more than 99 in 100 by Practised LSTM." in text
    assert "would have a chance of 5 in 10" in text
    radio_called(trained, "It is met by").set_value("Staying at it or below").run()
    assert "at most 1: the chance is less than 1 in 100 by Practised LSTM." in words(trained)
    # It is still there after another page.
    trained.switch_page("pages/compare.py").run()
    trained.switch_page("pages/forecast.py").run()
    amount = next(box for box in trained.number_input if box.label == "Budget")
    assert amount.value == 1.0
    assert "at most 1" in words(trained)


@pytest.mark.slow
def test_last_year_plus_has_a_chance_for_each_month_and_for_all(trained):
    section_of(trained, "Targets")
    radio_called(trained, "Kind of budget").set_value("Last year plus").run()
    text = words(trained)
    assert "12 months together, at least " in text
    assert "All 12 at once: " in text
    table = next(frame.value for frame in trained.dataframe if "Chance" in frame.value)
    assert len(table) == 13
    assert table["Chance"].between(0, 1, inclusive="neither").all()
    before = table["Chance"].iloc[-1]
    box = next(each for each in trained.number_input if "Per cent" in each.label)
    box.set_value(20.0).run()
    table = next(frame.value for frame in trained.dataframe if "Chance" in frame.value)
    assert table["Chance"].iloc[-1] < before
    radio_called(trained, "By").set_value("quarter").run()
    assert not trained.exception
    assert "4 quarters together" in words(trained)


@pytest.mark.slow
def test_a_budgets_file_is_read_and_its_faults_are_told(trained):
    workspace = trained.session_state["workspace"]
    series = known_by(workspace.run().training.ts)
    workspace.budget_files[series] = (
        "plan.csv",
        b"Month,Budget\n2021-01-01,100\n2021-02-01,110\n2020-01-01,9",
    )
    section_of(trained, "Targets")
    radio_called(trained, "Kind of budget").set_value("From a file").run()
    text = words(trained)
    assert "From plan.csv, given before." in text
    assert "no whole period of the forecast: January 2020." in text
    assert "2 months together, at least 210" in text
    workspace.budget_files[series] = "plan.csv", b"Month,Budget\n2011-01-01,100\n2011-02-01,110"
    trained.run()
    assert "No date of the budget belongs to the forecast" in words(trained)
    press(trained, "Forget it")
    assert workspace.budget_files == {}


def test_whether_such_chances_were_right_is_told(trained):
    section_of(trained, "Targets")
    assert "to tell whether such" not in words(trained)
    trained.session_state["record-job-1"] = True
    trained.run()
    assert not trained.exception
    text = words(trained)
    assert re.search(r"past cutoffs? (is|are) too few to tell whether such chances", text)
    assert "targets for single months were given a chance of" in text
    table = next(frame.value for frame in trained.dataframe if "Met" in frame.value)
    assert table["For"].iloc[-1] == "the whole horizon"


@pytest.mark.slow
def test_amounts_typed_for_each_month_are_kept(trained):
    workspace = trained.session_state["workspace"]
    ts = workspace.run().training.ts
    stamp = ts.future_index(3)[2]
    slot = known_by(ts), "For each period, month, sum"
    workspace.budgets[slot] = {stamp: 120.0}
    section_of(trained, "Targets")
    radio_called(trained, "Kind of budget").set_value("For each period").run()
    assert not trained.exception
    assert "March 2021, at least 120: the chance is " in words(trained)
    assert workspace.budgets[slot] == {stamp: 120.0}


def budget(app):
    section_of(app, "Targets")
    return next(field for field in app.number_input if field.label == "Budget")


def train_on(app, csv):
    app.session_state["workspace"].load(csv.encode(), "sales.csv")
    app.switch_page("pages/train.py").run()
    press(app, "Train")


def other_values():
    heading, *rows = CSV.split("\n")
    parts = [row.split(",") for row in rows]
    return "\n".join([heading, *(f"{date},{int(sold) + 40}" for date, sold in parts)])


def test_a_budget_stays_with_its_series_and_not_with_another_of_its_name(trained):
    budget(trained).set_value(1234.0).run()
    train_on(trained, other_values())
    assert budget(trained).value != 1234.0
    train_on(trained, CSV)
    assert budget(trained).value == 1234.0


@pytest.mark.slow
def test_a_budgets_file_stays_with_its_series_and_not_with_another_of_its_name(trained):
    workspace = trained.session_state["workspace"]
    ts = workspace.run().training.ts
    workspace.give_budget_file(ts, ("plan.csv", b"Month,Budget\n2021-01-01,100\n2021-02-01,110"))
    section_of(trained, "Targets")
    radio_called(trained, "Kind of budget").set_value("From a file").run()
    assert "From plan.csv, given before." in words(trained)
    train_on(trained, other_values())
    section_of(trained, "Targets")
    assert radio_called(trained, "Kind of budget").value == "From a file"
    assert "plan.csv" not in words(trained)
    train_on(trained, CSV)
    section_of(trained, "Targets")
    assert "From plan.csv, given before." in words(trained)
    assert "2 months together, at least 210" in words(trained)
