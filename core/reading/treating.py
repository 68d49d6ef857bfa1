"""What becomes of gaps and outliers: chosen with the file, carried out inside each fold.

`core.treated` does that, on what is known at a cutoff: a fill that looks both ways would otherwise
tell a fold of its future.
"""

import numpy as np
import pandas as pd

from core import outliers
from core.calendar import Frequency
from core.reading.choices import GAPS, OUTLIERS, Choices, Detection
from core.repair import Step, total
from core.treatment import Treatment
from core.wording import counted

_CLOSED = 3
"""Zeros on a weekday from which on it is a day on which the file shows closed days as zeros."""

_MOSTLY = 0.8
"""Share of missing days that have to lie on such weekdays."""

_FILLED = {
    "zero": "as zero",
    "carry": "by the last value before",
    "linear": "by a straight line",
    "seasonal": "by a line and the season",
}


def choose(
    values: pd.Series, frequency: Frequency, choices: Choices
) -> tuple[Treatment, list[Detection]]:
    """What is done to gaps and outliers, and what could be.

    Args:
        values: The series, shape (n,), on its calendar.
        frequency: Its spacing.
        choices: What the person decided.
    """
    found = []
    gaps, reason = "leave", "nothing is made up; each model deals with them in its own way"
    if values.isna().any():
        if _closed_days(values, frequency):
            gaps = "zero"
            reason = "the file shows closed days as zeros, and most gaps lie on the same weekdays"
        if choices.gaps is not None:
            gaps, reason = choices.gaps, "chosen by you"
        found.append(Detection("gaps", "Periods without a value", gaps, reason, GAPS))
    kept = choices.outliers or OUTLIERS[0]
    reason = "chosen by you" if choices.outliers else "values are left as they are"
    found.append(Detection("outliers", "Outliers", kept, reason, OUTLIERS))
    return Treatment(gaps, kept), found  # type: ignore[arg-type]


def _closed_days(values: pd.Series, frequency: Frequency) -> bool:
    """Whether gaps lie on weekdays on which the file says zero otherwise."""
    if frequency.name not in ("daily", "business-daily"):
        return False
    weekday = pd.DatetimeIndex(values.index).dayofweek
    zeros = np.bincount(weekday[values == 0], minlength=7)
    known = np.bincount(weekday[values.notna()], minlength=7)
    closed = (zeros >= _CLOSED) & (zeros >= _MOSTLY * known)
    return bool(closed[weekday[values.isna()]].mean() >= _MOSTLY)


def steps(values: pd.Series, frequency: Frequency, treatment: Treatment) -> list[Step]:
    """The last lines of a receipt: what is done in each fold, with an example of today's.

    No total changes: what is filled or replaced is shown to models and never scored.
    """
    here = total(values)
    found = []
    missing = values.index[values.isna()]
    if len(missing) and treatment.gaps != "leave":
        text = (
            f"{frequency.count(len(missing))} without a value filled {_FILLED[treatment.gaps]}, in "
            "each test anew from what was known then; they are not scored."
        )
        example = f"The first is {frequency.words(missing[0])}."
        found.append(Step("Gaps filled", len(missing), text, example, here, here, "gaps"))
    if treatment.outliers == "replace":
        odd = outliers.outliers(values.to_numpy(), frequency.seasonal_periods[0])
        at = values.index[odd]
        text = (
            f"{counted(len(at), 'outlier')} replaced by what is usual, looked for in each test "
            "anew; the test scores the values as they are."
        )
        example = f"The first is {frequency.words(at[0])}." if len(at) else ""
        found.append(Step("Outliers replaced", len(at), text, example, here, here, "outliers"))
    return found
