"""What a worker does for a portfolio: each chunk in a child process of that worker."""

import contextlib
import threading
import time

from distributed import Event, get_client, get_worker

from core.engine.isolated import Isolated
from core.engine.tasks import LANES
from core.errors import Cancelled, EngineError, LookbackError
from core.portfolio.chunk import Chunk, ChunkResult, failed, forecast_chunk, halves, joined
from core.progress import silent

LOOK_S = 0.5
"""How often a chunk asks the scheduler whether its portfolio was cancelled."""

TIMED = 3
"""Series whose fits are timed before a model is asked of all."""

_lock = threading.Lock()
_crew: dict[str, Isolated] = {}
"""Children by the name of their worker: workers of one process share this module."""


def cancel_event(job: str) -> str:
    """Name of the Dask event that asks the chunks of portfolio `job` to stop."""
    return f"lookback-portfolio-cancel-{job}"


def forecast(job: str, chunk: Chunk) -> ChunkResult | LookbackError | Cancelled:
    """Do a chunk on this worker.

    A series at which the child dies is found by halving, and has failed; the others have not.

    Returns:
        What came of it; or why not as a value, see `core.engine.tasks.run`.
    """
    asked = Event(cancel_event(job), client=get_client())
    looked, stop = time.monotonic(), False

    def cancelled() -> bool:
        nonlocal looked, stop
        if not stop and time.monotonic() - looked >= LOOK_S:
            looked, stop = time.monotonic(), asked.is_set()
        return stop

    child = _child(str(get_worker().name))

    def done(piece: Chunk) -> ChunkResult:
        with contextlib.suppress(EngineError):
            result = child.call(forecast_chunk, piece, report=silent, cancelled=cancelled)
            assert isinstance(result, ChunkResult)
            return result
        if len(piece.rows) == 1:
            return failed(piece, "The process that forecast it ended unexpectedly.")
        first, second = halves(piece)
        return joined(done(first), done(second))

    try:
        return done(chunk)
    except (LookbackError, Cancelled) as reason:
        return reason


def _child(worker: str) -> Isolated:
    """The child of a worker; the first one's is the lane that fits statistics, loaded already."""
    with _lock:
        if worker not in _crew:
            first = not _crew
            _crew[worker] = (
                LANES["statistics"]
                if first
                else Isolated(
                    ("core.portfolio.chunk", "statsforecast.models"), without=("dask.dataframe",)
                )
            )
        return _crew[worker]
