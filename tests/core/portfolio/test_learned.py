"""What the network learns from all series before any of them is forecast."""

from dataclasses import replace

import numpy as np
import pytest

from core.models import Practised, SeasonalNaive
from core.portfolio import learned as learned_from
from core.portfolio.chunk import Chunk, forecast_chunk
from core.portfolio.learned import Lesson, kin, learn
from core.portfolio.plan import PortfolioPlan
from tests.core.portfolio.retail import panel

NETWORK = Practised(adaptation="off")
PLAN = PortfolioPlan(horizon=6, choosing=1, reporting=1, models=(SeasonalNaive(), NETWORK))


def shared_season(new=20):
    """Four products of one category with one season, and a fifth on sale for `new` months."""
    season = 1 + 0.6 * np.sin(2 * np.pi * np.arange(72) / 12)
    noise = np.exp(np.random.default_rng(2).normal(0, 0.03, (5, 72)))
    values = np.array([100.0, 40, 700, 12, 200])[:, None] * season * noise
    values[4, :-new] = np.nan
    of = panel(values=values)
    keys = tuple(("Ices", f"Ice {row}") for row in range(5))
    return replace(of, columns=("category", "product"), keys=keys, telling=("product",))


def test_siblings_are_what_a_column_above_says():
    assert kin(shared_season()) == ["Ices"] * 5
    # Shops and products tell series apart; neither says what kind the other is.
    assert kin(panel(3)) is None


def test_a_new_product_is_forecast_with_the_season_of_its_siblings():
    of = shared_season()
    learned = learn(Lesson.of(of, PLAN, NETWORK))
    assert [list(each) for each in learned.seasons] == [[4], [4], [4]]
    chunk = Chunk(np.array([4, 0]), of.part([4, 0]), PLAN)
    alone = forecast_chunk(chunk)
    helped = forecast_chunk(replace(chunk, learned=learned))
    assert helped.scores[0, 1, :, 0].mean() < 0.7 * alone.scores[0, 1, :, 0].mean()
    # Who has seasons enough borrows none.
    np.testing.assert_array_equal(helped.past[1], alone.past[1])


def test_of_a_large_panel_only_a_part_travels_and_says_the_same_of_it(monkeypatch):
    of = shared_season()
    whole = learn(Lesson.of(of, PLAN, NETWORK))
    # Four are learned from, whichever these are; the fifth is short and borrows.
    monkeypatch.setattr(learned_from, "MOST", 4)
    part = Lesson.of(of, PLAN, NETWORK)
    assert part.lenders.sum() == 4
    assert 4 in part.rows
    assert [set(each) for each in learn(part).seasons] == [set(each) for each in whole.seasons]
    monkeypatch.setattr(learned_from, "MOST", 2)
    assert len(Lesson.of(panel(50), PLAN, NETWORK).rows) == 2


def test_nothing_later_changes_what_is_learned_for_a_fold():
    of = shared_season()
    changed = replace(of, values=of.values.copy())
    changed.values[:, -6:] *= 7
    one, two = (learn(Lesson.of(each, PLAN, NETWORK)) for each in (of, changed))
    for fold in (0, 1):
        np.testing.assert_array_equal(one.usual[fold], two.usual[fold])
        np.testing.assert_array_equal(one.seasons[fold][4], two.seasons[fold][4])


@pytest.mark.slow
def test_weights_tuned_for_the_folds_see_nothing_of_them():
    tuned = replace(NETWORK, adaptation="auto")
    of = panel(12)
    changed = replace(of, values=of.values.copy())
    changed.values[:, -12:] *= np.random.default_rng(0).uniform(0.1, 9, (12, 12))
    one, two = (learn(Lesson.of(each, PLAN, tuned)) for each in (of, changed))
    assert (one.past is None) == (two.past is None)
    if one.past is not None:
        for name, weights in one.past.weights.items():
            np.testing.assert_array_equal(weights, two.past.weights[name])
    assert np.isfinite(one.gain)
