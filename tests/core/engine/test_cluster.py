"""An existing Dask cluster: a real scheduler and a real worker, started on loopback."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from distributed import Client

from core.engine.client import Engine
from core.engine.jobs import State
from tests.core.engine.test_engine import LONG, training, wait

pytestmark = pytest.mark.engine
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def start(*command):
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + command[0], *command[1:]],
            env=environment,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    processes = [
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
              "--scheduler-file", str(file)),
        start("dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--host",
              "127.0.0.1", "--no-dashboard"),
    ]  # fmt: skip
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    import json

    address = json.loads(file.read_text())["address"]
    # A cluster that has been there for long has its workers.
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=60)
    yield address
    for process in reversed(processes):
        process.terminate()
    for process in processes:
        process.wait(timeout=30)


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
