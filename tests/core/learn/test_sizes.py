import pytest

from core.learn.sizes import sized


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (0.01234, "0.0123"),
        (12345.6, "12,346"),
        (9541334.2, "9.54 × 10⁶"),
        (-2.8e31, "-2.80 × 10³¹"),
        (1.6e-8, "1.60 × 10⁻⁸"),
        (float("inf"), "-"),
    ],
)
def test_numbers_stay_short_whatever_their_size(value, words):
    assert sized(value) == words
