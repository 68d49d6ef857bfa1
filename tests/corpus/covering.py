"""Combinations of levels: every allowed pair at least once, then any number more."""

from functools import cache
from itertools import combinations as pairs_of

import numpy as np

from tests.corpus.axes import AXES, Combination, allowed

Pair = tuple[tuple[str, str], tuple[str, str]]
"""Two axes with a level each, in the order of `AXES`."""

_SHARES = (0.6, 0.1, 0.1, 0.1, 0.1)
"""How often each kind of file comes among the random combinations."""

_FIRST = ("kind", "layout", "frequency", "dates", "delimiter", "quoting", "marks", "sign")


def pairs(combination: Combination) -> set[Pair]:
    """The pairs of levels that meet in a combination."""
    return set(pairs_of([(axis, combination[axis]) for axis in AXES if axis in combination], 2))


@cache
def possible_pairs() -> frozenset[Pair]:
    """Every pair of levels that some whole combination has."""
    rng = np.random.default_rng(0)
    found: set[Pair] = set()
    for one, other in pairs_of(AXES, 2):
        for level in AXES[one]:
            for second in AXES[other]:
                pair = ((one, level), (other, second))
                whole = None if pair in found else _completed(dict(pair), rng)
                found |= pairs(whole) if whole else set()
    return frozenset(found)


def combinations(count: int, seed: int) -> list[dict[str, str]]:
    """Combinations that cover every possible pair, filled up with random ones to `count`.

    A greedy search in the manner of AETG (Cohen et al. 1997): each combination starts at a pair
    not covered yet and takes, axis by axis, the level that covers most of the others.

    Returns:
        At least `count` combinations; the covering ones come first.
    """
    rng = np.random.default_rng(seed)
    made: list[dict[str, str]] = []
    open_pairs = set(possible_pairs())
    while open_pairs:
        # Sets have no order to rely on.
        start = sorted(open_pairs)[int(rng.integers(len(open_pairs)))]
        whole = _completed(dict(start), rng, open_pairs)
        assert whole is not None
        made.append(whole)
        open_pairs -= pairs(whole)
    while len(made) < count:
        kind = AXES["kind"][int(rng.choice(len(_SHARES), p=_SHARES))]
        made.append(combination({"kind": kind}, rng))
    return made


def combination(some: Combination, rng: np.random.Generator) -> dict[str, str]:
    """A random combination that has these levels, which must be able to meet."""
    whole = _completed(dict(some), rng)
    assert whole is not None
    return whole


def _completed(
    some: dict[str, str], rng: np.random.Generator, wanted: set[Pair] | None = None
) -> dict[str, str] | None:
    """A whole combination with these levels, by search; `None` if there is none."""
    if not allowed(some):
        return None
    rest = [axis for axis in AXES if axis not in some]
    if not rest:
        return some
    # What most constraints are about goes first, so that dead ends are met early.
    first = [axis for axis in _FIRST if axis in rest]
    axis = first[0] if first else rest[int(rng.integers(len(rest)))]
    levels = [AXES[axis][i] for i in rng.permutation(len(AXES[axis]))]
    if wanted:
        levels.sort(key=lambda level: -len(pairs(some | {axis: level}) & wanted))
    for level in levels:
        whole = _completed(some | {axis: level}, rng, wanted)
        if whole is not None:
            return whole
    return None
