"""The hint on Data that the last period may not be over: three buttons, nothing unasked."""

import pytest

from core.anomalies import suggest
from core.recipe import from_json
from tests.pages.conftest import RECEIPT, opened, press, words

pytestmark = pytest.mark.slow

HINT = "ends the series with"
LOW = "Month,Umbrellas\n" + "\n".join(
    f"{2015 + i // 12}-{i % 12 + 1:02d}-01,{20 if i == 71 else 100 + i % 7}" for i in range(72)
)


@pytest.fixture
def data(app):
    app.session_state["workspace"].load(LOW.encode(), "umbrellas.csv")
    return app.switch_page("pages/data.py").run()


def series(app):
    return app.session_state["workspace"].loaded.reading.series


def test_it_is_said_once_and_changes_nothing_unasked(data):
    assert words(data).count(HINT) == 1
    assert "December 2020 ends the series with 20.0: 19% of the 103 or so" in words(data)
    # The same date stands out as an outlier too.
    assert [each.event.first for each in suggest(series(data))] == [series(data).index[-1]]
    assert data.session_state["workspace"].suggestions() == ()
    assert series(data).values[-1] == 20
    assert not series(data).events


def test_left_out_it_is_in_the_receipt_and_comes_back_by_undo_or_by_keeping(data):
    press(data, "Leave it out as unfinished")
    assert (len(series(data)), HINT in words(data)) == (71, False)
    said = "The last month, December 2020, is not whole, as you said. It is left out."
    assert said in words(opened(data, RECEIPT))
    press(data, "Undo: last period left out")
    assert (len(series(data)), HINT in words(data)) == (72, True)
    press(data, "Leave it out as unfinished")
    data.selectbox(key=next(
        box.key for box in data.selectbox if box.label == "Unfinished periods"
    )).set_value("keep").run()  # fmt: skip
    assert (len(series(data)), HINT in words(data)) == (72, False)


def test_next_months_file_is_not_cut(data):
    press(data, "Leave it out as unfinished")
    recipe = data.session_state["workspace"].loaded.recipe
    workspace = data.session_state["workspace"]
    longer = LOW.replace("2020-12-01,20", "2020-12-01,104") + "\n2021-01-01,101"
    workspace.load(longer.encode(), "umbrellas.csv")
    workspace.apply(from_json(recipe))
    assert len(workspace.loaded.reading.series) == 73


def test_kept_it_is_not_asked_again(data):
    press(data, "Keep it")
    assert HINT not in words(data)
    assert len(series(data)) == 72
    assert data.session_state["workspace"].suggestions() == ()


def test_marking_opens_the_form_with_its_date(data):
    press(data, "Mark what happened")
    assert str(next(each.value for each in data.date_input if each.label == "From")) == "2020-12-01"
    press(data, "Mark this")
    (event,) = series(data).events
    assert event.first == event.last == series(data).index[-1]
    assert HINT not in words(data)
