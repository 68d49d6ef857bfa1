"""What stands above a heading is left out, and nothing else."""

import pytest

from core.reading import interpret, open_table

PAIRS = "Report;Monthly figures\nCreated;2024-03-12\nRows;1200\n"
MONTHS = "".join(f"2020-{month:02d};{month * 7}\n" for month in range(1, 13))


def opened(text):
    return open_table(text.encode(), "upload.csv")


def heading(table):
    return next(d.value for d in table.detections if d.setting == "header")


@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize("title", ["", "Figures of all shops\n"])
@pytest.mark.parametrize(
    "pairs", [PAIRS, "Country:;Norway\nPeriod:;2015-2024\n", "Note;\nBy;Ann\n"]
)
def test_names_with_values_above_two_columns_are_left_out(title, pairs, blank):
    table = opened(f"{title}{pairs}{blank}Date;Sales\n{MONTHS}")
    assert list(table.frame.columns) == ["Date", "Sales"]
    assert len(table.frame) == 12
    assert "above the heading left out" in table.notes[0]
    assert interpret(table).series.y.tolist() == [month * 7 for month in range(1, 13)]


@pytest.mark.parametrize(
    ("names", "row"),
    [
        ("Date;North;South", "2020-{:02d};5;6"),
        ("Region;2019-12;2020-01;2020-02", "Shop {};1;2;3"),
        ("Year;Jan;Feb;Mar", "20{:02d};1;2;3"),
        ("Shop;2018;2019;2020", "No {};1;2;3"),
    ],
)
def test_names_with_values_above_a_wider_table_are_left_out(names, row):
    rows = "".join(row.format(number) + "\n" for number in range(10, 13))
    table = opened(f"{PAIRS}{names}\n{rows}")
    assert ";".join(table.frame.columns) == names
    assert len(table.frame) == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # The first names are the heading, whatever words stand below them.
        (f"Date;Sales\nnot known;closed\n{MONTHS}", "line 1"),
        (f"Date;Sales\nISO;EUR\n{MONTHS}", "line 1"),
        (f"Month;Sales\n{MONTHS}", "line 1"),
        # Rows with more fields than names are a matter of their own.
        ("Date;Sales\n" + "2020-01-01;5;checked\n2020-01-02;6\n2020-01-03;7\n", "line 1"),
        # Names and numbers alone are a table.
        ("Shop;2020\nNorth;5\nSouth;6\n", "line 1"),
        (MONTHS, "none"),
    ],
)
def test_what_is_a_heading_stays_one(text, line):
    assert heading(opened(text)) == line
