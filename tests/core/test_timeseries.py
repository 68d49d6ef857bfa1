import numpy as np
import pytest

from tests.builders import series


@pytest.mark.parametrize(
    ("values", "whole", "said"),
    [
        ([120, 140, np.nan, 131], True, "137 EUR"),
        ([120, 140.5, 131], False, "137 EUR"),
        # So small that a whole number would be far from what is meant.
        ([0, 3, 2, 1], False, "1.37 EUR"),
    ],
)
def test_forecasts_are_whole_where_the_data_are_and_are_not_small(values, whole, said):
    ts = series(values)
    assert ts.whole == whole
    assert ts.words(137.2 if ts.y.max() > 100 else 1.372) == said


def test_a_small_forecast_of_large_whole_numbers_is_whole_and_never_minus_zero():
    ts = series([120, 140, 131])
    assert [ts.words(value, unit=False) for value in (4.4, -0.3, 12_345.6)] == ["4", "0", "12,346"]
