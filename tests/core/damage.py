"""Copies of a file with a few bytes changed at random."""

import numpy as np


def damaged_copies(whole, count=300):
    """`count` copies, each with three bytes after the first four changed; the same every time."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        data = bytearray(whole)
        for place in rng.integers(4, len(data), size=3):
            data[place] = rng.integers(256)
        yield bytes(data)
