"""Adapting the practised network: tried on long series, kept where it clearly helped."""

import numpy as np
import pytest

from core.metrics import mae
from core.models import Practised
from core.models.practised.model import LONG
from tests.builders import seasonal, series

pytestmark = pytest.mark.engine

STEPS = np.arange(330)
RNG = np.random.default_rng(0)
SAW = series(100 + 3.0 * (STEPS % 23) + RNG.normal(0, 1, 330), "daily")
"""A wave of 23 days, of which the calendar knows nothing and the practised network little."""


def notes(fitted):
    return " ".join(fitted.predict(residuals=False).notes)


def test_a_pattern_of_its_own_is_learned_and_helps():
    known, actual = SAW.until(SAW.index[-24]), SAW.values[-23:]
    plain = Practised(adaptation="off").fit(known, 23).predict().table["point"]
    fitted = Practised(adaptation_epochs=15).fit(known, 23)
    assert "It was adapted to this series" in notes(fitted)
    assert mae(actual, fitted.predict().table["point"]) < 0.97 * mae(actual, plain)


def test_where_it_does_not_help_the_network_stands_as_it_was():
    walk = series(500 + np.random.default_rng(4).normal(0, 1, 220).cumsum(), "daily")
    plain = Practised(adaptation="off").fit(walk, 7)
    tried = Practised(adaptation_epochs=2).fit(walk, 7)
    assert "did not clearly help" in notes(tried)
    np.testing.assert_array_equal(tried.bands.said, plain.bands.said)


def test_short_series_are_left_alone():
    fitted = Practised().fit(seasonal(LONG - 1), 12)
    assert "It was not trained on this one." in notes(fitted)


def test_a_newest_part_without_values_leaves_it_as_it_was():
    values = SAW.values
    values[-80:] = np.nan
    fitted = Practised(adaptation_epochs=2).fit(series(values, "daily"), 10)
    assert "too few values to try it by" in notes(fitted)
    assert np.isfinite(fitted.predict().table.to_numpy()).all()


def test_its_epochs_are_reported_with_their_losses():
    seen = []
    Practised(adaptation_epochs=4).fit(SAW, 10, seen.append)
    losses = [progress for progress in seen if progress.loss is not None]
    assert losses[0].val_loss is not None
    assert seen[-1].step == seen[-1].steps
    assert all(progress.step <= progress.steps for progress in seen)


def test_examples_of_the_older_part_hold_nothing_of_the_newest():
    from core.models.net.adapt import MOST, examples

    every = examples(SAW.values, 23, 7, 96)
    older, newest = every.between(0, 280), every.between(280, 330)
    assert (older.cutoffs < 280).all()
    late = older.cutoffs[:, None] + np.arange(23) >= 280
    assert np.isnan(older.labels[late]).all()
    assert (newest.cutoffs >= 280).all()
    assert len(every.between(0, 330).cutoffs) <= MOST
    spoiled = SAW.values
    spoiled[280:] = 1e6
    again = examples(spoiled, 23, 7, 96).between(0, 280)
    np.testing.assert_array_equal(again.inputs, older.inputs)
    np.testing.assert_array_equal(again.labels, older.labels)


def test_gaps_are_neither_examples_nor_labels():
    from core.models.net.adapt import examples

    values = SAW.values
    values[40:150] = np.nan
    every = examples(values, 10, 7, 96)
    some = every.between(0, 330)
    assert np.isfinite(some.inputs).all()
    assert np.isfinite(some.labels).any(axis=1).all()
