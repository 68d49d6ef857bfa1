"""The season of many series at once: what of it comes again, and what the newest one did."""

from dataclasses import dataclass

import numpy as np

NEWEST = 0.5
"""Weight of each season beside the next newer one, where newer ones are to count more."""

WILD = 3.0
"""Deviations count up to so many times the usual distance from their phase's median."""


@dataclass(frozen=True, eq=False)
class Season:
    """Seasonal patterns by phase, phase 0 being the first step after the last value.

    Attributes:
        lasting: What comes again from season to season, adding up to 0, shape (series, period).
        newer: How the newest seasons differ from that, weighted towards the last, same shape.
        newest: How the last value known of each phase differs from `lasting`, same shape.
        share: How much of the mean deviation `lasting` keeps, 0 to 1, shape (series, 1).
    """

    lasting: np.ndarray
    newer: np.ndarray
    newest: np.ndarray
    share: np.ndarray


def season(z: np.ndarray, seen: np.ndarray, period: int) -> Season:
    """Find the season of each row.

    Deviations from a centred moving average over one season are averaged by phase, wild ones
    drawn in, and the average shrunk by how well the seasons foretell each other: each is
    compared with the mean of all others, and the share kept is the one that would have served
    best there.

    Args:
        z: Shape (series, n), no NaN.
        seen: Which values were observed, same shape.
        period: Steps in a season; with fewer than a season and 3 values nothing is found.
    """
    count, n = z.shape
    if period < 2 or n < period + 3:
        nothing = np.zeros((count, max(period, 1)))
        return Season(nothing, nothing, nothing, np.zeros((count, 1)))
    rows = -(-n // period)
    folded = np.full((count, rows * period), np.nan)
    folded[:, rows * period - n :] = np.where(seen, z - centred_average(z, period), np.nan)
    folded = folded.reshape(count, rows, period)

    known = ~np.isnan(folded)
    middle = _median(folded, known)
    apart = np.where(known, folded - middle[:, None], 0.0)
    usual = np.abs(apart).sum((1, 2)) / np.maximum(known.sum((1, 2)), 1)
    bound = (WILD * usual)[:, None, None]
    held = np.where(known, middle[:, None] + np.clip(apart, -bound, bound), 0.0)

    seasons = known.sum(1)
    total = held.sum(1)
    mean = total / np.maximum(seasons, 1)
    others = np.where(
        known & (seasons > 1)[:, None],
        (total[:, None] - held) / np.maximum(seasons - 1, 1)[:, None],
        0.0,
    )
    power = (others**2).sum((1, 2))
    agreement = (others * held).sum((1, 2))
    share = np.clip(agreement / np.where(power > 0, power, 1.0), 0.0, 1.0)[:, None]
    lasting = share * (mean - mean.mean(1, keepdims=True))

    ages = np.arange(rows)[::-1, None]
    weights = known * NEWEST**ages
    recent = (weights * held).sum(1) / np.maximum(weights.sum(1), 1e-12)
    last = rows - 1 - np.argmax(known[:, ::-1], axis=1)
    newest = np.take_along_axis(folded, last[:, None], axis=1)[:, 0]
    some = seasons > 0
    return Season(
        lasting,
        np.where(some, recent - lasting, 0.0),
        np.where(some, newest - lasting, 0.0),
        share,
    )


def centred_average(z: np.ndarray, period: int) -> np.ndarray:
    """Moving average over one season, carried on straight at both ends; shape as `z`."""
    n = z.shape[1]
    even = period % 2 == 0
    sums = np.cumsum(np.pad(z, ((0, 0), (1, 0))), axis=1)
    average = (sums[:, period:] - sums[:, :-period]) / period
    if even and average.shape[1] > 1:
        average = (average[:, 1:] + average[:, :-1]) / 2
    inside = average.shape[1]
    before = (n - inside) // 2
    after = n - inside - before
    span = min(period, inside - 1)
    # Ends of an average that is hardly there say nothing of a slope.
    span = span if span >= period // 2 else 0
    slopes = [(average[:, [k]] - average[:, [j]]) / span if span else np.zeros((len(z), 1))
              for k, j in ((span, 0), (inside - 1, inside - 1 - span))]  # fmt: skip
    head = average[:, :1] - slopes[0] * np.arange(before, 0, -1)
    tail = average[:, -1:] + slopes[1] * np.arange(1, after + 1)
    return np.concatenate([head, average, tail], axis=1)


def _median(folded: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Median over the seasons, 0 for phases never seen; (series, seasons, period) in."""
    ordered = np.sort(folded, axis=1)
    seasons = known.sum(1)
    low = np.maximum(seasons - 1, 0) // 2
    high = np.minimum(seasons // 2, folded.shape[1] - 1)
    pick = [np.take_along_axis(ordered, at[:, None], axis=1)[:, 0] for at in (low, high)]
    return np.where(seasons > 0, (pick[0] + pick[1]) / 2, 0.0)
