"""A real scheduler and real workers, started on loopback."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).resolve().parents[3]


class Cluster:
    """A Dask cluster of processes of its own.

    Args:
        folder: Where they may write.
        workers: How many workers.
    """

    def __init__(self, folder, workers):
        file = folder / "scheduler.json"
        self._folder = folder
        self._scheduler = self._start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file),
        )  # fmt: skip
        self.workers = [
            self._start(
                "dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--host",
                "127.0.0.1", "--no-dashboard", "--no-nanny",
            )
            for _ in range(workers)
        ]  # fmt: skip
        deadline = time.monotonic() + 120
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.address = json.loads(file.read_text())["address"]
        # A cluster that has been there for long has its workers.
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)

    def _start(self, command, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command}", *arguments],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, worker):
        """End a worker at once, whatever it is doing."""
        self.workers[worker].kill()
        self.workers[worker].wait()

    def stop(self):
        for process in (*self.workers, self._scheduler):
            process.kill()
        for process in (*self.workers, self._scheduler):
            process.wait()
