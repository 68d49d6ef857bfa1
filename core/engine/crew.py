"""What a worker does for a portfolio: each chunk in a child process of that worker."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from distributed import Event, get_client, get_worker

from core.engine.isolated import Isolated
from core.engine.tasks import LANES
from core.errors import Cancelled, EngineError, LookbackError
from core.portfolio import learned
from core.portfolio.chunk import Chunk, ChunkResult, failed, forecast_chunk, halves, joined
from core.portfolio.learned import Learned, Lesson
from core.progress import silent

logger = logging.getLogger(__name__)

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


def learn(job: str, lesson: Lesson) -> Learned | None:
    """What the network learns from all series before any chunk; None where it learned nothing."""
    try:
        told = LANES["network"].call(learned.learn, lesson, report=silent, cancelled=_asked(job))
    except (LookbackError, Cancelled):
        return None
    except Exception:
        # Every chunk waits for this, and can do without.
        logger.exception("learning from all series failed", extra={"job": job[:8]})
        return None
    assert isinstance(told, Learned)
    return told


def forecast(
    job: str, chunk: Chunk, given: Learned | None = None
) -> ChunkResult | LookbackError | Cancelled:
    """Do a chunk on this worker, with what was learned from all series.

    A series at which the child dies is found by halving, and has failed; the others have not.

    Returns:
        What came of it; or why not as a value, see `core.engine.tasks.run`.
    """
    cancelled, child = _asked(job), _child(str(get_worker().name))
    chunk = replace(chunk, learned=given)

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


def _asked(job: str) -> Callable[[], bool]:
    """Whether a portfolio was cancelled, looked up now and then."""
    asked = Event(cancel_event(job), client=get_client())
    looked, stop = time.monotonic(), False

    def cancelled() -> bool:
        nonlocal looked, stop
        if not stop and time.monotonic() - looked >= LOOK_S:
            looked, stop = time.monotonic(), asked.is_set()
        return stop

    return cancelled


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
