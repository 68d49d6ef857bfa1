"""Lessons on judging: error measures, ARIMA, Keras, your turn."""

import pytest

from tests.pages.conftest import words


@pytest.fixture
def learn(app):
    return app.switch_page("pages/learn.py").run()


def open_lesson(app, key):
    app.selectbox(key="lesson").set_value(key).run()
    assert not app.exception
    return app


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
    learn.slider(key="keras-epoch").set_value(1).run()
    assert "**underfit**" in words(learn)


def test_each_line_says_what_it_did_in_the_run(trained):
    learn = trained.switch_page("pages/learn.py").run()
    open_lesson(learn, "keras")
    slider = next(each for each in learn.slider if each.label == "Line")
    for line in range(1, int(slider.max) + 1):
        next(each for each in learn.slider if each.label == "Line").set_value(line).run()
        assert "In your Run 1" in words(learn)
    choose(learn, "Losses of", "A small network, here")
    assert "trained here" in words(learn)
