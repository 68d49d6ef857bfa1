import numpy as np
import pandas as pd
import pytest

from core import calendar
from core.reading.incoherent import Incoherent, incoherent
from core.reading.labels import label
from core.reading.totals import total_series

MONTHS = pd.date_range("2023-04-01", periods=14, freq="MS")
MONTHLY = calendar.named("monthly", MONTHS)


def file(changes=(), columns=("Region", "Store"), region_total="Total"):
    """Two regions of three stores each, with totals of both and of everything, month by month."""
    rows = []
    for month, stamp in enumerate(MONTHS):
        for region in ("North", "South"):
            sales = [100.0 + 10 * store + month for store in range(3)]
            rows += [(region, f"S{store}", stamp, value) for store, value in enumerate(sales)]
            rows.append((region, region_total, stamp, sum(sales)))
        rows.append(("Total", "Total", stamp, 2 * sum(sales)))
    frame = pd.DataFrame(rows, columns=[*columns, "ds", "y"])
    for (region, store, month), value in dict(changes).items():
        at = (frame[columns[0]] == region) & (frame[columns[1]] == store)
        frame.loc[at & (frame["ds"] == MONTHS[month]), "y"] = value
    return frame


def differing(frame, columns="Region + Store"):
    told = label(frame, columns)
    stamps = pd.DatetimeIndex(frame["ds"])
    values = frame["y"].to_numpy()
    found, _ = total_series(told, stamps, values)
    return found, incoherent(told, stamps, values, found)


def test_totals_that_add_up_have_nothing_said_of_them():
    found, said = differing(file())
    assert found.sum() == 3
    assert said == ()


def test_a_total_is_held_against_its_own_series_and_the_largest_difference_said():
    # In the last month: 113 + 123 + 133 is 369.
    _, said = differing(file({("North", "Total", 13): 400.0, ("North", "Total", 12): 371.0}))
    (only,) = said
    assert only.name == "North"
    assert (only.own, only.parts, only.series) == (400.0, 369.0, 3)
    assert only.sentence(MONTHLY) == (
        "The file's own total for North in May 2024 is 400, its 3 series add up to 369. That is "
        "the largest difference; they are more than 0.5% apart on 2 of 14 dates."
    )


def test_a_single_difference_and_the_total_of_everything():
    _, said = differing(file({("Total", "Total", 13): 1_204.0}))
    assert [each.sentence(MONTHLY) for each in said] == [
        "The file's own total in May 2024 is 1,204, its 6 series add up to 738."
    ]


def test_a_part_that_is_wrong_shows_in_every_total_above_it():
    _, said = differing(file({("South", "S1", 13): 23.0}))
    assert [each.name for each in said] == ["", "South"]
    assert {each.own - each.parts for each in said} == {100.0}


def test_rounded_totals_are_no_difference():
    _, said = differing(file({("North", "Total", 13): 370.0}))
    assert said == ()


def test_a_total_that_never_adds_up_is_said_too_where_it_is_near():
    frame = pd.DataFrame({
        "Store": np.tile(["A", "B", "Total"], len(MONTHS)),
        "ds": np.repeat(MONTHS, 3),
        "y": np.tile([60.0, 40.0, 110.0], len(MONTHS)),
    })  # fmt: skip
    found, said = differing(frame, "Store")
    assert not found.any()
    assert (
        said[0]
        .sentence(MONTHLY)
        .startswith(
            "The file's own total in April 2023 is 110, its 2 series add up to 100. That is"
        )
    )
    frame.loc[frame["Store"] == "Total", "y"] = 5_000.0
    assert differing(frame, "Store")[1] == ()


def test_dates_on_which_no_series_has_a_value_are_not_compared():
    frame = file()
    parts = (frame["Region"] == "North") & (frame["Store"] != "Total")
    _, said = differing(frame[~(parts & (frame["ds"] == MONTHS[13]))])
    assert [each.name for each in said] == [""]


def test_a_file_without_totals_has_none():
    frame = file()
    plain = frame[(frame["Store"] != "Total") & (frame["Region"] != "Total")]
    assert differing(plain)[1] == ()


@pytest.mark.parametrize(
    ("name", "stamp", "expected"),
    [
        ("daily", "2024-03-03", "total for North on 3 March 2024 is"),
        ("yearly", "2024-01-01", "total for North in 2024 is"),
        ("weekly", "2024-03-04", "total for North in the week of 4 March 2024 is"),
    ],
)
def test_the_date_stands_as_people_say_it(name, stamp, expected):
    said = Incoherent("North", pd.Timestamp(stamp), 2.0, 1.0, 1, 1, 9)
    kind = calendar.named(name, pd.DatetimeIndex([stamp]))
    assert expected in said.sentence(kind)
    assert "its one series has 1." in said.sentence(kind)
