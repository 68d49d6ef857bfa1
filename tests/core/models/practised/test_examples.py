"""Examples of many series: what the network would have seen of each on that day, and no more."""

import numpy as np
import pytest

from core.models.practised.examples import SHORTEST, examples, trimmed
from core.models.practised.inputs import show
from core.windows import held_out

RNG = np.random.default_rng(0)
PANEL = [
    (RNG.lognormal(3, 0.3, n), period) for n, period in ((60, 12), (60, 12), (90, 12), (40, 4))
]


def drawn(panel=PANEL, part="all", most=80, seed=0, horizon=6):
    return examples(panel, horizon, most, np.random.default_rng(seed), part)


def test_each_shows_what_was_known_at_its_cutoff():
    checked = 0
    for group in drawn():
        shown = group.inputs.shape[1] - 6
        for k, (place, cutoff) in enumerate(zip(group.series, group.cutoffs, strict=True)):
            values, period = PANEL[place]
            logs = bool(group.inputs[k, 0, -2])
            z = np.log(values) if logs else values
            alone = show(z[None, :cutoff], 6, period, logs=logs, reach=shown)
            np.testing.assert_allclose(group.inputs[k], alone.inputs[0], rtol=1e-5, atol=1e-6)
            future = z[cutoff : cutoff + 6]
            labels = alone.scaled(
                np.pad(future, (0, 6 - len(future)), constant_values=np.nan)[None]
            )
            np.testing.assert_allclose(group.labels[k], labels[0], rtol=1e-4, atol=1e-5)
            checked += logs
    assert checked


def test_nothing_of_the_newest_values_is_in_the_older_part():
    spoiled = [
        (np.concatenate([v[: len(v) - held_out(len(v), 6)], np.full(held_out(len(v), 6), -1e6)]), p)
        for v, p in PANEL
    ]
    for mine, other in zip(drawn(part="older"), drawn(spoiled, part="older"), strict=True):
        np.testing.assert_array_equal(mine.inputs, other.inputs)
        np.testing.assert_array_equal(mine.labels, other.labels)


def test_the_newest_part_begins_where_the_older_ends():
    for group in drawn(part="newest"):
        for place, cutoff in zip(group.series, group.cutoffs, strict=True):
            n = len(PANEL[place][0])
            assert n - held_out(n, 6) <= cutoff < n


def test_series_get_equally_many():
    wide = [(values, 12) for values in RNG.lognormal(3, 0.3, (10, 80))]
    places = np.concatenate([group.series for group in drawn(wide, most=55)])
    assert sorted(np.bincount(places)) == [5] * 5 + [6] * 5


@pytest.mark.parametrize("count", [5, 40, 400])
def test_there_are_never_more_than_asked_for(count):
    wide = [(values, 12) for values in RNG.lognormal(3, 0.3, (count, 50))]
    assert sum(len(group.labels) for group in drawn(wide, most=60)) == 60


def test_gaps_are_neither_examples_nor_labels():
    values = RNG.lognormal(3, 0.3, 120)
    values[40:100] = np.nan
    for group in drawn([(values, 12)], most=60):
        assert np.isfinite(group.inputs).all()
        assert np.isfinite(group.labels).any(axis=1).all()


def test_short_series_give_none():
    assert drawn([(np.arange(SHORTEST - 1.0), 12), (np.empty(0), 1)]) == []


def test_a_series_is_trimmed_to_what_was_observed():
    nan = np.nan
    np.testing.assert_array_equal(trimmed(np.array([nan, 1, nan, 2, nan])), [1, nan, 2])
    assert trimmed(np.full(3, nan)).size == 0
