"""What was chosen on a chart, as dates of the series."""

import numpy as np
import pandas as pd
import pytest

from tests.builders import series
from ui.events import selected

DAYS = series(np.arange(30.0), "daily", "2024-01-01")


@pytest.mark.parametrize(
    ("selection", "first", "last"),
    [
        ({"box": [{"x": ["2024-01-03 07:00", "2024-01-06 18:00"]}]}, "2024-01-04", "2024-01-06"),
        ({"box": [{"x": ["2024-01-06 18:00", "2024-01-03 07:00"]}]}, "2024-01-04", "2024-01-06"),
        ({"box": [{"x": ["2024-01-03 07:00", "2024-01-03 09:00"]}]}, "2024-01-03", "2024-01-03"),
        ({"box": [{"x": ["2023-11-01", "2024-01-02"]}]}, "2024-01-01", "2024-01-02"),
        ({"box": [{"x": ["2024-03-01", "2024-03-02"]}]}, "2024-01-30", "2024-01-30"),
        ({"box": [], "points": [{"x": "2024-01-09"}]}, "2024-01-09", "2024-01-09"),
        (
            {"points": [{"x": "2024-01-09"}, {"x": "2024-01-07"}]},
            "2024-01-07",
            "2024-01-09",
        ),
    ],
)
def test_a_choice_is_the_stamps_within_it_or_the_nearest(selection, first, last):
    assert selected(selection, DAYS) == (pd.Timestamp(first), pd.Timestamp(last))


def test_nothing_chosen_is_nothing():
    assert selected({"box": [], "points": []}, DAYS) is None
