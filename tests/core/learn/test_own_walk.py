import numpy as np

from core.folds import one_by_one
from core.learn.own_walk import AT_ONCE, WALKS, request, walked
from core.learn.recursion_figures import walk_figure
from core.progress import silent
from core.settings import AUTO
from tests.builders import seasonal
from tests.doubles import Sketch


def test_a_network_is_trained_for_one_step_and_for_all_without_the_end():
    ts = seasonal(60)
    asked = request(ts, Sketch(lookback=12, label_length=4))
    one, all_ = asked.forecasters
    assert (one.network.label_length, all_.network.label_length) == (1, AUTO)
    assert len(asked.ts) == len(ts) - one.horizon
    forecasts = asked.carry_out(silent, one_by_one, None)
    given, found = walked(ts, one.network, forecasts)
    assert given.horizon == one.horizon
    assert list(given.origins) == [len(asked.ts) - 1]
    np.testing.assert_array_equal(found.walked[0, :12], ts.values[-one.horizon - 12 : -one.horizon])
    points = {name: each.table["point"].to_numpy() for name, each in forecasts.items()}
    np.testing.assert_array_equal(found.recursive[0], points[WALKS])
    missed = np.abs(points[AT_ONCE] - ts.values[-one.horizon :])
    np.testing.assert_allclose(found.direct_errors, missed)
    assert found.judged == 1
    figure = walk_figure(ts, given, found, 0, 3)
    assert figure.layout.annotations[1].text == "Error by steps ahead"
