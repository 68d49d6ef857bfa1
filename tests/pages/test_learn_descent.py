"""Learn: what moves when the pictures of gradient descent are moved."""

import pytest

from core.learn.descent import STEPS, WAYS
from tests.pages.conftest import open_box, words
from ui import player


@pytest.fixture
def descent(app):
    app.switch_page("pages/learn.py").run()
    app.selectbox(key="lesson").set_value("descent").run()
    return app


def choose(app, option):
    next(group for group in app.button_group if option in group.options).set_value(option).run()
    assert not app.exception
    assert not app.error
    return app


def test_a_learning_rate_that_is_too_large_is_named(descent):
    assert "0.1 is below that" in words(descent)
    descent.select_slider(key="descent-rate").set_value(1.1).run()
    assert "1.1 is above that" in words(descent)


def test_two_weights_are_walked_in_each_way_and_raced(descent):
    choose(descent, "Two weights")
    for way in WAYS:
        descent.selectbox(key="descent-way").set_value(way).run()
        assert f"cost: **{way} " in words(descent)
    choose(descent, "A race")
    assert all(way in words(descent) for way in WAYS)
    frame = open_box(descent, "Every step as a table")
    assert set(frame["Way"]) == set(WAYS)


def test_momentum_changes_the_walk(descent):
    descent.selectbox(key="descent-way").set_value("Momentum").run()
    before = words(descent)
    descent.slider(key="descent-keep").set_value(0.2).run()
    assert words(descent) != before


def test_every_step_is_told_in_words(descent, monkeypatch):
    told = []
    monkeypatch.setattr(player, "show", lambda chart, scenes, **how: told.append(scenes))
    descent.select_slider(key="descent-rate").set_value(1.1).run()
    assert not descent.exception
    (scenes,) = told
    assert len(scenes) == STEPS + 1
    assert scenes[0].label == f"Step 0 of {STEPS}"
    assert "; the next step adds" in scenes[0].misses[0]
    assert "outside of the picture" not in scenes[0].misses[0]
    assert "outside of the picture" in scenes[-1].misses[0]
    assert "the next step" not in scenes[-1].misses[0]
