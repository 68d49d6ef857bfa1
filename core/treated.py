"""What is done to a fold's past before any model sees it, and to its forecast after.

Models know of none of this, so all of them honour it alike. Everything is decided from the past
that is given.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.decomposition import interpolated
from core.effects import Learned, learn
from core.forecaster import Forecast
from core.outliers import outliers
from core.timeseries import TimeSeries
from core.treatment import Treatment, on_closed_days
from core.wording import counted

_FILLED = {
    "closed": "on closed weekdays taken as zero",
    "zero": "taken as zero",
    "carry": "filled with the value before",
    "linear": "drawn as a straight line",
    "seasonal": "drawn as a straight line with its season",
}


@dataclass(frozen=True, eq=False)
class Treated:
    """A past as models see it, and the way back.

    Attributes:
        ts: The past with events, outliers and gaps dealt with; no event or treatment is left.
        learned: Effects of repeating events, taken out of it.
        notes: What was done, each a sentence.
        seen: Dates whose own values models learn from.
    """

    ts: TimeSeries
    learned: tuple[Learned, ...]
    notes: tuple[str, ...]
    seen: pd.DatetimeIndex = field(repr=False)

    def restore(self, forecast: Forecast) -> Forecast:
        """A forecast from `ts` with effects on the dates they repeat on, told in sentences.

        An effect goes on point and bounds alike; how sure it is, is not in their width.
        Residuals are kept for dates whose own values the model learned from.
        """
        at, table, residuals = self.ts.frequency, forecast.table, forecast.residuals
        index = pd.DatetimeIndex(table.index)
        values, effects, parts = table.to_numpy(), [], dict(forecast.parts)
        for each in self.learned:
            before, values = values, each.put_on(values, index, at)
            made = (values - before)[:, table.columns.get_loc("point")]
            if made.any():
                parts[each.name] = parts.get(each.name, 0.0) + made
            dates = int(each.event.on(index, at).sum())
            if each.known or dates:
                effects.append(each.sentence(dates, self.ts.unit))
        if residuals is not None:
            residuals = residuals[residuals.index.isin(self.seen)]
            for each in self.learned:
                # What was added moves actual and forecast alike; a factor stretches the miss.
                if each.multiplies:
                    stretched = each.put_on(
                        residuals.to_numpy(), pd.DatetimeIndex(residuals.index), at
                    )
                    residuals = pd.Series(stretched, residuals.index, name=residuals.name)
        return replace(
            forecast,
            table=pd.DataFrame(values, table.index, table.columns),
            residuals=residuals,
            notes=(*self.notes, *forecast.notes),
            effects=tuple(effects),
            parts=parts,
        )

    def restore_paths(self, drawn: np.ndarray) -> np.ndarray:
        """Paths of `ts`, shape (n_paths, horizon), with the same effects on their dates."""
        index, values = self.ts.future_index(drawn.shape[1]), drawn.T
        for each in self.learned:
            values = each.put_on(values, index, self.ts.frequency)
        return values.T


def treated(past: TimeSeries) -> Treated:
    """Deal with the events, outliers and gaps of a past, as its treatment says.

    Values of events to be ignored and of one-off ones count as not observed, effects of
    repeating ones are taken out (`core.effects`). Outliers (`core.outliers`) become what the
    seasonal interpolation says. Periods without a value are filled. What is not known at the
    start is cut off.
    """
    values, gaps = past.values, past.y.isna().to_numpy()
    blank, notes = _blank(past)
    values[blank] = np.nan
    learned = learn(values, past.index, past.events, past.frequency)
    for each in learned:
        values = each.taken_off(values, past.index, past.frequency)
    if past.treatment.outliers == "replace":
        wild = outliers(values, past.seasonal_period)
        usual = interpolated(np.where(wild, np.nan, values), past.seasonal_period)
        values = np.where(wild, usual, values)
        if wild.any():
            count, verb = int(wild.sum()), "was" if wild.sum() == 1 else "were"
            notes.append(
                f"{counted(count, 'outlier')} {verb} replaced by what was usual on such dates."
            )
    else:
        wild = np.zeros(len(past), dtype=bool)
    fill = gaps & ~blank
    if past.treatment.gaps == "closed":
        fill &= on_closed_days(past.values, past.index)
    if past.treatment.gaps != "leave" and fill.any() and not fill.all():
        values = np.where(fill, _drawn(values, past.treatment, past.seasonal_period), values)
        what = past.frequency.count(int(fill.sum()))
        notes.append(f"{what} without a value {_FILLED[past.treatment.gaps]}.")
    y = pd.Series(values, index=past.index, name=past.y.name)
    seen = past.index[~np.isnan(values) & ~gaps & ~wild]
    begin = y.first_valid_index()
    if begin is not None:
        y = y.loc[begin:]
    clean = replace(past, y=y, events=(), treatment=Treatment(negatives=past.treatment.negatives))
    return Treated(clean, learned, tuple(notes), seen)


def _blank(past: TimeSeries) -> tuple[np.ndarray, list[str]]:
    """Which dates are not learned from, shape (n,), and why in words."""
    blank, notes = np.zeros(len(past), dtype=bool), []
    for event in past.events:
        on = event.on(past.index, past.frequency)
        if event.effect == "repeats" or not on.any():
            continue
        blank |= on
        how = "to ignore" if event.effect == "ignore" else "as one-off"
        what = past.frequency.count(int(on.sum()))
        notes.append(f"{what} marked {how} ({event.kind}) not learned from.")
    return blank, notes


def _drawn(values: np.ndarray, treatment: Treatment, period: int) -> np.ndarray:
    """Values with something in every place, shape (n,)."""
    if treatment.gaps in ("zero", "closed"):
        return np.asarray(np.nan_to_num(values))
    if treatment.gaps == "carry":
        return np.asarray(pd.Series(values).ffill())
    if treatment.gaps == "linear":
        return np.asarray(pd.Series(values).interpolate(limit_direction="both"))
    return interpolated(values, period)
