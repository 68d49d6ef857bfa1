"""The embedded engine: `python -m core.engine`, a Dask scheduler and worker in one process.

It reads one JSON line of TLS material from standard input, prints one JSON line with its
address, and lives until standard input closes: with its parent, however that ends.
"""

import json
import logging
import os
import sys

import dask
from distributed import Scheduler, Security, SpecCluster, Worker

from core import environment
from core.log import configure


def main() -> None:
    """Serve until the parent is gone."""
    configure()
    # pandas loads it where it is installed, for 37 MB; nothing here has a use for it.
    sys.modules["pyarrow"] = None  # type: ignore[assignment]
    from core.engine.tasks import JOBS, warm

    dask.config.set(
        {
            # The worker only passes messages on: its memory says nothing of the children's.
            "distributed.worker.memory.target": False,
            "distributed.worker.memory.spill": False,
            "distributed.worker.memory.pause": False,
            "distributed.worker.memory.terminate": False,
            "distributed.admin.system-monitor.interval": "10s",
            "distributed.worker.profile.enabled": False,
            "distributed.scheduler.allowed-failures": 0,
        }
    )
    security = Security(require_encryption=True, **json.loads(sys.stdin.readline()))
    warm()
    # One thread each. The first takes jobs, one at a time: a job fills both lanes, and the rest
    # wait in a queue. All take chunks of portfolios.
    here = {
        "host": "127.0.0.1",
        "protocol": "tls://",
        "security": security,
        "dashboard": False,
        "dashboard_address": None,
    }
    workers = {
        place: {
            "cls": Worker,
            "options": here
            | {"name": place, "nthreads": 1, "resources": {JOBS: 1} if place == 0 else {}},
        }
        for place in range(environment.workers())
    }
    cluster = SpecCluster(
        workers=workers,
        scheduler={"cls": Scheduler, "options": here | {"port": 0}},
        security=security,
        silence_logs=logging.WARNING,
    )
    print(json.dumps({"address": cluster.scheduler_address}), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
