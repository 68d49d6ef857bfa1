"""What portfolios have on its way, known to the scheduler by their ids.

Dask forgets what nobody connected wants. What is published here stays, so that a process that
starts again finds the work of the one before. Work that nobody came for is forgotten after as long
as sessions are remembered.
"""

import time
from typing import TYPE_CHECKING, Any

from core import environment

if TYPE_CHECKING:
    from distributed import Client, Future

_KIND = "lookback-portfolio"

LEARNING = -1
"""In place of a chunk's number: what the network learns from all series."""


def tell(client: "Client", job: str, number: int, future: "Future[Any]") -> None:
    """Have the scheduler keep the work on a chunk for whoever asks for this job."""
    name = (_KIND, job, number, int(time.time()))
    client.publish_dataset(future, name=name)


def found(client: "Client", job: str) -> "dict[int, Future[Any]]":
    """What a job has on its way, by the number of the chunk."""
    return {
        name[2]: future
        for name in _names(client)
        if name[1] == job and (future := client.get_dataset(name, None)) is not None
    }


def forget(client: "Client", job: str, number: int | None = None) -> None:
    """Let go of the work on a chunk, or on all of a job."""
    for name in _names(client):
        if name[1] == job and number in (None, name[2]):
            client.unpublish_dataset(name)


def sweep(client: "Client") -> None:
    """Let go of what nobody came for."""
    oldest = time.time() - 3600 * environment.number("LOOKBACK_SESSION_HOURS")
    for name in _names(client):
        if name[3] < oldest:
            client.unpublish_dataset(name)


def _names(client: "Client") -> list[tuple[str, str, int, int]]:
    every = client.list_datasets()
    return [name for name in every if isinstance(name, tuple) and name[0] == _KIND]
