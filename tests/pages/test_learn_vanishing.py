"""Learn: cures for gradients that vanish or explode, switched on one by one."""

import pytest

from tests.pages.conftest import open_box, words


@pytest.fixture
def lesson(app):
    app.switch_page("pages/learn.py").run()
    app.selectbox(key="lesson").set_value("vanishing").run()
    return app


def first_weights(app, key):
    group = next(group for group in app.button_group if "Glorot" in group.options)
    group.set_value(key).run()
    assert not app.exception


def test_small_weights_and_sigmoid_vanish_and_he_with_relu_arrives(lesson):
    assert "They vanish" in words(lesson)
    lesson.selectbox(key="vanishing-activation").set_value("relu").run()
    first_weights(lesson, "he")
    assert "They arrive" in words(lesson)


def test_clipping_is_told_and_tabled(lesson):
    lesson.selectbox(key="vanishing-activation").set_value("relu").run()
    first_weights(lesson, "large")
    assert "clipping" not in words(lesson).split("They")[1].split("median")[0]
    lesson.toggle(key="vanishing-clipped").set_value(True).run()
    assert "shortens it to 1 in 20 of 20 networks" in words(lesson)
    assert "After clipping" in open_box(lesson, "The layers as a table")


def test_normalisation_shortens_what_exploded(lesson):
    lesson.selectbox(key="vanishing-activation").set_value("relu").run()
    first_weights(lesson, "large")
    before = words(lesson)
    lesson.toggle(key="vanishing-normalised").set_value(True).run()
    assert words(lesson) != before
    assert not lesson.exception
