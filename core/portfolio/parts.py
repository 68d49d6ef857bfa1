"""Results of a portfolio in a folder, one file for each chunk, written as they come.

Memory stays that of a chunk whatever the number of series, and what was written is there after a
restart. A chunk's file appears whole or not at all, and a chunk that was done twice is there once.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from core.portfolio.chunk import ChunkResult, Failure

_ARRAYS = ("rows", "past", "scores", "scales", "future", "seconds")


class Parts:
    """The results of one portfolio.

    Args:
        folder: Where they are; it is made if it is not there.
        sizes: Number of series in each chunk, in order.
    """

    def __init__(self, folder: Path, sizes: Sequence[int]) -> None:
        self._folder = folder
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, number: int, result: ChunkResult) -> None:
        """Keep the result of chunk `number`, 0-based; once only, whoever comes second."""
        path = self._path(number)
        draft = path.with_suffix(".draft")
        failures = json.dumps([asdict(failure) for failure in result.failures])
        with draft.open("wb") as file:
            np.savez(
                file,
                allow_pickle=False,
                failures=np.frombuffer(failures.encode(), dtype=np.uint8),
                **{name: getattr(result, name) for name in _ARRAYS},
            )
        os.replace(draft, path)

    def done(self) -> list[int]:
        """The chunks that are there, in order."""
        return [number for number in range(len(self._starts) - 1) if self._path(number).exists()]

    @property
    def size(self) -> int:
        """Bytes of what is there."""
        return sum(self._path(number).stat().st_size for number in self.done())

    def read(self, number: int) -> ChunkResult:
        """The result of one chunk.

        Raises:
            FileNotFoundError: If it is not there.
        """
        with np.load(self._path(number), allow_pickle=False) as arrays:
            failures = json.loads(arrays["failures"].tobytes().decode())
            found = {name: arrays[name] for name in _ARRAYS}
        return ChunkResult(**found, failures=tuple(Failure(**each) for each in failures))

    def each(self) -> Iterator[ChunkResult]:
        """One after another, so that never more than one is in memory."""
        for number in self.done():
            yield self.read(number)

    def of(self, row: int) -> tuple[ChunkResult, int] | None:
        """The result that holds a series, and its place in it; None if it isn't done."""
        number = int(np.searchsorted(self._starts, row, side="right")) - 1
        if not self._path(number).exists():
            return None
        result = self.read(number)
        return result, int(np.flatnonzero(result.rows == row)[0])

    def _path(self, number: int) -> Path:
        return self._folder / f"chunk-{number:06}.npz"
