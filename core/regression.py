"""What drivers do to a series: a regression whose errors are those of exponential smoothing."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.signal import lfilter
from scipy.special import ndtri

from core.design import Design, season_and_trend
from core.forecaster import filled
from core.timeseries import TimeSeries
from core.wording import listed, percent, quoted, rounded

WEIGHTS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Weights of the newest value in the level among which the series chooses."""

CLEAR = 2.5
"""Standard errors that an effect lies from 0 at least if it is to stand out from chance."""

CHANGED = 2.0
"""Standard errors from which on the effect in the newest third counts as another."""

TINY, ROUNDING = np.finfo(float).tiny, 1e-9


@dataclass(frozen=True, eq=False)
class Effects:
    """What one more of each driver does to a series.

    Attributes:
        names: The drivers.
        yes_no: Which of them are 1 for yes and 0 for no, (drivers,).
        size: Change with one more of each, of the series or of its logarithm, (drivers,).
        error: Standard error of each, (drivers,).
        place: What each driver usually is, (drivers,).
        logs: Whether the change is one of the logarithm, that is, by a share.
        weight: Weight of the newest value in the level that the errors move with.
        level: Mean of the values they were learned from.
        unit: Of the series.
    """

    names: tuple[str, ...]
    yes_no: tuple[bool, ...]
    size: np.ndarray
    error: np.ndarray
    place: np.ndarray
    logs: bool
    weight: float
    level: float = field(repr=False)
    unit: str = ""

    def of(self, columns: np.ndarray) -> np.ndarray:
        """What drivers of these values do beyond the usual, shape (rows, drivers) to (rows,)."""
        return np.asarray((columns - self.place) @ self.size)

    def table(self, level: int = 95) -> pd.DataFrame:
        """One row for each driver: `driver, effect, lo, hi, percent, lo-percent, hi-percent`.

        `effect` is in the unit of the series, at its mean level where effects are shares.

        Args:
            level: Chance of the range between `lo` and `hi`, in per cent.
        """
        reach = ndtri(0.5 + level / 200) * self.error
        ends = {"": self.size, "lo": self.size - reach, "hi": self.size + reach}
        columns: dict[str, object] = {"driver": list(self.names)}
        for end, size in ends.items():
            share = np.expm1(size) if self.logs else size / self.level if self.level else size * 0
            columns[end or "effect"] = share * self.level if self.logs else size
            columns["-".join(filter(None, (end, "percent")))] = 100 * share
        order = ["driver", "effect", "lo", "hi", "percent", "lo-percent", "hi-percent"]
        return pd.DataFrame(columns)[order]

    def sentences(self) -> tuple[str, ...]:
        """The effects in words, one sentence for each driver."""
        return tuple(
            effect_in_words(name, size, error, self.unit, yes_no=yes_no, logs=self.logs)
            for name, yes_no, size, error in zip(
                self.names, self.yes_no, self.size, self.error, strict=True
            )
        )


def effect_in_words(
    name: str, size: float, error: float, unit: str, *, yes_no: bool = False, logs: bool = False
) -> str:
    """An effect with its 95% range: "'Price': 1 more goes with 12.3 EUR less (10 to 14.6)."."""
    change = "yes instead of no" if yes_no else "1 more"
    side = "more" if size >= 0 else "less"
    reach = ndtri(0.975) * error
    ends = sorted((size - reach, size + reach), key=lambda end: np.sign(size or 1) * end)
    sign = 1 if size >= 0 else -1
    if logs:
        amount, low, high = (percent(float(sign * np.expm1(end))) for end in (size, *ends))
    else:
        amount = rounded(float(abs(size)), unit)
        low, high = (rounded(float(sign * end)) for end in ends)
    return f"{quoted(name)}: {change} goes with {amount} {side} (95% range {low} to {high})."


def learned(ts: TimeSeries, found: Design) -> Effects:
    """The effects of all drivers of a design, at least one, on `ts`.

    The series is a level that follows its newest value by a weight, a season, a slope, the
    effects and shocks: a regression with the errors of simple exponential smoothing (Hyndman et
    al. 2008, chapter 9). Given the weight, shocks are a filter of the series, and effects follow
    by least squares on drivers filtered alike. The weight is the likeliest of `WEIGHTS`. Where
    all values are above zero, effects by shares are held against effects by amounts and the
    likelier count, the logarithm's Jacobian included (Box and Cox 1964).
    """
    return _likeliest(ts, found).effects(ts, found)


