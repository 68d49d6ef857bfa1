"""What moved a network's forecast, in words, as a table and on the chart."""

import numpy as np
import pandas as pd
import pytest

from core.figures import forecast_figure
from core.forecaster import Forecast, Insight, to_table
from core.influence import newest_half, sentences, table
from tests.builders import seasonal

TS = seasonal(48)


def forecast(moved, point=100.0, model="LSTM"):
    index = TS.future_index(6)
    point = np.full(6, point)
    said = to_table(index, point, {80: (point - 1, point + 1), 95: (point - 2, point + 2)})
    influence = pd.Series(np.array(moved, float), index=TS.index[-len(moved) :])
    return Forecast(model, TS.index[-1], said, insight=Insight(influence, np.zeros(3), ()))


def test_the_strongest_is_named_with_its_date_size_and_direction():
    first, second = sentences(forecast([1, -30, 2, 10]), TS)
    assert first == (
        "LSTM saw the last 4 months. The value of October 2013 moved its forecast most: on "
        "average over the 6 months ahead it is 30.0 EUR lower than with an ordinary value there."
    )
    assert second == ("Half of all movement, up and down together, comes from the 3 newest values.")


def test_one_newest_value_is_singular_and_a_whole_window_is_not_news():
    assert "from the newest value." in sentences(forecast([1, 1, 9]), TS)[1]
    assert len(sentences(forecast([9, 1]), TS)) == 1


def test_where_nothing_moved_it_much_it_says_so():
    (said,) = sentences(forecast([0.1, -0.1, 0.0]), TS)
    assert "None of them moved its forecast by much" in said
    assert sentences(forecast([0.0, 0.0], point=0.0), TS)[0].startswith("LSTM saw the last 2")


def test_a_model_without_insight_is_left_alone():
    plain = Forecast("ARIMA", TS.index[-1], forecast([1]).table)
    assert sentences(plain, TS) == ()
    assert not [trace for trace in forecast_figure(TS, {"ARIMA": plain}).data if trace.yaxis]


@pytest.mark.parametrize(("moved", "count"), [([1, 1, 1, 1], 2), ([5, 0, 0], 3), ([0, 0, -3], 1)])
def test_newest_values_are_counted_until_half(moved, count):
    assert newest_half(pd.Series(moved)) == count


def test_the_table_goes_back_from_the_newest():
    found = table(forecast([1, -30, 2]), TS)
    assert list(found["influence"]) == [2, -30, 1]
    assert list(found["ds"]) == list(TS.index[-3:][::-1])
    assert list(found["y"]) == list(TS.values[-3:][::-1])


def test_bars_stand_under_the_lines_on_the_same_dates():
    told = forecast([1, -30, 2])
    figure = forecast_figure(TS, {"LSTM": told})
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars.x) == list(TS.index[-3:])
    assert list(bars.y) == [1, -30, 2]
    lower, upper = figure.layout.yaxis2.domain, figure.layout.yaxis.domain
    assert lower[1] < upper[0]
    assert "Moved by (EUR)" in [note.text for note in figure.layout.annotations]
    assert bars.xaxis is None or bars.xaxis == "x"
