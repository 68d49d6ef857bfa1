"""Portfolios as they are kept, and what is said of those that don't fit together."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError, SeriesTooShort
from core.portfolio.chunk import Failure, forecast_chunk
from core.portfolio.kept import KeptPortfolio
from core.portfolio.levels import with_totals
from core.portfolio.parts import Parts
from core.portfolio.request import Portfolio
from tests.core.portfolio.retail import panel
from tests.core.portfolio.test_chunk import PLAN

SERIES = panel(5)


@pytest.fixture(scope="module")
def kept():
    """Two of three chunks of a portfolio with one total."""
    asked = Portfolio(with_totals(SERIES, (0,)).panel, PLAN, 2)
    results = tuple(forecast_chunk(asked.chunk(number)) for number in (0, 2))
    return KeptPortfolio(PLAN, (0,), 2, results)


def test_it_is_the_same_request_over_the_same_series_again(kept, tmp_path):
    asked, levelled = kept.on(SERIES)
    assert (len(asked.panel), asked.sizes) == (6, [2, 2, 2])
    assert levelled.names == ("All together", "Each series")
    parts = Parts(tmp_path, asked.sizes)
    kept.put(parts)
    assert parts.done() == [0, 2]
    np.testing.assert_array_equal(parts.read(2).future, kept.results[1].future)


def test_without_totals_there_are_none():
    asked, levelled = KeptPortfolio(PLAN, (), 3).on(SERIES)
    assert levelled is None
    assert asked.panel is SERIES


def changed(kept, **how):
    first, *rest = kept.results
    return replace(kept, results=(replace(first, **how), *rest))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda k: replace(k, size=0), "no size"),
        (lambda k: replace(k, size=1_000), "no size"),
        (lambda k: replace(k, plan=replace(PLAN, models=())), "no models"),
        (lambda k: replace(k, plan=replace(PLAN, models=PLAN.models * 2)), "no models"),
        (lambda k: replace(k, size=3), "not in it"),
        (lambda k: replace(k, results=k.results * 2), "twice"),
        (lambda k: changed(k, rows=k.results[0].rows + 1), "not in it"),
        (lambda k: changed(k, rows=k.results[0].rows.astype(float)), "not in it"),
        (lambda k: changed(k, rows=k.results[0].rows + 60), "not in it"),
        (lambda k: changed(k, past=k.results[0].past[:1]), "past"),
        (lambda k: changed(k, future=k.results[0].future.astype(float)), "future"),
        (lambda k: changed(k, scales=k.results[0].scales * np.float32(np.inf)), "scales"),
        (lambda k: changed(k, seconds=np.array([1.0])), "times"),
        (lambda k: changed(k, failures=(Failure(4, "Theta", 0, ""),)), "failures"),
        (lambda k: changed(k, failures=(Failure(0, "Other", 0, ""),)), "failures"),
        (lambda k: changed(k, failures=(Failure(0, "Theta", 9, ""),)), "failures"),
    ],
)
def test_what_does_not_fit_together_is_refused(kept, change, said):
    with pytest.raises(DataError, match=said):
        change(kept).on(SERIES)


def test_of_other_series_it_is_refused(kept):
    with pytest.raises(DataError, match="not in it"):
        kept.on(panel(2))
    with pytest.raises(SeriesTooShort):
        kept.on(panel(5, n=12))
