"""Portfolios on two real workers, and on the engine of a server's own."""

import secrets
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from distributed import Client

from core.engine import on_its_way
from core.engine.client import Engine
from core.engine.jobs import State
from core.engine.portfolio_job import PortfolioJob
from core.models import Practised, SeasonalNaive
from core.portfolio.chunk import forecast_chunk
from core.portfolio.parts import Parts
from core.portfolio.request import Portfolio
from tests.core.engine import lone_job
from tests.core.engine.cluster import ROOT, Cluster
from tests.core.engine.models import Deadly, Slow
from tests.core.engine.places import QUICK, Place
from tests.core.engine.test_engine import wait
from tests.core.portfolio.retail import panel

pytestmark = pytest.mark.engine

LASTING = replace(QUICK, models=(SeasonalNaive(), Slow()))


@pytest.fixture
def lossy(tmp_path):
    """A cluster to lose a worker of."""
    cluster = Cluster(tmp_path, 2)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), 2)
    with Client(cluster.address, set_as_default=False) as client:
        yield Place(client)
    cluster.stop()


def job(asked, folder, place):
    made = PortfolioJob(secrets.token_hex(4), asked, Parts(folder / "parts", asked.sizes), place)
    made.start()
    return made


def rows(made):
    return np.concatenate([result.rows for result in made.parts.each()])


def test_a_worker_that_is_killed_takes_no_series_with_it(lossy, tmp_path):
    asked = Portfolio(panel(24), LASTING, 2)
    with Client(lossy.address, set_as_default=False) as client:
        made = job(asked, tmp_path, Place(client))
        wait(lambda: made.done > 0)
        lossy.kill(0)
        wait(lambda: made.over)
    assert made.state is State.DONE, made.error
    assert rows(made).tolist() == list(range(24))
    assert made.done == 24
    assert made.failures == 0
    here = forecast_chunk(asked.chunk(3))
    there = made.parts.read(3)
    for name in ("rows", "past", "scores", "scales", "future"):
        np.testing.assert_array_equal(getattr(there, name), getattr(here, name))


def test_a_series_that_ends_its_process_is_the_only_one_that_fails(place, tmp_path):
    values = panel(9).values + 100
    values[4, 20] = 7
    plan = replace(QUICK, models=(SeasonalNaive(), Deadly(7.0)))
    made = job(Portfolio(panel(values=values), plan, 9), tmp_path, place)
    wait(lambda: made.over)
    assert made.state is State.DONE, made.error
    (result,) = made.parts.each()
    assert result.rows.tolist() == list(range(9))
    assert {failure.row for failure in result.failures} == {4}
    assert "ended unexpectedly" in result.failures[0].reason
    assert np.isfinite(np.delete(result.future, 4, axis=0)).all()


def test_cancel_keeps_what_is_done_and_going_on_does_the_rest(place, tmp_path):
    asked = Portfolio(panel(40), LASTING, 2)
    made = job(asked, tmp_path, place)
    wait(lambda: made.done > 0)
    made.cancel()
    wait(lambda: made.over)
    assert made.state is State.CANCELLED
    kept = made.parts.done()
    assert 0 < len(kept) < 20
    times = {number: (tmp_path / "parts" / f"chunk-{number:06}.npz").stat().st_mtime_ns
             for number in kept}  # fmt: skip
    again = job(replace(asked, plan=replace(LASTING, models=(SeasonalNaive(), Slow(0.2)))),
                   tmp_path, place)  # fmt: skip
    assert again.done == sum(asked.sizes[number] for number in kept)
    wait(lambda: again.over)
    assert again.state is State.DONE, again.error
    assert rows(again).tolist() == list(range(40))
    for number, written in times.items():
        assert (tmp_path / "parts" / f"chunk-{number:06}.npz").stat().st_mtime_ns == written


def test_no_series_and_one_series(place, tmp_path):
    none = job(Portfolio(panel(values=np.empty((0, 72))), QUICK, 5), tmp_path / "0", place)
    one = job(Portfolio(panel(1), QUICK, 5), tmp_path / "1", place)
    wait(lambda: none.over and one.over)
    assert (none.state, none.done) == (State.DONE, 0)
    assert (one.state, one.done) == (State.DONE, 1)


def test_a_server_without_a_cluster_shares_it_among_its_own_workers(tmp_path, monkeypatch):
    monkeypatch.setenv("LOOKBACK_WORKERS", "2")
    engine = Engine()
    try:
        wait(lambda: engine.ready)
        plan = replace(QUICK, models=(SeasonalNaive(), Practised(adaptation="off")))
        asked = Portfolio.for_workers(panel(20), plan, 2)
        assert len(asked.sizes) == 10
        made = job(asked, tmp_path, engine)
        wait(lambda: made.over)
        assert made.state is State.DONE, made.error
        assert engine.threads() == 2
        assert rows(made).tolist() == list(range(20))
        assert made.seconds_left() == 0
    finally:
        engine.close()


def test_a_web_process_that_starts_again_finds_the_job_and_what_is_on_its_way(place, tmp_path):
    scheduler = place.client().scheduler.address
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.engine.lone_job", scheduler, str(tmp_path), "24"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "some are done\n"
    process.kill()
    process.wait()
    there = on_its_way.found(place.client(), lone_job.JOB)
    assert there
    made = lone_job.job(place.client(), tmp_path, 24)
    before = made.done
    assert 0 < before < 24
    del there
    made.start()
    wait(lambda: made.over)
    assert made.state is State.DONE, made.error
    assert rows(made).tolist() == list(range(24))
    # Three fits of each series, and not one more: what was on its way was not sent out again.
    fits = (tmp_path / "fits").read_text().splitlines()
    assert len(fits) == len(set(fits)) == 3 * 24
    assert not on_its_way.found(place.client(), lone_job.JOB)


def test_what_was_cancelled_is_not_found_again(place, tmp_path):
    made = job(Portfolio(panel(40), LASTING, 2), tmp_path, place)
    wait(lambda: made.done > 0)
    assert on_its_way.found(place.client(), made.id)
    made.cancel()
    wait(lambda: made.over)
    assert not on_its_way.found(place.client(), made.id)
