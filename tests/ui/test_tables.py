"""How many decimals a table shows."""

import numpy as np
import pandas as pd
import pytest

from ui.tables import digits, form_of


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


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([1.0, 2000.0, np.nan], ",.0f"),
        ([12.99, 3.5], ",.2f"),
        ([1 / 3, 1234.5678901], ",.1f"),
        ([1 / 30000, 1 / 70000], ",.9f"),
        ([np.nan], ",.0f"),
    ],
)
def test_a_files_own_decimals_stand_and_computed_ones_are_rounded(values, form):
    assert form_of(pd.Series(values)) == form
