"""A portfolio on its way: its chunks go to the workers, their results to a folder."""

import contextlib
import logging
import secrets
import threading
import time
from collections import deque
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, Protocol

from core.engine import on_its_way
from core.engine.jobs import State
from core.errors import Cancelled, JobLost, LookbackError
from core.portfolio.chunk import ChunkResult, failed
from core.portfolio.learned import Lesson
from core.portfolio.parts import Parts
from core.portfolio.request import Portfolio

if TYPE_CHECKING:
    from distributed import Client, Future

logger = logging.getLogger(__name__)

AHEAD = 2
"""Chunks for each thread of a worker that are on their way: one is done, the other waits."""

TRIES = 3
"""How often a chunk is handed out before its series count as failed."""

PRIORITY = -10
"""Below that of a training, which somebody waits for."""

WAIT_S = 0.25
"""How often the wait for results looks up."""

PATIENCE_S = 60.0
"""How long an engine may be away before a portfolio counts as lost."""


class Workplace(Protocol):
    """What has a client to the workers, now and then another one."""

    def client(self) -> "Client | None":
        """The client, None while there is none."""
        ...


class PortfolioJob:
    """A portfolio's chunks, handed out a few at a time.

    The web process holds the request and no more results than are on their way. A chunk whose
    worker is lost goes to another; one that is there already is never asked for. The scheduler
    knows what is on its way by the portfolio's id, so that a job of the same id over the same
    parts, in another process, takes it in and goes on.

    Attributes:
        id: Unguessable name.
        portfolio: What was asked for.
        parts: Where results are.
        state: Where it stands.
        failures: Fits that failed so far.
        error: Why it failed as a whole.
    """

    def __init__(self, identity: str, portfolio: Portfolio, parts: Parts, place: Workplace) -> None:
        self.id = identity
        self.portfolio = portfolio
        self.parts = parts
        self.state = State.WAITING
        self.failures = 0
        self.error: LookbackError | None = None
        self.started: float | None = None
        self.ended: float | None = None
        self._place = place
        self._stop = threading.Event()
        sizes = portfolio.sizes
        there = parts.done()
        self._waiting = deque(number for number in range(len(sizes)) if number not in set(there))
        self._sizes = sizes
        self._resumed = self._done = sum(sizes[number] for number in there)
        self._tries: dict[int, int] = {}
        self._running: dict[Future[Any], tuple[int, str]] = {}
        self._learned: Future[Any] | None = None
        self._thread = threading.Thread(
            target=self._work, daemon=True, name=f"portfolio-{identity[:8]}"
        )

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def rest(self) -> None:
        """Not begin, but show what is there already."""
        self.state = State.CANCELLED if self._waiting else State.DONE
        self.ended = time.monotonic()

    def cancel(self) -> None:
        """Ask it to stop; what is done stays. Returns at once."""
        if not self.over:
            self.state = State.CANCELLING
            self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended; whether it has."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def done(self) -> int:
        """Series that are done."""
        return self._done

    @property
    def total(self) -> int:
        """All series."""
        return len(self.portfolio.panel)

    @property
    def over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.ended is not None

    @property
    def learning(self) -> bool:
        """Whether the network still learns from all series, and no chunk can begin."""
        return self._learned is not None and not self._learned.done()

    def seconds_left(self) -> float | None:
        """Time it will take yet, from the time so far; None before that can be told."""
        fresh = self._done - self._resumed
        if self.started is None or not fresh:
            return None
        return (time.monotonic() - self.started) / fresh * (self.total - self._done)

    def _work(self) -> None:
        try:
            self._hand_out()
            self.state = State.CANCELLED if self._stop.is_set() else State.DONE
        except LookbackError as error:
            self.error, self.state = error, State.FAILED
        except Exception:
            logger.exception("portfolio failed", extra={"job": self.id[:8]})
            self.error = JobLost("The portfolio stopped unexpectedly. What was done is kept.")
            self.state = State.FAILED
        self.ended = time.monotonic()
        logger.info("portfolio ended", extra={"job": self.id[:8], "state": str(self.state)})

    def _hand_out(self) -> None:
        client: Client | None = None
        is_new = False
        while (self._waiting or self._running) and not self._stop.is_set():
            found = self._client()
            if found is not client:
                # What ran on an engine that is gone is handed out again.
                lost = sorted(number for number, _ in self._running.values())
                self._waiting.extendleft(reversed(lost))
                self._running.clear()
                client, is_new = found, True
            if client is None:
                return
            self.started = self.started or time.monotonic()
            if self.state is State.WAITING:
                self.state = State.RUNNING
            try:
                if is_new:
                    self._find(client)
                    is_new = False
                self._fill(client)
                self._collect(client)
            except Exception:
                # A connection can end anywhere; the next one takes over.
                if self._place.client() is client:
                    raise
        if client is not None:
            self._call_off(client)

    def _client(self) -> "Client | None":
        """The client, waited for; None once it is asked to stop.

        Raises:
            JobLost: If there is none for long.
        """
        deadline = time.monotonic() + PATIENCE_S
        while (client := self._place.client()) is None:
            if self._stop.wait(WAIT_S):
                return None
            if time.monotonic() > deadline:
                raise JobLost("The engine does not answer. What was done is kept; go on later.")
        return client

    def _find(self, client: "Client") -> None:
        """Take in what a job of this id has on its way there, and have the rest learned."""
        on_its_way.sweep(client)
        there = on_its_way.found(client, self.id)
        self._learned = there.pop(on_its_way.LEARNING, None)
        for number, future in there.items():
            if number in self._waiting:
                self._waiting.remove(number)
                self._running[future] = number, ""
        if self._learned is None:
            self._learned = self._learn(client)

    def _learn(self, client: "Client") -> "Future[Any] | None":
        """Have the network learn from all series; chunks wait for it where they run."""
        from core.engine.crew import learn

        panel, plan = self.portfolio.panel, self.portfolio.plan
        if plan.network is None or not self._waiting:
            return None
        future = client.submit(
            learn,
            self.id,
            Lesson.of(panel, plan, plan.network),
            pure=False,
            priority=PRIORITY + 1,
            key=f"portfolio-{self.id}-learn-{secrets.token_hex(4)}",
        )
        on_its_way.tell(client, self.id, on_its_way.LEARNING, future)
        return future

    def _fill(self, client: "Client") -> None:
        from core.engine.crew import forecast

        # Dask alone would send them all to the worker that holds what was learned.
        room = {worker: AHEAD * threads for worker, threads in client.nthreads().items()}
        room = room or {"": AHEAD}
        for _, worker in self._running.values():
            room[worker] = room.get(worker, 0) - 1
        while self._waiting and max(room.values()) > 0:
            worker = max(room, key=lambda each: room[each])
            room[worker] -= 1
            number = self._waiting[0]
            self._tries[number] = self._tries.get(number, 0) + 1
            future = client.submit(
                forecast,
                self.id,
                self.portfolio.chunk(number),
                self._learned,
                pure=False,
                priority=PRIORITY,
                key=f"portfolio-{self.id}-{number}-{secrets.token_hex(4)}",
                workers=[worker] if worker else None,
                allow_other_workers=bool(worker),
            )
            self._waiting.popleft()
            self._running[future] = number, worker
            on_its_way.tell(client, self.id, number, future)

    def _collect(self, client: "Client") -> None:
        """Take in what has come, after waiting a moment for it."""
        from distributed import wait

        with client.as_current(), contextlib.suppress(TimeoutError, CancelledError):
            wait(list(self._running), timeout=WAIT_S, return_when="FIRST_COMPLETED")
        for future in [each for each in self._running if each.done()]:
            number, _ = self._running.pop(future)
            self._take(number, future)
            on_its_way.forget(client, self.id, number)

    def _take(self, number: int, future: "Future[Any]") -> None:
        told: object = None
        if future.status == "finished":
            told = future.result()
        else:
            logger.warning(
                "chunk lost", extra={"job": self.id[:8], "chunk": number, "status": future.status}
            )
        if isinstance(told, Cancelled):
            return
        if not isinstance(told, ChunkResult):
            if self._tries[number] < TRIES:
                self._waiting.appendleft(number)
                return
            reason = str(told) if told else "The workers that forecast it ended unexpectedly."
            told = failed(self.portfolio.chunk(number), reason)
        self.parts.add(number, told)
        self.failures += len(told.failures)
        self._done += self._sizes[number]

    def _call_off(self, client: "Client") -> None:
        """End chunks that are under way; those that wait never begin."""
        from distributed import Event

        from core.engine.crew import LOOK_S, cancel_event

        on_its_way.forget(client, self.id)
        if not self._running:
            return
        asked = Event(cancel_event(self.id), client=client)
        asked.set()
        client.cancel([future for future in self._running if future.status == "pending"])
        time.sleep(2 * LOOK_S)
        asked.clear()
        self._running.clear()
