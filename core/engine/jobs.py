"""A job as the web process sees it."""

import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import LookbackError
from core.progress import Progress
from core.training import Request


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED = frozenset({State.DONE, State.CANCELLED, State.FAILED})


@dataclass(eq=False)
class Job:
    """One piece of work on its way. Threads of the client write it, pages read it.

    Attributes:
        id: Unguessable name.
        request: What was asked for.
        state: Where it stands.
        submitted: When it was asked for, in monotonic seconds.
        started: When it began to run, `None` while it waits.
        ended: When it ended, `None` until then.
        seen: Last sign of life of the person it belongs to.
        latest: Newest progress of each model.
        curves: Reports of the epochs of each fit, by network and fold (0 is the final fit).
        result: What it gave, once it is done.
        error: Why it failed; its message is fit for people.
    """

    id: str
    request: Request
    state: State = State.WAITING
    submitted: float = field(default_factory=time.monotonic)
    started: float | None = None
    ended: float | None = None
    seen: float = field(default_factory=time.monotonic)
    latest: dict[str, Progress] = field(default_factory=dict)
    curves: dict[str, dict[int, list[Progress]]] = field(default_factory=dict)
    result: object = None
    error: LookbackError | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.state in ENDED

    def touch(self) -> None:
        """Its person is still there."""
        self.seen = time.monotonic()

    def begin(self) -> None:
        """It left the queue."""
        with self._lock:
            if self.state is State.WAITING:
                self.state = State.RUNNING
            if self.started is None:
                self.started = time.monotonic()

    def hear(self, progress: Progress) -> None:
        """Take in one report."""
        with self._lock:
            self.latest[progress.model] = progress
            if progress.loss is not None:
                mine = self.curves.setdefault(progress.model, {})
                mine.setdefault(progress.fold, []).append(progress)

    def ask_to_stop(self) -> bool:
        """Mark it as being cancelled; whether there was still something to cancel."""
        with self._lock:
            if self.state in ENDED or self.state is State.CANCELLING:
                return False
            self.state = State.CANCELLING
            return True

    def end(self, state: State, result: object = None, error: LookbackError | None = None) -> bool:
        """Close it, once; whether this call was the one that did."""
        with self._lock:
            if self.state in ENDED:
                return False
            # What came in after Cancel was pressed was not wanted, but for parts that were done.
            if self.state is State.CANCELLING:
                state, error = State.CANCELLED, None
                result = result if self.request.in_parts else None
            self.result, self.error, self.ended = result, error, time.monotonic()
            self.state = state
            return True

    def share_done(self) -> float:
        """How far it is, 0 to 1: the slowest lane counts, since lanes work side by side."""
        lanes: dict[str, list[float]] = {}
        for forecaster in self.request.forecasters:
            lanes.setdefault(forecaster.lane, []).append(self.share_of(forecaster.name))
        return min(sum(shares) / len(shares) for shares in lanes.values())

    def share_of(self, model: str) -> float:
        """Share of one model's fits that is done, 0 to 1."""
        progress = self.latest.get(model)
        if progress is None:
            return 0.0
        # The final fit (fold 0) comes after the folds.
        before = progress.fold - 1 if progress.fold else progress.folds
        return (before + progress.step / max(progress.steps, 1)) / self.request.fits_each

    def seconds_left(self) -> float | None:
        """Time it will take yet, from the time so far; `None` before that can be told."""
        share = self.share_done()
        if self.started is None or share < 0.05:
            return None
        return (time.monotonic() - self.started) * (1 - share) / share
