"""Numbers are written in one style at a time, and read back as what they are."""

import itertools
import pickle
import threading
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SettingError
from core.figure_frame import layout
from core.folds import Fit, carry_out
from core.models import SeasonalNaive
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
from tests.builders import seasonal

ALL = [
    NumberStyle(decimal, thousands)
    for decimal, thousands in itertools.product(".,", (",", ".", THIN_SPACE, "'"))
    if decimal != thousands
]
values = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 2))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(values, st.sampled_from(ALL))
def test_a_written_number_reads_back(value, style):
    with using(style):
        assert read_number(amount(value), style.decimal) == pytest.approx(value, abs=0.005)
        assert read_number(number(value, ",.2f"), style.decimal) == value
        assert read_number(rounded(value, "EUR"), style.decimal) == pytest.approx(value, rel=6e-3)


@pytest.mark.slow
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


@dataclass(frozen=True)
class Telling:
    """A model that tells a number about itself, once when it is fitted and once afterwards."""

    name: str = "Telling"
    lane: str = "statistics"

    def fit(self, ts, horizon, report):
        return Told(SeasonalNaive().fit(ts, horizon), amount(1234.5))


@dataclass(frozen=True)
class Told:
    fitted: object
    note: str

    def predict(self, levels):
        return replace(self.fitted.predict(levels), notes=(self.note, amount(0.5)))


def test_what_a_model_says_is_in_the_style_of_its_series():
    ts = replace(seasonal(60), numbers=STYLES[1])
    outcome = pickle.loads(pickle.dumps(carry_out(Fit(Telling(), ts, 3, 0, 1, drawn=False))))
    assert outcome.forecast.notes[:2] == ("1.234,5", "0,5")
    assert in_force() == DEFAULT
