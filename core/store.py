"""People remembered for a while under unguessable names, bounded in number and time."""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

TOKEN_BYTES = 32
"""Bytes of randomness in a token: 256 bits, not to be guessed."""


@dataclass
class _Entry(Generic[T]):
    value: T
    seen: float


class Store(Generic[T]):
    """Values by token. Tokens themselves are not kept, only their SHA-256.

    Args:
        make: Makes the value for a new token.
        most: Most values kept; the one unseen longest is forgotten first.
        lifetime_s: Seconds a value is kept after it was last asked for.
        size: Bytes a value takes now.
        most_bytes: Most bytes that all values may take together; see `trim`.
        forget: Called with every value that is forgotten.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        make: Callable[[], T],
        *,
        most: int,
        lifetime_s: float,
        size: Callable[[T], int] = lambda _: 0,
        most_bytes: float = float("inf"),
        forget: Callable[[T], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make = make
        self._most = most
        self._lifetime_s = lifetime_s
        self._size = size
        self._most_bytes = most_bytes
        self._forget = forget
        self._clock = clock
        self._entries: OrderedDict[str, _Entry[T]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, token: str) -> T | None:
        """The value of `token`; `None` if there is none or it has expired."""
        gone = self._expire()
        with self._lock:
            entry = self._entries.get(digest(token))
            if entry is not None:
                entry.seen = self._clock()
                self._entries.move_to_end(digest(token))
        self._tell(gone)
        return entry.value if entry is not None else None

    def create(self) -> tuple[str, T]:
        """A new token and its new value. A token that someone else chose is never taken on."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        return token, self.admit(token)

    def admit(self, token: str) -> T:
        """A new value for a token that is known to be one of ours, from before a restart.

        If another visit of the same browser was quicker, it is that one's value.
        """
        value = self._make()
        gone = self._expire()
        with self._lock:
            there = self._entries.get(digest(token))
            if there is not None:
                value = there.value
            else:
                while len(self._entries) >= self._most:
                    gone.append(self._entries.popitem(last=False)[1].value)
                self._entries[digest(token)] = _Entry(value, self._clock())
        self._tell(gone)
        return value

    def trim(self) -> None:
        """Forget those unseen longest until the rest fits; the one seen last always stays."""
        gone = []
        with self._lock:
            sizes = [self._size(entry.value) for entry in self._entries.values()]
            excess = sum(sizes) - self._most_bytes
            for size in sizes[:-1]:
                if excess <= 0:
                    break
                gone.append(self._entries.popitem(last=False)[1].value)
                excess -= size
        self._tell(gone)

    def _expire(self) -> list[T]:
        oldest_kept = self._clock() - self._lifetime_s
        gone = []
        with self._lock:
            while self._entries and next(iter(self._entries.values())).seen < oldest_kept:
                gone.append(self._entries.popitem(last=False)[1].value)
        return gone

    def _tell(self, gone: list[T]) -> None:
        for value in gone:
            self._forget(value)


def digest(token: str) -> str:
    """The checksum that a token is known by; the token can't be told from it."""
    return hashlib.sha256(token.encode()).hexdigest()
