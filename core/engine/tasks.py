"""What runs on a Dask worker: it hands fits to the lanes and passes their reports on."""

import contextlib
import dataclasses
import queue
import threading
import time
from collections.abc import Sequence

from distributed import Event, get_client, get_worker

from core.engine.isolated import POLL_S, Isolated
from core.errors import Cancelled, LookbackError
from core.folds import Fit, Outcome, carry_out
from core.forecaster import Lane
from core.models import Pace, Recurrent
from core.progress import Progress, Report, silent
from core.timeseries import TimeSeries
from core.training import Request, timed

TOPIC = "lookback"
"""One topic for every job: a topic is never forgotten by a scheduler, so there are not many."""

JOBS = "lookback-jobs"
"""Resource of the worker of an embedded engine that takes jobs; the others take chunks only."""

# What is left out would take 37 MB of one and 28 MB of the other, and 1.5 s of their starts.
LANES: dict[Lane, Isolated] = {
    "network": Isolated(("core.folds", "core.models.net.training"), without=("pyarrow",)),
    "statistics": Isolated(("core.folds", "statsforecast.models"), without=("dask.dataframe",)),
}


def cancel_event(job: str) -> str:
    """Name of the Dask event that asks job `job` to stop."""
    return f"lookback-cancel-{job}"


def warm() -> None:
    """Start the children of this worker before anyone waits for them."""
    for lane in LANES.values():
        lane.warm()


async def warm_soon() -> None:
    """The same for Dask, which lets only coroutines run without being waited for."""
    warm()


def run(job: str, request: Request) -> object:
    """Carry out `request` on this worker; its progress goes out under `TOPIC`.

    Returns:
        What it gave; or why not, a `LookbackError` or `Cancelled`, as a value: Dask logs an
        exception with its text, which may quote data. `Cancelled` once the job's cancel event is
        set.

    Raises:
        Exception: Anything unforeseen.
    """
    worker = get_worker()
    asked = Event(cancel_event(job), client=get_client())
    stop, outbox = threading.Event(), queue.SimpleQueue[Progress]()
    result: list[object] = []

    def execute(fits: Sequence[Fit], report: Report) -> list[Outcome]:
        return _side_by_side(fits, report, stop)

    def time_epoch(network: Recurrent, ts: TimeSeries, horizon: int) -> Pace:
        return _timed(network, ts, horizon, stop)

    def work() -> None:
        try:
            result.append(request.carry_out(outbox.put, execute, time_epoch))
        except Exception as error:
            result.append(error)

    worker.log_event(TOPIC, {"job": job, "started": True})
    thread = threading.Thread(target=work, name=f"job-{job}")
    thread.start()
    looked = time.monotonic()
    while thread.is_alive() or not outbox.empty():
        with contextlib.suppress(queue.Empty):
            progress = outbox.get(timeout=POLL_S)
            if not stop.is_set():
                worker.log_event(TOPIC, {"job": job, "progress": dataclasses.asdict(progress)})
        # By the clock, not when it is quiet: quick epochs never leave a pause.
        if not stop.is_set() and time.monotonic() - looked >= POLL_S:
            looked = time.monotonic()
            if asked.is_set():
                stop.set()
    thread.join()
    asked.clear()
    told = result[0]
    if isinstance(told, Exception) and not isinstance(told, LookbackError | Cancelled):
        raise told
    return told


def pace(network: Recurrent, ts: TimeSeries, horizon: int) -> Pace | None:
    """How quickly a network trains on this worker; None if it can't on this series."""
    try:
        return _timed(network, ts, horizon, threading.Event())
    except LookbackError:
        return None


def _timed(network: Recurrent, ts: TimeSeries, horizon: int, stop: threading.Event) -> Pace:
    lane = LANES[network.lane]
    told = lane.call(timed, network, ts, horizon, report=silent, cancelled=stop.is_set)
    assert isinstance(told, Pace)
    return told


def _side_by_side(fits: Sequence[Fit], report: Report, stop: threading.Event) -> list[Outcome]:
    """An `Execute` in which every lane works through its own fits, all lanes at once."""
    outcomes: dict[int, Outcome] = {}
    problems: list[Exception] = []

    def follow(lane: Lane) -> None:
        mine = [place for place, fit in enumerate(fits) if fit.forecaster.lane == lane]
        try:
            for place in mine:
                outcomes[place] = LANES[lane].call(
                    carry_out, fits[place], report=report, cancelled=stop.is_set
                )
        except Exception as problem:
            # One lane's end is the job's end.
            problems.append(problem)
            stop.set()

    threads = [threading.Thread(target=follow, args=(lane,), name=lane) for lane in LANES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return [outcomes[place] for place in range(len(fits))]
