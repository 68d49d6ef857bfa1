"""An existing Dask cluster."""

import pytest

from core.engine.client import Engine
from core.engine.jobs import State
from tests.core.engine.cluster import Cluster
from tests.core.engine.test_engine import LONG, training, wait

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), 1)
    yield cluster.address
    cluster.stop()


def test_the_same_jobs_run_and_stop_on_an_existing_cluster(scheduler):
    engine = Engine(scheduler)
    try:
        job = engine.submit(training())
        wait(lambda: job.over)
        assert job.state is State.DONE, job.error
        assert engine.pid is None
        long = engine.submit(training(LONG))
        wait(lambda: "LSTM" in long.latest)
        engine.cancel(long)
        wait(lambda: long.over)
        assert long.state is State.CANCELLED
        assert long.latest["LSTM"].fold == 1
    finally:
        engine.close()
