import numpy as np
import pytest
from scipy.optimize import approx_fprime

from core.learn.fitting import Course, begin, course, examples, loss, loss_and_slope
from core.learn.fitting_figures import course_figure
from tests.builders import seasonal, series


def test_the_gradient_is_that_of_finite_differences():
    rng = np.random.default_rng(2)
    inputs, answers = rng.normal(size=(9, 4)), rng.normal(size=9)
    weights = begin(3, 4) + 0.1
    value, slope = loss_and_slope(weights, 3, inputs, answers)
    assert value == pytest.approx(loss(weights, 3, inputs, answers))
    measured = approx_fprime(weights, loss, 1e-7, 3, inputs, answers)
    np.testing.assert_allclose(slope, measured, atol=1e-5)


def test_the_newest_windows_are_kept_back():
    ts = seasonal(96)
    given = examples(ts)
    values, scale = ts.values, np.std(np.diff(ts.values))
    assert given.inputs.shape == (30, 12)
    np.testing.assert_allclose(given.kept_answers[-1], (values[-1] - values[-2]) / scale)
    # 30 to learn from and 15 kept back are the newest 45 of 84 windows.
    np.testing.assert_allclose(given.inputs[0], (values[39:51] - values[50]) / scale)
    assert len(given.kept_answers) == 15


def test_many_units_learn_by_heart_and_one_learns_little():
    given = examples(seasonal(96, noise=0.1))
    small, large = (course(given, units) for units in (1, 48))
    assert large.training[-1] < 0.2 * small.training[-1]
    assert large.best < len(large.validation)
    assert large.state(len(large.validation)) == "overfit"
    assert large.state(large.best) == "about right"
    assert large.state(1) == "underfit"


def test_training_is_adam_as_published():
    """Kingma and Ba 2015, algorithm 1, with gradients by trial."""
    given = examples(seasonal(60))
    weights = begin(2, 12)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    losses = []
    for step in (1, 2, 3, 4):
        slope = approx_fprime(weights, loss, 1e-7, 2, given.inputs, given.answers)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        unbiased = first / (1 - 0.9**step), second / (1 - 0.999**step)
        weights = weights - 0.01 * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
        losses.append(loss(weights, 2, given.kept_inputs, given.kept_answers))
    np.testing.assert_allclose(course(given, 2, epochs=4).validation, losses, rtol=1e-4)


@pytest.mark.parametrize("ts", [series([7.0] * 20), series([1.0, np.nan, 4.0])])
def test_odd_series_have_a_picture(ts):
    found = course(examples(ts), 4, epochs=5)
    assert np.isfinite(found.training).all()
    course_figure(found, 3)


def test_the_best_epoch_is_marked():
    figure = course_figure(Course(np.array([3.0, 2, 1]), np.array([3.0, 2, 4])), 3)
    assert figure.layout.shapes[0].x0 == 2
