"""How long a rerun of each page takes when a session has many runs.

    python -m benchmarks.reruns [--json] [--runs N]

The airline sample is trained N times with the defaults, 10 unless said, on a server that is
started for the purpose, in a headless Chromium. Then every page is run again and again, with all
that is closed at first left closed.

rerun_ms: as in `benchmarks.app`: from the event that asks for a rerun to the page at rest with all
    of the answer in it. Median of 20; `rerun_ms_worst` has the slowest.
within_goal: whether each median is below `goal_ms`.
"""

import argparse
import json
import signal
import sys
from typing import Any

from benchmarks import memory
from benchmarks.app import rerun, say
from benchmarks.person import HEADINGS, Person, browser
from benchmarks.server import Server, mark, sweep
from benchmarks.times import summed_up, table

RUNS, GOAL_MS = 10, 400


def main() -> None:
    """Measure, print, and leave nothing running."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reruns", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    parser.add_argument("--runs", type=int, default=RUNS, help="trainings before the reruns")
    wish = parser.parse_args()
    # As Ctrl-C: everything is closed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    mark()
    try:
        found = measure(wish.runs)
    finally:
        late = sweep()
    found["had_to_be_killed"] = late
    shown = table("Rerun of ", "rerun_ms", found)
    print(json.dumps(found, ensure_ascii=False) if wish.json else shown)


def measure(runs: int) -> dict[str, Any]:
    """Train so often, then run every page again and again."""
    with browser() as chromium, Server() as server:
        someone = Person(chromium, server.url)
        server.wait()
        someone.open()
        say("waiting for the engine to be loaded")
        memory.wait_until_idle(server)
        someone.take_sample()
        for number in range(1, runs + 1):
            say(f"training {number} of {runs}")
            someone.train()
        times = {page: rerun(someone, page) for page in HEADINGS}
        someone.leave()
    return {"runs": runs, **summed_up("rerun_ms", times, GOAL_MS)}


if __name__ == "__main__":
    main()
