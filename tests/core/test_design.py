import numpy as np
import pytest

from core.design import design
from core.errors import MissingAhead
from tests.builders import driven, seasonal

N, H = 60, 6
RNG = np.random.default_rng(0)
PRICE = RNG.choice([9.0, 10.0, 11.0], N + H)
OTHER = RNG.normal(size=N + H)


def test_a_driver_known_ahead_enters_as_it_is():
    found = design(driven(seasonal(N), {"Price": PRICE}), H, 2_000)
    np.testing.assert_array_equal(found.past[:, 0], PRICE[:N])
    np.testing.assert_array_equal(found.future[:, 0], PRICE[N:])
    assert found.names == ("Price",)
    assert found.notes == ()


def test_a_driver_not_known_ahead_enters_a_horizon_late():
    found = design(driven(seasonal(N), (), {"Weather": OTHER}), H, 2_000)
    assert found.names == ("Weather 6 months before",)
    np.testing.assert_array_equal(found.past[H:, 0], OTHER[: N - H])
    np.testing.assert_array_equal(found.future[:, 0], OTHER[N - H : N])
    np.testing.assert_allclose(found.past[:H, 0], OTHER[: N - H].mean())


def test_a_gap_takes_the_value_before_and_it_is_said():
    holed = PRICE.copy()
    holed[[20, 21, N + 2]] = np.nan
    found = design(driven(seasonal(N), {"Price": holed}), H, 2_000)
    np.testing.assert_array_equal(found.past[20:22, 0], [PRICE[19]] * 2)
    assert found.future[2, 0] == PRICE[N + 1]
    assert found.notes[0].startswith("3 months without a value of 'Price'")


def test_values_to_come_that_are_missing_are_named_with_their_driver():
    ts = driven(seasonal(N), {"Price": PRICE[: N + 4]})
    with pytest.raises(MissingAhead, match="'Price' has no value for May 2015 and June 2015"):
        design(ts, H, 2_000)
    assert design(ts, 4, 2_000).names == ("Price",)
    assert design(ts.until(ts.index[-H - 1]), H, 2_000).names == ("Price",)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"Price": [5.0] * (N + H)}, "it changed 0 times"),
        ({"Price": [0.0] * 30 + [1.0] + [0.0] * (N + H - 31)}, "it changed 2 times"),
        ({"Price": [np.nan] * (N + H)}, "nothing of it is known"),
        ({"Price": np.arange(N + H)}, "say the same"),
        ({"Price": np.arange(N + H) % 12}, "say the same"),
    ],
)
def test_a_driver_that_tells_nothing_is_left_out_and_it_is_said(columns, said):
    found = design(driven(seasonal(N), columns), H, 2_000)
    assert found.names == ()
    assert said in found.notes[0]


def test_of_drivers_that_say_the_same_the_first_stays():
    columns = {"Price": PRICE, "Weather": OTHER, "Both": PRICE + 2 * OTHER}
    found = design(driven(seasonal(N), columns), H, 2_000)
    assert found.names == ("Price", "Weather")
    assert "'Both' was left out" in found.notes[0]


def test_there_are_no_more_drivers_than_the_values_carry():
    columns = {f"Driver {place}": RNG.normal(size=N + H) for place in range(9)}
    found = design(driven(seasonal(N), columns), H, 2_000)
    assert len(found.names) == 6
    assert "60 values carry 6 drivers at most" in found.notes[0]
    assert "'Driver 6'" in found.notes[0]


def test_what_is_not_known_at_the_cutoff_changes_nothing():
    spoiled = OTHER.copy()
    spoiled[N:] = 1e6
    honest = design(driven(seasonal(N), {"Price": PRICE}, {"Weather": OTHER}), H, 2_000)
    told = design(driven(seasonal(N), {"Price": PRICE}, {"Weather": spoiled}), H, 2_000)
    np.testing.assert_array_equal(honest.past, told.past)
    np.testing.assert_array_equal(honest.future, told.future)
