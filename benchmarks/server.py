"""A Lookback of its own to measure: started as people start it, and gone afterwards."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
STOP_S = 10
FALLBACK = "python -m streamlit run streamlit_app.py"

_MARK = "LOOKBACK_BENCHMARK"
"""Every process started here inherits this variable, so that none is overlooked at the end."""


def mark() -> None:
    """Mark this process and all it starts from now on."""
    os.environ[_MARK] = secrets.token_hex(8)


def left_behind() -> list[psutil.Process]:
    """Processes that carry the mark of this benchmark and still run, itself left out."""
    wanted, found = os.environ.get(_MARK), []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(_MARK) == wanted:
                found.append(process)
        except psutil.Error:
            continue
    return [process for process in found if _runs(process)]


def sweep() -> int:
    """End whatever is still there, and nothing that others started; how many that were."""
    late = left_behind()
    _, late = psutil.wait_procs(late, timeout=2)
    for process in late:
        _quietly(process.kill)
    psutil.wait_procs(late, timeout=STOP_S)
    return len(late)


class Server:
    """A running Lookback on a free port.

    Attributes:
        url: Where it answers.
        started_with: The command it was started with.
    """

    def __init__(self) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        settings = {
            "STREAMLIT_SERVER_PORT": str(port),
            "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
            "STREAMLIT_SERVER_HEADLESS": "true",
            "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
        }
        # A file, not a pipe: a pipe that nobody reads fills up and holds the server.
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (stop() closes it)
        self.started_with, command = _command()
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait(self, seconds: float = 120) -> None:
        """Until the port is open, which is before a page can be shown.

        Raises:
            RuntimeError: If that takes too long or the server ends.
        """
        host, port = self.url.removeprefix("http://").split(":")
        while time.perf_counter() - self._began < seconds:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended by itself:\n{self.log()}")
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"the server did not answer in {seconds} s:\n{self.log()}")

    def seconds(self) -> float:
        """Time since it was started."""
        return time.perf_counter() - self._began

    def log(self) -> str:
        """The end of what it printed."""
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 4_000))
        text = self._log.read().decode(errors="replace")
        self._log.seek(0, os.SEEK_END)
        return text

    def tree(self) -> list[psutil.Process]:
        """Every process of it: `make`, where that started it, the web process, the engine."""
        try:
            root = psutil.Process(self._process.pid)
            return [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def engine(self) -> psutil.Process | None:
        """The engine's process; its children fit the models."""
        return next((each for each in self.tree() if "core.engine" in _arguments(each)), None)

    def stop(self) -> None:
        """End it and everything it started."""
        processes = self.tree()
        # The web process ends its engine itself, as it does when a person stops it.
        for process in processes:
            if "core.engine" not in _arguments(process):
                _quietly(process.terminate)
        _, late = psutil.wait_procs(processes, timeout=STOP_S)
        for process in late:
            _quietly(process.kill)
        psutil.wait_procs(late, timeout=STOP_S)
        self._process.wait()
        self._log.close()


def _command() -> tuple[str, list[str]]:
    """`make run` where its environment stands already, else this Python's Streamlit."""
    if (ROOT / ".venv").exists() and shutil.which("make"):
        return "make run", ["make", "run"]
    return FALLBACK, [sys.executable, *FALLBACK.split()[1:]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _quietly(action: Callable[[], None]) -> None:
    try:
        action()
    except psutil.Error:
        return
