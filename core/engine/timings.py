"""Timings that pages quote: the first who asks has one taken, later ones find it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Future

MOST = 64
"""Timings remembered."""


class Timings:
    """Timings under way and taken, by what they are of. Whoever asks holds the engine's lock."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def asked(
        self, of: Hashable, begin: "Callable[[], Future[Any] | None]"
    ) -> "Future[Any] | None":
        """A timing, under way or taken; None if it can't be done now.

        Args:
            of: What is timed.
            begin: Has it timed; None if that can't be done now.
        """
        future = self._known.get(of) or begin()
        if future is not None:
            self._known[of] = future
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return future

    def forget(self) -> None:
        """Forget all of them."""
        self._known.clear()


def told(future: "Future[Any] | None") -> object:
    """What a timing gave, which is fetched from its worker; None as long as nobody knows."""
    return None if future is None or future.status != "finished" else future.result()
