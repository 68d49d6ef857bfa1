"""The made-up retail portfolio, and the figures of the benchmark over it, by hand."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.competition import Task
from benchmarks.portfolio_network import Cut, _cut, _figures, _scored
from benchmarks.retail import portfolio

NAN = np.nan


def test_the_same_seed_makes_the_same_portfolio():
    one, other, third = (portfolio(2, 5, 36, seed) for seed in (1, 1, 2))
    assert len(one) == 10
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine.values, theirs.values)
    assert any(
        not np.array_equal(mine.values, theirs.values, equal_nan=True)
        for mine, theirs in zip(one, third, strict=True)
    )


def test_it_holds_new_ended_slow_and_usual_products_in_counts():
    sold = portfolio(1, 200, 72, 0)
    by = {kind: [each.values for each in sold if each.kind == kind] for kind in
          ("usual", "new", "ended", "slow")}  # fmt: skip
    assert all(by.values())
    assert all(np.isnan(values[:48]).all() for values in by["new"])
    assert all((values[-2:] == 0).all() for values in by["ended"])
    assert np.mean([(values == 0).mean() for values in by["slow"]]) > 0.2
    for each in sold:
        known = each.values[np.isfinite(each.values)]
        assert (known == known.round()).all()
        assert (known >= 0).all()


def test_a_cutoff_shows_nothing_of_what_comes():
    values = np.arange(30.0)
    values[[0, 21]] = NAN
    (cut,) = _cut([("usual", 0, values), ("new", 0, np.full(30, NAN))], 12, 8, 5)
    np.testing.assert_array_equal(cut.task.known, values[1:22])
    np.testing.assert_array_equal(cut.task.actual, values[22:27])


def test_figures_of_two_series():
    # Changes of 1 from step to step: MASE is the mean miss.
    task = Task("T", np.array([1.0, 2, 3, 4]), np.array([5.0, NAN, 8]), 1)
    cuts = [Cut(0, "usual", 0, task), Cut(1, "slow", 0, task)]
    say = {"zero-shot": ([5, 0, 10], [7, 0, 8]), "tuned": ([5, 0, 9], [5, 0, 7])}
    table = pd.DataFrame(
        [
            _scored(name, cut, np.stack([point, np.subtract(point, 1), np.add(point, 1)], 1))
            for name, points in say.items()
            for cut, point in zip(cuts, points, strict=True)
        ]
    )
    found = _figures(table[table["model"] == "tuned"], table, 0)
    assert found["mase"] == pytest.approx(0.5)
    assert found["wape"] == pytest.approx(2 / 26, abs=1e-4)
    assert found["coverage80"] == 1
    assert found["to_zero_shot"][0] == pytest.approx(0.5)
    assert found["to_tuned"] == [1, 0]
    assert found["kinds"] == {"slow": 0.5, "usual": 0.5}
