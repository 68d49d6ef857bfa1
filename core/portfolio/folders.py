"""Where a portfolio's results lie, and what is needed to go on with it after a restart.

session.lookback   the session it belongs to, as a capsule, with what was asked for
job                what its work is known by where it is done
parts/             its results, see `core.portfolio.parts`
stopped            there once somebody cancelled it
"""

import contextlib
import os
import re
import secrets
import shutil
import tempfile
import time
import weakref
from collections.abc import Sequence
from pathlib import Path

from core import environment
from core.portfolio.parts import Parts

_SESSION, _JOB, _PARTS, _STOPPED = "session.lookback", "job", "parts", "stopped"
_KEY = re.compile(r"[0-9a-f]{64}")


class PortfolioFolder:
    """The folder of one portfolio.

    Args:
        path: Where it is; None for a temporary one, which ends with this object or its process.

    Attributes:
        lasts: Whether it outlives this process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.lasts = path is not None
        if path is None:
            path = Path(tempfile.mkdtemp(prefix="lookback-portfolio-"))
            weakref.finalize(self, shutil.rmtree, path, ignore_errors=True)
        self._path = path

    @property
    def job(self) -> str:
        """What its work is known by, unguessable; made at the first call."""
        path = self._path / _JOB
        if not path.exists():
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_text(secrets.token_hex(16))
        return path.read_text()

    @property
    def session(self) -> bytes | None:
        """The session that was kept in it; None if none was."""
        try:
            return (self._path / _SESSION).read_bytes()
        except FileNotFoundError:
            return None

    def keep(self, session: bytes) -> None:
        """Have it hold a session; the file appears whole or not at all."""
        draft = self._path / f"{_SESSION}.draft"
        draft.write_bytes(session)
        os.replace(draft, self._path / _SESSION)

    def parts(self, sizes: Sequence[int]) -> Parts:
        """The results in it; see `Parts`."""
        return Parts(self._path / _PARTS, sizes)

    @property
    def stopped(self) -> bool:
        """Whether its work was cancelled."""
        return (self._path / _STOPPED).exists()

    @stopped.setter
    def stopped(self, stopped: bool) -> None:
        if stopped:
            (self._path / _STOPPED).touch()
        else:
            (self._path / _STOPPED).unlink(missing_ok=True)

    def touch(self) -> None:
        """Have `sweep` know that its person is still there."""
        with contextlib.suppress(OSError):
            os.utime(self._path)

    def remove(self) -> None:
        """Delete it and all in it."""
        shutil.rmtree(self._path, ignore_errors=True)


def lasting_root() -> Path | None:
    """Where portfolios outlive this process; None where nobody who runs it said so.

    That is in the folder where sessions are kept. Without one, where work goes to a cluster that
    outlives this process too, it is in the home folder of who runs it.
    """
    if folder := environment.text("LOOKBACK_WORKSPACE"):
        return Path(folder) / "portfolios"
    if environment.text("LOOKBACK_SCHEDULER"):
        return Path.home() / ".cache" / "lookback" / "portfolios"
    return None


def folder_for(key: str) -> PortfolioFolder:
    """The folder of the person with this key, where folders last; else one that does not."""
    root = lasting_root()
    if root is None or not _KEY.fullmatch(key):
        return PortfolioFolder()
    return PortfolioFolder(root / key)


def found(key: str) -> PortfolioFolder | None:
    """The folder of a portfolio that outlived the process it was asked of; None without one."""
    root = lasting_root()
    if root is None or not _KEY.fullmatch(key) or not (root / key / _SESSION).is_file():
        return None
    return PortfolioFolder(root / key)


def sweep() -> None:
    """Delete folders that nothing was written to for as long as sessions are remembered."""
    root = lasting_root()
    if root is None or not root.is_dir():
        return
    oldest = time.time() - 3600 * environment.number("LOOKBACK_SESSION_HOURS")
    for folder in root.iterdir():
        # Another process may be sweeping too.
        with contextlib.suppress(OSError):
            newest = max(each.stat().st_mtime for each in (folder, *folder.iterdir()))
            if newest < oldest:
                shutil.rmtree(folder, ignore_errors=True)
