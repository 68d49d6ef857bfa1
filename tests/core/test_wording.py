import pytest

from core.wording import percent, rounded


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (123456.0, "123,456"),
        (0.012345, "0.0123"),
        (9.9999, "10.0"),
        (0.0999999, "0.100"),
        (-4.5678, "-4.57"),
        (5.6843e-14, "5.68e-14"),
        (0.0000123, "0.0000123"),
        (float("nan"), "-"),
    ],
)
def test_three_significant_figures(value, words):
    assert rounded(value) == words


def test_the_unit_follows():
    assert rounded(2.0, "EUR") == "2.00 EUR"


@pytest.mark.parametrize(
    ("share", "words"), [(0.256, "26%"), (0.0345, "3.5%"), (1.2, "120%"), (float("nan"), "-")]
)
def test_percent(share, words):
    assert percent(share) == words
