"""Learn: every lesson on its own, with nothing loaded and on a person's series."""

import pytest

from core.learn.lessons import LESSONS, text
from tests.pages.conftest import open_box, open_lesson, press, words


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
def test_a_lesson_works_with_nothing_loaded(learn, lesson):
    open_lesson(learn, lesson.key)
    assert not learn.error
    assert text(lesson.key).body[:40] in "\n".join(part.value for part in learn.markdown)
    assert "On a sample" in words(learn)
    assert learn.get("plotly_chart") or learn.code
    assert all(chart.proto.alt for chart in learn.get("plotly_chart"))
    for box in [each.label for each in learn.expander if "table" in each.label]:
        assert len(open_box(learn, box))
    assert not learn.error


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
def test_a_lesson_works_on_the_series_in_hand(loaded, lesson):
    open_lesson(loaded.switch_page("pages/learn.py").run(), lesson.key)
    assert not loaded.error
    assert "On your series, Umbrellas" in words(loaded)


def test_the_address_names_the_lesson(learn):
    learn.query_params["lesson"] = "activations"
    learn.run()
    assert learn.selectbox(key="lesson").value == "activations"
    open_lesson(learn, "perceptron")
    assert learn.query_params["lesson"] in ("perceptron", ["perceptron"])
    learn.query_params["lesson"] = "no such lesson"
    learn.run()
    assert not learn.exception
    assert learn.selectbox(key="lesson").value == "perceptron"


def test_a_setting_on_train_leads_to_its_lesson(loaded):
    loaded.switch_page("pages/train.py").run()
    cell = next(box for box in loaded.selectbox if box.label == "Cell type")
    assert "(learn?lesson=recurrent)" in cell.help


def test_a_neuron_learns_at_the_press_of_a_button(learn):
    def answered():
        said = next(part for part in words(learn).split("\n") if part.startswith("It answers"))
        return int(said.split("**")[1].split(" of ")[0])

    for name in ("one", "two"):
        learn.slider(key=f"neuron-{name}").set_value(-1.0)
    learn.slider(key="neuron-bias").set_value(0.0).run()
    before = answered()
    for _ in range(5):
        press(learn, "Learn: one pass over all points")
    assert answered() > before
    assert learn.slider(key="neuron-one").value != -1.0


def test_the_newest_point_is_added_up_in_numbers(learn):
    learn.slider(key="neuron-bias").set_value(40.0).run()
    assert "so the answer is **1**" in words(learn)
    learn.slider(key="neuron-bias").set_value(-40.0).run()
    assert "so the answer is **0**" in words(learn)


def test_how_much_of_the_series_is_saturated_follows_the_weight(learn):
    open_lesson(learn, "activations")
    assert "0 of the newest 24 values" in words(learn)
    learn.slider(key="lesson-activation-weight").set_value(5.0).run()
    assert "0 of the newest 24 values" not in words(learn)


def test_a_cost_is_told_for_values_and_for_classes(learn):
    open_lesson(learn, "cost")
    text = words(learn)
    assert "lowest at the mean" in text
    learn.toggle(key="cost-wild").set_value(True).run()
    assert words(learn) != text
    kinds = next(group for group in learn.button_group if "Yes or no" in group.options)
    kinds.set_value("Yes or no").run()
    assert "Cross-entropy: **0.69**" in words(learn)
    kinds = next(group for group in learn.button_group if "Yes or no" in group.options)
    kinds.set_value("One of three").run()
    assert not learn.exception
    assert "Cross-entropy: **1.10**" in words(learn)


@pytest.mark.parametrize(("setting", "opened"), [("loss", True), ("cell", False)])
def test_a_lesson_leads_to_its_setting_where_it_can_be_seen(loaded, setting, opened):
    loaded.query_params["setting"] = setting
    loaded.switch_page("pages/train.py").run()
    advanced = next(box for box in loaded.expander if box.label == "Advanced")
    assert advanced.proto.expanded == opened
