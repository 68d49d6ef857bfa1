"""The marks of numbers and the unit are found in the file."""

import pandas as pd
import pytest

from core.number_style import THIN_SPACE, NumberStyle
from core.reading import Choices, interpret, open_table

POINT, COMMA = NumberStyle(".", ","), NumberStyle(",", ".")
SPACE, APOSTROPHE = NumberStyle(",", THIN_SPACE), NumberStyle(".", "'")


def read(cells, heading="Sales", delimiter=";", choices=None):
    rows = [f"2020-{month:02d}{delimiter}{cell}" for month, cell in enumerate(cells, start=1)]
    text = "\n".join([f"Month{delimiter}{heading}", *rows])
    return interpret(open_table(text.encode(), "sales.csv"), choices)


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["1,234.5", "2,000.0", "3.5"], POINT),
        (["1.234,5", "2.000,0", "3,5"], COMMA),
        (["1 234,5", "2 000,0", "3,5"], SPACE),
        (["1\u00a0234,5", "2\u202f000,0", "3,5"], SPACE),
        (["1'234.5", "2’000.0", "3.5"], APOSTROPHE),
        (["1 234.5", "2 000.0", "3.5"], NumberStyle(".", THIN_SPACE)),
        (["12,34,567.5", "2.5", "3.5"], POINT),
        # No number is grouped: what goes with the decimal mark.
        (["1234,5", "2000,0", "3,5"], COMMA),
        (["1234.5", "2000.0", "3.5"], POINT),
        # No number has decimals: what goes with the thousands mark, or with the semicolon.
        (["1 234", "2 000", "3"], SPACE),
        (["1'234", "2'000", "3"], APOSTROPHE),
        (["1,234,567", "2", "3"], POINT),
        (["1234", "2000", "3"], COMMA),
        (["-1.234,5", "(2.000,0)", "3,5-"], COMMA),
        (["1.234,5 €", "€ 2.000,0", "3,5 €"], COMMA),
    ],
)
def test_the_marks_are_those_of_the_cells(cells, style):
    assert read(cells).series.numbers == style


def test_whole_numbers_between_commas_go_with_a_decimal_point():
    assert read(["1234", "2000", "3"], delimiter=",").series.numbers == POINT


def test_another_decimal_mark_brings_its_own_thousands_mark():
    cells = ["1.234", "2.345", "3.456"]
    assert read(cells, choices=Choices(decimal=",")).series.numbers == COMMA
    assert read(cells, choices=Choices(decimal=".")).series.numbers == POINT


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        (["5 €", "6 €", "7 €"], "€"),
        (["$5", "-$6", "($7)"], "$"),
        (["5 nok", "NOK 6", "0"], "NOK"),
        (["5 kr", "6 Kr.", "7 kr"], "kr"),
        (["12%", "13.5 %", ""], "%"),
        # Two currencies, or one in few cells, say nothing of all values.
        (["5 €", "$6", "7 €"], ""),
        (["5 €", "6", "7"], ""),
        (["5", "6", "7"], ""),
    ],
)
def test_the_unit_is_the_sign_beside_the_numbers(cells, unit):
    reading = read(cells)
    assert reading.series.unit == reading.style.unit == unit
    assert reading.series.name == "Sales"


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("Sales (EUR)", "Sales", "EUR"),
        ("Revenue [k€]", "Revenue", "k€"),
        ("Omsætning (t.kr)", "Omsætning", "t.kr"),
        ("Umsatz (Mio. €)", "Umsatz", "Mio. €"),
        ("Turnover (USD million)", "Turnover", "USD million"),
        ("Price (EUR/MWh)", "Price", "EUR/MWh"),
        ("Share (%)", "Share", "%"),
        ("Sales (net)", "Sales (net)", ""),
        ("Sales (all)", "Sales (all)", ""),
        ("(EUR)", "(EUR)", ""),
        ("Sales (EUR) total", "Sales (EUR) total", ""),
    ],
)
def test_the_unit_is_what_the_heading_has_in_brackets(heading, name, unit):
    series = read(["5", "6", "7"], heading).series
    assert (series.name, series.unit) == (name, unit)


def test_the_receipt_is_written_as_the_file_is_unless_something_else_was_chosen():
    rows = "".join(f"{day:%Y-%m-%d};1.234,5\n" for day in pd.date_range("2020-01-01", periods=1200))
    table = open_table(f"Day;Sales\n{rows}".encode(), "long.csv")
    assert next(iter(interpret(table).receipt)).text.startswith("1.200 rows read")
    assert next(iter(interpret(table, None, POINT).receipt)).text.startswith("1,200 rows read")
