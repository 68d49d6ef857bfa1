"""The web process's side of the engine: one handle that the whole server shares."""

import atexit
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
import types
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core import environment
from core.engine.jobs import Job, State
from core.engine.timings import Timings, told
from core.errors import Cancelled, EngineError, JobLost, LimitError, LookbackError
from core.forecaster import Forecaster
from core.models import Pace
from core.panel import Panel
from core.portfolio.chunk import Chunk, ChunkResult
from core.portfolio.plan import PortfolioPlan
from core.progress import Progress
from core.training import Request, Training

if TYPE_CHECKING:
    from distributed import Client, Future, Security

logger = logging.getLogger(__name__)

_RESTART_PAUSE_S = 2.0
_LOST = "The engine stopped while this was running. Data and settings are kept; start it again."


class Engine:
    """Submits jobs to a Dask scheduler and keeps track of them.

    By default the scheduler is an embedded engine, a child process that this handle starts,
    and starts again should it die. With `scheduler` it is an existing one.

    Args:
        scheduler: Address of an existing scheduler; empty for an embedded engine. TLS for an
            existing one is set up as for any Dask client (`DASK_DISTRIBUTED__COMM__TLS__...`).
    """

    def __init__(self, scheduler: str = "") -> None:
        self._scheduler = scheduler
        self._process: subprocess.Popen[str] | None = None
        self._client: Client | None = None
        self._jobs: dict[str, Job] = {}
        self._futures: dict[str, Future[Any]] = {}
        self._timings = Timings()
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self.problem = ""
        self._thread = threading.Thread(target=self._supervise, daemon=True, name="engine")
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether jobs start at once, or as soon as those before them are done."""
        return self._client is not None

    def client(self) -> "Client | None":
        """The client of a connection that stands; None while there is none."""
        return self._client if self._alive() else None

    def threads(self) -> int:
        """How many chunks of a portfolio are worked on at once; 1 where nobody knows yet."""
        client = self.client()
        return max(sum(client.nthreads().values()), 1) if client else 1

    @property
    def pid(self) -> int | None:
        """Process id of the embedded engine; `None` with an existing scheduler."""
        return self._process.pid if self._process else None

    def submit(self, request: Request) -> Job:
        """Take work on; it starts once the engine is ready and those before are done.

        Raises:
            LimitError: If the server has its most jobs already, or the request breaks a limit.
            SeriesTooShort: If the series is too short for it.
        """
        request.check()
        most = environment.number("LOOKBACK_MAX_JOBS")
        with self._lock:
            if len(self._jobs) >= most:
                raise LimitError(
                    f"This server is busy with its most of {most} jobs. Try again in a minute."
                )
            job = Job(secrets.token_hex(16), request)
            self._jobs[job.id] = job
            if self._alive():
                self._hand_over(job)
        logger.info("job submitted", extra={"job": job.id[:8]})
        return job

    def pace(self, training: Training) -> Pace | None:
        """How quickly the network of `training` trains here; None as long as nobody knows.

        The first call has it timed, once nothing else is running; later ones find it. As a
        side effect its graph is compiled before Train is pressed.
        """
        # What does not change the time is the same for all.
        network = replace(training.network, epochs=1, seed=0)
        ts, horizon = training.ts, training.plan.horizon
        key = (network, len(ts), ts.observed, ts.seasonal_period, horizon)

        def begin() -> "Future[Any] | None":
            from core.engine.tasks import pace

            if self._client is None or self._jobs:
                return None
            return self._client.submit(
                pace, network, ts, horizon, pure=False, resources=self._resources()
            )

        with self._lock:
            future = self._timings.asked(key, begin)
        found = told(future)
        return found if isinstance(found, Pace) else None

    def seconds_each(self, panel: Panel, plan: PortfolioPlan, model: Forecaster) -> float | None:
        """How long a fit of a model takes on series of a panel; None as long as nobody knows.

        The first call has a few of them timed, spread over the panel; later ones find it.
        """
        n, last = len(panel), len(panel.index)
        key = ("portfolio", model, n, last, panel.frequency.name, plan.horizon)

        def begin() -> "Future[Any] | None":
            from core.engine.crew import TIMED, forecast

            if self._client is None:
                return None
            rows = np.unique(np.linspace(0, n - 1, TIMED).round().astype(int))
            timed = Chunk(rows, panel.part(rows), replace(plan, models=(model,)))
            return self._client.submit(forecast, "pace", timed, pure=False)

        with self._lock:
            future = self._timings.asked(key, begin)
        found = told(future)
        if not isinstance(found, ChunkResult):
            return None
        return float(found.seconds[0]) / (len(found.rows) * (plan.folds + 1))

    def place(self, job: Job) -> int:
        """How many jobs are before this one."""
        with self._lock:
            waiting = [other for other in self._jobs.values() if other.submitted < job.submitted]
        return sum(not other.over for other in waiting)

    def cancel(self, job: Job) -> None:
        """Ask `job`, and nothing else, to stop. Returns at once."""
        if not job.ask_to_stop():
            return
        with self._lock:
            client, future = self._client, self._futures.get(job.id)
        if client is None or future is None:
            self._finish(job, State.CANCELLED)
            return
        threading.Thread(target=self._stop, args=(client, future, job), daemon=True).start()

    def close(self) -> None:
        """End the embedded engine and every process it started; jobs still there are lost."""
        self._closing.set()
        self._disconnect()

    def _stop(self, client: "Client", future: "Future[Any]", job: Job) -> None:
        from distributed import Event

        from core.engine.tasks import cancel_event

        try:
            asked = Event(cancel_event(job.id), client=client)
            asked.set()
            if job.started is None:
                # It may still stand in the queue, where nobody looks at the event, nor clears
                # it; if it has just begun it looks within this second.
                future.cancel()
                time.sleep(1)
                asked.clear()
        except Exception:
            logger.warning("cancel not delivered", extra={"job": job.id[:8]})

    def _supervise(self) -> None:
        """Connect, watch, clean up, and begin again until closed."""
        while not self._closing.is_set():
            try:
                self._connect()
                self.problem = ""
                while not self._closing.wait(0.2) and self._alive():
                    self._cancel_abandoned()
            except Exception as error:
                logger.exception("engine not reachable")
                self.problem = f"The engine does not answer ({type(error).__name__})."
            self._disconnect()
            self._closing.wait(_RESTART_PAUSE_S)

    def _connect(self) -> None:
        from distributed import Client

        from core.engine.tasks import TOPIC, warm_soon

        # Dask narrates every lost connection at length; `_supervise` says it in one line.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        started = time.monotonic()
        address, security = self._scheduler, None
        if not address:
            address, security = self._start_process()
        client = Client(address, security=security, name="lookback", set_as_default=False)
        client.subscribe_topic(TOPIC, self._hear)
        if self._scheduler:
            client.run(warm_soon, wait=False)
        with self._lock:
            self._client = client
            for job in self._jobs.values():
                self._hand_over(job)
        took = round(time.monotonic() - started, 2)
        logger.info("engine ready", extra={"seconds": took})

    def _start_process(self) -> "tuple[str, Security]":
        from distributed import Security

        # Loopback is open to every user of the machine; TLS material that only this process
        # and its child know keeps others from submitting work.
        security = Security.temporary()
        process = subprocess.Popen(
            [sys.executable, "-m", "core.engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
        )
        with self._lock:
            self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(_tls_material(security)) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise EngineError("The engine's process ended before it was ready.")
        return json.loads(line)["address"], security

    def _alive(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            return False
        return self._client is not None and self._client.status == "running"

    def _disconnect(self) -> None:
        """Drop the connection and the process; what ran there is lost."""
        with self._lock:
            client, self._client = self._client, None
            process, self._process = self._process, None
            lost = [job for job in self._jobs.values() if job.id in self._futures]
            self._futures.clear()
            self._timings.forget()
        for job in lost:
            self._finish(job, State.FAILED, error=JobLost(_LOST))
        if process is not None:
            process.kill()
            process.wait()
        if client is not None:
            client.close(timeout=1)

    def _hand_over(self, job: Job) -> None:
        """Give `job` to Dask; the lock is held."""
        from core.engine.tasks import run

        assert self._client is not None
        try:
            future = self._client.submit(
                run,
                job.id,
                job.request,
                pure=False,
                key=f"job-{job.id}",
                resources=self._resources(),
            )
        except Exception:
            # The connection is about to be found dead; the next one takes the job over.
            logger.warning("job not handed over", extra={"job": job.id[:8]})
            return
        self._futures[job.id] = future
        future.add_done_callback(lambda done: self._ended(job, done))

    def _resources(self) -> dict[str, int] | None:
        """What a worker must have to take jobs; on an existing cluster any worker will do."""
        from core.engine.tasks import JOBS

        return None if self._scheduler else {JOBS: 1}

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        """One message of a worker; those of other servers' jobs are not ours to hear."""
        message = event[1]
        with self._lock:
            job = self._jobs.get(message["job"])
        if job is not None:
            job.begin()
            if "progress" in message:
                job.hear(Progress(**message["progress"]))

    def _ended(self, job: Job, future: "Future[Any]") -> None:
        if self._futures.get(job.id) is not future:
            return
        try:
            result = future.result(timeout=60)
        except BaseException as error:
            # Dask's own words for a worker or scheduler that went away, or a mistake of ours.
            if type(error).__name__ in ("FutureCancelledError", "CancelledError", "KilledWorker"):
                self._finish(job, State.FAILED, error=JobLost(_LOST))
                return
            identity = uuid.uuid4().hex[:8]
            logger.exception("job failed", extra={"job": job.id[:8], "error_id": identity})
            words = f"Something unforeseen went wrong; the log has it under id {identity}."
            self._finish(job, State.FAILED, error=EngineError(words))
            return
        if isinstance(result, Cancelled):
            self._finish(job, State.CANCELLED)
        elif isinstance(result, LookbackError):
            self._finish(job, State.FAILED, error=result)
        else:
            self._finish(job, State.DONE, result=result)

    def _finish(
        self,
        job: Job,
        state: State,
        *,
        result: object = None,
        error: LookbackError | None = None,
    ) -> None:
        job.end(state, result, error)
        logger.info("job ended", extra={"job": job.id[:8], "state": str(job.state)})
        with self._lock:
            self._jobs.pop(job.id, None)
            self._futures.pop(job.id, None)

    def _cancel_abandoned(self) -> None:
        grace = 60 * environment.number("LOOKBACK_JOB_GRACE_MINUTES")
        with self._lock:
            gone = [j for j in self._jobs.values() if time.monotonic() - j.seen > grace]
        for job in gone:
            self.cancel(job)


def _tls_material(security: "Security") -> dict[str, str]:
    names = ("ca_file", "scheduler_key", "scheduler_cert", "worker_key", "worker_cert",
             "client_key", "client_cert")  # fmt: skip
    return {f"tls_{name}": getattr(security, f"tls_{name}") for name in names}


_lock = threading.Lock()


def shared() -> Engine:
    """The server's engine, started by the first call.

    It is held outside this module: a development server that reloads changed modules would
    otherwise leave the old engine running beside the new one.
    """
    holder = sys.modules.setdefault("_lookback_engine", types.ModuleType("_lookback_engine"))
    with _lock:
        engine = getattr(holder, "engine", None)
        if engine is not None and not isinstance(engine, Engine):
            engine.close()
            engine = None
        if engine is None:
            engine = Engine(environment.text("LOOKBACK_SCHEDULER"))
            atexit.register(engine.close)
            holder.engine = engine  # type: ignore[attr-defined]
        return engine
