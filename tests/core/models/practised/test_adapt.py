"""Adapting the practised network: tried on long series, kept where it clearly helped."""

import numpy as np
import pytest

from core.errors import Cancelled, ForecastError
from core.metrics import mae
from core.models import Practised
from core.models.practised.inputs import show
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
    known, actual = SAW.until(SAW.index[-60]), SAW.values[-59:-36]
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


def test_too_few_values_to_try_it_by_leave_it_as_it_was():
    values = np.full(400, np.nan)
    values[:LONG] = SAW.values[:LONG]
    values[-1] = 100.0
    fitted = Practised(adaptation_epochs=2).fit(series(values, "daily"), 10)
    assert "It was adapted" not in notes(fitted)
    assert np.isfinite(fitted.predict().table.to_numpy()).all()


def test_a_failure_of_adapting_leaves_it_as_it_was(monkeypatch):
    from core.models.net.training import Trainer

    def fail(*_, **__):
        raise ForecastError("astray")

    monkeypatch.setattr(Trainer, "train", fail)
    fitted = Practised().fit(SAW, 10)
    assert "Adapting it to this series failed" in notes(fitted)
    plain = Practised(adaptation="off").fit(SAW, 10)
    np.testing.assert_array_equal(fitted.bands.said, plain.bands.said)


def test_the_same_series_is_adapted_alike_and_nothing_later_matters():
    cutoff = SAW.index[-24]
    spoiled = SAW.y.where(SAW.y.index <= cutoff, 1e6)
    pasts = [SAW.until(cutoff), series(spoiled.to_numpy(), "daily").until(cutoff)]
    one, other = (Practised(adaptation_epochs=8).fit(past, 23).predict().table for past in pasts)
    np.testing.assert_array_equal(one.to_numpy(), other.to_numpy())


def test_it_can_be_cancelled_in_the_middle_of_an_epoch():
    def stop(progress):
        if progress.loss is not None:
            raise Cancelled

    with pytest.raises(Cancelled):
        Practised().fit(SAW, 10, stop)


def test_its_epochs_are_reported_with_their_losses():
    seen = []
    Practised(adaptation_epochs=4).fit(SAW, 10, seen.append)
    losses = [progress for progress in seen if progress.loss is not None]
    assert losses[0].val_loss is not None
    assert seen[-1].step == seen[-1].steps
    assert all(progress.step <= progress.steps for progress in seen)


def test_the_newest_part_is_held_out():
    from core.models.net.adapt import MOST, examples

    older = examples(SAW.values[:280], 23, 7, 96, 96)
    newest = examples(SAW.values, 23, 7, 96, 280)
    assert older.cutoffs.max() < 280
    late = older.cutoffs[:, None] + np.arange(23) >= 280
    assert np.isnan(older.labels[late]).all()
    assert (newest.cutoffs >= 280).all()
    assert len(examples(np.tile(SAW.values, 3), 23, 7, 96, 96).cutoffs) == MOST


def test_examples_show_what_the_network_would_have_seen_that_day():
    from core.models.net.adapt import examples

    every = examples(SAW.values, 23, 7, 96, 96)
    for row in (10, 11, 150):
        cutoff = every.cutoffs[row]
        logs = row % 2 == 1
        z = np.log(SAW.values) if logs else SAW.values
        shown = show(z[None, :cutoff], 23, 7, logs=logs, reach=96)
        np.testing.assert_array_equal(every.inputs[row], shown.inputs[0])
        known = z[cutoff : cutoff + 23]
        labels = every.labels[row, : len(known)]
        base = (shown.level + shown.season)[0, : len(known)]
        np.testing.assert_allclose(labels * shown.unit[0, 0] + base, known, rtol=1e-4)


def test_gaps_are_neither_examples_nor_labels():
    from core.models.net.adapt import examples

    values = SAW.values
    values[40:150] = np.nan
    every = examples(values, 10, 7, 96, 96)
    assert not set(range(140, 141)) & set(every.cutoffs)
    assert np.isfinite(every.inputs).all()
    assert np.isfinite(every.labels).any(axis=1).all()
