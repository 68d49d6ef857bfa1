"""Lessons on sequences: windows, recurrent neurons, gates and the walk step by step."""

import pytest

from tests.pages.conftest import words


@pytest.fixture
def learn(app):
    return app.switch_page("pages/learn.py").run()


def open_lesson(app, key):
    app.selectbox(key="lesson").set_value(key).run()
    assert not app.exception
    return app


def test_a_window_makes_an_example_of_the_series(learn):
    open_lesson(learn, "windows")
    said = words(learn)
    assert "[112, 118, 132, 129] → [121]: **many-to-one**" in said
    assert "140 such windows, in batches of 32: 5 steps an epoch" in said
    learn.slider(key="windows-place").set_value(2)
    learn.slider(key="windows-label").set_value(2).run()
    assert "[118, 132, 129, 121] → [135, 148]: **many-to-many**" in words(learn)
    learn.slider(key="windows-length").set_value(1).run()
    assert "**one-to-many**" in words(learn)


def test_the_error_of_a_window_is_told_beside_that_of_a_season(learn):
    open_lesson(learn, "windows")
    assert "A window of 4 errs by 40.1 thousand passengers" in words(learn)
    assert "a season of 12 by 15.5" in words(learn)
    learn.slider(key="windows-length").set_value(12).run()
    assert "A window of 12 errs by 15.5" in words(learn)


def test_a_walk_feeds_its_forecasts_back(learn):
    open_lesson(learn, "recursion")
    learn.slider(key="recursion-window").set_value(4)
    learn.slider(key="recursion-steps").set_value(2).run()
    first, second = [part for part in words(learn).split("\n") if part.startswith("Step ")]
    forecast = first.partition("→ [")[2].partition("]")[0]
    assert forecast.startswith("**")
    assert second.partition("]")[0].endswith(forecast)
    learn.slider(key="recursion-steps").set_value(0).run()
    assert "Step 1" not in words(learn)
    assert "12 months" in words(learn)
