"""Learn: the small net is moved, run and trained by hand."""

import pytest

from core.learn.backpropagation import FIRST
from core.learn.backpropagation_figures import STAGES
from tests.pages.conftest import open_box, press, words


@pytest.fixture
def lesson(app):
    app.switch_page("pages/learn.py").run()
    app.selectbox(key="lesson").set_value("backpropagation").run()
    return app


def cost(app):
    return float(words(app).split("Cost **")[1].split("**")[0])


def test_steps_of_descent_lower_the_cost_and_can_be_taken_back(lesson):
    before = cost(lesson)
    for _ in range(4):
        press(lesson, "One step of descent")
    assert cost(lesson) < before
    press(lesson, "First weights again")
    assert cost(lesson) == before


def test_a_weight_that_is_moved_stays_moved(lesson):
    before = cost(lesson)
    lesson.slider(key="backpropagation-weight-0").set_value(-2.0).run()
    moved = cost(lesson)
    assert moved != before
    lesson.selectbox(key="backpropagation-which").set_value(7).run()
    assert cost(lesson) == moved
    assert lesson.slider(key="backpropagation-weight-7").value == FIRST[7]
    table = open_box(lesson, "Each gradient, checked by trial")
    assert table["Value"].iloc[0] == -2.0
    assert table["Gap"].max() < 1e-7


def test_every_stage_has_its_equation(lesson):
    seen = set()
    for stage in STAGES:
        lesson.select_slider(key="backpropagation-stage").set_value(stage).run()
        assert not lesson.exception
        seen.add(next(part.value for part in lesson.markdown if "pmatrix" in part.value
                      or r"\delta^2 = 2(a" in part.value))  # fmt: skip
    assert len(seen) == len(STAGES)
