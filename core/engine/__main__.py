"""The embedded engine: `python -m core.engine`, a Dask scheduler and worker in one process.

It reads one JSON line of TLS material from standard input, prints one JSON line with its
address, and lives until standard input closes: with its parent, however that ends.
"""

import json
import os
import sys

import dask
from distributed import LocalCluster, Security

from core.log import configure


def main() -> None:
    """Serve until the parent is gone."""
    configure()
    # pandas loads it where it is installed, for 37 MB; nothing here has a use for it.
    sys.modules["pyarrow"] = None  # type: ignore[assignment]
    from core.engine.tasks import warm

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
    cluster = LocalCluster(
        n_workers=1,
        # One job at a time: it fills both lanes, and the rest wait in a queue.
        threads_per_worker=1,
        processes=False,
        dashboard_address=None,
        protocol="tls://",
        host="127.0.0.1",
        scheduler_port=0,
        security=security,
    )
    print(json.dumps({"address": cluster.scheduler_address}), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
