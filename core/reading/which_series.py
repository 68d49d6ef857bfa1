"""Series that can't be added up: units beside revenue, a budget beside what was sold, a profit."""

import numpy as np
import pandas as pd

from core.reading.choices import Answer, Question
from core.reading.labels import EMPTY, Labels
from core.reading.vocabulary import ACTUAL, MEASURE, PLAN, TOTAL, words_of
from core.wording import amount, quoted

_MOST = 12
"""Series that a question names; others can be chosen as any series can."""


def question(
    labels: Labels, stamps: pd.DatetimeIndex, values: np.ndarray, adding_up: np.ndarray
) -> Question | None:
    """The question which of the series of a file is meant; `None` where adding them up makes sense.

    It does not where a column is called "Metric" or "Scenario" or the like, where one of its values
    is called actual and another a plan, or where several are called totals and are no sums of
    others, as in a statement of profit and loss.

    Args:
        labels: The series of every row.
        stamps: The dates, shape (rows,), NaT allowed.
        values: The measure, shape (rows,).
        adding_up: Which series are sums of others, shape (series,).
    """
    if adding_up.all():
        return None
    for place, column in enumerate(labels.columns):
        names = list(dict.fromkeys(labels.names[~adding_up, place]))
        names = [str(name) for name in names if name != EMPTY]
        actual = [name for name in names if words_of(name) & ACTUAL]
        planned = [name for name in names if words_of(name) & PLAN]
        totals = [name for name in names if words_of(name) & TOTAL]
        if len(names) < 2:
            continue
        if actual and planned:
            first, why = actual, "Some rows are planned, others are what came to pass"
        elif words_of(column) & MEASURE:
            first, why = (
                names,
                f"Column {quoted(column)} says that the rows measure different things",
            )
        elif len(totals) > 1:
            first, why = totals, "Some rows add up others"
        else:
            continue
        shown = list(dict.fromkeys([*first, *names]))[:_MOST]
        answers = tuple(_answer(labels, place, name, stamps, values) for name in shown)
        text = f"{why}. Which of them is to be forecast?"
        return Question("series", text, answers, shown[0], place)
    return None


def _answer(
    labels: Labels, place: int, name: str, stamps: pd.DatetimeIndex, values: np.ndarray
) -> Answer:
    mine = (labels.names[labels.codes, place] == name) & np.asarray(stamps.notna())
    known = np.flatnonzero(mine & np.isfinite(values))
    begins = f"; its first value is {amount(values[known[0]])}" if len(known) else ""
    return Answer(name, f"{quoted(name)}{begins}.")
