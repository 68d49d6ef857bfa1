"""Rows left out by a column such as a status or a region."""

import numpy as np
import pandas as pd
import pytest

from core.errors import SettingError
from core.reading import Choices, interpret, interpret_panel, open_table
from core.reading.choices import RowRule

STATES = ("completed", "completed", "shipped", "Cancelled", "completed", "Refunded", "")
SHIPPED = RowRule("Status", ("Cancelled", "Refunded"), ("completed", "shipped", ""))

VALUE = {"value_column": "Quantity × Price"}


def orders(states=STATES, days=120):
    stamps = pd.date_range("2022-01-01", periods=days).repeat(3)
    return "Order,Date,Status,Region,Price,Quantity\n" + "".join(
        f"{700 + k},{day:%Y-%m-%d},{states[k % len(states)]},{'NSE'[k % 5 % 3]},{k % 4 + 1}.50,2\n"
        for k, day in enumerate(stamps)
    )


def read(text, *rules, **choices):
    table = open_table(text.encode(), "orders.csv")
    return interpret(table, Choices(rows=rules or None, **(VALUE | choices)))


def steps(reading, name="Rows left out"):
    return [step for step in reading.receipt if step.name == name]


def expected(text, kept):
    """What the rows kept come to by day, by other means."""
    rows = [line.split(",") for line in text.splitlines()[1:]]
    frame = pd.DataFrame(rows, columns=["o", "date", "status", "region", "price", "quantity"])
    frame = frame[kept(frame)]
    values = frame["price"].astype(float) * frame["quantity"].astype(float)
    return values.groupby(pd.to_datetime(frame["date"])).sum()


def test_nothing_is_left_out_unless_somebody_says_so():
    reading = read(orders())
    assert not steps(reading)
    assert reading.receipt.control().startswith("Total before = total after")


def test_rows_of_the_values_named_are_left_out_and_it_is_said():
    text = orders()
    reading = read(text, SHIPPED)
    (step,) = steps(reading)
    of_all = expected(text, lambda rows: rows["status"] == rows["status"]).sum()
    want = expected(text, lambda rows: ~rows["status"].isin(("Cancelled", "Refunded")))
    assert step.count == 51 + 51
    assert step.text == "102 rows left out: 'Status' is 'Cancelled' (51) or 'Refunded' (51)."
    assert step.example == "Line 5: 2 January 2022, 'Cancelled'."
    assert (step.total_before, step.total_after) == (of_all, want.sum())
    assert "(rows left out) changed it by" in reading.receipt.control()
    got = reading.series.y.dropna()
    np.testing.assert_allclose(got.to_numpy(), want.reindex(got.index).to_numpy())


def test_several_columns_can_each_leave_rows_out():
    text = orders()
    reading = read(text, SHIPPED, RowRule("Region", ("N",), ("S", "E")))
    want = expected(
        text,
        lambda rows: ~rows["status"].isin(("Cancelled", "Refunded")) & (rows["region"] != "N"),
    )
    assert len(steps(reading)) == 2
    assert reading.series.y.sum() == want.sum()
    (decided,) = [found for found in reading.detections if found.setting == "rows"]
    assert decided.value == "Status without Cancelled and Refunded; Region without N"


def test_empty_cells_can_be_left_out():
    reading = read(orders(), RowRule("Status", ("",)))
    assert steps(reading)[0].text == "51 rows left out: 'Status' is empty (51)."


def test_a_value_about_which_nothing_was_decided_is_kept_and_pointed_out():
    later = orders((*STATES, "on its way"))
    reading = read(later, SHIPPED)
    assert any("45 rows kept about which nothing was decided: 'Status' is 'on its way' (45)" in note
               for note in reading.notes)  # fmt: skip
    assert not any("nothing was decided" in note for note in read(orders(), SHIPPED).notes)


def test_values_that_are_not_there_any_more_leave_nothing_out():
    reading = read(orders(("completed", "shipped")), SHIPPED)
    assert not steps(reading)


