"""The one thing worth knowing about where a model errs, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.misses import Views
from core.parts import TIED, Parts
from core.timeseries import TimeSeries
from core.wording import listed, number, percent, rounded

CLEAR = 0.05
"""Chance below which a part that stands out is named."""

_SHIFTS = 999
# How many times its even share of all misses a fold has to hold, and by how much the misses of a
# part have to exceed the others', to be worth a sentence.
_ALONE, _MORE = 2.5, 1.2
_AT = {"Month": "In {}", "Quarter": "In {}", "Weekday": "On {}s", "Hour": "At {}"}


@dataclass(frozen=True)
class _Contrast:
    """A part whose misses are larger than those of the others."""

    kind: str
    part: str
    there: float
    elsewhere: float
    p: float

    def words(self, model: str, unit: str) -> str:
        other = "nearer" if self.kind == "Step ahead" else "elsewhere"
        times = number(self.there / self.elsewhere, ".1f")
        return (
            f"{self.part}, {model} misses by {rounded(self.there, unit)} on average, {other} by "
            f"{rounded(self.elsewhere)}: {times} times as much."
        )


def finding(found: Views, model: str, ts: TimeSeries) -> str:
    """What stands out most beyond chance in a model's misses, or that nothing does.

    A fold that holds far more than its share comes first, since it decides all other means.
    """
    mine = (found.rows["model"] == model).to_numpy()
    rows = found.rows[mine]
    miss = (rows["y"] - rows["point"]).abs().to_numpy(float)
    lone = _lone_fold(miss, found.parts["Fold"], mine, model)
    if lone:
        return lone
    # Each fold's misses one after the other, so that they can be shifted round.
    shifted = _shifted(miss, rows["cutoff"].factorize()[0])
    contrasts = [_contrast("Step ahead", found.halves, mine, miss, shifted, farther=True)]
    calendar = [kind for kind in found.parts if kind in _AT]
    contrasts += [_contrast(kind, found.parts[kind], mine, miss, shifted) for kind in calendar]
    clear = [each for each in contrasts if each is not None and each.p * len(contrasts) < CLEAR]
    if not clear:
        kinds = listed([kind.lower() for kind in found.parts], most=len(found.parts))
        return (
            f"The misses of {model} are spread evenly: by {kinds}, no part stands out beyond "
            "chance."
        )
    words = min(clear, key=lambda each: each.p).words(model, ts.unit)
    if found.tied:
        words += f" {TIED}"
    return words


def _lone_fold(miss: np.ndarray, folds: Parts, mine: np.ndarray, model: str) -> str:
    """That one fold holds a large part of all misses; "" if none does."""
    places, many = folds.places[mine], len(folds.labels)
    sums, counts = np.bincount(places, miss, many), np.bincount(places, minlength=many)
    if many < 3 or sums.sum() == 0:
        return ""
    shares, even = sums / sums.sum(), counts / counts.sum()
    worst = int(np.argmax(shares))
    if shares[worst] < _ALONE * even[worst]:
        return ""
    return (
        f"{folds.names[worst]} alone makes {percent(shares[worst])} of all misses of {model}, "
        f"where an even share would be {percent(even[worst])}. Look at what happened then before "
        "you judge the model by its mean."
    )


def _contrast(
    kind: str,
    parts: Parts,
    mine: np.ndarray,
    miss: np.ndarray,
    shifted: np.ndarray,
    *,
    farther: bool = False,
) -> _Contrast | None:
    """The part with the largest misses beside the others; None where none are clearly larger.

    How often chance alone gives so large a ratio is found by shifting the misses of each fold
    round in a circle (toroidal shifts: Lotwick and Silverman 1982). That keeps how they follow
    each other, and loses where they stood. The largest ratio of all parts is compared with the
    largest of all, so that it does not matter how many parts there are.

    Args:
        kind: What tells the parts apart.
        parts: The parts of all rows.
        mine: Which rows are the model's.
        miss: Its absolute errors, shape (values,).
        shifted: The same shifted round, shape (shifts, values).
        farther: Whether only the last part may be the one.
    """
    places = parts.places[mine]
    present = sorted(set(places))
    if len(present) < 2:
        return None
    candidates = present[-1:] if farther else present
    seen = _ratios(miss, places, candidates)
    at = int(np.argmax(seen))
    if seen[at] < _MORE:
        return None
    drawn = _ratios(shifted, places, candidates).max(axis=-1)
    p = (1 + int((drawn >= seen[at]).sum())) / (1 + len(drawn))
    there = places == candidates[at]
    name = _AT.get(kind, "{}").format(parts.names[candidates[at]])
    return _Contrast(kind, name, float(miss[there].mean()), float(miss[~there].mean()), p)


def _ratios(miss: np.ndarray, places: np.ndarray, candidates: Sequence[int]) -> np.ndarray:
    """Mean miss of each candidate over that of all other parts, shape (..., candidates)."""
    inside = (places[:, None] == np.array(candidates)[None, :]).astype(float)
    counts = inside.sum(axis=0)
    there = miss @ inside
    rest = miss.sum(axis=-1, keepdims=True) - there
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = (there / counts) / (rest / (len(places) - counts))
    # Without any miss elsewhere or anywhere there is nothing to compare.
    return np.where(np.isfinite(ratios), ratios, 1.0)


def _shifted(miss: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """The misses, those of each fold shifted round by a random number, shape (shifts, values)."""
    rng = np.random.default_rng(0)
    shifted = np.empty((_SHIFTS, len(miss)))
    for fold in np.unique(folds):
        at = np.flatnonzero(folds == fold)
        by = rng.integers(len(at), size=(_SHIFTS, 1))
        shifted[:, at] = miss[at][(np.arange(len(at)) + by) % len(at)]
    return shifted
