"""The child's side of `Isolated`: `python -m core.engine.child MODULE ...` loads and waits.

A module with a hyphen before its name is never loaded instead.

Messages are pickles on standard input and output, between a process and the parent that
started it; nothing from outside can reach either end. A call is a pickle within a message: opening
it imports modules, and two threads that import the same circle of modules meet halves of them.
"""

import importlib
import os
import pickle
import queue
import sys
import threading
from typing import Any, BinaryIO

from core.engine.isolated import WITHOUT
from core.errors import Cancelled
from core.log import configure
from core.progress import Progress

_NICER = 5


def main(modules: list[str]) -> None:
    """Serve calls until the parent closes standard input, which ends the process at once."""
    configure()
    if hasattr(os, "nice"):
        # Pages that people wait for go first.
        os.nice(_NICER)
    out = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints goes to the log, not between the messages.
    os.dup2(2, 1)
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    cancelled = threading.Event()
    threading.Thread(target=_read, args=(calls, cancelled), daemon=True).start()
    absent = [name.removeprefix(WITHOUT) for name in modules if name.startswith(WITHOUT)]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # as if it was not installed
    for name in modules:
        if not name.startswith(WITHOUT):
            importlib.import_module(name)
    while True:
        call = calls.get()
        cancelled.clear()
        _send(out, _answer(call, out, cancelled))


def _answer(call: bytes, out: BinaryIO, cancelled: threading.Event) -> tuple[str, Any]:
    def report(progress: Progress) -> None:
        if cancelled.is_set():
            raise Cancelled
        _send(out, ("progress", progress))

    try:
        function, args = pickle.loads(call)
        return "done", function(*args, report)
    except Exception as error:
        return "error", error


def _send(out: BinaryIO, message: tuple[str, Any]) -> None:
    out.write(pickle.dumps(message))
    out.flush()


def _read(calls: "queue.SimpleQueue[bytes]", cancelled: threading.Event) -> None:
    try:
        while True:
            message = pickle.load(sys.stdin.buffer)
            if message[0] == "cancel":
                cancelled.set()
            else:
                calls.put(message[1])
    except (EOFError, OSError):
        # The parent is gone. `os._exit` also ends a call that never looks up.
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
