"""Lessons on judging: error measures, ARIMA, Keras, your turn."""

from dataclasses import replace

import pytest

from core.learn.training import LessonTraining
from core.models import SeasonalNaive
from tests.pages.conftest import open_lesson, press, words


def choose(app, label, value):
    next(group for group in app.button_group if group.label == label).set_value(value).run()
    assert not app.exception


def test_a_measure_is_fooled_by_its_case(learn):
    open_lesson(learn, "errors")
    assert "forecast by the seasonal naive" in words(learn)
    choose(learn, "What fools", "mape")
    assert learn.slider(key="errors-near").value == 99
    assert "The misses are the same as before" in words(learn)
    choose(learn, "What fools", "rmse")
    assert learn.slider(key="errors-near").value == 0
    assert learn.slider(key="errors-wild").value == 100
    choose(learn, "What fools", None)
    assert learn.slider(key="errors-wild").value == 0


def test_the_forecast_of_a_run_is_judged(trained):
    learn = trained.switch_page("pages/learn.py").run()
    open_lesson(learn, "errors")
    assert "of your Run 1 at its newest cutoff" in words(learn)


def test_orders_of_an_arima_follow_its_sliders(learn):
    open_lesson(learn, "arima")
    assert "ARIMA(0,1,0)(0,0,0)[12] forecasts the change from one month" in words(learn)
    choose(learn, "Known models", "Airline model")
    assert [learn.slider(key=f"arima-{place}").value for place in range(6)] == [0, 1, 1, 0, 1, 1]
    assert "ARIMA(0,1,1)(0,1,1)[12] forecasts" in words(learn)
    assert "It learned 2 coefficients" in words(learn)
    learn.slider(key="arima-0").set_value(2).run()
    assert "It learned 4 coefficients" in words(learn)


def test_arima_and_networks_of_a_run_are_told(trained):
    learn = trained.switch_page("pages/learn.py").run()
    open_lesson(learn, "arima")
    assert "In your Run 1" in words(learn)
    choose(learn, "Known models", "That of your Run 1")
    assert "ARIMA(1,1,0)(0,1,1)[12] forecasts" in words(learn)


def test_a_network_in_keras_follows_the_settings(learn):
    open_lesson(learn, "keras")
    assert "keras.layers.LSTM(24" in learn.code[0].value
    assert "A layer of 24 units, 2,496 weights." in words(learn)
    assert "No run on this series yet" in words(learn)
    choose(learn, "What is shown", "Underfit and overfit")
    learn.slider(key="keras-epoch").set_value(1).run()
    assert "**underfit**" in words(learn)


def test_each_line_says_what_it_did_in_the_run(trained):
    learn = trained.switch_page("pages/learn.py").run()
    open_lesson(learn, "keras")
    slider = next(each for each in learn.slider if each.label == "Line")
    for line in range(1, int(slider.max) + 1):
        next(each for each in learn.slider if each.label == "Line").set_value(line).run()
        assert "In your Run 1" in words(learn)
    choose(learn, "What is shown", "Underfit and overfit")
    choose(learn, "Losses of", "A small network, here")
    assert "trained here" in words(learn)


@pytest.fixture
def at_once(monkeypatch):
    """A training for a lesson as the naive forecast, moved by the window's length."""

    def carry_out(request, *_):
        forecast = SeasonalNaive().fit(request.ts, request.horizon).predict()
        return replace(forecast, table=forecast.table + request.network.lookback)

    monkeypatch.setattr(LessonTraining, "carry_out", carry_out)


def test_the_exercise_is_hidden_until_it_is_revealed(learn, engine, at_once):
    open_lesson(learn, "your-turn")
    assert "Reveal" not in " ".join(button.label for button in learn.button)
    learn.slider(key="your-turn-window-48").set_value(12)
    learn.slider(key="your-turn-epochs").set_value(9).run()
    choose(learn, "Cell", "gru")
    press(learn, "Train")
    network = engine.submitted[-1].network
    assert (network.lookback, network.cell, network.epochs) == (12, "gru", 9)
    # Nothing that is hidden goes to the network.
    assert str(engine.submitted[-1].ts.index[-1].date()) == "2018-09-01"
    assert "missed by" not in words(learn)
    press(learn, "Reveal: train the solution")
    assert engine.submitted[-1].network.lookback == 24
    assert "Your newest attempt missed by" in words(learn)
    table = learn.dataframe[0].value
    assert list(table["Who"]) == ["Attempt 1", "The solution", "Seasonal naive"]
    learn.slider(key="your-turn-window-48").set_value(2).run()
    press(learn, "Train again")
    assert list(learn.dataframe[0].value["Who"])[:2] == ["Attempt 1", "Attempt 2"]
    assert not learn.session_state["workspace"].runs


def test_the_exercise_goes_on_the_series_in_hand(loaded, engine, at_once):
    learn = loaded.switch_page("pages/learn.py").run()
    open_lesson(learn, "your-turn")
    choose(learn, "Series", True)
    press(learn, "Train")
    assert engine.submitted[-1].ts.name == "Umbrellas"


def test_an_attempt_can_be_cancelled(learn, engine):
    engine.hold = True
    open_lesson(learn, "your-turn")
    press(learn, "Train")
    next(button for button in learn.button if button.key == "cancel-live").click().run()
    assert "The training was cancelled" in words(learn)
