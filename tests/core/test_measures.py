import numpy as np
import pytest

from core.backtest import backtest as replay
from core.folds import RollingOrigin
from core.measures import MEASURES
from core.models import SeasonalNaive
from tests.builders import series


def test_every_measure_is_a_column_of_the_leaderboard_and_every_column_a_measure():
    board = replay([SeasonalNaive()], series(np.arange(40.0)), RollingOrigin(4, 2)).leaderboard()
    others = {"model", "folds", "scored", "failure"}
    assert set(MEASURES) == set(board) - others


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_every_measure_says_what_it_is_and_when_it_misleads(measure):
    assert measure.says.endswith(".")
    assert measure.misleads.endswith(".")
    assert measure.written(float("nan"), "EUR").startswith(("-", "nan"))


def test_what_can_be_good_for_bad_reasons_does_not_decide():
    undecided = {key for key, measure in MEASURES.items() if not measure.decides}
    assert undecided == {"bias", "coverage-80", "coverage-95", "seconds"}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("mae", 12.345, "12.3 EUR"),
        ("bias", -12.345, "-12.3 EUR"),
        ("mase", 0.8765, "0.876"),
        ("smape", 5.31, "5.3%"),
        ("coverage-80", 0.75, "75%"),
        ("msis", 4.3, "4.30"),
        ("seconds", 12.34, "12.3"),
    ],
)
def test_numbers_are_written_with_what_they_are(key, value, words):
    assert MEASURES[key].written(value, "EUR") == words


def test_headings_have_the_unit_where_the_numbers_do():
    assert MEASURES["mae"].heading("EUR") == "MAE (EUR)"
    assert MEASURES["mase"].heading("EUR") == "MASE"
    assert MEASURES["mae"].heading("") == "MAE"
