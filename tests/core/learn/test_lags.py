import numpy as np
import pytest

from core.errors import DataError
from core.learn.lags import examples, scaled, season
from tests.builders import seasonal, series


def test_an_example_has_the_values_that_many_steps_before():
    ts = seasonal(60)
    values = ts.y.to_numpy()
    z = (values - values.mean()) / values.std()
    given = examples(ts, (1, 12), 10)
    np.testing.assert_allclose(given.values, z[-10:])
    np.testing.assert_allclose(given.inputs[3], [z[52], z[41]])
    assert given.stamps[3] == ts.index[53]
    assert given.names == ("value 1 month before", "value 12 months before")


def test_examples_with_a_missing_value_are_left_out():
    ts = seasonal(60)
    ts.y.iloc[20] = np.nan
    given = examples(ts, (1, 12), 400)
    assert len(given.values) == 45
    assert np.isfinite(given.inputs).all()


def test_too_few_examples_are_told_with_their_number():
    with pytest.raises(DataError, match="it has 2"):
        examples(series([1, 2, 4]), (1,), 100)


def test_what_never_moves_is_zero_and_short_series_have_no_season():
    assert not scaled(series([4.0] * 9)).any()
    assert season(seasonal(60)) == 12
    assert season(seasonal(20)) == 2
