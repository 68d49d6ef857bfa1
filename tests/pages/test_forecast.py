"""Forecast: numbers as the data have them, totals, and the chance to meet a budget."""

import csv
import io

import numpy as np
import pytest

from tests.pages.conftest import press
from ui import tables

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


def test_a_forecast_stops_at_zero_until_a_person_says_otherwise(near_zero):
    before = train(near_zero).trained.forecasts["Seasonal naive"]
    assert before.table.to_numpy().min() == before.paths.min() == 0
    assert near_zero.dataframe[0].value["80% from"].min() >= 0
    near_zero.switch_page("pages/data.py").run()
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
