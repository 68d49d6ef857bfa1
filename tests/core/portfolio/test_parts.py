"""Results in a folder."""

import numpy as np

from core.portfolio.chunk import Chunk, failed, forecast_chunk
from core.portfolio.parts import Parts
from core.portfolio.request import Portfolio
from tests.core.portfolio.retail import panel
from tests.core.portfolio.test_chunk import PLAN


def test_what_was_kept_is_read_again(tmp_path):
    of = panel(5)
    asked = Portfolio(of, PLAN, 2)
    assert asked.sizes == [2, 2, 1]
    parts = Parts(tmp_path / "new", asked.sizes)
    first = forecast_chunk(asked.chunk(0))
    last = failed(asked.chunk(2), "Ä reason.")
    parts.add(2, last)
    parts.add(0, first)
    again = Parts(tmp_path / "new", asked.sizes)
    assert again.done() == [0, 2]
    for kept, one in zip(again.each(), (first, last), strict=True):
        for name in ("rows", "past", "scores", "scales", "future", "seconds"):
            np.testing.assert_array_equal(getattr(kept, name), getattr(one, name))
        assert kept.failures == one.failures


def test_a_chunk_that_was_done_twice_is_there_once(tmp_path):
    asked = Portfolio(panel(2), PLAN, 2)
    parts = Parts(tmp_path, asked.sizes)
    result = failed(asked.chunk(0), "once")
    parts.add(0, result)
    parts.add(0, result)
    assert parts.done() == [0]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_was_not_written_to_its_end_is_not_there(tmp_path):
    asked = Portfolio(panel(2), PLAN, 2)
    parts = Parts(tmp_path, asked.sizes)
    (tmp_path / "chunk-000000.draft").write_bytes(b"PK")
    assert parts.done() == []


def test_one_series_is_found_in_its_chunk(tmp_path):
    of = panel(5)
    asked = Portfolio(of, PLAN, 2)
    parts = Parts(tmp_path, asked.sizes)
    parts.add(1, failed(Chunk(np.array([2, 3]), of.part([2, 3]), PLAN), "x"))
    result, place = parts.of(3)
    assert result.rows[place] == 3
    assert parts.of(0) is None