def standing_out(ts: TimeSeries, found: Design) -> Design:
    """Only the drivers whose effect stands out from chance and has lasted.

    Of those that lie less than `CLEAR` standard errors from 0 the least clear one goes first,
    then the others are looked at again. Of the rest those go whose effect in the newest third is
    another than before, by `CHANGED` standard errors (Chow 1960).
    """
    if not found.names:
        return found
    fit = _likeliest(ts, found)
    kept = np.arange(len(found.names))
    while kept.size:
        clear = fit.clearness
        least = int(np.argmin(clear))
        if clear[least] >= CLEAR:
            break
        kept = np.delete(kept, least)
        fit = fit.without(least)
    lasting = np.array([fit.lasts(place) for place in range(len(kept))], dtype=bool)
    unclear = [name for place, name in enumerate(found.names) if place not in kept]
    changed = [found.names[place] for place in kept[~lasting]]
    notes = list(found.notes)
    for names, why in (
        (unclear, "no effect stood out from chance."),
        (changed, "the effect in the newest third of the past was another than before."),
    ):
        if names:
            verb = "was" if len(names) == 1 else "were"
            notes.append(f"{listed([quoted(name) for name in names])} {verb} left out: {why}")
    return replace(found.only(kept[lasting]), notes=tuple(notes))


@dataclass(frozen=True, eq=False)
class _Regression:
    """One regression: values, or their logarithms, on season, slope and drivers.

    Attributes:
        z: The values, gaps drawn straight, shape (n,).
        seen: Which of them were observed, shape (n,).
        basis: Season and slope, shape (n, terms).
        columns: Drivers of mean 0 and standard deviation 1, shape (n, drivers).
        weight: Weight of the newest value in the level.
        logs: Whether values are logarithms.
    """

    z: np.ndarray
    seen: np.ndarray
    basis: np.ndarray
    columns: np.ndarray
    weight: float
    logs: bool

    def without(self, place: int) -> "_Regression":
        return replace(self, columns=np.delete(self.columns, place, axis=1))

    @property
    def clearness(self) -> np.ndarray:
        """How many standard errors each effect lies from 0, shape (drivers,)."""
        size, error = self.of_drivers
        return np.asarray(np.abs(size) / np.where(error > 0, error, np.inf))

    def lasts(self, place: int) -> bool:
        """Whether a driver's effect in the newest third is not clearly another than before."""
        column = self.columns[:, place]
        first = len(column) - len(column) // 3
        newer = np.zeros(len(column))
        # About its own mean: it is the effect that may have changed, not the level.
        newer[first:] = column[first:] - column[first:].mean()
        apart = replace(self, columns=np.column_stack([self.columns, newer]))
        return bool(apart.clearness[-1] < CHANGED)

    @property
    def badness(self) -> float:
        """Twice the negative logarithm of the likelihood, constants apart."""
        n = int(self.seen.sum())
        bent = 2 * float(self.z[self.seen].sum()) if self.logs else 0.0
        return n * float(np.log(max(self._solved[2], TINY) / n)) + bent

    @property
    def of_drivers(self) -> tuple[np.ndarray, np.ndarray]:
        """Effects of one standard deviation and their standard errors, shape (drivers,) each."""
        size, spread, left, freedom = self._solved
        drivers = slice(len(size) - self.columns.shape[1], None)
        # What rounding leaves of a series without chance is no measure of an effect.
        left = max(left, len(self.z) * (ROUNDING * float(np.abs(self.z).max())) ** 2)
        variance = left / freedom if freedom > 0 else np.inf
        return size[drivers], np.sqrt(np.maximum(spread[drivers], TINY) * variance)

    def effects(self, ts: TimeSeries, found: Design) -> Effects:
        size, error = self.of_drivers
        level = np.exp(self.z[self.seen]).mean() if self.logs else self.z[self.seen].mean()
        return Effects(
            found.names,
            found.yes_no,
            size / found.scale,
            error / found.scale,
            found.place,
            self.logs,
            self.weight,
            float(level),
            ts.unit,
        )

    @cached_property
    def _solved(self) -> tuple[np.ndarray, np.ndarray, float, int]:
        """Coefficients, diagonal of the inverse of their products, sum of squares, freedom."""
        every = np.column_stack([self.basis, self.columns, self.z])
        # Shocks of exponential smoothing that starts at 0: where it really starts, the
        # constant, which is filtered alike, tells.
        shocks = lfilter([1.0, -1.0], [1.0, self.weight - 1.0], every, axis=0)[self.seen]
        left, right = shocks[:, :-1], shocks[:, -1]
        length = np.linalg.norm(left, axis=0)
        length[length == 0] = 1.0
        left = left / length
        inverse = np.linalg.pinv(left.T @ left, hermitian=True)
        size = inverse @ (left.T @ right)
        rest = right - left @ size
        freedom = len(right) - len(size)
        return size / length, np.diag(inverse) / length**2, float(rest @ rest), freedom


def _likeliest(ts: TimeSeries, found: Design) -> _Regression:
    first = len(ts) - found.newest
    values = filled(ts)[0][first:]
    seen = ts.y.notna().to_numpy()[first:]
    basis = season_and_trend(ts, np.arange(first, len(ts)))
    columns = found.standardised()[0][first:]
    readings = [(values, False)]
    if (values > 0).all():
        readings.append((np.log(values), True))
    fits = [
        _Regression(z, seen, basis, columns, weight, logs)
        for z, logs in readings
        for weight in WEIGHTS
    ]
    return min(fits, key=lambda fit: fit.badness)
