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
