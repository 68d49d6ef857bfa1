"""How many decimals a table shows."""

import pandas as pd
import pytest

from ui.tables import digits


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([12_345.0, 3.0], 1),
        ([437.2, 12.0], 2),
        ([-1.5], 4),
        ([0.00032], 8),
        ([0.0, 0.0], 1),
    ],
)
def test_five_figures_of_the_largest_value_are_shown(values, decimals):
    assert digits(pd.Series(values)) == decimals
