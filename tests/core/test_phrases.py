import pytest

from core.measures import MEASURES
from core.phrases import Phrases, how_often, rarest
from tests.builders import series


@pytest.mark.parametrize(
    ("p", "folds", "words"),
    [
        (0.0001, 8, "less than 1 time in 128"),
        (0.0001, 6, "less than 1 time in 32"),
        (0.01, 8, "about 1 time in 100"),
        (0.049, 8, "about 1 time in 20"),
        (0.34, 8, "about 1 time in 3"),
        (0.5, 8, "about 1 time in 2"),
        (0.8, 8, "more often than not"),
    ],
)
def test_a_chance_in_words(p, folds, words):
    assert how_often(p, folds) == words


def test_the_rarest_is_a_coin_with_the_same_side_each_time():
    assert rarest(3) == pytest.approx(2 * 0.5**3)


@pytest.mark.parametrize(
    ("frequency", "cutoff", "horizon", "words"),
    [
        ("monthly", 11, 3, "January to March 2021"),
        ("monthly", 10, 3, "December 2020 to February 2021"),
        ("monthly", 10, 1, "December 2020"),
        ("quarterly", 3, 2, "quarter 1 to quarter 2 of 2021"),
        ("yearly", 3, 2, "2024 to 2025"),
        ("daily", 3, 28, "5 January to 1 February 2020"),
        ("hourly", 3, 2, "1 January 2020, 04:00 to 1 January 2020, 05:00"),
    ],
)
def test_the_dates_of_a_fold_name_a_year_once(frequency, cutoff, horizon, words):
    ts = series(range(40), frequency, "2020-01-01")
    assert Phrases(MEASURES["mae"], ts).span(ts.index[cutoff], horizon) == words
