"""What the practised network says of many series at once, tuned on all of them or as it was.

Series that are equally long go through the network together. Intervals are read as those of one
series are (`core.models.practised.bands`), with the places of the panel's past values in place of
other series': a few cutoffs of some series tell more of their kind than competitions do.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from core.models.practised.bands import GRID, Bands, places
from core.models.practised.examples import trimmed
from core.models.practised.model import LEAST_KNOWN
from core.models.practised.weights import Practice, usual_places
from core.models.practised.zero_shot import zero_shot

POOLED = 200
"""Most past forecasts, of series drawn by chance, that the panel's places come from."""

SEED = 1
"""Decides which."""


def network_forecasts(
    practice: Practice,
    tuned: Practice | None,
    pasts: Sequence[np.ndarray],
    horizon: int,
    period: int,
    levels: Sequence[int],
    usual: np.ndarray | None = None,
    seasons: Mapping[int, np.ndarray] | None = None,
) -> np.ndarray:
    """Point forecasts and intervals of many series, alone the same as together with others.

    Args:
        practice: The practised network.
        tuned: The same tuned on a panel, whose quantiles are averaged with the practised one's;
            None for the practised one alone.
        pasts: Values up to the cutoff, oldest first, shape (n,) each, NaN where not observed.
            The first step forecast is the one after the last place, observed or not.
        horizon: Steps to forecast.
        period: Seasonal period of all of them, 1 for none.
        levels: Levels of the intervals in per cent.
        usual: Sizes of places at the shares `bands.GRID`, see `panel_places`; by default those
            the network's card has for other series.
        seasons: Seasons that short series borrow, by place, see `siblings.borrowed_seasons`.

    Returns:
        Shape (series, horizon, 1 + 2 * levels): the median, then lower and upper bound of each
        level. NaN for series with fewer than `LEAST_KNOWN` values; 0 throughout for series that
        never were anything else. They may be below 0 where no value was.
    """
    told = np.full((len(pasts), horizon, 1 + 2 * len(levels)), np.nan)
    sizes = usual_places(practice, period) if usual is None else usual
    nothing = np.empty((0, horizon))
    borrowed = seasons or {}
    read = [
        past / _steps(borrowed[place], -len(past), 0) if place in borrowed else past
        for place, past in enumerate(pasts)
    ]
    for rows, values, gap in _alike(read):
        said = zero_shot(practice, values, gap + horizon, period)
        if tuned is not None:
            said = (said + zero_shot(tuned, values, gap + horizon, period)) / 2
        for row, mine, known in zip(rows, said[:, gap:], values, strict=True):
            told[row] = _columns(Bands(mine, nothing, 0.0, sizes), known, levels)
    for place, season in borrowed.items():
        told[place] *= _steps(season, 0, horizon)[:, None]
    return told


def _steps(season: np.ndarray, first: int, last: int) -> np.ndarray:
    """Factors of the steps from `first` up to `last`, counted from the cutoff."""
    return np.asarray(season[np.arange(first, last) % len(season)])


def panel_places(
    practice: Practice, pasts: Sequence[np.ndarray], horizon: int, period: int
) -> np.ndarray:
    """Sizes of the places of a panel's own past values among the network's quantiles.

    Beside them count, with the weight of `DOUBT` horizons, those of other series: of a small
    panel they are most, of a large one next to nothing.

    Args:
        practice: The practised network.
        pasts: As for `network_forecasts`; every series counts alike, at cutoffs one horizon and
            two before its end.
        horizon: Steps to forecast.
        period: Seasonal period, 1 for none.

    Returns:
        At the shares `bands.GRID`, shape (200,), rising.
    """
    drawn = np.random.default_rng(SEED).permutation(len(pasts))[:POOLED]
    chosen = [trimmed(pasts[int(row)]) for row in sorted(drawn)]
    found = []
    for back in (horizon, 2 * horizon):
        least = max(2 * period, LEAST_KNOWN)
        older = [known[:-back] for known in chosen if len(known) >= back + least]
        future = [known[-back : len(known) - back + horizon] for known in chosen
                  if len(known) >= back + least]  # fmt: skip
        for rows, values, gap in _alike(older):
            said = zero_shot(practice, values, gap + horizon, period)[:, gap:]
            found.append(places(said, np.stack([future[row] for row in rows])))
    usual = usual_places(practice, period)
    every = np.concatenate([np.empty((0, horizon)), *found])
    return Bands(every[:1], every, len(every), usual).sizes(GRID)


def _alike(pasts: Sequence[np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
    """Series that are equally long, with an equally long gap at the end.

    Yields:
        Places of the series, shape (rows,), their values from the first to the last observed,
        shape (rows, n), and the steps since.
    """
    alike: dict[tuple[int, int], list[int]] = {}
    known = [trimmed(np.asarray(past, dtype=np.float64)) for past in pasts]
    for place, (past, values) in enumerate(zip(pasts, known, strict=True)):
        if np.isfinite(values).sum() >= LEAST_KNOWN:
            gap = int(np.argmax(np.isfinite(past[::-1])))
            alike.setdefault((len(values), gap), []).append(place)
    for (_, gap), rows in alike.items():
        yield np.array(rows), np.stack([known[row] for row in rows]), gap


def _columns(bands: Bands, known: np.ndarray, levels: Sequence[int]) -> np.ndarray:
    """Median and bounds, shape (horizon, 1 + 2 * levels), where they can be."""
    columns = [bands.point]
    for low, high in bands.bounds(levels).values():
        columns += [low, high]
    said = np.stack(columns, axis=-1)
    if not np.nan_to_num(known).any():
        return np.zeros_like(said)
    return said
