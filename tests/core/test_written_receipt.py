"""The receipt as a text."""

from dataclasses import replace

from core.number_style import NumberStyle
from core.reading import Choices, interpret, open_table
from core.reading.choices import RowRule
from core.written_receipt import lines, to_text

ROWS = "".join(f"2020-{m:02}-01,{1000 * m},{'void' if m == 4 else 'paid'}\n" for m in range(1, 13))
FILE = f"month,sales (EUR),status\n{ROWS}2020-12-01,500,paid\nsoon,3,paid\n"


def written(numbers=None):
    choices = Choices(rows=(RowRule("status", ("void",), ("paid",)),), duplicates="last")
    reading = interpret(open_table(FILE.encode(), "sales.csv"), choices, numbers)
    return reading, to_text(reading, "sales.csv").decode("utf-8-sig").replace("\r\n", "\n")


def test_every_step_stands_in_it_with_count_example_choice_and_totals():
    reading, text = written()
    assert text.startswith("How sales.csv was read and repaired\n\nsales (EUR): 12 months from ")
    flat = " ".join(text.split())
    for line in lines(reading):
        assert f"{line.place}. {line.step.name} ({line.step.count}) {line.step.text}" in flat
        assert line.step.example in flat
    assert "Choice: status without void. Total 78,500 before, 74,500 after." in flat
    assert "Choice: take the last. Total 74,500 before, 62,500 after." in flat
    assert f"Control total. {reading.receipt.control()}" in flat


def test_lines_are_short_enough_to_be_read_anywhere():
    assert max(map(len, written()[1].splitlines())) <= 90


def test_numbers_are_written_as_on_the_pages():
    style = NumberStyle(decimal=",", thousands=".")
    reading, _ = written(style)
    shown = replace(reading, series=replace(reading.series, numbers=style))
    text = to_text(shown, "sales.csv").decode()
    assert "Total 74.500 before, 62.500 after." in text
    assert "74,500" not in text
