"""How much memory a Lookback takes, process by process. MB are millions of bytes.

On Linux it is PSS: a page that several processes share, such as one of TensorFlow's library,
is split among them, so that a sum over processes is what the machine has to have. Elsewhere it
is RSS, which counts such a page once for each process.
"""

import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.server import Server

MEASURE = "pss" if sys.platform == "linux" else "rss"
EVERY_S = 0.05


@dataclass(frozen=True)
class Sample:
    """One look at all processes of a server, in MB.

    Attributes:
        web: The web process (with `make` in front of it, which takes 1 or 2 MB).
        engine: The engine and its children.
        pss: All of them; `None` where there is no such measure.
        rss: All of them.
    """

    web: float
    engine: float
    pss: float | None
    rss: float

    @property
    def total(self) -> float:
        """All of them, by `MEASURE`."""
        return self.web + self.engine


def look(server: Server) -> Sample:
    """Measure once."""
    engine = server.engine()
    inside = set() if engine is None else {engine, *engine.children(recursive=True)}
    web = held = rss = 0.0
    for process in server.tree():
        try:
            resident = process.memory_info().rss / 1e6
            amount = _pss(process.pid) if MEASURE == "pss" else resident
        except (psutil.Error, OSError):
            continue  # It ended meanwhile.
        rss += resident
        if process in inside:
            held += amount
        else:
            web += amount
    return Sample(web, held, web + held if MEASURE == "pss" else None, rss)


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise OSError("no PSS")


class Sampler:
    """Looks every 50 ms while it is entered, in a thread."""

    def __init__(self, server: Server) -> None:
        self.samples: list[Sample] = []
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._over.is_set():
            self.samples.append(look(self._server))
            due = max(due + EVERY_S, time.monotonic())
            self._over.wait(due - time.monotonic())


def wait_until_idle(server: Server, seconds: float = 120) -> None:
    """Until the engine and its children are loaded: they use next to no processor for 2 s.

    Raises:
        RuntimeError: If that takes too long.
    """
    deadline, quiet = time.monotonic() + seconds, 0
    before = _busy(server)
    while time.monotonic() < deadline:
        time.sleep(0.5)
        now = _busy(server)
        # The engine and its two children; the engine itself idles at a few percent.
        loaded = len(now) >= 3 and now.keys() == before.keys()
        used = sum(now.values()) - sum(before.values())
        quiet = quiet + 1 if loaded and used < 0.1 else 0
        if quiet == 4:
            return
        before = now
    raise RuntimeError(f"the engine did not come to rest in {seconds} s:\n{server.log()}")


def _busy(server: Server) -> dict[int, float]:
    """Processor time so far of the engine and each of its children."""
    engine, times = server.engine(), {}
    for process in [] if engine is None else [engine, *engine.children(recursive=True)]:
        try:
            spent = process.cpu_times()
        except psutil.Error:
            continue
        times[process.pid] = spent.user + spent.system
    return times


def others(server: Server) -> int:
    """Engines of other Lookbacks on this machine: they share pages, which lowers PSS here."""
    mine, count = {process.pid for process in server.tree()}, 0
    for process in psutil.process_iter(["cmdline"]):
        arguments = process.info["cmdline"] or []
        count += "core.engine" in arguments and process.pid not in mine
    return count
