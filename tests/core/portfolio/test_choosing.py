"""Which model a series gets."""

import numpy as np

from core.portfolio.choosing import CLEAR, choose


def errors(series, *models, folds=3):
    """Errors that are the same at every fold and for every series."""
    return np.tile(np.array(models, dtype=float)[None, :, None], (series, 1, folds))


def able(of):
    return np.ones(of.shape[:2], dtype=bool)


def test_the_model_that_errs_least_is_taken():
    of = errors(3, 10, 8, 5)
    assert choose(of, able(of)).model.tolist() == [2, 2, 2]


def test_a_simpler_model_that_is_about_as_good_is_kept():
    of = errors(3, 10, 10 * (1 - CLEAR / 2), 10 * (1 - CLEAR / 2))
    assert choose(of, able(of)).model.tolist() == [0, 0, 0]


def test_what_all_series_say_outweighs_a_few_folds_of_one():
    of = errors(100, 10, 8, folds=2)
    of[0] = [[9.0, 9.0], [9.5, 9.5]]
    assert choose(of, able(of)).model[0] == 1


def test_a_series_of_its_own_gets_its_own_model():
    of = errors(100, 10, 8, folds=2)
    of[0] = [[1.0, 1.0], [9.0, 9.0]]
    found = choose(of, able(of))
    assert found.model[0] == 0
    assert (found.model[1:] == 1).all()


def test_groups_are_judged_apart():
    of = np.concatenate([errors(50, 10, 7), errors(50, 7, 10)])
    groups = np.repeat([0, 1], 50)
    # One series of each group has no fold of its own.
    of[[0, 50]] = np.nan
    assert choose(of, able(of), groups).model[[0, 50]].tolist() == [1, 0]


def test_a_model_without_a_forecast_is_never_taken():
    of = errors(2, 10, 5)
    can = able(of)
    can[0, 1] = False
    can[1] = False
    assert choose(of, can).model.tolist() == [0, -1]


def test_size_of_a_series_does_not_matter():
    of = errors(100, 10, 8, folds=2)
    of[1:50] *= 1e6
    of[50:, :, 0] *= 100
    assert (choose(of, able(of)).model == 1).all()


def test_series_that_nobody_gets_wrong_take_the_simplest():
    of = errors(3, 0, 0, 0)
    assert choose(of, able(of)).model.tolist() == [0, 0, 0]
