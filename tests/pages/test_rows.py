"""Rows left out on Data by a column such as a status."""

import pandas as pd
import pytest

from tests.pages.conftest import RECEIPT, opened, press, words

STATES = ("completed", "shipped", "completed", "cancelled", "refunded")
ORDERS = "Order,Date,Status,Region,Amount\n" + "".join(
    f"{500 + k},{day:%Y-%m-%d},{STATES[k % 5]},{'NS'[k % 7 % 2]},{-2 if k % 5 == 4 else 10}\n"
    for k, day in enumerate(pd.date_range("2022-01-01", periods=100).repeat(3))
)


@pytest.fixture
def ordered(app):
    """Data with order lines in hand, of which some were cancelled or refunded."""
    app.session_state["workspace"].load(ORDERS.encode(), "orders.csv")
    return opened(app.switch_page("pages/data.py").run(), RECEIPT)


def total(app):
    return app.session_state["workspace"].loaded.reading.series.y.sum()


def receipt(app):
    return " ".join(app.table[0].value["In words"]).replace("\\", "")


def box(app, label):
    return next(box for box in app.selectbox if box.label == label)


@pytest.mark.slow
def test_rows_that_look_cancelled_are_pointed_out_and_left_out_in_one_click(ordered):
    assert (
        "120 rows may be no sales: 'Status' says 'cancelled' (60 rows, together 600) and "
        "'refunded' (60 rows, together -120)." in words(ordered)
    )
    assert "take back sales of other rows" in words(ordered)
    assert total(ordered) == 180 * 10 + 600 - 120
    press(ordered, "Leave them out")
    assert total(ordered) == 1800
    assert "may be no sales" not in words(ordered)
    assert (
        "120 rows left out: 'Status' is 'cancelled' (60) or 'refunded' (60). Line 5: 2 January 2022"
        in receipt(ordered)
    )
    assert "Status without cancelled and refunded" in list(ordered.table[0].value["Choice"])
    assert "it differs by -480 because step 2 (rows left out)" in words(ordered)
    press(ordered, "Undo: rows left out")
    assert total(ordered) == 180 * 10 + 600 - 120


def test_they_are_kept_if_somebody_says_so(ordered):
    press(ordered, "Keep them")
    assert total(ordered) == 180 * 10 + 600 - 120
    assert "may be no sales" not in words(ordered)


@pytest.mark.slow
def test_rows_are_kept_by_the_values_ticked_of_any_column(ordered):
    box(ordered, "Leave out rows by").select("Region").run()
    ticks = next(ticks for ticks in ordered.multiselect if ticks.label == "Rows to keep")
    assert [option.split(" ")[0] for option in ticks.options] == ["N", "S"]
    button = next(b for b in ordered.button if b.label == "Keep these rows only")
    assert button.disabled
    before = total(ordered)
    ticks.set_value(["S"]).run()
    assert total(ordered) == before
    press(ordered, "Keep these rows only")
    assert "rows left out: 'Region' is 'N' (" in receipt(ordered)
    assert box(ordered, "Leave out rows by").value == "Region"
    ticks = next(ticks for ticks in ordered.multiselect if ticks.label == "Rows to keep")
    assert ticks.value == ["S"]
    ticks.set_value([]).run()
    assert "At least one has to be kept." in words(ordered)
    assert next(b for b in ordered.button if b.label == "Keep these rows only").disabled
    ticks.set_value(["N", "S"]).run()
    press(ordered, "Keep these rows only")
    assert total(ordered) == before


def test_a_file_without_such_a_column_is_not_asked_about_it(loaded):
    loaded.switch_page("pages/data.py").run()
    assert "Leave out rows by" not in [box.label for box in loaded.selectbox]