def test_columns_of_few_texts_are_described_with_counts_and_totals():
    text = orders()
    described = {column.name: column for column in read(text).sorting}
    assert list(described) == ["Status", "Region"]
    status = described["Status"]
    assert status.values[0] == "completed"
    assert sum(status.counts) == 360
    cancelled = status.values.index("Cancelled")
    want = expected(text, lambda rows: rows["status"] == "Cancelled").sum()
    assert status.totals[cancelled] == pytest.approx(want)


def test_columns_of_very_many_texts_are_not_offered():
    stamps = pd.date_range("2022-01-01", periods=200)
    text = "Date,Quantity,Price,Customer,Kind\n" + "".join(
        f"{day:%Y-%m-%d},{k % 9},2,c{k % 60},{'ab'[k % 2]}\n" for k, day in enumerate(stamps)
    )
    assert [column.name for column in read(text).sorting] == ["Kind"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "states", "found"),
    [
        ("Status", STATES, ("Cancelled", "Refunded")),
        ("Status", ("paid", "paid", "returned by customer", "void", "paid"),
         ("returned by customer", "void")),
        ("Zustand", ("abgeschlossen", "storniert"), ("storniert",)),
        ("Kind", ("completed", "test order"), ("test order",)),
        ("Is test", ("no", "no", "yes"), ("yes",)),
        ("Returned", ("TRUE", "FALSE", ""), ("TRUE",)),
        # A product, a region, states that are all of one kind.
        ("Product", ("Test kit", "Refund insurance", "Pen"), ()),
        ("Product", ("Test", "Pen"), ()),
        ("Region", ("North", "South"), ()),
        ("Status", ("cancelled", "refunded"), ()),
        ("Status", ("not cancelled", "paid"), ()),
    ],
)  # fmt: skip
def test_what_looks_like_no_sale_is_found_by_its_words(name, states, found):
    columns = read(orders(states).replace("Status", name, 1)).sorting
    assert set(next(c.no_sale for c in columns if c.name == name)) == set(found)


def test_a_rule_for_a_column_that_is_not_there_is_refused():
    with pytest.raises(SettingError, match="no column 'State'"):
        read(orders(), RowRule("State", ("void",)))


def test_leaving_out_every_row_is_refused():
    with pytest.raises(SettingError, match="No row would be left"):
        read(orders(), RowRule("Status", tuple(set(STATES))))


def test_a_value_is_not_both_kept_and_left_out():
    with pytest.raises(SettingError, match="can't be both"):
        RowRule("Status", ("void",), ("void",))


def test_a_second_decision_about_a_column_replaces_what_it_names():
    choices = Choices().sorting_out(SHIPPED).sorting_out(RowRule("Region", ("N",)))
    again = choices.sorting_out(RowRule("Status", ("lost",), ("Cancelled", "completed")))
    assert again.rows == (
        RowRule("Region", ("N",)),
        RowRule("Status", ("lost", "Refunded"), ("Cancelled", "completed", "shipped", "")),
    )


def test_drivers_are_averaged_over_the_rows_kept():
    text = orders()
    reading = read(text, SHIPPED, drivers=("Price",), value_column="Quantity")
    rows = [line.split(",") for line in text.splitlines()[1:] if ",2022-01-02," in line]
    kept = [float(row[4]) for row in rows if row[2] not in ("Cancelled", "Refunded")]
    assert reading.series.drivers.table["Price"].iloc[1] == pytest.approx(np.mean(kept))


def test_a_panel_leaves_rows_out_too():
    choices = Choices(rows=(SHIPPED,), series_column="Region", value_column="Quantity")
    panel = interpret_panel(open_table(orders().encode(), "orders.csv"), choices)
    assert np.nansum(panel.values) == 2 * (360 - 102)


def test_a_table_with_a_column_for_each_month_leaves_its_rows_out():
    months = [f"2021-{m:02}" for m in range(1, 13)]
    text = "\n".join([
        ",".join(["Shop", "Channel", *months]),
        ",".join(["A", "Online", *["5"] * 12]),
        ",".join(["B", "Store", *["7"] * 12]),
    ])  # fmt: skip
    reading = read(text, RowRule("Channel", ("Store",), ("Online",)), value_column=None)
    assert reading.series.y.tolist() == [5.0] * 12
