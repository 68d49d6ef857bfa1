"""What is behind a closed box is drawn when it is opened; figures are made once."""

import pytest

from core import figures
from core.events import Event
from core.reading import Choices
from tests.pages.conftest import CSV, DRIVERS, MARKING, RECEIPT, opened, press, words

pytestmark = pytest.mark.slow

CLOSED = {
    "pages/data.py": (MARKING, "The first look as a table", RECEIPT, DRIVERS,
                      "The series as a table"),
    "pages/compare.py": ("As a table", "What each number means", "What each model decided",
                         "How is this computed?", "Training curves"),
}  # fmt: skip


def tables(app):
    return [frame.value for frame in app.dataframe]


@pytest.mark.parametrize("page", CLOSED)
def test_closed_boxes_are_empty_and_opened_ones_are_not(trained, page):
    trained.switch_page(page).run()
    for label in CLOSED[page]:
        assert not len(next(box for box in trained.expander if box.label == label).children)
        opened(trained, label)
        assert len(next(box for box in trained.expander if box.label == label).children)


def test_the_boxes_hold_what_they_say(trained):
    trained.switch_page("pages/compare.py").run()
    before = len(tables(trained))
    opened(trained, "As a table")
    assert len(tables(trained)) == before + 1
    opened(trained, "What each number means")
    assert "Best here:" in words(trained)


@pytest.mark.parametrize(
    ("page", "drawn"),
    [
        ("pages/data.py", ["series_figure", "forecast_figure"]),
        ("pages/compare.py", ["backtest_figure"]),
        ("pages/forecast.py", ["forecast_figure"]),
    ],
)
def test_a_rerun_makes_no_figure_again(trained, page, drawn, monkeypatch):
    made = []
    for name in drawn:
        real = getattr(figures, name)
        monkeypatch.setattr(
            figures,
            name,
            lambda *args, _real=real, **how: made.append(_real) or _real(*args, **how),
        )
    trained.switch_page(page).run()
    assert len(made) == len(drawn)
    trained.run()
    assert len(made) == len(drawn)


def test_other_models_another_run_and_another_series_are_drawn_anew(trained):
    trained.switch_page("pages/compare.py").run()
    first = trained.get("plotly_chart")[0].proto.spec
    pills = next(group for group in trained.button_group if group.label == "Models on the chart")
    pills.set_value(["ETS"]).run()
    assert trained.get("plotly_chart")[0].proto.spec != first
    trained.switch_page("pages/data.py").run()
    before = trained.get("plotly_chart")[0].proto.spec
    workspace = trained.session_state["workspace"]
    stamp = workspace.loaded.reading.series.index[10]
    workspace.mark(Event(stamp, stamp, "promotion", "one-off"))
    trained.run()
    assert "Promotion" in trained.get("plotly_chart")[0].proto.spec
    assert trained.get("plotly_chart")[0].proto.spec != before


def test_what_all_models_did_is_said_once(loaded):
    lines = CSV.split("\n")
    # One month is missing, and filled for every model.
    holed = "\n".join([*lines[:30], *lines[31:]])
    workspace = loaded.session_state["workspace"]
    workspace.load(holed.encode(), "umbrellas.csv")
    workspace.reread(Choices(gaps="linear"))
    loaded.switch_page("pages/train.py").run()
    press(loaded, "Train")
    loaded.switch_page("pages/compare.py").run()
    opened(loaded, "What each model decided")
    text = words(loaded)
    assert "**All models**" in text
    assert text.count("1 month without a value drawn as a straight line.") == 1
