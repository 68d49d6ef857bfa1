"""Numbers are written in one style at a time, and read back as what they are."""

import itertools
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SettingError
from core.figures import layout
from core.number_style import (
    COMMA_CSV,
    DEFAULT,
    SEMICOLON_CSV,
    STYLES,
    THIN_SPACE,
    NumberStyle,
    in_force,
    use,
    using,
)
from core.reading.numbers import read_number
from core.wording import amount, counted, number, percent, rounded

ALL = [
    NumberStyle(decimal, thousands)
    for decimal, thousands in itertools.product(".,", (",", ".", THIN_SPACE, "'"))
    if decimal != thousands
]
values = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 2))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(values, st.sampled_from(ALL))
def test_a_written_number_reads_back(value, style):
    with using(style):
        assert read_number(amount(value), style.decimal) == pytest.approx(value, abs=0.005)
        assert read_number(number(value, ",.2f"), style.decimal) == value
        assert read_number(rounded(value, "EUR"), style.decimal) == pytest.approx(value, rel=6e-3)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.floats(-20, 20), st.sampled_from(ALL))
def test_a_written_share_reads_back_in_per_cent(share, style):
    with using(style):
        read = read_number(percent(share), style.decimal)
    assert read == pytest.approx(100 * share, abs=0.51)


def test_the_usual_styles_look_as_they_should():
    assert [style.example for style in STYLES] == ["1,234.5", "1.234,5", "1\u202f234,5", "1'234.5"]


def test_counts_follow_the_thousands_mark():
    with using(STYLES[1]):
        assert counted(4377, "row") == "4.377 rows"
        assert percent(0.0345) == "3,5%"


def test_charts_follow_both_marks():
    assert layout("light").separators == ".,"
    with using(STYLES[2]):
        assert layout("light").separators == ",\u202f"


def test_csv_files_go_with_the_decimal_mark():
    assert [style.csv for style in STYLES] == [COMMA_CSV, SEMICOLON_CSV, SEMICOLON_CSV, COMMA_CSV]


@pytest.mark.parametrize("marks", [(".", "."), (";", ","), (".", "_"), (",", ""), ("", ",")])
def test_marks_that_could_not_be_told_apart_are_refused(marks):
    with pytest.raises(SettingError, match="have to differ"):
        NumberStyle(*marks)


def test_a_style_ends_with_its_block_even_after_an_error():
    with pytest.raises(ZeroDivisionError), using(STYLES[1]):
        1 / 0  # noqa: B018
    assert in_force() == DEFAULT


def test_one_persons_page_does_not_change_anothers():
    seen = []

    def page(style):
        use(style)
        barrier.wait()
        seen.append((style, in_force()))

    barrier = threading.Barrier(2)
    pages = [threading.Thread(target=page, args=(style,)) for style in STYLES[1:3]]
    for one in pages:
        one.start()
    for one in pages:
        one.join()
    assert len(seen) == 2
    assert all(own == there for own, there in seen)
    assert in_force() == DEFAULT
