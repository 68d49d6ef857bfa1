import numpy as np
import pytest
from scipy.special import expit

from core.learn.activation_figures import activation_figure, spans
from core.learn.activations import ACTIVATIONS, newest
from core.models import Recurrent
from core.settings import describe
from tests.builders import seasonal

Z = np.linspace(-8, 8, 321) + 0.013


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_slopes_are_those_of_finite_differences(key):
    activation, step = ACTIVATIONS[key], 1e-6
    measured = (activation.value(Z + step) - activation.value(Z - step)) / (2 * step)
    np.testing.assert_allclose(activation.slope(Z), measured, atol=1e-6)


def test_answers_are_those_of_an_independent_library():
    np.testing.assert_allclose(ACTIVATIONS["sigmoid"].value(Z), expit(Z))
    np.testing.assert_array_equal(ACTIVATIONS["step"].value(np.array([-1.0, 0.0, 1.0])), [0, 0, 1])
    np.testing.assert_allclose(ACTIVATIONS["elu"].value(np.array([-1.0, 2.0])), [-0.63212056, 2])
    np.testing.assert_allclose(ACTIVATIONS["leaky-relu"].value(np.array([-3.0, 2.0])), [-0.3, 2])
    assert np.isfinite(ACTIVATIONS["sigmoid"].value(np.array([-1e4, 1e4]))).all()


def test_all_activations_of_train_are_explained_under_their_names():
    setting = next(about for about in describe(Recurrent) if about.name == "activation")
    words = dict(setting.options)
    assert {key: ACTIVATIONS[key].label for key in words} == words


def test_saturated_is_where_nothing_is_learned():
    assert not ACTIVATIONS["sigmoid"].saturated(np.array([0.0, 2.5])).any()
    assert ACTIVATIONS["sigmoid"].saturated(np.array([-4.0, 4.0])).all()
    assert ACTIVATIONS["step"].saturated(Z).all()
    assert list(ACTIVATIONS["relu"].saturated(np.array([-0.1, 0.1]))) == [True, False]


def test_the_newest_values_have_the_spread_of_the_whole_series():
    ts = seasonal(60)
    values = ts.y.to_numpy()
    np.testing.assert_allclose(newest(ts, 3), ((values - values.mean()) / values.std())[-3:])
    ts.y.iloc[:] = 4.0
    assert not newest(ts).any()


def test_saturated_stretches_are_shaded():
    x = np.arange(6.0)
    assert spans(x, np.array([1, 1, 0, 0, 1, 0], dtype=bool)) == [(0.0, 1.0), (4.0, 4.0)]
    assert spans(x, np.zeros(6, dtype=bool)) == []
    figure = activation_figure(ACTIVATIONS["sigmoid"], 1.0, 0.0, np.zeros(3))
    edges = sorted((round(shape.x0, 1), round(shape.x1, 1)) for shape in figure.layout.shapes)
    assert edges == [(-6.0, -2.9), (2.9, 6.0)] or edges[0][0] == -6.0
