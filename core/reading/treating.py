"""What becomes of gaps and outliers: chosen with the file, carried out inside each fold.

`core.treated` does that, on what is known at a cutoff: a fill that looks both ways would otherwise
tell a fold of its future.
"""

import pandas as pd

from core import outliers
from core.calendar import Frequency
from core.reading.choices import Choices, Detection
from core.receipt import Step, total
from core.treatment import GAPS, NEGATIVES, OUTLIERS, Treatment, on_closed_days
from core.wording import counted

_FILLED = {
    "closed": "as zero: the file shows such weekdays as zeros otherwise",
    "zero": "as zero",
    "carry": "by the last value before",
    "linear": "by a straight line",
    "seasonal": "by a line and the season",
}


def choose(
    values: pd.Series, choices: Choices, order_lines: bool = False
) -> tuple[Treatment, list[Detection]]:
    """What is done to gaps, outliers and forecasts below zero, and what could be.

    Args:
        values: The series, shape (n,), on its calendar.
        choices: What the person decided.
        order_lines: Whether its values are sums of orders, so that no row means no sale.
    """
    found = []
    gaps = choices.gaps or ("zero" if order_lines else GAPS[0])
    if values.isna().any():
        reason = "nothing is made up, unless it is a weekday that the file shows as zero otherwise"
        if order_lines:
            reason = "the rows are order lines: where there is none, nothing was sold"
        if choices.gaps is not None:
            reason = "chosen by you"
        found.append(Detection("gaps", "Periods without a value", gaps, reason, GAPS))
    kept = choices.outliers or OUTLIERS[0]
    reason = "chosen by you" if choices.outliers else "values are left as they are"
    found.append(Detection("outliers", "Outliers", kept, reason, OUTLIERS))
    below = choices.negatives or NEGATIVES[0]
    if not (values < 0).any():
        reason = "chosen by you" if choices.negatives else "no value in the file is negative"
        found.append(Detection("negatives", "Negative forecasts", below, reason, NEGATIVES))
    return Treatment(gaps, kept, below), found


def steps(values: pd.Series, frequency: Frequency, treatment: Treatment) -> list[Step]:
    """The last lines of a receipt: what is done in each fold, with an example of today's.

    No total changes: what is filled or replaced is shown to models and never scored.
    """
    here = total(values)
    found = []
    missing = values.index[values.isna()]
    if treatment.gaps == "closed":
        missing = values.index[on_closed_days(values.to_numpy(), pd.DatetimeIndex(values.index))]
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
