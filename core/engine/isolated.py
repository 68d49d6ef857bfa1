"""A child process that does one call at a time and can be stopped in the middle of it."""

import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from core.errors import Cancelled, EngineError
from core.progress import Report

logger = logging.getLogger(__name__)

POLL_S = 0.05
"""How often a waiting call looks whether it was cancelled."""

GRACE_S = 0.25
"""How long a call may take to stop by itself before its process is ended."""


WITHOUT = "-"
"""What marks a module as not to be loaded, among the child's arguments."""


class Isolated:
    """Calls functions in a child process of its own, one at a time, each with its reports.

    The child starts with the first call, or with `warm`, and is started again after it had to
    be ended. It ends when its parent does, however that ends.

    Args:
        preload: Modules the child imports when it starts, so that the first call is quick.
        without: Modules that are not to be found in the child: libraries load them where they
            are installed, and the work of this child has no use for them.
    """

    def __init__(self, preload: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> None:
        self._arguments = [*preload, *(f"{WITHOUT}{module}" for module in without)]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._inbox: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    @property
    def pid(self) -> int | None:
        """The child's process id; `None` while there is none."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def warm(self) -> None:
        """Start the child ahead of its first call; it loads in the background."""
        with self._lock:
            self._ensure()

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        report: Report,
        cancelled: Callable[[], bool],
    ) -> Any:
        """Run `function(*args, report)` in the child.

        Args:
            function: A module-level function.
            args: Its arguments, picklable.
            report: Called here with each progress of the child.
            cancelled: Asked every `POLL_S`; once true the call is stopped.

        Raises:
            Cancelled: If it was stopped, within `GRACE_S` and the time to end a process.
            EngineError: If the child died by itself.
            Exception: Whatever the function raised.
        """
        while not self._lock.acquire(timeout=POLL_S):
            if cancelled():
                raise Cancelled
        try:
            if cancelled():
                raise Cancelled
            self._ensure()
            # A parcel: the child opens it when all its modules are loaded, see `child`.
            self._send(("call", pickle.dumps((function, args))))
            return self._follow(report, cancelled)
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _follow(self, report: Report, cancelled: Callable[[], bool]) -> Any:
        stop_at = float("inf")
        while True:
            try:
                kind, value = self._inbox.get(timeout=POLL_S)
            except queue.Empty:
                kind, value = "quiet", None
            if kind == "progress" and stop_at == float("inf"):
                report(value)
            elif kind == "done":
                return value
            elif kind == "error":
                raise value
            elif kind == "gone":
                self.close()
                raise EngineError("The process that did the work ended unexpectedly. Try again.")
            if time.monotonic() > stop_at:
                self.close()
                self._ensure()
                raise Cancelled
            if stop_at == float("inf") and cancelled():
                self._send(("cancel",))
                stop_at = time.monotonic() + GRACE_S

    def _ensure(self) -> None:
        if self.pid is not None:
            return
        self._process = subprocess.Popen(
            [sys.executable, "-m", "core.engine.child", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_child_environment(),
        )
        # Each child has an inbox of its own: a late word of an ended one is not heard.
        self._inbox = queue.SimpleQueue()
        threading.Thread(
            target=_listen, args=(self._process, self._inbox), daemon=True, name="lane-listener"
        ).start()

    def _send(self, message: tuple[Any, ...]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            # The listener meets the closed pipe too and says "gone".
            logger.warning("child not reachable")


def _child_environment() -> dict[str, str]:
    """The parent's environment, with the project importable from anywhere."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _listen(process: subprocess.Popen[bytes], inbox: "queue.SimpleQueue[tuple[str, Any]]") -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        try:
            while True:
                inbox.put(pickle.load(stream))
        except (EOFError, OSError, pickle.UnpicklingError):
            inbox.put(("gone", None))
