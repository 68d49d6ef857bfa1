"""Past cutoffs of many series, as the network would have seen each on that day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.models.practised.inputs import LABELS_FAR, show
from core.models.practised.zero_shot import in_logarithms
from core.windows import held_out

Panel = Sequence[tuple[np.ndarray, int]]
"""Series of any lengths, NaN where not observed, each with its seasonal period."""

Part = Literal["older", "newest", "all"]
"""Before the newest values, which are held out; among them; or both."""

SHOWN = (8, 12, 16, 24, 32, 48, 64, 96)
"""Steps that an example may show, its longest that its cutoff allows: so that batches, which show
equally much, are few. Season, drift and level come from all before the cutoff."""

SHORTEST = 12
"""Series of fewer values give no examples."""

CUTOFFS = 64
"""Most cutoffs of series of one length, which their examples share: they are made together."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Cutoffs that show equally many steps.

    Attributes:
        inputs: Shape (rows, shown + horizon, features), float32.
        labels: Shape (rows, horizon), float32, NaN where not known.
        series: Place in the panel of each, shape (rows,).
        cutoffs: Place of the first value not known in each, shape (rows,).
    """

    inputs: np.ndarray
    labels: np.ndarray
    series: np.ndarray
    cutoffs: np.ndarray


def trimmed(values: np.ndarray) -> np.ndarray:
    """From the first value to the last."""
    seen = np.flatnonzero(np.isfinite(values))
    return values[seen[0] : seen[-1] + 1] if seen.size else values[:0]


def examples(
    panel: Panel, horizon: int, most: int, rng: np.random.Generator, part: Part
) -> list[Examples]:
    """At most `most` cutoffs of all series, evenly over those that have any.

    Where values allow it, every second one is read in logarithms. Nothing is known, and nothing
    to be said, beyond the end of the part.

    Args:
        panel: The series, each from its first value to its last.
        horizon: Steps to forecast.
        most: Examples.
        rng: Decides which.
        part: Where cutoffs lie, and labels end.
    """
    long = [place for place, (values, _) in enumerate(panel) if len(values) >= SHORTEST]
    if len(long) > most:
        long = sorted(rng.choice(long, most, replace=False).tolist())
    alike: dict[tuple[int, int], list[int]] = {}
    for place in long:
        values, period = panel[place]
        alike.setdefault((len(values), period), []).append(place)
    # Some, by chance, give one more than others, so that all are used.
    extra = rng.permutation(len(long)) < most % max(len(long), 1)
    shares = dict(zip(long, (most // max(len(long), 1) + extra).tolist(), strict=True))
    made: dict[int, list[Examples]] = {}
    for (n, period), places in alike.items():
        rows = np.array(places)
        z = np.stack([panel[place][0] for place in places])
        takes = np.array([shares[place] for place in places])
        for cutoff, mine in _drawn(n, period, horizon, takes, rng, part):
            end = n if part != "older" else n - held_out(n, horizon)
            for shown, found in _at(z[mine], rows[mine], cutoff, end, horizon, period):
                made.setdefault(shown, []).append(found)
    return [_joined(parts) for _, parts in sorted(made.items())]


def _drawn(
    n: int,
    period: int,
    horizon: int,
    takes: np.ndarray,
    rng: np.random.Generator,
    part: Part,
) -> Iterator[tuple[int, np.ndarray]]:
    """Cutoffs of series of length n, `takes` of each, with the rows that are cut there."""
    known = n - held_out(n, horizon)
    first = known if part == "newest" else max(min(2 * period, n // 2), n // 3, SHOWN[0])
    end = known if part == "older" else n
    # Cutoffs near the end have few labels: none of them where there are others.
    last = max(end - (horizon + 1) // 2, first)
    every = np.arange(first, min(last, end - 1) + 1)
    if not every.size:
        return
    if len(every) > CUTOFFS:
        every = np.sort(rng.choice(every, CUTOFFS, replace=False))
    ranks = rng.random((len(takes), len(every))).argsort(axis=1).argsort(axis=1)
    taken = ranks < takes[:, None]
    for column, cutoff in enumerate(every):
        if taken[:, column].any():
            yield int(cutoff), np.flatnonzero(taken[:, column])


def _at(
    z: np.ndarray, places: np.ndarray, cutoff: int, end: int, horizon: int, period: int
) -> Iterator[tuple[int, Examples]]:
    """Examples of some series at one cutoff, with how many steps they show."""
    told = np.full((len(z), horizon), np.nan)
    told[:, : max(end - cutoff, 0)] = z[:, cutoff : min(cutoff + horizon, end)]
    shown = max(length for length in SHOWN if length <= cutoff)
    newest = np.isfinite(z[:, cutoff - shown : cutoff])
    some = newest.any(1) & np.isfinite(told).any(1)
    logs = some & ((places + cutoff) % 2 == 1)
    logs[some] &= in_logarithms(z[some, :end])
    for wished, rows in ((False, some & ~logs), (True, logs)):
        if not rows.any():
            continue
        past, future = z[rows, :cutoff], told[rows]
        if wished:
            past, future = np.log(past), np.log(future)
        seen = show(past, horizon, period, logs=wished, reach=shown)
        labels = np.clip(seen.scaled(future), -LABELS_FAR, LABELS_FAR).astype(np.float32)
        yield shown, Examples(seen.inputs, labels, places[rows], np.full(rows.sum(), cutoff))


def _joined(parts: list[Examples]) -> Examples:
    return Examples(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("inputs", "labels", "series", "cutoffs")
        )
    )
