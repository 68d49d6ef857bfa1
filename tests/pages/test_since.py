"""A newer file beside a forecast made before: what came, and one click to train again."""

from dataclasses import replace

import numpy as np
import pytest

from core.events import Event
from core.models.kept_network import sizes
from core.network_weights import NetworkWeights
from tests.pages.conftest import CSV, opened, press, words
from ui import since

LONGER = CSV + "".join(f"\n2021-{month:02d}-01,{175 + month}" for month in (1, 2, 3))


def forecast_page(app):
    app.switch_page("pages/forecast.py").run()
    assert not app.exception
    return app


def take(app, text, name="newer.csv"):
    workspace = app.session_state["workspace"]
    workspace.load(text.encode(), name)
    since.read_on(workspace)
    return workspace


def test_with_the_same_file_in_hand_nothing_has_come_since(trained):
    assert "What has come since" not in words(forecast_page(trained))


def test_a_newer_file_says_on_data_and_forecast_how_the_forecast_did(trained):
    take(trained, LONGER)
    trained.switch_page("pages/data.py").run()
    assert "goes on where the series of Run 1 ended" in words(trained)
    said = words(forecast_page(trained))
    assert "3 have come since." in said
    assert "last year's value by" in said
    assert "in the 80% range" in said
    board = next(frame.value for frame in trained.dataframe if "80% range held" in frame.value)
    assert set(board["Model"]) >= {"ARIMA", "Seasonal naive"}


@pytest.mark.slow
def test_one_click_trains_again_with_the_same_settings_on_the_newer_data(trained, engine):
    before = trained.session_state["workspace"].run()
    take(trained, LONGER)
    press(forecast_page(trained), "Train again on the newer data")
    asked = engine.submitted[-1]
    assert len(asked.ts) == len(before.training.ts) + 3
    assert (asked.plan, asked.network.lookback) == (
        before.training.plan,
        before.training.network.lookback,
    )
    workspace = trained.session_state["workspace"]
    trained.switch_page("pages/train.py").run()
    assert len(workspace.runs) == 2
    assert "What has come since" not in words(forecast_page(trained))


@pytest.mark.slow
def test_decisions_about_the_older_file_hold_for_the_newer_one_and_can_be_undone(loaded):
    workspace = loaded.session_state["workspace"]
    index = workspace.loaded.reading.series.index
    promotion = Event(index[3], index[3], "promotion", "ignore")
    workspace.mark(promotion)
    workspace.set_unit("boxes")
    loaded.switch_page("pages/train.py").run()
    press(loaded, "Train")
    take(loaded, LONGER)
    series = workspace.loaded.reading.series
    assert (series.events, series.unit) == ((promotion,), "boxes")
    loaded.switch_page("pages/data.py").run()
    assert "read and repaired as the file of that run was" in words(loaded)
    workspace.undo()
    assert workspace.loaded.reading.series.events == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["Month,Hats\n" + CSV.split("\n", 1)[1], "a,b\n1,2\n", CSV.replace(",1", ",9")]
)
def test_another_file_is_read_as_any_new_one(loaded, text):
    workspace = loaded.session_state["workspace"]
    index = workspace.loaded.reading.series.index
    workspace.mark(Event(index[3], index[3], "promotion", "ignore"))
    loaded.switch_page("pages/train.py").run()
    press(loaded, "Train")
    try:
        take(loaded, text)
    except Exception:
        assert "a,b" in text
        return
    assert workspace.loaded.reading.series.events == ()
    assert not workspace.undoable
    assert "What has come since" not in words(forecast_page(loaded))


def untrained(run):
    """What an LSTM has learned that answers 0 to everything: the newest value goes on."""
    network, horizon = run.training.network, run.training.plan.horizon
    shapes, members = sizes(network, horizon), network.members
    layers = {n: np.zeros((members, *shape), np.float32) for n, shape in shapes.items()}
    numbers = {"power": np.nan, "lag": 0, "place": np.nan, "drift": 0, "smoothing": 1, "scale": 1}
    views = {name: np.full(members, number, float) for name, number in numbers.items()}
    return NetworkWeights(layers, views | {"profile": np.zeros((members, 1))})


def test_a_network_whose_weights_are_kept_goes_on_from_the_newer_data(trained):
    workspace = trained.session_state["workspace"]
    run = workspace.run()
    label = "What the LSTM says now, without being trained again"
    take(trained, LONGER)
    assert label not in [box.label for box in forecast_page(trained).expander]
    kept = replace(run.trained.forecasts["LSTM"], weights=untrained(run))
    forecasts = {**run.trained.forecasts, "LSTM": kept}
    workspace.runs = [replace(run, trained=replace(run.trained, forecasts=forecasts))]
    opened(forecast_page(trained), label)
    # The newest value is March's, 178.
    assert "April 2021: 178, likely between " in words(trained)
    assert "No test on the past stands behind it; for that, train again." in words(trained)
